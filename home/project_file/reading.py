"""Reading YAML as plain data, with the line of every entry; knows nothing of what it means.

Only mappings, lists, texts, whole numbers, true/false and empty values exist here: dates stay
texts, “no” and “off” are words, and a file can neither name a type nor repeat a part of itself.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .faults import Fault, InvalidFileError, Path

MAXIMUM_BYTES = 1_000_000
MAXIMUM_DEPTH = 20
MAXIMUM_ENTRIES = 50_000

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
# "\\0" between quotation marks is YAML, but no text: databases refuse it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# The C reader when PyYAML was built with it: ten times quicker, same events and lines.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """The data of a file, and the line on which each entry begins."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """The line of this entry, or of the nearest one around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path, message: str | Promise) -> Fault:
        """A fault found in this entry."""
        return Fault(self.name, self.line_of(path), path, message)


def read(file: FilePath) -> Document:
    """The content of a file with its lines.

    Refuses (InvalidFileError, every fault listed) what is too big, not UTF-8, not YAML, and
    tags, aliases, keys written twice.
    """
    document = Document(file.name)
    node = _composed(_text(file), file.name)
    document.lines[()] = 1
    document.data = _plain(node, (), document) if node else None
    if document.faults:
        raise InvalidFileError(document.faults)
    return document


def _refuse(name: str, line: int, message: str) -> InvalidFileError:
    return InvalidFileError([Fault(name, line, (), message)])


def _text(file: FilePath) -> str:
    """The file as text; refuses what cannot be read as such."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise _refuse(file.name, 1, _("this file cannot be read.")) from error
    if len(raw) > MAXIMUM_BYTES:
        raise _refuse(file.name, 1, _("this file is too big to be a project file."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refuse(file.name, line, _("this is not UTF-8 text.")) from error


def _composed(text: str, name: str) -> yaml.Node | None:
    """The tree of nodes; refuses what is not YAML, or more than plain data."""
    try:
        _check_events(text, name)
        return yaml.compose(text, Loader=_Loader)  # type: ignore[no-any-return]
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _refuse(name, line, _explained(error, text, line)) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _refuse(name, line, _("this character is not allowed in YAML.")) from error


def _explained(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    """The usual slips in plain words; others as the reader of YAML puts them."""
    problem = error.problem or error.context or ""
    source = [*text.splitlines(), ""][line - 1]
    if "mapping values are not allowed" in problem:
        return _("this text holds “: ”. Put it between quotation marks.")
    if "\t" in source[: len(source) - len(source.lstrip())]:
        return _("this line is indented with a tab. Use spaces.")
    if "expected a single document" in (error.context or ""):
        return _("the file must hold a single document: remove the line “---”.")
    return _("this is not valid YAML (%(problem)s).") % {"problem": problem}


def _check_events(text: str, name: str) -> None:
    """Refuses aliases, tags, deep nesting and crowds before any tree is built."""
    depth = entries = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refuse(
                name, line, _("references (& and *) are not allowed: write the text out.")
            )
        if getattr(event, "tag", None):
            raise _refuse(name, line, _("tags (!…) are not allowed."))
        entries += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAXIMUM_DEPTH:
            raise _refuse(name, line, _("entries are nested too deep here."))
        if entries > MAXIMUM_ENTRIES:
            raise _refuse(name, line, _("this file holds too many entries."))


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:
    """The node as plain data; notes the line of each entry, and faults of keys."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        values = []
        for position, child in enumerate(node.value):
            document.lines[(*path, position)] = child.start_mark.line + 1
            values.append(_plain(child, (*path, position), document))
        return values
    value = _scalar(node)
    if isinstance(value, str) and _CONTROL.search(value):
        message = _("this text holds a character that nobody can read.")
        document.faults.append(Fault(document.name, node.start_mark.line + 1, path, message))
    return value


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, child in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            message = _("a key must be a word or a number.")
            document.faults.append(Fault(document.name, line, path, message))
            continue
        key = key_node.value
        inside = (*path, key)
        if key in mapping:
            message = _("this key is written twice; it is on line %(line)d already.")
            message = message % {"line": document.lines[inside]}
            document.faults.append(Fault(document.name, line, inside, message))
            continue
        document.lines[inside] = line
        mapping[key] = _plain(child, inside, document)
    return mapping


def _scalar(node: Any) -> str | int | bool | None:
    """A value as its author sees it: quotation marks always make a text."""
    if node.style:
        return str(node.value).strip()
    if node.value in {"", "~", "null", "Null", "NULL"}:
        return None
    if node.value in {"true", "True", "false", "False"}:
        return node.value in {"true", "True"}
    if _INTEGER.fullmatch(node.value):
        return int(node.value)
    return str(node.value)
