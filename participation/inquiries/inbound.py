"""A mail as somebody sent it, made into an observation: sender, words, files. Pure; never raises.

Whatever arrives is given back in some form: a law says that observations may always be sent by
mail (Code de l'environnement, art. L123-13), so that a mail nobody can read is told, not dropped.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser

from portal.plain_text import clean_line, clean_text

from .room_enums import MailKind

MESSAGE_BYTES = 40 * 1024 * 1024
FILES_AT_MOST = 20
PARTS_AT_MOST = 300
TEXT_LENGTH = 100_000
SUBJECT_LENGTH = 300
NAME_LENGTH = 80
ADDRESS_LENGTH = 254

_ADDRESS = re.compile(r"[^\s@<>\",;:\\()\[\]]{1,64}@[^\s@<>\",;:\\()\[\]]{1,189}")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_ROBOTS = frozenset({"mailer-daemon", "postmaster"})
_SILENT_NAMES = re.compile(r"(?:no|do-?not|ne[-_.]?pas)[-_.]?(?:reply|repondre)\b")
# Where servers say to whom a mail was handed, whatever its author wrote in “To”.
_DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")


@dataclass(frozen=True)
class InboundFile:
    """A file of a mail, not checked yet: its name is only what the sender called it."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class InboundMail:
    """What a mail holds. `cut` says that something of it does not stand here."""

    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str = field(repr=False)
    files: tuple[InboundFile, ...]
    kind: MailKind
    cut: bool = False

    @property
    def digest(self) -> str:
        """What recognises it when it arrives twice: its number together with what it says.

        The number alone would lose words: programs and hoaxers give one twice. Copies of one mail
        differ in the headers of servers, which do not count here.
        """
        said = (self.message_id, self.sender, self.subject, self.text)
        parts = [part.encode("utf-8", "surrogatepass") for part in said]
        parts += [file.content for file in self.files]
        prints = (hashlib.sha256(part).digest() for part in parts)
        return hashlib.sha256(b"".join(prints)).hexdigest()


def read(data: bytes) -> InboundMail:
    """What these bytes hold, as far as anybody can tell."""
    try:
        message = message_from_bytes(data[:MESSAGE_BYTES], policy=policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError):
        message = Message()
    parts, cut = _parts(message)
    texts, files, lost = _sorted(parts)
    text = _BLANK_LINES.sub("\n\n", clean_text(texts))
    sender_name, sender = _sender(message)
    return InboundMail(
        message_id=_message_id(message, data),
        sender=sender,
        sender_name=sender_name,
        recipients=_recipients(message),
        subject=_header(message, "Subject")[:SUBJECT_LENGTH],
        text=text[:TEXT_LENGTH],
        files=tuple(files[:FILES_AT_MOST]),
        kind=_kind(message, sender),
        cut=cut
        or lost
        or len(data) > MESSAGE_BYTES
        or len(text) > TEXT_LENGTH
        or len(files) > FILES_AT_MOST,
    )


def _message_id(message: Message, data: bytes) -> str:
    """What recognises a mail that arrives twice: its own number, else a digest of it all."""
    given = _header(message, "Message-ID").strip("<> ")
    if given and len(given) <= ADDRESS_LENGTH and " " not in given:
        return given
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _header(message: Message, name: str) -> str:
    """The header in plain characters on one line; empty when it is missing or beyond reading."""
    return clean_line(_decoded(_raw(message, name)))


def _raw(message: Message, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (MessageError, ValueError, LookupError, TypeError):
        return ""


def _decoded(raw: str) -> str:
    try:
        return "".join(
            _decode(part, charset) if isinstance(part, bytes) else part
            for part, charset in decode_header(raw)
        )
    except (MessageError, ValueError, LookupError, TypeError):
        return raw


def _decode(data: bytes, charset: str | None) -> str:
    """Text whatever was claimed of it: unknown or wrong characters sets fall back."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            text = data.decode(name or "utf-8")
        except (LookupError, ValueError, TypeError):
            continue
        if isinstance(text, str):
            return text
    return data.decode("latin-1")


def _sender(message: Message) -> tuple[str, str]:
    """The name and the address to answer; the address is empty when there is none to write to."""
    for header in ("Reply-To", "From"):
        pairs = _pairs(_raw(message, header))
        found = next(((name, address) for name, address in pairs if address), None)
        if found and header == "From":
            return found
        if found:
            names = _pairs(_raw(message, "From"))
            return (names[0][0] if names else found[0]), found[1]
    return "", ""


def _pairs(raw: str) -> list[tuple[str, str]]:
    try:
        found = getaddresses([raw])
    except (MessageError, ValueError, TypeError, RecursionError):
        return []
    return [
        (clean_line(_decoded(name))[:NAME_LENGTH], _address(address)) for name, address in found
    ]


def _address(text: str) -> str:
    """The address in lower case; empty unless it is one, and nothing else."""
    whole = text.strip().lower()
    is_address = len(whole) <= ADDRESS_LENGTH and _ADDRESS.fullmatch(whole)
    return whole if is_address and clean_line(whole) == whole else ""


def _recipients(message: Message) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in (*_DELIVERED, "To", "Cc"):
        try:
            raws = [str(raw) for raw in message.get_all(name, [])]
        except (MessageError, ValueError, LookupError, TypeError):
            continue
        for raw in raws:
            found |= dict.fromkeys(address for _name, address in _pairs(raw) if address)
    return tuple(found)


def _kind(message: Message, sender: str) -> MailKind:
    """Whether a person wrote it, and whether somebody waits for a receipt (RFC 3834)."""
    automatic = _header(message, "Auto-Submitted").lower().split(";")[0].strip()
    local = sender.partition("@")[0]
    bounce = _raw(message, "Return-Path").strip() == "<>" or local in _ROBOTS
    report = str(_quiet(message.get_content_type, "")) in {
        "multipart/report",
        "message/delivery-status",
        "message/disposition-notification",
    }
    replied = automatic.startswith("auto-replied") or _header(message, "X-Autoreply") != ""
    if bounce or report or replied or _header(message, "X-Autorespond"):
        return MailKind.AUTOMATIC
    quiet = (
        automatic not in {"", "no"}
        or _header(message, "Precedence").lower() in _BULK
        or any(_header(message, name) for name in ("List-Id", "List-Unsubscribe"))
        or any(word in _header(message, "X-Auto-Response-Suppress").lower() for word in _SUPPRESS)
        or bool(_SILENT_NAMES.match(local))
        or not sender
    )
    return MailKind.SILENT if quiet else MailKind.PERSON


_SUPPRESS = ("all", "autoreply", "oof")


def _quiet(call: object, default: object) -> object:
    """What the library says, or the default where a damaged header stops it."""
    try:
        return call()  # type: ignore[operator]
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return default


def _parts(message: Message) -> tuple[list[Message], bool]:
    """The leaves of a mail in their order; a mail inside a mail is a leaf."""
    leaves: list[Message] = []
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > PARTS_AT_MOST:
            return leaves, True
        inside = _quiet(part.get_payload, None)
        kind = str(_quiet(part.get_content_type, "text/plain"))
        if isinstance(inside, list) and kind == "multipart/alternative":
            waiting.extend(reversed(_best(inside)))
        elif isinstance(inside, list) and not kind.startswith("message/"):
            waiting.extend(reversed([one for one in inside if isinstance(one, Message)]))
        else:
            leaves.append(part)
    return leaves, False


def _best(alternatives: list[object]) -> list[Message]:
    """Of texts that say the same, the plain one when it says something; files all stay."""
    found = [one for one in alternatives if isinstance(one, Message)]
    plain = [one for one in found if _is_text(one, "text/plain") and _text(one).strip()]
    if not plain:
        return found
    return [plain[0], *(one for one in found if not _says_the_same(one))]


def _says_the_same(part: Message) -> bool:
    """Whether it is another form of the same words, without any file of its own."""
    kind = str(_quiet(part.get_content_type, ""))
    if kind == "multipart/related":
        inside = _quiet(part.get_payload, None)
        held = inside if isinstance(inside, list) else []
        return all(isinstance(one, Message) and _says_the_same(one) for one in held)
    return kind.startswith("text/") and not _filename(part)


def _is_text(part: Message, kind: str) -> bool:
    return str(_quiet(part.get_content_type, "")) == kind and not _is_attached(part)


def _is_attached(part: Message) -> bool:
    disposition = str(_quiet(part.get_content_disposition, "") or "")
    return disposition == "attachment" or bool(_filename(part))


def _filename(part: Message) -> str:
    return clean_line(_decoded(str(_quiet(part.get_filename, "") or "")))


def _sorted(parts: list[Message]) -> tuple[str, list[InboundFile], bool]:
    """The words of a mail, its files, and whether something of it is beyond reading."""
    texts, files, lost = [], [], False
    for part in parts:
        if _is_text(part, "text/plain"):
            texts.append(_text(part))
        elif _is_text(part, "text/html"):
            texts.append(text_of_html(_text(part)))
        elif content := _content(part):
            files.append(InboundFile(_filename(part) or _named(part), content))
        else:
            # An empty part is nothing; one that cannot be decoded is something lost.
            lost = lost or bool(str(_quiet(part.as_string, "") or "").strip() and _filename(part))
    return "\n\n".join(text for text in texts if text.strip()), files, lost


def _named(part: Message) -> str:
    kind = str(_quiet(part.get_content_type, "application/octet-stream"))
    return clean_line(kind.replace("/", "."))[:NAME_LENGTH]


def _content(part: Message) -> bytes:
    inside = _quiet(part.get_payload, None)
    if isinstance(inside, list):  # a mail forwarded as a file
        whole = _quiet(inside[0].as_bytes, b"") if inside else b""
        return whole if isinstance(whole, bytes) else b""
    data = _quiet(lambda: part.get_payload(decode=True), b"")
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    charset = _quiet(part.get_content_charset, None)
    return _decode(_content(part), str(charset) if charset else None).replace("\0", "")


_NEW_LINE = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset({"head", "script", "style", "template", "title", "object", "svg", "noscript"})


class _Words(HTMLParser):
    """Gathers what a reader would see; links that say something else than their address tell it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen: list[str] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._unseen.clear()
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _NEW_LINE:
            self.words.append("\n- " if tag == "li" else "\n")
        if tag in {"td", "th"}:
            self.words.append(" ")
        if tag == "a":
            target = (dict(attrs).get("href") or "").strip()
            self._link = target if target.startswith(("http://", "https://")) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            # A part left open ends with the one around it.
            del self._unseen[self._unseen.index(tag) :]
        if tag == "a" and self._link:
            if self._link not in "".join(self.words[-3:]):
                self.words.append(f" ({self._link})")
            self._link = ""
        if tag in _NEW_LINE and tag != "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(re.sub(r"[ \t\r\n\f]+", " ", data))


def text_of_html(markup: str) -> str:
    """The words of a page, without anything that runs, hides or loads."""
    reader = _Words()
    try:
        reader.feed(markup)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # A declaration that no browser would read either: what was gathered stays.
        reader.words.append(" ")
    lines = "".join(reader.words).split("\n")
    return "\n".join(_trimmed(lines))


def _trimmed(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield " ".join(line.split(" ")).strip()
