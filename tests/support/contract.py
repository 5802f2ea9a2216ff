"""What the tests that go across the house ask of each mechanism, and where they find it.

A mechanism whose app is labelled so answers in `tests/participation/<label>/contract.py`: a class
that extends `MechanismContract`, and `CONTRACT`, its one instance. docs/adding-a-mechanism.md tells
it in one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.urls import reverse

from participation.mechanism import Mechanism, mechanisms

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from participation.models import Activity, Contribution
    from portal.accounts.models import User
    from tests.access.needs import For
    from tests.access.routes import Route
    from tests.access.world import World as AccessWorld
    from tests.leaks.world import World as LeaksWorld

# What fills a hole of an address: of what `stage` made.
Filler = Callable[[Any], Any]
# Which addresses are asked for, in the world of the leaks.
Requests = Callable[[Any], list[str]]


class MechanismContract:
    """What one mechanism answers; most of it has an answer already that fits simple ones."""

    # --- What it is made of.

    def activity(self, **fields: Any) -> Activity:
        """A published activity for everyone, open around `tests.support.clock.NOW`."""
        raise NotImplementedError

    def contribute(self, activity: Activity, **fields: Any) -> Contribution | None:
        """A contribution just sent, waiting to be read, by the mechanism's own action.

        Fields that every mechanism must take: title, text, email, display_name, author, at.
        None for a mechanism without contributions.
        """
        return None

    # --- Who may open each address (tests/access).

    # Models with Wagtail's screens, “app.model”: asked for by the rights on them.
    screens: ClassVar[tuple[str, ...]] = ()
    # For whom the addresses are, the most particular first; * fits anything. Those inside an
    # activity are written from there (“contribuer/”) and are for anybody to read when no line fits;
    # those of the desk go by name (“meetings:*”).
    inside: ClassVar[tuple[tuple[str, For], ...]] = ()
    desk: ClassVar[tuple[tuple[str, For], ...]] = ()
    # Beginning of the name of a desk route, hole → what fills it.
    holes: ClassVar[tuple[tuple[str, str, Filler], ...]] = ()
    # An administrator who looks is led on (302); is told that there is nothing (404, 410).
    leads_on: ClassVar[tuple[str, ...]] = ()
    needs_more: ClassVar[tuple[str, ...]] = ()
    # Wagtail fails on a form without its hidden fields there.
    malformed: ClassVar[tuple[str, ...]] = ()

    def stage(self, world: AccessWorld) -> Any:
        """Makes what its addresses name; given back to `place`, `shown` and the fillers."""
        return self.activity()

    def place(self, route: Route, staged: Any) -> tuple[Activity, dict[str, Any]]:
        """The activity in which a route is tried, and what fills its holes."""
        return staged, {}

    def shown(self, model: str, staged: Any) -> Model | None:
        """What Wagtail's screens of this model show; None: the first one there is."""
        return None

    def address(self, route: Route, staged: Any) -> str:
        """The address of something that exists, by a route inside its activities."""
        activity, values = self.place(route, staged)
        given = {hole: values[hole] for hole in route.holes}
        rest = reverse(route.name, urlconf=route.urlconf, kwargs=given).lstrip("/")
        return f"/participer/{activity.slug}/{rest}"

    # --- What must not be shown (tests/leaks).

    # Route inside its activities → what is asked for; every route needs a line.
    leaks: ClassVar[dict[str, Requests]] = {}
    # The processings whose notice stands beside one of its public forms.
    notices: ClassVar[frozenset[str]] = frozenset()

    def hide(self, world: LeaksWorld) -> None:
        """Makes things that nobody (world.secrets) or agents alone (world.internal) may read.

        Each carries a word that is nowhere else, beginning with “zq”, put there with what it is.
        """

    # --- What it keeps about people (tests/home, tests/architecture).

    # “app.Model.column” → the source (portal/accounts/personal_data.py) that answers for it.
    personal_fields: ClassVar[dict[str, str]] = {}

    def leave_traces(self, user: User, at: datetime) -> None:
        """A row by or about this person in each of its tables that may name somebody.

        Signed with user.display_name and user.email; as a resident and as a member of staff.
        """

    # --- Its pages in the demo city, for axe (tests/journeys).

    pages: ClassVar[tuple[str, ...]] = ()
    # Screens of its desk besides the list, the editor, the dashboard and what that one links to:
    # addresses after /admin/ with {pk} for the activity; or a screen and what a link there is like.
    desks: ClassVar[tuple[str | tuple[str, str], ...]] = ()


def label_of(mechanism: Mechanism) -> str:
    """The label of the app in which a mechanism lives."""
    return apps.get_model(mechanism.activity_model)._meta.app_label


def module_of(mechanism: Mechanism) -> str:
    """Where its contract is looked for."""
    return f"tests.participation.{label_of(mechanism)}.contract"


@cache
def contracts() -> dict[str, MechanismContract]:
    """The contract of each mechanism switched on, by its slug; those without one are left out."""
    found = {}
    for mechanism in mechanisms():
        if find_spec(module_of(mechanism)) is not None:
            found[mechanism.slug] = import_module(module_of(mechanism)).CONTRACT
    return found


def lacking() -> list[str]:
    """The files that mechanisms owe to the tests and that are not there."""
    known = contracts()
    return [module_of(one) for one in mechanisms() if one.slug not in known]


def contract_inside(urlconf: str) -> MechanismContract | None:
    """The contract of the mechanism whose addresses inside activities are declared there."""
    slugs = (one.slug for one in mechanisms() if one.urlconf == urlconf)
    return contracts().get(next(slugs, ""))


def all_of(name: str) -> Iterable[Any]:
    """One after the other, what the contracts say under this name."""
    return (item for contract in contracts().values() for item in getattr(contract, name))
