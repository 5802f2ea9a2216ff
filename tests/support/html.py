"""Readers of the HTML that a response carries."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

# Elements whose text a reader does not read as prose.
_NOT_PROSE = {"code", "pre", "script", "style", "template", "textarea", "kbd", "samp", "svg"}


def soup(source: Any) -> BeautifulSoup:
    """The tree of a response, of bytes or of a string."""
    return BeautifulSoup(getattr(source, "content", source), "html.parser")


def text_of(node: Tag) -> str:
    """The text of an element on one line, with its no-break spaces kept."""
    return " ".join(part for part in node.get_text().split(" ") if part.strip()).strip()


def plain(node: Tag) -> str:
    """The text of an element with every kind of space reduced to one plain space."""
    return " ".join(node.get_text(" ").split())


def prose(page: Tag) -> Iterator[str]:
    """Each piece of text that a reader reads: no code, no typed text, no script."""
    for string in page.find_all(string=True):
        if type(string) is NavigableString and not (
            {parent.name for parent in string.parents} & _NOT_PROSE
        ):
            yield str(string)


def headings(page: Tag) -> list[tuple[int, str]]:
    """The headings in order: rank and text."""
    found = page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    return [(int(heading.name[1]), plain(heading)) for heading in found]


def name_of(page: Tag, node: Tag) -> str:
    """What a screen reader says of a landmark, a link or a button, roughly."""
    if label := node.get("aria-label"):
        return str(label).strip()
    if ids := node.get("aria-labelledby"):
        named = [page.find(id=id) for id in str(ids).split()]
        return " ".join(plain(found) for found in named if isinstance(found, Tag))
    alternatives = [str(image.get("alt", "")) for image in node.find_all("img")]
    return " ".join([plain(node), *alternatives]).strip()


def main_of(source: Any) -> Tag:
    """The main part of a page, where its own content is."""
    found = soup(source).find("main")
    assert isinstance(found, Tag), "the page has no main"
    return found


def said(source: Any) -> str:
    """What the main part of a page says, with plain spaces."""
    text = plain(main_of(source)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


def links(source: Any) -> dict[str, str]:
    """The links of the main part: address to text."""
    return {str(link["href"]): plain(link) for link in main_of(source).find_all("a", href=True)}


def _value_of(field: Tag) -> str | None:
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
    if field.get("type") in {"checkbox", "radio"}:
        return str(field.get("value", "on")) if field.has_attr("checked") else None
    return str(field.get("value", ""))


def form_data(source: Any, **changes: str) -> dict[str, str]:
    """What a browser would send of the form in the main part, with some answers changed."""
    form = main_of(source).find("form", method="post")
    assert isinstance(form, Tag), "the page has no form to send"
    data: dict[str, str] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if field.get("type") in {"submit", "button", "file", "image"} or not field.get("name"):
            continue
        value = _value_of(field)
        if value is not None:
            data[str(field["name"])] = value
    return {**data, **changes}


def error_of(source: Any, name: str) -> str:
    """The message shown beside a field, empty when there is none."""
    page = soup(source)
    field = page.find(attrs={"name": name})
    if not isinstance(field, Tag):
        return ""
    described = str(field.get("aria-describedby", "")).split()
    found = [page.find(id=id) for id in described if "error" in id]
    return " ".join(plain(message) for message in found if isinstance(message, Tag))
