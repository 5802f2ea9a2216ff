"""Telling an editor's own words from those a file wrote.

Fingerprints ignore what editors do not see: identifiers of blocks, empty options.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from django.db import models
from taggit.managers import TaggableManager
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from ..models import ImportedText

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def canonical(value: Any) -> Any:
    """The value as a reader sees it."""
    if isinstance(value, StreamValue):
        return canonical(value.get_prep_value())
    if isinstance(value, dict):
        inside = {name: canonical(item) for name, item in value.items() if name != "id"}
        return {name: item for name, item in inside.items() if item not in ("", [], {}, None)}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if isinstance(value, str):
        return _BLOCK_KEY.sub("", value).replace("\r\n", "\n").strip()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def digest(value: Any) -> str:
    """The fingerprint of a value."""
    written = json.dumps(canonical(value), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def is_empty(value: Any) -> bool:
    """Whether nobody wrote anything there."""
    return canonical(value) in ("", [], {}, None)


class Fingerprints:
    """What files wrote, read at once and saved at once.

    Questions are answered as things stood at the start of the load: the published page and an
    editor's draft of it are both compared with what the previous load wrote.
    """

    def __init__(self) -> None:
        rows = ImportedText.objects.values_list("key", "field", "digest")
        self._known = {(key, name): value for key, name, value in rows}
        self._noted: dict[tuple[str, str], str] = {}

    def of(self, key: str, name: str) -> str | None:
        """The fingerprint of this text as last written, if it ever was."""
        return self._known.get((key, name))

    def knows(self, key: str) -> bool:
        """Whether a file already wrote something of this key."""
        return any(known == key for known, _name in self._known)

    def note(self, key: str, name: str, value: str) -> None:
        """Remember what the file wrote."""
        if self._known.get((key, name)) != value:
            self._noted[key, name] = value

    def save(self) -> None:
        """Store what was noted."""
        rows = [
            ImportedText(key=key, field=name, digest=value)
            for (key, name), value in self._noted.items()
        ]
        ImportedText.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["key", "field"],
            update_fields=["digest"],
        )
        self._known.update(self._noted)
        self._noted.clear()


def is_unwritten(target: models.Model, name: str) -> bool:
    """Whether a field is empty, or still what every new object has."""
    current, field = getattr(target, name), target._meta.get_field(name)
    if is_empty(current):
        return True
    return isinstance(field, models.Field) and digest(current) == digest(field.get_default())


def put(target: models.Model, name: str, value: Any) -> None:
    """Gives a field its value; blocks given as plain data become blocks."""
    field = target._meta.get_field(name)
    if isinstance(field, TaggableManager):
        getattr(target, name).set(value)
        return
    if isinstance(field, StreamField):
        value = field.stream_block.to_python(value or [])
    setattr(target, name, value)


def settle(
    target: models.Model,
    key: str,
    texts: dict[str, Any],
    *,
    fingerprints: Fingerprints,
    untouched: bool,
) -> tuple[bool, int]:
    """Writes each text nobody edited; tells whether any changed and how many were kept.

    A text may be written when the object is `untouched` (just created, or never edited), when it
    is still what a file wrote, or when nothing was ever written there.
    """
    changed, kept = False, 0
    for name, wanted in texts.items():
        current, wanted_digest = getattr(target, name), digest(wanted)
        known, current_digest = fingerprints.of(key, name), digest(current)
        if current_digest == wanted_digest:
            fingerprints.note(key, name, wanted_digest)
        elif untouched or known == current_digest or (known is None and is_unwritten(target, name)):
            put(target, name, wanted)
            fingerprints.note(key, name, wanted_digest)
            changed = True
        else:
            kept += 1
    return changed, kept
