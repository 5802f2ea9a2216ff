"""A one-page PDF that says it is an example: the documents of a demonstration need no engine."""

from collections.abc import Sequence

_WIDTH = 88


def small_pdf(title: str, lines: Sequence[str]) -> bytes:
    """A page with a title and some lines; Latin letters only."""
    texts = [f"BT /F1 18 Tf 56 780 Td ({_escaped(title)}) Tj ET"]
    height = 748
    for line in _wrapped(lines):
        texts.append(f"BT /F1 11 Tf 56 {height} Td ({_escaped(line)}) Tj ET")
        height -= 16
    stream = "\n".join(texts).encode("cp1252", errors="replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(fr)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + head + table + trailer


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _wrapped(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in lines:
        row = ""
        for word in line.split():
            if len(row) + len(word) >= _WIDTH:
                found.append(row)
                row = ""
            row = f"{row} {word}".strip()
        found.append(row)
    return found
