"""The seam through which other rooms add what concerns a person: account page, rights."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from .abilities import Ability

if TYPE_CHECKING:
    from django.forms import Field

# Draws a section, in HTML that a template made safe; empty when there is nothing to say.
AccountSection = Callable[[HttpRequest], str]

_sections: list[AccountSection] = []


def register_section(section: AccountSection) -> None:
    """Add a section; called once by a room in its AppConfig.ready(). A second call is ignored."""
    if section not in _sections:
        _sections.append(section)


def sections_of(request: HttpRequest) -> list[str]:
    """What every room says to the signed-in person, in the order of registration."""
    drawn = (section(request) for section in _sections)
    return [section for section in drawn if section.strip()]


@dataclass(frozen=True, slots=True)
class RightsField:
    """A right that another app keeps, with its field in the admin's form of a person.

    `save` is that app's action: save(user=…, value=…, by=…, at=…).
    """

    name: str
    make: "Callable[[], Field]"
    initial: Callable[[Any], Any]
    save: Callable[..., object]


_rights_fields: dict[str, RightsField] = {}


def register_rights_field(field: RightsField) -> None:
    """Add a field; called by an app in its ready(). The same name again replaces it."""
    _rights_fields[field.name] = field


def rights_fields() -> list[RightsField]:
    """The fields that other apps add to the rights of a person, in the order of registration."""
    return list(_rights_fields.values())


_abilities: dict[tuple[str, tuple[Ability, ...]], None] = {}


def register_rights(app: str, *abilities: Ability) -> None:
    """Bring what may be done in an app and by which roles; called in its `AppConfig.ready()`.

    Two lines of the same words, whoever brings them, are one line of the matrix: their roles must
    be the same, their permissions add up. A second call with the same lines is ignored.
    """
    _abilities[app, abilities] = None


def brought_abilities() -> list[Ability]:
    """What apps brought, in the order of registration."""
    return [ability for _app, abilities in _abilities for ability in abilities]
