"""What a file wants of one object, and how an object is brought there.

Facts always follow the file. Texts belong to editors as soon as they change one. Parts are the
repeated facts of a page (dates, actors…): what an editor adds beside them stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .fingerprints import Fingerprints, digest, put, settle


@dataclass(frozen=True)
class WantedPart:
    """One repeated fact of a page."""

    key: str
    facts: dict[str, Any]
    texts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """The content of one object."""

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Any] = field(default_factory=dict)
    # What a new object needs and the file does not say, or says only once.
    defaults: dict[str, Any] = field(default_factory=dict)
    relations: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[WantedPart]] = field(default_factory=dict)


@dataclass
class Applied:
    """What bringing an object to what is wanted changed."""

    changed: bool = False
    kept: int = 0

    def add(self, changed: bool, kept: int = 0) -> None:
        """Add what one step changed."""
        self.changed = self.changed or changed
        self.kept += kept


def apply(
    target: models.Model, wanted: Wanted, *, fingerprints: Fingerprints, untouched: bool
) -> Applied:
    """Brings an object to what is wanted, without saving it; tells what changed."""
    applied = Applied()
    applied.add(set_facts(target, wanted.facts))
    applied.add(
        *settle(target, wanted.key, wanted.texts, fingerprints=fingerprints, untouched=untouched)
    )
    for name, keys in wanted.relations.items():
        applied.add(_relate(target, name, keys))
    for name, parts in wanted.parts.items():
        path = f"{wanted.key}/{name}"
        _assemble(target, name, parts, path=path, fingerprints=fingerprints, applied=applied)
    return applied


def set_facts(target: models.Model, facts: dict[str, Any]) -> bool:
    """Gives fields the values of the file; tells whether any was different."""
    different = {
        name: value
        for name, value in facts.items()
        if digest(getattr(target, name)) != digest(value)
    }
    for name, value in different.items():
        put(target, name, value)
    return bool(different)


def _relate(target: models.Model, name: str, keys: Iterable[int]) -> bool:
    manager = getattr(target, name)
    wanted = set(keys)
    if {related.pk for related in manager.all()} == wanted:
        return False
    manager.set(manager.model._default_manager.filter(pk__in=wanted))
    return True


def _assemble(
    target: models.Model,
    name: str,
    wanted: list[WantedPart],
    *,
    path: str,
    fingerprints: Fingerprints,
    applied: Applied,
) -> None:
    """Creates, changes and drops the parts that come from the file; others keep their place."""
    manager = getattr(target, name)
    current = list(manager.all())
    known = {part.import_key: part for part in current if part.import_key}
    parts = {}
    for item in wanted:
        part = known.get(item.key) or manager.model(import_key=item.key)
        facts_changed = set_facts(part, item.facts)
        texts_changed, kept = settle(
            part,
            f"{path}/{item.key}",
            item.texts,
            fingerprints=fingerprints,
            untouched=item.key not in known,
        )
        applied.add(facts_changed or texts_changed, kept)
        parts[item.key] = part
    if set(parts) != set(known):
        applied.add(changed=True)
        current = _in_order(current, parts)
    if applied.changed:
        manager.set(current)


def _in_order(current: list[Any], parts: dict[str, Any]) -> list[Any]:
    """The file's parts in its order; an editor's own stay behind the one they followed."""
    followers: dict[str, list[Any]] = {}
    anchor = ""
    for part in current:
        if part.import_key:
            anchor = part.import_key
        else:
            followers.setdefault(anchor, []).append(part)
    ordered = followers.pop("", [])
    for key, part in parts.items():
        ordered += [part, *followers.pop(key, [])]
    for left in followers.values():
        ordered += left
    for position, part in enumerate(ordered):
        part.sort_order = position
    return ordered
