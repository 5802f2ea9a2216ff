"""What rooms say can be followed and what can happen: topics by families, kinds of events.

A key is `family` or `family:identifier`, such as `news` or `idea:212`. The base never knows what an
idea is: it asks the family for a label, an address, and for whom it is; what is not public any more
is simply not found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is followed, or that something happened to, as it is now."""

    key: str
    label: str
    # An address of the portal.
    url: str
    audience: str = EVERYONE


# The subjects of these identifiers, by identifier; those that are not public are left out.
Find = Callable[[Sequence[str]], dict[str, Subject]]


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of subject; `action` and `explanation` are said where one may follow it."""

    name: str
    find: Find
    action: str | Promise = ""
    explanation: str | Promise = ""

    @property
    def is_followed(self) -> bool:
        """Whether people may follow it; other families only say what happened to what."""
        return bool(self.action)


_families: dict[str, Family] = {}
_kinds: dict[str, str | Promise] = {}
# What a letter may be sent to: topics that are not about one single thing.
_general: list[str] = []


def register_family(family: Family, *, general: bool = False) -> None:
    """Add a family; called once by a room in its ready(). The same name again replaces it."""
    _families[family.name] = family
    if general and family.name not in _general:
        _general.append(family.name)


def register_kind(name: str, label: str | Promise) -> None:
    """Add a kind of event with the words that announce it."""
    _kinds[name] = label


def kind_label(name: str) -> str:
    """The words of a kind; its bare name when the room that knew it is gone."""
    return str(_kinds.get(name, name))


def family_of(key: str) -> Family | None:
    """The family of a key, or None."""
    return _families.get(key.partition(":")[0])


def general_topics() -> list[str]:
    """The keys of the topics that are about many things."""
    return list(_general)


def find_subjects(keys: Iterable[str]) -> dict[str, Subject]:
    """The subjects of these keys, by key; one question to each family."""
    wanted: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        name, _colon, identifier = key.partition(":")
        wanted.setdefault(name, []).append(identifier)
    found: dict[str, Subject] = {}
    for name, identifiers in wanted.items():
        family = _families.get(name)
        if family is not None:
            found |= {subject.key: subject for subject in family.find(identifiers).values()}
    return found
