"""What the room offers to others: links from a dashboard, steps in a story, other receipts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Activity, Contribution
    from .stories import Step


@dataclass(frozen=True)
class DeskLink:
    """One thing that officers do about an activity: its words, its icon, its address.

    `url` gives the address for this activity and officer, or None when it is not for them.
    """

    label: str | Promise
    icon: str
    url: "Callable[[Activity, User], str | None]"
    order: int = 100


_links: list[DeskLink] = []


def register_desk_link(link: DeskLink) -> None:
    """Adds a link to the dashboards; called while the application starts."""
    _links.append(link)


def desk_links(activity: "Activity", user: "User") -> list[tuple[DeskLink, str]]:
    """The links of an activity for this officer, each with its address, in their order."""
    found = [
        (link, link.url(activity, user)) for link in sorted(_links, key=lambda link: link.order)
    ]
    return [(link, url) for link, url in found if url]


# What else is counted when a contribution becomes public (1) or stops being so (-1).
_counters: "list[Callable[[Contribution, int], None]]" = []


def register_counter(count: "Callable[[Contribution, int], None]") -> None:
    """Adds a counter kept in the transaction of the publication; called while starting."""
    if count not in _counters:
        _counters.append(count)


def count_elsewhere(contribution: "Contribution", by: int) -> None:
    """Has mechanisms count a contribution that becomes public (1) or stops being so (-1)."""
    for count in _counters:
        count(contribution, by)


# What became of a contribution elsewhere, as steps of its story; one query each at most.
_stories: "list[Callable[[Contribution], list[Step]]]" = []


def register_story(steps: "Callable[[Contribution], list[Step]]") -> None:
    """Adds steps to the story of contributions; called while the application starts."""
    if steps not in _stories:
        _stories.append(steps)


def steps_elsewhere(contribution: "Contribution") -> "list[Step]":
    """The steps that mechanisms bring to the story of this contribution."""
    return [step for steps in _stories for step in steps(contribution)]


# Where a receipt that is no contribution's leads: a line of a register, for example.
_receipts: "list[Callable[[str], str | None]]" = []


def register_receipts(address: "Callable[[str], str | None]") -> None:
    """Adds receipts of another kind: a function from a number as typed to an address, or None."""
    if address not in _receipts:
        _receipts.append(address)


def address_elsewhere(typed: str) -> str | None:
    """Where the receipt that somebody typed leads, when a mechanism knows it."""
    found = (address(typed) for address in _receipts)
    return next((one for one in found if one), None)
