"""The seam through which other rooms say who wishes to join the follow-up body."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

# Between the name of a source and its own key: “message-12”.
_SIGN = "-"


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who wrote that they wish to take part, for those who may read the source."""

    key: str
    name: str
    department_name: str
    email: str
    written_at: datetime
    # Where the whole message is read.
    url: str


@dataclass(frozen=True, slots=True)
class VolunteerPile:
    """Wishes that are read elsewhere, such as those of a call's coupons: how many, and where."""

    label: str
    count: int
    url: str


class VolunteerSource(Protocol):
    """What a room offers when it receives such wishes; it shows a user what they may read."""

    name: str

    def waiting(self, user: Any) -> list[Volunteer]:
        """Those nobody has dealt with yet, the oldest first."""

    def piles(self, user: Any) -> list[VolunteerPile]:
        """The wishes to be read elsewhere."""

    def settle(self, key: str, by: Any, at: datetime) -> None:
        """Notes that a wish was dealt with."""


_sources: dict[str, VolunteerSource] = {}


def register_volunteer_source(source: VolunteerSource) -> None:
    """Add a source; called once by a room in its ready(). The same name again replaces it."""
    _sources[source.name] = source


def volunteers_waiting(user: Any) -> list[Volunteer]:
    """Everybody who waits, over all sources that this user may read, the oldest first."""
    found = [one for source in _sources.values() for one in source.waiting(user)]
    return sorted(found, key=lambda one: one.written_at)


def volunteer_piles(user: Any) -> list[VolunteerPile]:
    """The wishes that this user may read elsewhere."""
    return [pile for source in _sources.values() for pile in source.piles(user)]


def volunteer_of(key: str, user: Any) -> Volunteer | None:
    """The one of this key who waits, if this user may read them."""
    return _among(volunteers_waiting(user), key)


def settle_volunteer(key: str, *, by: Any, at: datetime) -> bool:
    """Has the source note that a wish was dealt with; False when it waits no more for this user."""
    if volunteer_of(key, by) is None:
        return False
    name, _sign, own = key.partition(_SIGN)
    _sources[name].settle(own, by, at)
    return True


def key_of(source: VolunteerSource, pk: int) -> str:
    """The key of something a source holds."""
    return f"{source.name}{_SIGN}{pk}"


def _among(volunteers: Iterable[Volunteer], key: str) -> Volunteer | None:
    return next((one for one in volunteers if one.key == key), None)
