"""Whatever is in the box, every page of the portal, for everybody, is the same to the last byte.

The same six people vote twice over, in two worlds that differ by what they choose; each address of
the URL configuration that can be filled in is read in both, by each role.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page

from home.roles import install_roles
from participation.budgets.actions.casting import enter_roll, put_paper
from participation.budgets.actions.drafts import save_draft
from participation.budgets.actions.opening import open_box
from participation.budgets.enums import VoteChannel
from participation.budgets.models import PaperBatch, ParticipatoryBudget, Project
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.access.routes import Route, routes
from tests.factories.accounts import AgentFactory, StaffFactory, SuperuserFactory, UserFactory
from tests.factories.cms import make_site
from tests.support import clock
from tests.support.client import settle
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db

BOX = {
    "budgets_ballot",
    "budgets_ballotdraft",
    "budgets_sealedballot",
    "budgets_voterentry",
    "budgets_voterkey",
}
# Drawn anew for each page: against forgery, for scripts, against robots.
_DRAWN = (
    re.compile(rb'name=\\?"(?:csrfmiddlewaretoken|token|proof)\\?" value=\\?"[^"]*"'),
    re.compile(rb'nonce="[^"]*"'),
    re.compile(rb'csrf[-_]?token["\']? *[:=] *["\'][^"\']*["\']', re.IGNORECASE),
    # Of a block that stands by default in a new text of the admin.
    re.compile(rb"&quot;id&quot;: &quot;[0-9a-f-]{36}&quot;"),
    # Of a paragraph in Wagtail's editor of texts.
    re.compile(rb'\\*(?:"|&quot;)key\\*(?:"|&quot;): *\\*(?:"|&quot;)\w{5}\\*(?:"|&quot;)'),
)
# What changes a session, or writes: not looked at.
_AWAY = re.compile(r"logout|sign-?out|deconnexion|oidc|saml|callback|webauthn|passkey")


def _first_world(budget: ParticipatoryBudget) -> None:
    _people_vote(budget, ((1,), (1, 2), (1, 3)), paper=1, kept=1)


def _second_world(budget: ParticipatoryBudget) -> None:
    _people_vote(budget, ((6,), (5, 6), (4, 5)), paper=6, kept=5)


def _people_vote(
    budget: ParticipatoryBudget, ballots: tuple[tuple[int, ...], ...], *, paper: int, kept: int
) -> None:
    """Three people online, one at a voting place, one who only keeps a basket."""
    for number, chosen in enumerate(ballots):
        vote(budget, number, *chosen, at=clock.NOW)
    at_booth = make_voter(budget, 8, channel=VoteChannel.BOOTH, mail="")
    enter_roll(budget=budget, voter=at_booth, envelope="ville", at=clock.NOW)
    channel = VoteChannel.BOOTH
    put_paper(budget=budget, envelope="ville", channel=channel, choices=((str(paper), 1),))
    save_draft(
        budget=budget,
        voter=make_voter(budget, 9),
        envelope="ville",
        choices=((str(kept), 1),),
        contact="votant9@ville.example",
        at=clock.NOW,
    )


@pytest.fixture
def budget(now: Any) -> ParticipatoryBudget:
    make_site()
    install_roles()
    budget = make_vote(on_paper=True, by_code=True)
    open_box(budget=budget, at=clock.NOW)
    PaperBatch.objects.create(
        budget=budget, number=1, place="Mairie", envelope="ville", count=1, opened_at=clock.NOW
    )
    return budget


def _people() -> dict[str, User | None]:
    staff = {role.value: StaffFactory.create(role=role) for role in Role}
    everybody = {"resident": UserFactory.create(), "agent": AgentFactory.create()}
    return {"stranger": None, **everybody, **staff, "superuser": SuperuserFactory.create()}


def _browser(person: User | None) -> Client:
    browser = Client(raise_request_exception=False)
    if person is not None:
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        settle(browser)
    return browser


def _values(budget: ParticipatoryBudget) -> dict[str, list[Any]]:
    """What may fill a hole: of the budget and its things, the site's otherwise."""
    things = [budget.pk, *Project.objects.values_list("pk", flat=True)[:1]]
    things += PaperBatch.objects.values_list("pk", flat=True)[:1]
    page = Page.objects.get(depth=2).pk
    return {
        "slug": [budget.slug],
        "number": [1],
        "version": [1],
        "pk": list(dict.fromkeys(things)),
        "budget_pk": [budget.pk],
        "object_id": [budget.pk],
        "page_id": [page],
        "parent_page_id": [page],
        "name": ["resultat.json"],
        "place": ["mairie"],
        "turn": [1],
        "kind": ["csv"],
        "section": ["pages"],
        "app_label": ["budgets"],
        "model_name": ["participatorybudget"],
    }


def _addresses(budget: ParticipatoryBudget) -> list[str]:
    """Every address that can be filled in: those of the budget, then the portal's."""
    values = _values(budget)
    found = [f"/recherche/?q={budget.title}", "/admin/pages/search/?q=projet"]
    for pattern in get_resolver(budget.mechanism.urlconf).url_patterns:
        holes = pattern.pattern.regex.groupindex
        for given in _given(holes, values):
            rest = reverse(pattern.name, urlconf=budget.mechanism.urlconf, kwargs=given)
            found.append(f"/participer/{budget.slug}{rest}")
    for route in routes():
        if not route.unnamed and not route.urlconf:
            found += _filled(route, values)
    return sorted({one for one in found if not _AWAY.search(one)})


def _filled(route: Route, values: dict[str, list[Any]]) -> Iterator[str]:
    of_votes = "budget" in route.name or "participation" in route.name
    if route.name and (of_votes or not route.holes):
        for given in _given(route.holes, values):
            try:
                yield reverse(route.name, kwargs=given)
            except NoReverseMatch:
                return
    elif not route.holes and re.fullmatch(r"[\w/.-]*", route.written):
        yield f"/{route.written}"


def _given(holes: Iterable[str], values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Ways to fill these holes; none when one of them is not known here."""
    if all(hole in values for hole in holes):
        for place in range(max((len(values[hole]) for hole in holes), default=1)):
            yield {hole: values[hole][place % len(values[hole])] for hole in holes}


def _is_of_votes(address: str, budget: ParticipatoryBudget) -> bool:
    return budget.slug in address or "budget" in address or "vote" in address


def _asked(
    browsers: dict[str, Client], addresses: list[str], budget: ParticipatoryBudget
) -> list[tuple[str, str]]:
    """Who reads what: administrators everything, strangers what is public, all what is of votes."""
    return [
        (role, address)
        for address in addresses
        for role in browsers
        if role == "superuser"
        or (role == "stranger" and not address.startswith("/admin/"))
        or _is_of_votes(address, budget)
    ]


def _read(browsers: dict[str, Client], asked: list[tuple[str, str]]) -> dict[Any, Any]:
    """What each address answers each role, without what is drawn for each page."""
    cache.clear()
    answers = {}
    for role, address in asked:
        with transaction.atomic():
            answers[role, address] = _answer(browsers[role], address)
            transaction.set_rollback(True)
    return answers


def _answer(browser: Client, address: str) -> tuple[int, str, bytes]:
    kept = {name: cookie.value for name, cookie in browser.cookies.items()}
    response = browser.get(address)
    body = response.getvalue() if response.streaming else response.content
    # What one page says to the next one, once, is forgotten.
    browser.cookies.clear()
    for name, value in kept.items():
        browser.cookies[name] = value
    if body.startswith(b"PK"):
        body = _unpacked(body)
    for drawn in _DRAWN:
        body = drawn.sub(b"", body)
    return response.status_code, response.headers.get("Location", ""), body


def _unpacked(archive: bytes) -> bytes:
    """What a spreadsheet holds, without the second when each of its parts was written."""
    with ZipFile(BytesIO(archive)) as parts:
        return b"".join(parts.read(name) for name in sorted(parts.namelist()))


def _tables() -> dict[str, list[str]]:
    """Every row of the database outside the box and the roll."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table not in BOX and table != "django_session":
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our tables
                found[table] = sorted(map(str, cursor.fetchall()))
    return found


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_every_page_is_the_same_whatever_is_in_the_box(budget):
    if connection.vendor == "postgresql":
        pytest.skip("its sequences do not go back: the second world has other numbers everywhere")
    browsers = {role: _browser(person) for role, person in _people().items()}
    for browser in browsers.values():
        # The order of projects is drawn for each browser, once.
        browser.get(budget.contribute_url)
    asked = _asked(browsers, _addresses(budget), budget)
    seen, kept = [], []
    for people_vote in (_first_world, _second_world):
        with transaction.atomic():
            people_vote(budget)
            seen.append(_read(browsers, asked))
            kept.append(_tables())
            transaction.set_rollback(True)
        # What shows nothing to anybody in one world is not asked for in the other.
        asked = [one for one, answer in seen[0].items() if answer[0] == 200]

    first, second = seen
    assert [one for one in asked if first[one] != second[one]] == []
    assert kept[0] == kept[1]
    assert len(asked) > 150
    assert {role for role, address in asked if address == budget.url} == set(browsers)
