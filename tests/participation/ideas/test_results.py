"""The results of a call: every figure, the same in the page and in the file."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from participation import actions
from participation.actions.counters import recount
from participation.enums import Channel, RefusalReason, Verdict
from participation.ideas.models import IdeaConsultation
from participation.models import Amendment, Contribution, Neighbourhood, PromiseVerdict
from participation.queries import kept_figures
from participation.queries.answer_clock import answer_clock
from participation.queries.results import Delays, Results, results_of
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    publish,
    published_idea,
    refused_idea,
)
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("portal_site", "now")

RESULTS_QUERIES = 15


def read(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def fresh(call: IdeaConsultation) -> IdeaConsultation:
    return IdeaConsultation.objects.get(pk=call.pk)


def counted(call: IdeaConsultation, at: datetime = clock.NOW) -> Results:
    return results_of(fresh(call), at)


def as_rows(lines: Any) -> list[tuple[str, str, int, int | None]]:
    return [(line.key, line.label, line.count, line.share) for line in lines]


def sent_on(idea: Contribution, at: datetime, answered_at: datetime | None = None) -> None:
    changes = {"submitted_at": at} | ({"answered_at": answered_at} if answered_at else {})
    Contribution.objects.filter(pk=idea.pk).update(**changes)


@pytest.fixture
def call(db: None) -> IdeaConsultation:
    """Ten received: six published of which two answered, one grouped, two refused, one waiting."""
    food, travel = (
        ThemeFactory.create(name="Repas", slug="repas"),
        ThemeFactory.create(name="Écoles", slug="ecoles"),
    )
    port = Neighbourhood.objects.create(name="Port", slug="port")
    call = IdeaConsultationFactory.create(slug="appel", themes=[food, travel])
    commitments = [CommitmentFactory.create(number=17), CommitmentFactory.create(number=4)]
    kept = answered_idea(call, theme=food, commitments=commitments, channel=Channel.PAPER)
    answered_idea(call, theme=food, verdict=Verdict.DECLINED, neighbourhood=port)
    for _ in range(3):
        published_idea(call, theme=travel)
    answered_idea(call, theme=travel, commitments=commitments[:1])
    grouped = published_idea(call, theme=food)
    refused_idea(call)
    actions.refuse_contribution(
        contribution=make_idea(call),
        moderator=None,
        reason=RefusalReason.PERSONAL_DATA,
        at=clock.NOW,
    )
    make_idea(call)
    Contribution.objects.filter(pk=grouped.pk).update(moderation="merged", merged_into=kept)
    recount(activity=call)
    return call


def test_the_figures_add_up(call: IdeaConsultation) -> None:
    found = counted(call)
    assert (found.received, found.published, found.answered) == (10, 6, 3)
    assert (found.merged, found.refused, found.waiting) == (1, 2, 1)
    assert as_rows(found.refusals) == [
        ("off_topic", "Elle ne répond pas à la question posée", 1, 50),
        ("personal_data", "Elle nomme ou décrit une personne", 1, 50),
    ]
    assert as_rows(found.channels) == [
        ("online", "En ligne", 5, 83),
        ("paper", "Sur papier", 1, 17),
    ]
    assert as_rows(found.themes) == [("ecoles", "Écoles", 4, 67), ("repas", "Repas", 2, 33)]
    assert as_rows(found.places) == [("port", "Port", 1, 17), ("", "Non indiqué", 5, 83)]
    assert as_rows(found.verdicts) == [
        ("retained", "Idée retenue", 2, 33),
        ("declined", "Non retenue", 1, 17),
        ("", "Pas encore de réponse", 3, 50),
    ]
    assert [(fed.commitment.number, fed.count) for fed in found.fed] == [(17, 2), (4, 1)]


def test_an_empty_call_says_that_nothing_came(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create()
    found = counted(call)
    assert (found.received, found.weeks, found.channels, found.fed) == (0, [], [], [])
    assert found.delays == Delays(median=None, answered=0, answered_late=0, unanswered_late=0)
    page = read(client.get(f"{call.url}resultats/"))
    assert "Rien n’a été reçu à ce jour." in page
    assert "<table" not in page


@pytest.mark.parametrize(
    ("delays", "median"),
    [([], None), ([4], 4), ([9, 1, 4], 4), ([1, 4], 1), ([2, 4, 100, 0], 2), ([0], 0)],
)
def test_the_median_delay_is_that_of_the_answer_clock(
    delays: list[int], median: int | None
) -> None:
    call = IdeaConsultationFactory.create(answer_by=clock.days(200).date())
    for days in delays:
        idea = answered_idea(call)
        answered_at = clock.NOW + timedelta(days=days, hours=23)
        Contribution.objects.filter(pk=idea.pk).update(
            published_at=clock.NOW, answered_at=answered_at
        )
    assert counted(call).delays.median == median
    assert counted(call).delays.answered == len(delays)
    assert answer_clock(clock.NOW.date()).total.median_delay == median


def test_a_call_older_than_the_portal_has_no_delays() -> None:
    call = IdeaConsultationFactory.create(period_label="En 2019")
    answered_idea(call)
    assert counted(call).delays == Delays(
        median=None, answered=0, answered_late=0, unanswered_late=0
    )


@pytest.mark.parametrize(("days", "owed"), [(-1, 0), (0, 0), (1, 2), (90, 2)])
def test_late_answers_are_counted_given_or_owed(days: int, owed: int) -> None:
    due = clock.days(10).date()
    call = IdeaConsultationFactory.create(answer_by=due)
    late, in_time = answered_idea(call), answered_idea(call)
    sent_on(late, clock.NOW, clock.days(11))
    sent_on(in_time, clock.NOW, clock.days(10))
    published_idea(call)
    answered_idea(call, verdict=Verdict.UNDER_STUDY)
    found = counted(call, clock.days(10 + days)).delays
    assert (found.answered_late, found.unanswered_late) == (1, owed)


def test_weeks_begin_on_mondays_and_empty_ones_are_there() -> None:
    call = IdeaConsultationFactory.create(opens_at=clock.days(-60), closes_at=clock.days(60))
    monday = datetime(2026, 5, 4, 0, 0, tzinfo=clock.PARIS)
    for at in (monday, monday + timedelta(days=6, hours=23), monday - timedelta(minutes=1)):
        sent_on(make_idea(call), at)
    sent_on(make_idea(call), monday + timedelta(days=20))
    weeks = [(line.key, line.count, line.width) for line in counted(call).weeks]
    assert weeks == [
        ("2026-04-27", 1, 50),
        ("2026-05-04", 2, 100),
        ("2026-05-11", 0, 0),
        ("2026-05-18", 1, 50),
    ]


def test_a_very_long_call_adds_up_its_first_weeks() -> None:
    call = IdeaConsultationFactory.create(opens_at=clock.days(-2000), closes_at=clock.days(60))
    sent_on(make_idea(call), clock.days(-1500))
    sent_on(make_idea(call), clock.days(-1400))
    sent_on(make_idea(call), clock.NOW)
    weeks = counted(call).weeks
    assert len(weeks) == 61
    assert (weeks[0].label, weeks[0].count) == ("avant", 2)
    assert sum(line.count for line in weeks) == 3


def test_ideas_of_before_the_portal_have_no_invented_week(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(period_label="En 2019")
    published_idea(call, channel=Channel.UNRECORDED)
    assert counted(call).weeks == []
    page = read(client.get(f"{call.url}resultats/"))
    assert "Les jours où ces idées sont arrivées ne sont pas enregistrés." in page


def test_the_page_and_the_file_say_the_same(client: StrictClient, call: IdeaConsultation) -> None:
    page = read(client.get(f"{call.url}resultats/"))
    for words in (
        "6 idées publiées, 3 réponses de la ville, 2 engagements nourris.",
        "<strong>10</strong>1 encore à lire",
        "Écoles : 4 sur 6",
        "En ligne : 5 sur 6",
        "2 engagements nourris par ces idées",
        'href="/engagements/17/"',
    ):
        assert words in page, words
    response = client.get(f"{call.url}resultats.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="resultats-appel.csv"'
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["section", "key", "label", "count", "total", "share_percent"]
    by_key = {(row[0], row[1]): row[2:] for row in rows[1:]}
    assert by_key["figures", "received"] == ["Reçues", "10", "", ""]
    assert by_key["figures", "merged"] == ["Regroupées sous une autre", "1", "", ""]
    assert by_key["theme", "ecoles"] == ["Écoles", "4", "6", "67"]
    assert by_key["refusal", "personal_data"][1] == "1"
    assert by_key["week", "2026-05-11"][0].startswith("semaine du 11")
    assert by_key["commitment", "17"][1] == "2"
    assert len(by_key) == len(rows) - 1


@pytest.mark.parametrize(
    ("outcome", "title"),
    [
        ("kept", "Promesse tenue"),
        ("partly", "Promesse tenue en partie"),
        ("broken", "Promesse non tenue"),
    ],
)
def test_the_verdict_on_the_promise_is_given_with_its_reasons(
    client: StrictClient, call: IdeaConsultation, outcome: str, title: str
) -> None:
    IdeaConsultation.objects.filter(pk=call.pk).update(closes_at=clock.days(-1))
    PromiseVerdict.objects.create(
        activity=call, outcome=outcome, reasons="Deux réponses manquent.", given_at=clock.NOW
    )
    page = read(client.get(f"{call.url}resultats/"))
    assert f"{title} </h2>" in page
    assert "Verdict rendu le 11 mai 2026." in page
    assert "Deux réponses manquent." in page


@pytest.mark.parametrize(
    ("closes", "due", "said"),
    [
        (20, 80, "Les réponses sont dues avant le 30 juillet 2026."),
        (-30, -1, "Le verdict n’est pas encore publié"),
        (-30, None, "Le verdict n’est pas encore publié."),
    ],
)
def test_without_a_verdict_the_page_says_when_to_expect_it(
    client: StrictClient, closes: int, due: int | None, said: str
) -> None:
    call = IdeaConsultationFactory.create(
        opens_at=clock.days(-60),
        closes_at=clock.days(closes),
        answer_by=None if due is None else clock.days(due).date(),
    )
    assert said in read(client.get(f"{call.url}resultats/"))


def test_amendments_are_public_with_their_reason(
    client: StrictClient, call: IdeaConsultation, officer: User
) -> None:
    Amendment.objects.create(
        activity=call,
        term="promise",
        before="24 mai",
        after="<b>31 mai</b>",
        reason="Deux réunions de plus.",
        decided_at=clock.NOW,
        decided_by=officer,
    )
    page = read(client.get(f"{call.url}resultats/"))
    for words in ("11 mai 2026", "24 mai", "Deux réunions de plus."):
        assert words in page
    assert "<b>31 mai</b>" not in page
    assert officer.email not in page


@pytest.fixture
def agents_call(db: None) -> Callable[..., IdeaConsultation]:
    def make(**people: int) -> IdeaConsultation:
        call = AgentConsultationFactory.create(promise="")
        for name, count in people.items():
            for _ in range(count):
                agent = AgentFactory.create()
                published_idea(call, author=agent, department_name=name)
        return call

    return make


def test_departments_are_named_from_ten_people_and_never_by_subtraction(
    client_of: Any, agent: User, agents_call: Callable[..., IdeaConsultation]
) -> None:
    call = agents_call(Voirie=12, Sports=11, Archives=1)
    browser = client_of(agent)
    page = read(browser.get(f"{call.url}resultats/"))
    assert "Voirie" in page
    assert "Sports" not in page
    assert "Archives" not in page
    assert "2 services ne sont pas nommés" in page
    assert "ensemble : 12" in page
    table = browser.get(f"{call.url}resultats.csv").content.decode()
    assert "Voirie" in table
    assert "Archives" not in table
    assert "Sports" not in table


def test_one_person_with_many_ideas_is_one_person(
    agents_call: Callable[..., IdeaConsultation],
) -> None:
    call = agents_call(Voirie=12)
    busy = AgentFactory.create()
    for name in ("Archives", "archives", " ARCHIVES "):
        for _ in range(4):
            published_idea(call, author=busy, department_name=name)
    shown = counted(call).departments
    assert shown is not None
    assert [group.name for group in shown.groups] == []
    assert (shown.hidden, shown.hidden_count) == (2, 24)


def test_calls_for_everyone_have_no_figures_by_department(call: IdeaConsultation) -> None:
    published_idea(call, department_name="Voirie")
    assert counted(call).departments is None


def test_the_results_of_agents_are_for_agents(
    client: StrictClient, client_of: Any, resident: User, agent: User
) -> None:
    call = AgentConsultationFactory.create()
    for name in ("resultats/", "resultats.csv"):
        assert client.get(call.url + name).status_code == 302
        assert client_of(resident).get(call.url + name).status_code == 403
        own = client_of(agent).get(call.url + name)
        assert own.status_code == 200
        assert "no-store" in own.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["resultats/", "resultats.csv"])
def test_results_may_be_kept_by_shared_caches(
    client: StrictClient, call: IdeaConsultation, name: str
) -> None:
    headers = client.get(call.url + name).headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("count", [1, 3])
def test_the_results_ask_the_same_number_of_queries(
    client: StrictClient, count: int, django_assert_num_queries: Any
) -> None:
    themes = [ThemeFactory.create() for _ in range(count)]
    call = IdeaConsultationFactory.create(themes=themes)
    for theme in themes:
        answered_idea(call, theme=theme, commitments=[CommitmentFactory.create()])
        refused_idea(call)
        Amendment.objects.create(
            activity=call, term="promise", before="a", after="b", reason="c", decided_at=clock.NOW
        )
    client.get(f"{call.url}resultats/")
    with django_assert_num_queries(RESULTS_QUERIES):
        client.get(f"{call.url}resultats/")


def test_the_call_leads_to_its_results(client: StrictClient, call: IdeaConsultation) -> None:
    assert f'href="{call.url}resultats/"' in read(client.get(call.url))
    empty = IdeaConsultationFactory.create()
    assert "resultats/" not in read(client.get(empty.url))


def test_a_very_large_call_is_counted_once_for_many_readers(
    client: StrictClient, call: IdeaConsultation, monkeypatch: Any
) -> None:
    monkeypatch.setattr(kept_figures, "LARGE", 5)
    first = client.get(f"{call.url}resultats/").context["results"]
    publish(make_idea(call))
    again = client.get(f"{call.url}resultats/").context["results"]
    assert (first.published, again.published) == (6, 6)
    cache.clear()
    assert client.get(f"{call.url}resultats/").context["results"].published == 7


def test_staged_rows_of_an_import_are_in_no_figure(call: IdeaConsultation) -> None:
    before = counted(call)
    staged = publish(make_idea(call))
    Contribution.objects.filter(pk=staged.pk).update(moderation="staged")
    recount(activity=call)
    after = counted(call)
    assert after.received == before.received
    assert sum(line.count for line in after.weeks) == sum(line.count for line in before.weeks)
    assert date.fromisoformat(after.weeks[-1].key) <= clock.NOW.date()
