"""French typography, applied when a text is shown and never stored. Pure: text in, text out."""

import html
import re

NBSP = "\u00a0"
NNBSP = "\u202f"

_SPACES = r"[ \t\u00a0\u202f]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

# What must reach the reader untouched: addresses (web, mail, domain names with a path).
_PROTECTED = re.compile(
    r"(?:https?://|mailto:|www\.)[^\s<>«»]*[^\s<>«».,;:!?)\]]"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    # An aside between two spaces takes a dash; a subtraction keeps its sign.
    (re.compile(r"(?<=[^\W\d]) - (?=[^\W\d])"), " – "),
    (re.compile(rf"«{_SPACES}*(?=\S)"), f"«{NBSP}"),
    (re.compile(rf"(?<=\S){_SPACES}*»"), f"{NBSP}»"),
    # A space is there: only its kind changes.
    (re.compile(rf"(?<=\S){_SPACES}+(?=:(?:\s|$))"), NBSP),
    (re.compile(rf"(?<=\S){_SPACES}+(?=[;!?])"), NNBSP),
    # A space is missing, and what follows proves that this is punctuation, not 10:30 or ?a=b.
    (re.compile(r"(?<=[\w)»%€’])(?=:(?:\s|$))"), NBSP),
    (re.compile(r"(?<=[\w)»%€’…])(?=(?:;|[!?]+)(?:[\s)»\u201d]|$))"), NNBSP),
    # Numbers and their units, dates and hours: one thing, one line.
    (re.compile(rf"(?<=\d){_SPACES}*(?=[%€](?!\w))"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
    # A telephone number is read two figures at a time, and stays on one line.
    (re.compile(r"(?<=\b\d\d) (?=\d\d\b)"), NBSP),
    (re.compile(r"(?<=\d) (?=h(?!\w))"), NBSP),
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d(?!\d))"), NBSP),
    (re.compile(r"(?<=\b[nN]°) ?(?=\d)"), NBSP),
    (re.compile(rf"(?<=\b\d) (?=(?:{_MONTHS})\b)"), NBSP),
    (re.compile(rf"(?<=\b\d\d) (?=(?:{_MONTHS})\b)"), NBSP),
    (re.compile(rf"(?<=\b1er) (?=(?:{_MONTHS})\b)"), NBSP),
)

_STRAIGHT_QUOTES = re.compile(r'(?<![\w"])"(?=[^\s"])([^"\n]*[^\s"])"(?![\w"])')

_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_VERBATIM = {"code", "kbd", "pre", "samp", "script", "style", "svg", "textarea"}
_INLINE = {"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}


def _quotes(match: re.Match[str]) -> str:
    """Turn straight quotes into « » or, inside « », into the nested pair."""
    before = match.string[: match.start()]
    if before.count("«") > before.count("»"):
        return f"\u201c{match[1]}\u201d"
    return f"«{NBSP}{match[1]}{NBSP}»"


def _fix(text: str) -> str:
    text = _STRAIGHT_QUOTES.sub(_quotes, text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def french_typography(text: str) -> str:
    """Give a plain text its French spaces, apostrophes, quotes and ellipses; addresses are kept.

    Applying it twice changes nothing more.
    """
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return "\ue000"

    fixed = _fix(_PROTECTED.sub(hide, text.replace("\ue000", "")))
    restore = iter(kept)
    return re.sub("\ue000", lambda _: next(restore), fixed)


def french_typography_html(markup: str) -> str:
    """Apply the same rules to the text between the tags of a safe HTML fragment.

    Tags, comments and verbatim elements (code, script…) are left exactly as they are.
    """
    pieces: list[str] = []
    position = 0
    verbatim: str | None = None
    before = ""
    for tag in _TAG.finditer(markup):
        text = markup[position : tag.start()]
        pieces.append(text if verbatim else _text_node(text, before))
        before = (text or before)[-1:]
        pieces.append(tag[0])
        position = tag.end()
        name = _TAG_NAME.match(tag[0])
        if name is None:
            continue
        element = name[1].lower()
        if element not in _INLINE:
            before = ""
        if verbatim is None and element in _VERBATIM and not tag[0].startswith("</"):
            verbatim = None if tag[0].endswith("/>") else element
        elif verbatim == element and tag[0].startswith("</"):
            verbatim = None
    rest = markup[position:]
    pieces.append(rest if verbatim else _text_node(rest, before))
    return "".join(pieces)


def _text_node(text: str, before: str) -> str:
    """Fix one text node, knowing the character that an inline tag separates from it."""
    if not text:
        return text
    plain = html.unescape(text)
    if before.isalnum():
        return html.escape(french_typography(before + plain)[1:])
    return html.escape(french_typography(plain))
