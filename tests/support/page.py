"""What every public page must respect: each rule reads a page and yields its complaints."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Doctype, Tag

from .html import headings, name_of, plain, prose

Complaints = Iterator[str]
Rule = Callable[[BeautifulSoup], Complaints]

_NOT_TYPED = {"hidden", "submit", "button", "reset", "image"}
_DATA_SCRIPTS = {"application/json", "application/ld+json"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main", "nav", "ol", "p",
    "pre", "section", "table", "ul",
}  # fmt: skip
_INTERACTIVE = {"a", "button", "select", "textarea"}
_UNRENDERED = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# Plain space or none where French wants a no-break one; a straight apostrophe or quotes.
_PLAIN_FRENCH = re.compile(r"\S [;!?:»%€](?![\w/])|« |\w'\w|\w[;!?»](?:\s|$)|\.\.\.")
_IDREFS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "popovertarget", "list")


def _shown(node: Tag) -> str:
    return re.sub(r"\s+", " ", str(node))[:160]


def language(page: BeautifulSoup) -> Complaints:
    """The document says what it is and in which language."""
    root = page.find("html")
    first = next((one for one in page.contents if isinstance(one, Tag) or one.strip()), None)
    if not (isinstance(first, Doctype) and first.lower().startswith("html")):
        yield "no doctype"
    if not isinstance(root, Tag) or root.get("lang") != "fr":
        yield "html has no lang=fr"


def title(page: BeautifulSoup) -> Complaints:
    """The title says the page, then the site."""
    titles = page.find_all("title", recursive=True)
    outside = [found for found in titles if found.find_parent("svg") is None]
    if len(outside) != 1:
        yield f"{len(outside)} titles"
    elif not all(part.strip() for part in outside[0].get_text().split("–")):
        yield f"a part of the title is empty: {plain(outside[0])!r}"
    elif " – " not in outside[0].get_text() and page.find("footer"):
        yield f"the title names no site: {plain(outside[0])!r}"


def landmarks(page: BeautifulSoup) -> Complaints:
    """One main, one h1; navigations that can be told apart."""
    mains = page.find_all("main")
    if len(mains) != 1:
        yield f"{len(mains)} main elements"
    firsts = [text for rank, text in headings(page) if rank == 1]
    if len(firsts) != 1 or not firsts[0]:
        yield f"h1: {firsts}"
    elif not page.select("main h1"):
        yield "the h1 is outside main"
    names = Counter(name_of(page, nav) if _is_named(nav) else "" for nav in page.find_all("nav"))
    for name, count in names.items():
        if count > 1 or (not name and len(names) > 1):
            yield f"{count} navigations named {name!r}"


def _is_named(nav: Tag) -> bool:
    return nav.has_attr("aria-label") or nav.has_attr("aria-labelledby")


def heading_ranks(page: BeautifulSoup) -> Complaints:
    """Headings go down one rank at a time, and none is empty."""
    before = 0
    for rank, text in headings(page):
        if not text:
            yield f"empty h{rank}"
        if before and rank > before + 1:
            yield f"h{rank} {text!r} follows an h{before}"
        before = rank


def labels(page: BeautifulSoup) -> Complaints:
    """Each field has a label that points at it (RGAA 11.1.1), each label points at a field."""
    targets = {str(label.get("for")) for label in page.find_all("label") if plain(label)}
    for label in page.find_all("label"):
        if not label.get("for"):
            yield f"label without for: {_shown(label)}"
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") not in _NOT_TYPED and field.get("id") not in targets:
            yield f"field without label: {_shown(field)}"


def required_fields(page: BeautifulSoup) -> Complaints:
    """A form says in words which fields are required; invalid ones point at their message.

    Not asked of a form with one field, or where all are required (RGAA 11.10, special cases).
    """
    for form in page.find_all("form"):
        fields = [
            field.has_attr("required")
            for field in form.find_all(["input", "select", "textarea"])
            if field.get("type") not in _NOT_TYPED
        ]
        said = plain(form.parent or form).lower()
        if any(fields) and not all(fields) and not ("obligatoire" in said or "facultati" in said):
            yield f"required fields are not announced: {form.get('action', '')!r}"
    for field in page.find_all(attrs={"aria-invalid": "true"}):
        group = field.find_parent("fieldset")
        if not field.get("aria-describedby") and not (group and group.get("aria-describedby")):
            yield f"invalid field without message: {_shown(field)}"


def names(page: BeautifulSoup) -> Complaints:
    """Links and buttons say what they do; images have alt, drawings are hidden or named."""
    for node in page.find_all(["a", "button"]):
        if node.name == "a" and not node.get("href"):
            yield f"link without address: {_shown(node)}"
        if not name_of(page, node):
            yield f"no name: {_shown(node)}"
    for image in page.find_all("img"):
        if not image.has_attr("alt"):
            yield f"image without alt: {_shown(image)}"
    for drawing in page.find_all("svg"):
        named = drawing.get("role") == "img" and name_of(page, drawing)
        if drawing.get("aria-hidden") != "true" and not named:
            yield f"drawing neither hidden nor named: {_shown(drawing)}"


def identifiers(page: BeautifulSoup) -> Complaints:
    """Ids are unique, and what points at one finds it."""
    counts = Counter(str(node["id"]) for node in page.find_all(id=True))
    yield from (f"id {id!r} {count} times" for id, count in counts.items() if count > 1)
    # One walk: each search of Beautiful Soup goes through the whole page.
    for node in page.find_all(True):
        for attribute in _IDREFS:
            for id in str(node.attrs.get(attribute, "")).split():
                if id not in counts:
                    yield f"{attribute}={id!r} points nowhere: {_shown(node)}"
    for link in page.find_all("a", href=re.compile(r"^#.")):
        if str(link["href"])[1:] not in counts:
            yield f"link to nowhere in the page: {_shown(link)}"


def nothing_inline(page: BeautifulSoup) -> Complaints:
    """Nothing that the content security policy would block, nothing from another site."""
    for node in page.find_all(True):
        handlers = [name for name in node.attrs if name.startswith("on") or name == "style"]
        if handlers:
            yield f"inline {', '.join(handlers)}: {_shown(node)}"
        if str(node.get("href", "")).lower().startswith("javascript:"):
            yield f"script in an address: {_shown(node)}"
    for node in page.find_all("style"):
        yield f"inline style sheet: {_shown(node)}"
    for script in page.find_all("script"):
        if not (script.get("src") or script.get("nonce") or script.get("type") in _DATA_SCRIPTS):
            yield f"inline script: {_shown(script)}"
    for node in page.find_all(["script", "img", "iframe", "source", "video", "audio", "link"]):
        address = str(node.get("src") or node.get("href") or "")
        fetched = node.name != "link" or set(node.get("rel") or []) & {
            "stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest",
        }  # fmt: skip
        if fetched and urlsplit(address).netloc not in {"", "testserver", "localhost"}:
            yield f"request to another site: {_shown(node)}"


def _inside(node: Tag, names: set[str]) -> list[Tag]:
    return [one for one in node.descendants if isinstance(one, Tag) and one.name in names]


def nesting(page: BeautifulSoup) -> Complaints:
    """No block in a paragraph, nothing to act on inside something to act on."""
    for paragraph in page.find_all("p"):
        for inside in _inside(paragraph, _BLOCKS):
            yield f"{inside.name} inside p: {_shown(paragraph)}"
    for outer in page.find_all(["a", "button"]):
        for inside in _inside(outer, _INTERACTIVE | {"input", "label"}):
            yield f"{inside.name} inside {outer.name}: {_shown(outer)}"
    for listing in page.find_all(["ul", "ol"]):
        for child in listing.find_all(True, recursive=False):
            if child.name not in {"li", "script", "template"}:
                yield f"{child.name} as a child of {listing.name}: {_shown(listing)}"


def behaviour(page: BeautifulSoup) -> Complaints:
    """Zoom stays possible, the tab order is the reading order, no window opens unasked."""
    viewport = page.find("meta", attrs={"name": "viewport"})
    content = str(viewport.get("content", "")) if isinstance(viewport, Tag) else ""
    if "user-scalable" in content or "maximum-scale" in content or not content:
        yield f"viewport: {content!r}"
    for node in page.find_all(tabindex=re.compile(r"^[1-9]")):
        yield f"positive tabindex: {_shown(node)}"
    for node in page.find_all(target="_blank"):
        if "nouvelle fenêtre" not in name_of(page, node).lower():
            yield f"new window not announced: {_shown(node)}"
    for time in page.find_all("time"):
        if not time.get("datetime"):
            yield f"time without datetime: {_shown(time)}"


def tables(page: BeautifulSoup) -> Complaints:
    """A table of data has a caption and headers with their scope (RGAA 5.4, 5.6)."""
    for table in page.find_all("table"):
        if table.get("role") == "presentation":
            continue
        if not (table.find("caption") or _is_named(table)):
            yield f"table without caption: {_shown(table)}"
        if not table.find("th"):
            yield f"table without headers: {_shown(table)}"
        for header in table.find_all("th"):
            if not header.get("scope"):
                yield f"header without scope: {_shown(header)}"


def words(page: BeautifulSoup) -> Complaints:
    """No tag left unrendered, and the typography of French."""
    for text in prose(page):
        if _UNRENDERED.search(text):
            yield f"unrendered tag: {text.strip()[:120]!r}"
        if found := _PLAIN_FRENCH.search(text):
            start = max(0, found.start() - 30)
            yield f"typography: {text[start : found.end() + 20].strip()!r}"
    for node in page.find_all(True):
        for name, value in node.attrs.items():
            if name in {"value", "data-words"}:  # what somebody typed; words filled in by a script
                continue
            if _UNRENDERED.search(value if isinstance(value, str) else " ".join(value)):
                yield f"unrendered tag in {name}: {_shown(node)}"


RULES: tuple[Rule, ...] = (
    language, title, landmarks, heading_ranks, labels, required_fields, names, identifiers,
    nothing_inline, nesting, behaviour, tables, words,
)  # fmt: skip


# What a piece of page, put into another one by a script, can be asked.
RULES_OF_PIECES: tuple[Rule, ...] = (
    labels, names, identifiers, nothing_inline, nesting, tables, words,
)  # fmt: skip


def _read(markup: str) -> tuple[BeautifulSoup, list[str]]:
    """The page, and the attributes that an element says twice.

    Browsers keep the first one, authors mean the last.
    """
    twice: list[str] = []

    def keep(attributes: dict[str, str], name: str, value: str) -> None:
        twice.append(f"attribute {name} twice, the second is {value!r}")

    return BeautifulSoup(markup, "html.parser", on_duplicate_attribute=keep), twice


def complaints_about(markup: str, rules: tuple[Rule, ...] = RULES) -> list[str]:
    """Everything that is wrong with a page, one line each."""
    page, twice = _read(markup)
    found = [f"{rule.__name__}: {line}" for rule in rules for line in rule(page)]
    return [*found, *(f"attributes: {line}" for line in twice)]
