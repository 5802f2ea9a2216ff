"""The forms of the admin, found where they stand, and filled in as somebody of the staff could."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag
from django import forms
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.support.html import soup

_WORDS = {"", "text", "search", "email", "url", "tel"}
_NOT_SENT = {"submit", "button", "image", "reset", "file"}
_SENDS = "button, input[type=submit]"
_BLOCK = {"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}


@dataclass
class AdminForm:
    """A form of a page: what a browser would send, where one may write, and how much."""

    page: str
    address: str
    data: dict[str, Any]
    # Name of a field → the longest text that it takes.
    words: dict[str, int | None]
    # Name of a field → the block or the rich text that a script would draw there.
    composed: dict[str, Any] = field(default_factory=dict)

    def filled(self, texts: dict[str, str], kept: set[str]) -> dict[str, Any]:
        """What is sent with these texts, but for the fields that keep what they have."""
        usual = {name: self.data.get(name) or _usual(name) for name in kept}
        sent = {**self.data, **texts, **usual}
        for name, kind in self.composed.items():
            text = texts.get(name, "") if name not in kept else ""
            sent.update(_composed(name, kind, text))
        return sent


def forms_of(response: Any, page: str) -> Iterator[AdminForm]:
    """The forms that send something in which one may write."""
    known = _django_forms(response)
    for tag in soup(response).find_all("form"):
        if str(tag.get("method", "")).lower() != "post":
            continue
        found = _read(tag, page)
        names = {str(one.get("name")) for one in tag.find_all(attrs={"name": True})}
        for form in known:
            for name in form.fields:
                written, kind = form.add_prefix(name), form.fields[name]
                if isinstance(kind, BlockField) or isinstance(kind.widget, DraftailRichTextArea):
                    # A stream is drawn by a script: its form is the one of the fields around it.
                    beside = {form.add_prefix(other) for other in form.fields} & names
                    if written in names or beside:
                        found.composed[written] = kind
                        found.words.pop(written, None)
        if found.words or found.composed:
            yield found


def _django_forms(response: Any) -> list[forms.BaseForm]:
    found: dict[int, forms.BaseForm] = {}
    for layer in response.context or []:
        values = layer.values() if isinstance(layer, dict) else layer.flatten().values()
        found |= {id(one): one for one in values if isinstance(one, forms.BaseForm)}
    return list(found.values())


def _read(tag: Tag, page: str) -> AdminForm:
    data: dict[str, Any] = {}
    words: dict[str, int | None] = {}
    radios: dict[str, str] = {}
    for one in tag.find_all(["input", "textarea", "select"]):
        name, kind = str(one.get("name", "")), str(one.get("type", "")).lower()
        if not name or one.has_attr("disabled") or kind in _NOT_SENT or "__prefix__" in name:
            continue
        if one.name == "select":
            _choose(one, name, data)
        elif kind in {"checkbox", "radio"}:
            if one.has_attr("checked"):
                data.setdefault(name, []).append(str(one.get("value", "on")))
            elif kind == "radio" and name not in radios:
                radios[name] = str(one.get("value", "on"))
        else:
            text = one.get_text().strip() if one.name == "textarea" else one.get("value", "")
            data.setdefault(name, str(text))
            if one.name == "textarea" or kind in _WORDS:
                longest = str(one.get("maxlength", ""))
                words[name] = int(longest) if longest.isdecimal() else None
    data = {**radios, **data}
    buttons = {str(one.get("name")): str(one.get("value", "")) for one in tag.select(_SENDS)}
    buttons.pop("None", None)
    pressed = "action-publish" if "action-publish" in buttons else next(iter(buttons), "")
    if pressed:
        data[pressed] = buttons[pressed]
    action = urljoin(page, str(tag.get("action") or page))
    return AdminForm(page, action, data, words)


def _choose(tag: Tag, name: str, data: dict[str, Any]) -> None:
    options = tag.find_all("option")
    chosen = [str(one.get("value", "")) for one in options if one.has_attr("selected")]
    if not any(chosen) and not tag.has_attr("multiple"):
        values = [str(one.get("value", "")) for one in options]
        chosen = [next((value for value in values if value), "")]
    data[name] = chosen


def _usual(name: str) -> str:
    """What somebody ordinary writes in a field that takes no payload."""
    if name.endswith(("slug", "key")):
        return f"mot-{len(name)}"
    return "camille@test.example" if name.endswith("email") else "Camille"


def rich(text: str) -> str:
    """What Draftail sends of a text, and of a link that would run."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:zqx()"}}
    linked = {**_BLOCK, "entityRanges": [{"key": 0, "offset": 0, "length": 1}]}
    drawn = [{**linked, "key": "a1b2c", "text": text or "x"}]
    return json.dumps({"blocks": drawn, "entityMap": {"0": link}})


def _composed(name: str, kind: Any, text: str) -> dict[str, Any]:
    if isinstance(kind, BlockField):
        return dict(nested_form_data({name: _value(kind.block, text)}))
    return {name: rich(text)}


def _value(block: blocks.Block, text: str) -> Any:
    """A value of a block in which every text is this one; choosers stay empty."""
    if isinstance(block, blocks.BaseStreamBlock):
        kinds = {key: one for key, one in block.child_blocks.items() if not _chooses(one)}
        return streamfield([(key, _value(one, text)) for key, one in kinds.items()])
    if isinstance(block, blocks.BaseStructBlock):
        return {
            # Checked when it is saved, and kept by no form otherwise.
            key: "/participer/" if key == "address" else _value(one, text)
            for key, one in block.child_blocks.items()
        }
    if isinstance(block, blocks.ListBlock):
        value = _value(block.child_block, text)
        return {"count": "1", "0": {"value": value, "deleted": "", "order": "0", "id": ""}}
    if isinstance(block, blocks.RichTextBlock):
        return rich(text)
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        longest = getattr(block.field, "max_length", None)
        return text[:longest]
    if isinstance(block, TableBlock):
        return json.dumps({"data": [[text, text], [text, ""]], "table_caption": text})
    if isinstance(block, blocks.ChoiceBlock):
        return next((value for value, _label in block.field.choices if value), "")
    return "" if isinstance(block, blocks.ChooserBlock) else "1"


def _chooses(block: blocks.Block) -> bool:
    """Whether something that exists has to be chosen in it."""
    if isinstance(block, blocks.BaseStructBlock):
        return any(_chooses(one) for one in block.child_blocks.values())
    if isinstance(block, blocks.ListBlock):
        return _chooses(block.child_block)
    return isinstance(block, blocks.ChooserBlock) and bool(block.required)
