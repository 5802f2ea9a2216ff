"""What a PDF may not hold, found without a PDF library: the file is read, never interpreted. Pure.

Names are looked for in the file as it stands and in its compressed object streams, however their
letters are escaped. What cannot be looked into is refused.
"""

import re
import zlib

from .file_problems import BadFile, FileProblem

MAGIC = b"%PDF-"
_TRAILER_BYTES = 2_048
_MAX_INFLATED = 64 * 1024 * 1024
# Each object stream counts for at least this, so that their number is bounded too.
_OBJECT_STREAM_COST = 4_096
_OBJECT_BYTES = 400
_MAX_OPENINGS = 20
_CHUNK = 65_536

# Names long enough never to occur by chance among compressed bytes.
_FORBIDDEN = {
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"Rendition",
    b"ImportData",
    b"SubmitForm",
    b"GoToE",
    b"XFA",
}
# These may: they are only looked for outside streams.
_FORBIDDEN_SHORT = {b"JS", b"AA"}
_END = rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
_ESCAPED = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%#]*#[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_OPEN_ACTION = re.compile(rb"/OpenAction" + _END + rb"\s{0,8}(\[|<<[^>]{0,200}|(\d{1,10})\s)?")
# /First is what an object stream must have; that of an outline is a reference.
_OBJECT_STREAM = re.compile(
    rb"/ObjStm" + _END + rb"|/First" + _END + rb"(?!\s{1,8}\d{1,10}\s{1,8}\d{1,5}\s{1,8}R)"
)
_STREAM = re.compile(rb"(?<!end)stream")
_GO_TO = re.compile(rb"/GoTo" + _END)
_INTEGERS = re.compile(rb"\s*(\d{1,10})\s+(\d{1,10})")
_AUTHOR = re.compile(rb"(/Author\s{0,8})\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_HEX_AUTHOR = re.compile(rb"(/Author\s{0,8})<([0-9A-Fa-f\s]*)>")
_XMP_AUTHOR = re.compile(rb"(<dc:creator>)([^\x00]{0,4000}?)(</dc:creator>)")


def _any_of(names: set[bytes]) -> re.Pattern[bytes]:
    return re.compile(b"/(?:" + b"|".join(sorted(names)) + b")" + _END)


_ACTIVE = _any_of(_FORBIDDEN)
_ACTIVE_SHORT = _any_of(_FORBIDDEN | _FORBIDDEN_SHORT)
_ENCRYPT = _any_of({b"Encrypt"})


def check(data: bytes) -> None:
    """Raises BadFile for a PDF that is cut, encrypted, or that would do something by itself."""
    ending = data[-_TRAILER_BYTES:]
    if not data.startswith(MAGIC) or b"startxref" not in ending or b"%%EOF" not in ending:
        raise BadFile(FileProblem.BROKEN)
    plain = _unescaped(data)
    if _ENCRYPT.search(plain):
        raise BadFile(FileProblem.PROTECTED)
    packed = [] if _ACTIVE.search(plain) else _object_streams(data)
    active = (
        _ACTIVE.search(plain)
        or _ACTIVE_SHORT.search(_outside_streams(plain))
        or any(_ACTIVE_SHORT.search(text) for text in packed)
        or not _opens_quietly([plain, *packed])
    )
    if active:
        raise BadFile(FileProblem.ACTIVE)


def without_author(data: bytes) -> bytes:
    """The same PDF with its author blanked in place, where it stands uncompressed.

    Same length, so that no offset moves. Without a PDF library an author inside a compressed
    object stream stays, and so do the names of the programs. A signed PDF is left as it is: any
    change would break its signature.
    """
    if b"/ByteRange" in data:
        return data
    data = _AUTHOR.sub(lambda m: m[1] + b"(" + b" " * len(m[2]) + b")", data)
    data = _HEX_AUTHOR.sub(lambda m: m[1] + b"<" + b" " * len(m[2]) + b">", data)
    return _XMP_AUTHOR.sub(lambda m: m[1] + b" " * len(m[2]) + m[3], data)


def _unescaped(data: bytes) -> bytes:
    """The names of the file with their #xx escapes read; only for searching."""
    return _ESCAPED.sub(
        lambda name: _HEX.sub(lambda code: bytes([int(code[1], 16)]), name[0]), data
    )


def _outside_streams(data: bytes) -> bytes:
    """The file without the bytes of its streams."""
    pieces, position = [], 0
    while (start := data.find(b"stream", position)) >= 0:
        end = data.find(b"endstream", start + 6)
        if end < 0:
            break
        pieces.append(data[position:start])
        position = end + 9
    return b"".join([*pieces, data[position:]])


def _object_streams(data: bytes) -> list[bytes]:
    """What object streams hold, once unpacked, with their escapes read.

    Every "stream" is taken for a beginning, even in a comment or a string: a false one placed
    before a true one hides nothing.
    """
    packed, left, before, end = [], _MAX_INFLATED, 0, 0
    for start in (found.end() for found in _STREAM.finditer(data)):
        head = _unescaped(data[before:start])
        before = start
        if not _OBJECT_STREAM.search(head):
            continue
        if end < start:
            end = data.find(b"endstream", start)
        if end < 0:
            raise BadFile(FileProblem.BROKEN)
        content = _unescaped(_inflated(head, memoryview(data)[start:end], left))
        left -= len(content) + _OBJECT_STREAM_COST
        if left <= 0:
            raise BadFile(FileProblem.TOO_BIG)
        packed.append(content)
    return packed


def _inflated(head: bytes, stream: memoryview, limit: int) -> bytes:
    """The content of an object stream; refused when it is packed in any unusual way."""
    if b"/Filter" not in head:
        return bytes(stream[:limit])
    filters = re.findall(rb"/(\w*Decode|Crypt)" + _END, head)
    if filters != [b"FlateDecode"] or b"/DecodeParms" in head:
        raise BadFile(FileProblem.ACTIVE)
    unpack, content, position = zlib.decompressobj(), bytearray(), 0
    while stream[position : position + 1] in (b"\r", b"\n"):
        position += 1
    try:
        while position < len(stream) and not unpack.eof:
            chunk = bytes(stream[position : position + _CHUNK])
            content += unpack.decompress(chunk, limit - len(content) + 1)
            if len(content) > limit or unpack.unconsumed_tail:
                raise BadFile(FileProblem.TOO_BIG)
            position += _CHUNK
    except zlib.error as error:
        raise BadFile(FileProblem.BROKEN) from error
    return bytes(content)


def _opens_quietly(texts: list[bytes]) -> bool:
    """Whether what happens on opening is only to show a page: LibreOffice and LaTeX ask for it."""
    openings = [match for text in texts for match in _OPEN_ACTION.finditer(text)]
    return len(openings) <= _MAX_OPENINGS and all(_is_quiet(match, texts) for match in openings)


def _is_quiet(opening: re.Match[bytes], texts: list[bytes]) -> bool:
    if opening[2]:
        target = _object(int(opening[2]), texts)
        return target.lstrip().startswith(b"[") or bool(_GO_TO.search(target))
    value = opening[1] or b""
    return value == b"[" or bool(_GO_TO.search(value))


def _object(number: int, texts: list[bytes]) -> bytes:
    """The beginning of an object, wherever it is kept, or nothing."""
    outside, *packed = texts
    found = [*re.finditer(rb"(?<!\d)%d\s{1,4}\d{1,5}\s{1,4}obj" % number, outside)]
    if found:  # later ones replace earlier ones
        start = found[-1].end()
        return outside[start : start + _OBJECT_BYTES].split(b"endobj")[0]
    for content in reversed(packed):
        for entry, start, end in _entries(content):
            if entry == number:
                return content[start : min(end, start + _OBJECT_BYTES)]
    return b""


def _entries(content: bytes) -> list[tuple[int, int, int]]:
    """The numbers of the objects of an object stream, and where each begins and ends."""
    pairs, position = [], 0
    while match := _INTEGERS.match(content, position):
        pairs.append((int(match[1]), int(match[2])))
        position = match.end()
    # Offsets count from the first object, which comes right after the pairs.
    first = position + len(content[position:]) - len(content[position:].lstrip())
    starts = [first + offset for _, offset in pairs]
    return [
        (number, start, end)
        for (number, _), start, end in zip(pairs, starts, [*starts[1:], len(content)], strict=True)
    ]
