"""The forms of a page, as a person or a robot would fill them in."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag

from tests.support.html import soup

_WORDS = {"text", "search", "email", "url", "tel", "hidden", "password", "number", "date", ""}
# What the frame of every page holds.
FRAME = "/affichage/"


@dataclass
class FoundForm:
    """A form of a page: where it goes, what it would send, and what one may write in it."""

    address: str
    data: dict[str, Any]
    words: list[str]
    names: set[str]

    def filled(self, words: str, **kept: str) -> dict[str, Any]:
        """The same with these words in every field that takes some."""
        given = {name: words for name in self.words if name not in kept}
        return {**self.data, **given, **kept}


def forms_in(response: Any, page: str) -> list[FoundForm]:
    """The forms of a page that send something, without those of its frame."""
    found = []
    for form in soup(response).find_all("form"):
        if str(form.get("method", "")).lower() != "post":
            continue
        action = str(form.get("action") or page)
        if action != FRAME:
            found.append(_read(form, urljoin(page, action)))
    return found


def _read(form: Tag, address: str) -> FoundForm:
    data: dict[str, Any] = {}
    words: list[str] = []
    for field in form.find_all(["input", "textarea", "select", "button"]):
        name, kind = str(field.get("name", "")), str(field.get("type", "")).lower()
        if not name:
            continue
        if field.name == "textarea" or (field.name == "input" and kind in _WORDS):
            data.setdefault(name, field.get("value", "") or field.get_text().strip())
            if kind != "hidden":
                words.append(name)
        elif field.name == "select":
            options = [str(one.get("value", "")) for one in field.find_all("option")]
            data[name] = next((value for value in options if value), "")
        elif kind in {"radio", "checkbox"}:
            data.setdefault(name, str(field.get("value", "on")))
    names = {str(one.get("name")) for one in form.find_all(attrs={"name": True})}
    return FoundForm(address, data, [name for name in words if name != "website"], names)
