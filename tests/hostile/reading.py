"""What a page, a feed, a table, a mail makes of hostile words: nothing but words."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

from bs4 import BeautifulSoup, Comment, Doctype
from django.core import mail

from .corpus import MARK

_ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset"}
_DATA_SCRIPTS = {"application/json", "application/ld+json", "text/django-admin-comments"}
_NEVER = {"base", "object", "embed", "math", "mglyph", "animate", "video", "foreignobject"}
_COMPUTED = "1337"
_FORMULAS = tuple("=+-@\t\r")


def traces(response: Any) -> list[str]:
    """What shows that words became something else, in any kind of answer."""
    found = [
        f"header {name}: {value!r}"
        for name, value in response.headers.items()
        if "\r" in value or "\n" in value or MARK in name.lower()
    ]
    if response.status_code >= 500:
        return [*found, f"status {response.status_code}"]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    kind = response.headers.get("Content-Type", "").split(";")[0]
    reader = {
        "text/html": in_page,
        "text/csv": in_table,
        "application/json": in_json,
        "application/xml": in_xml,
        "application/atom+xml": in_xml,
    }.get(kind)
    return found + (reader(text) if reader else [])


def in_page(text: str) -> list[str]:
    """Elements, attributes, programs, comments or addresses made of the words."""
    page, found = BeautifulSoup(text, "html.parser"), []
    if f"{_COMPUTED}{MARK}" in text or "root:x:" in text:
        found.append("something was computed or read")
    for tag in page.find_all(True):
        if MARK in tag.name or tag.name in _NEVER:
            found.append(f"element {tag.name}")
        runs = tag.name in {"script", "style"} and tag.get("type") not in _DATA_SCRIPTS
        if runs and MARK in tag.get_text().lower():
            found.append(f"{tag.name} with the mark: {tag.get_text()[:80]!r}")
        for name, value in tag.attrs.items():
            given = " ".join(value) if isinstance(value, list) else str(value)
            found += _in_attribute(tag.name, name, given)
    for remark in page.find_all(string=lambda one: isinstance(one, Comment | Doctype)):
        if MARK in remark.lower():
            found.append(f"comment {remark[:80]!r}")
    return found


def _in_attribute(tag: str, name: str, value: str) -> list[str]:
    if MARK in name or name.startswith("on") or name in {"srcdoc"}:
        return [f"attribute {name} of {tag}"]
    if MARK not in value.lower():
        return []
    plain = "".join(value.split()).lower()
    if name in _ADDRESSES and plain.startswith(("javascript:", "data:", "vbscript:", "//")):
        return [f"address {name}={value[:80]!r}"]
    away = plain.startswith(("http:", "https:")) and "testserver" not in plain.split(MARK)[0]
    if name in _ADDRESSES and away:
        return [f"address {name}={value[:80]!r}"]
    if name in {"style", "http-equiv", "data-start", "data-with", "data-controller", "data-action"}:
        return [f"{name}={value[:80]!r}"]
    return []


def in_table(text: str) -> list[str]:
    """Cells that a spreadsheet would compute, and rows that a cell would have begun."""
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    )
    found = [
        f"cell {cell[:60]!r}"
        for row in rows
        for cell in row
        if MARK in cell.lower() and cell.startswith(_FORMULAS)
    ]
    widths = {len(row) for row in rows if row}
    return found + ([f"rows of {sorted(widths)} cells"] if len(widths) > 1 else [])


def in_json(text: str) -> list[str]:
    """Anything that is no JSON."""
    try:
        json.loads(text)
    except ValueError as error:
        return [f"json: {error}"]
    return []


def in_xml(text: str) -> list[str]:
    """Anything that is no XML, elements made of the words, HTML that a reader would run."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own
    except ElementTree.ParseError as error:
        return [f"xml: {error}"]
    found = []
    for node in root.iter():
        if MARK in str(node.tag):
            found.append(f"element {node.tag}")
        # What a feed calls HTML is parsed a second time by whoever reads it.
        if node.get("type") == "html" or str(node.tag).endswith(("summary", "content")):
            found += in_page(node.text or "")
    return found


def in_mails() -> list[str]:
    """Headers or addressees made of the words, and elements in the HTML of a mail."""
    found = []
    for sent in mail.outbox:
        for name, value in sent.message().items():
            if MARK in name.lower() or name.lower() == "bcc" or "\n" in str(value).strip("\n"):
                unfolded = str(value).replace("\n ", " ")
                if MARK in name.lower() or name.lower() == "bcc" or "\n" in unfolded:
                    found.append(f"header {name}")
        if any("zqx.example" in address for address in sent.recipients()):
            found.append(f"sent to {sent.recipients()}")
        for content, kind in getattr(sent, "alternatives", []):
            if kind == "text/html":
                found += [f"mail: {one}" for one in in_page(str(content))]
    return found
