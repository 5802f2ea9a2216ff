"""The dashboard of a call: its figures, its bars, and the ways to it."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from participation.enums import Channel, Moderation
from participation.models import Contribution
from participation.queries.dashboard import chart, charts, figures
from participation.registry import DeskLink, _links, register_desk_link
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import DepartmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support import clock
from tests.support.contract import contracts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


@pytest.fixture
def desk(client_of: Any, officer: Any) -> Any:
    """The browser of an officer of participation."""
    return client_of(officer)


def counts(call: Any) -> dict[str, int]:
    call.refresh_from_db()
    return {figure.name: figure.count for figure in figures(call, clock.NOW)}


def test_each_state_is_counted_once() -> None:
    call = IdeaConsultationFactory.create(answer_by=clock.days(-1).date())
    make_idea(call)
    refused_idea(call)
    published_idea(call)
    answered_idea(call)
    for state in (Moderation.UNVERIFIED, Moderation.STAGED):
        Contribution.objects.filter(pk=make_idea(call).pk).update(moderation=state)
    Contribution.objects.filter(moderation=Moderation.STAGED).delete()
    assert {name: count for name, count in counts(call).items() if count} == {
        "received": 6,
        "waiting": 1,
        "unverified": 1,
        "published": 2,
        "refused": 1,
        "answered": 1,
        "unanswered": 1,
        "late": 1,
    }


def test_an_answer_is_late_from_the_next_day() -> None:
    call = IdeaConsultationFactory.create(answer_by=clock.NOW.date())
    published_idea(call)
    assert counts(call)["late"] == 0
    call.answer_by -= timedelta(days=1)
    call.save()
    assert counts(call)["late"] == 1


def test_bars_are_as_wide_as_their_counts() -> None:
    call = IdeaConsultationFactory.create()
    theme, other = ThemeFactory.create(name="Eau"), ThemeFactory.create(name="Air")
    department = DepartmentFactory.create(name="Voirie")
    for given in (theme, theme, theme, other, None):
        published_idea(call, theme=given, concerned_department=department if given else None)
    by = {chart.kind: chart for chart in charts(call)}
    assert [(bar.label, bar.count, bar.width) for bar in by["theme"].bars] == [
        ("Eau", 3, 100), ("Air", 1, 34), ("Non précisé", 1, 34),
    ]  # fmt: skip
    assert [(bar.label, bar.count) for bar in by["department"].bars] == [
        ("Voirie", 4), ("Non précisé", 1),
    ]  # fmt: skip
    assert [(bar.label, bar.count) for bar in by["channel"].bars] == [("En ligne", 5)]
    assert by["theme"].total == 5


def test_weeks_begin_on_monday_and_none_is_left_out() -> None:
    call = IdeaConsultationFactory.create()
    for day in (-8, -7, 0):
        make_idea(call, at=clock.days(day))
    make_idea(call, at=clock.days(-9), channel=Channel.UNRECORDED)
    refused = Contribution.objects.last()
    assert refused is not None
    weeks = charts(call)[-1].bars
    assert [(bar.value, bar.count) for bar in weeks] == [
        ("2026-04-27", 1), ("2026-05-04", 1), ("2026-05-11", 1),
    ]  # fmt: skip
    midnight = clock.NOW.replace(day=4, hour=0, minute=0)
    make_idea(call, at=midnight)
    assert [bar.count for bar in charts(call)[-1].bars] == [1, 2, 1]


def test_the_page_says_it_all_and_leads_everywhere(desk: Any) -> None:
    call = IdeaConsultationFactory.create(title="Achats durables")
    published_idea(call, theme=ThemeFactory.create(name="Eau"))
    page = desk.get(reverse("calls:dashboard", args=[call.pk])).content.decode()
    assert "Achats durables" in page
    for address in (
        reverse("calls:imports", args=[call.pk]),
        reverse("calls:export", args=[call.pk]),
        f"{reverse('moderation:index')}?activity={call.pk}",
        f"{reverse('contributions:index')}?activity={call.pk}",
        f"{reverse('answering:index')}?activity={call.pk}",
        call.url,
        f"{call.url}resultats/",
        reverse("paper:key_in", args=[call.pk]),
        f"{reverse('coupons:index')}?activity={call.pk}",
    ):
        assert f'href="{address}' in page, address
    assert '<rect width="100" height="10"/>' in page


def test_what_the_core_keeps_nothing_of_has_its_own_screens(desk: Any) -> None:
    inquiry = contracts()["inquiries"].activity()
    page = desk.get(reverse("calls:dashboard", args=[inquiry.pk])).content.decode()
    assert "a ses propres écrans" in page
    assert "Contributions reçues" not in page
    for name in ("moderation:index", "contributions:index", "answering:index", "coupons:index"):
        assert f'href="{reverse(name)}?activity=' not in page, name


def test_an_empty_call_says_so(desk: Any) -> None:
    call = IdeaConsultationFactory.create()
    page = desk.get(reverse("calls:dashboard", args=[call.pk])).content.decode()
    assert page.count("il n’y a rien à compter") == 4
    assert "Aucune contribution dont le jour soit connu" in page


@pytest.mark.parametrize("kind", ["channel", "theme", "neighbourhood", "department", "week"])
def test_each_chart_is_a_file_too(desk: Any, kind: str) -> None:
    call = IdeaConsultationFactory.create()
    published_idea(call, theme=ThemeFactory.create(name="=Eau"))
    content = desk.get(reverse("calls:figures", args=[call.pk, kind])).getvalue()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["1"]
    assert rows[1][0] == {
        "theme": "'=Eau",
        "channel": "En ligne",
        "week": "semaine du 11\xa0mai 2026",
    }.get(kind, "Non précisé")


def test_an_unknown_chart_is_not_found(desk: Any) -> None:
    call = IdeaConsultationFactory.create()
    assert desk.get(reverse("calls:figures", args=[call.pk, "autre"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_costs_the_same(
    desk: Any, count: int, django_assert_num_queries: Any
) -> None:
    call = IdeaConsultationFactory.create()
    for _ in range(count):
        published_idea(call, theme=ThemeFactory.create(), channel=Channel.PAPER)
    address = reverse("calls:dashboard", args=[call.pk])
    desk.get(address)
    with django_assert_num_queries(19):
        desk.get(address)


def test_the_edit_screen_and_the_list_lead_to_it(
    desk: Any, client_of: Any, communications: Any
) -> None:
    call = IdeaConsultationFactory.create()
    address = reverse("calls:dashboard", args=[call.pk])
    edit = reverse("wagtailsnippets_ideas_ideaconsultation:edit", args=[call.pk])
    listing = reverse("wagtailsnippets_ideas_ideaconsultation:list")
    page = desk.get(edit).content.decode()
    assert f'href="{address}"' in page
    assert reverse("calls:imports", args=[call.pk]) in page
    assert reverse("calls:export", args=[call.pk]) in page
    assert f'href="{address}"' in desk.get(listing).content.decode()
    other = client_of(communications)
    assert address not in other.get(edit).content.decode()
    assert address not in other.get(listing).content.decode()


@pytest.mark.parametrize("role", ["pilot", "communications", "agent", "resident"])
def test_the_dashboard_is_for_officers(
    role: str, request: pytest.FixtureRequest, client_of: Any
) -> None:
    call = IdeaConsultationFactory.create()
    browser = client_of(request.getfixturevalue(role))
    for name in ("dashboard", "export", "imports"):
        address = reverse(f"calls:{name}", args=[call.pk])
        assert browser.get(address).status_code in {302, 403}


def test_a_moderator_sees_it_without_what_is_not_theirs(client_of: Any, moderator: Any) -> None:
    call = IdeaConsultationFactory.create()
    page = client_of(moderator).get(reverse("calls:dashboard", args=[call.pk])).content.decode()
    assert reverse("calls:imports", args=[call.pk]) not in page
    assert reverse("calls:export", args=[call.pk]) in page


def test_other_areas_add_their_links(desk: Any) -> None:
    call = IdeaConsultationFactory.create()
    link = DeskLink("Coupons", "doc-full", lambda activity, user: f"/coupons/{activity.pk}/", 5)
    register_desk_link(link)
    try:
        page = desk.get(reverse("calls:dashboard", args=[call.pk])).content.decode()
    finally:
        _links.remove(link)
    assert f'href="/coupons/{call.pk}/"' in page


def test_small_groups_of_agents_are_told_together_only() -> None:
    """A department that few agents wrote about is not shown alone, nor told by subtraction."""
    call = AgentConsultationFactory.create()
    large, small = DepartmentFactory.create(name="Accueil"), DepartmentFactory.create(name="Régie")
    for department, count in ((large, 12), (small, 3)):
        for _ in range(count):
            published_idea(call, author=AgentFactory.create(), concerned_department=department)
    [bar] = chart(call, "department").bars
    assert (str(bar.label), bar.count) == ("Groupes de moins de 10 personnes, ensemble", 15)
