"""Role × address: each route is for whom the table says, looked at and sent to; nobody else writes.

Every route of the URL configuration, Wagtail's and allauth's included, asked for by each role. A
new route fails until it has a line in table.py.
"""

from collections.abc import Iterator

import pytest

from tests.access.addresses import url_of
from tests.access.asking import Answered, Outcome
from tests.access.conftest import Site
from tests.access.needs import For, Kind
from tests.access.routes import Route, routes
from tests.access.table import for_whom, is_malformed, looked_at
from tests.access.world import ROLES, STRANGER, SUPERUSER

ROUTES = routes()


def test_each_route_has_a_line() -> None:
    unclassified = [f"{route.name} ({route})" for route in ROUTES if for_whom(route) is None]
    assert unclassified == [], "say in table.py for whom these are"
    assert len(ROUTES) > 400


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_an_address_is_for_those_it_is_for(site: Site, route: Route) -> None:
    line = for_whom(route)
    assert line is not None
    address = url_of(route, site.world)
    faults = []
    for role in ROLES:
        person = site.world.people[role]
        may = line.lets(person, site.world)
        for method in ("GET", "POST"):
            drawn = method == "GET" and role in {STRANGER, SUPERUSER}
            answered = site.askers[role].ask(method, address, drawn=drawn)
            faults += [
                f"{method} {address} as {role}: {fault}"
                for fault in _faults(route, line, role, method, answered, may=may)
            ]
    assert faults == []


# Pictures are made for the first who looks at them.
_MADE_ON_SIGHT = {"cms_portalrendition"}
# Not this way, nothing here, not now: says nothing, whoever asks.
_MUTE = {404, 405, 429}


def _faults(
    route: Route, line: For, role: str, method: str, answered: Answered, *, may: bool
) -> Iterator[str]:
    if answered.status >= 500 and not (may and is_malformed(route)):
        yield f"fails ({answered.status})"
    wrote = set(answered.wrote) - _MADE_ON_SIGHT
    if wrote and (not may or (role == STRANGER and line.kind != Kind.LINK)):
        yield f"wrote {', '.join(sorted(wrote))}"
    if may and method == "GET" and answered.outcome not in {Outcome.IN, Outcome.ASKED_AGAIN}:
        yield f"is {answered.outcome.value} ({answered.status})"
    leads_away = line.kind == Kind.DOOR and answered.status == 302
    silent = leads_away or answered.status in _MUTE
    if not may and answered.outcome == Outcome.IN and not silent:
        yield f"is let in ({answered.status})"
    led = answered.status in {302, 405}
    if not may and role == STRANGER and line.kind in _SIGN_IN and not led:
        yield f"is not led to the sign-in page ({answered.status})"
    if line.kind == Kind.READ and method == "POST" and answered.status != 405:
        yield f"takes what is sent ({answered.status})"
    if may and role == SUPERUSER and method == "GET" and answered.status not in looked_at(route):
        yield f"shows nothing ({answered.status})"


_SIGN_IN = {Kind.OWN, Kind.AGENTS, Kind.STAFF, Kind.DOOR}
