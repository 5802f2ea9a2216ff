"""The board and the calendar: filters whose counts add up, silence, lateness, in words."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from wagtail.models import Site

from engagements.enums import CommitmentStatus
from engagements.forms import BoardFilterForm
from engagements.models import FollowUpSettings
from engagements.queries import board, board_rows, calendar, progress
from tests.factories.engagements import (
    CommitmentFactory,
    DepartmentFactory,
    ObjectiveFactory,
    PeriodFactory,
    priority_page,
)
from tests.factories.progress import milestone, news
from tests.support.html import main_of, plain

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
S = CommitmentStatus
FILTERS = ("priorite", "etat", "periode", "service", "nouvelles")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def various(portal_site):
    """Seven commitments of two priorities that differ in all that one filters by."""
    objectives = [ObjectiveFactory(priority=priority_page(number)) for number in (1, 2)]
    purchases, people = DepartmentFactory(name="Achats"), DepartmentFactory(name="Écoute")
    first, second = PeriodFactory(key="2020-2021"), PeriodFactory(key="2022-2023")
    values = [
        {"status": S.DONE, "lead_department": purchases, "period": first},
        {"status": S.UNDER_WAY, "lead_department": purchases, "period": second},
        {"status": S.UNDER_WAY, "due_on": date(2025, 1, 1), "lead_department": people},
        {"status": S.DROPPED, "status_reason": "La loi.", "period": first},
        {"status": S.NOT_STARTED},
        {"status": S.UNKNOWN, "due_on": date(2027, 1, 1), "starts_on": date(2026, 1, 1)},
        {"status": S.UNDER_WAY, "lead_department": people, "period": second},
    ]
    made = [
        CommitmentFactory(number=rank, objective=objectives[rank % 2], **fields)
        for rank, fields in enumerate(values, start=1)
    ]
    news(made[1], date(2026, 4, 1), "Signé.")
    news(made[2], date(2025, 11, 10), "En retard.")
    news(made[6], date(2025, 11, 11), "Juste à temps.")
    return made


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("address", ["/engagements/", "/engagements/calendrier/"])
def test_the_values_of_each_filter_add_up_to_the_total(client, various, name, address):
    offered = BoardFilterForm(rows=board_rows(AT)).fields[name].choices
    shown = []
    for value, label in offered:
        if value:
            context = client.get(address, {name: value}).context
            found = context["board"] if "board" in context else context["calendar"].board
            assert str(label).endswith(f"({found.shown})")
            shown.append(found.shown)

    assert sum(shown) == len(various)


def test_the_counters_add_up_to_the_total(various):
    found = board(AT)
    assert sum(one.count for one in found.counts) == found.total == len(various)
    assert sum(group.total for group in found.priorities) == len(various)


def test_the_periods_of_the_calendar_add_up_to_the_total(various):
    periods = calendar(AT).periods
    assert [period.period and period.period.key for period in periods] == [
        "2020-2021",
        "2022-2023",
        None,
    ]
    assert sum(period.total for period in periods) == len(various)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"nouvelles": "sans-nouvelle"}, [3, 5, 6]),
        ({"nouvelles": "recentes"}, [2, 7]),
        ({"nouvelles": "sans-objet"}, [1, 4]),
        ({"nouvelles": "autre"}, [1, 2, 3, 4, 5, 6, 7]),
        ({"service": "aucun"}, [4, 5, 6]),
        ({"periode": "aucun"}, [3, 5, 6]),
        ({"nouvelles": "sans-nouvelle", "etat": "en-retard"}, [3]),
    ],
)
def test_filters_of_news_and_departments_are_in_the_address(client, various, query, numbers):
    groups = client.get("/engagements/", query).context["board"].priorities
    assert sorted(row.commitment.number for group in groups for row in group.rows) == numbers


def test_the_rhythm_of_the_reviews_says_what_silence_is(client, various):
    site = Site.objects.get(is_default_site=True)
    FollowUpSettings.objects.create(site=site, every_months=1)

    page = plain(main_of(client.get("/engagements/", {"nouvelles": "sans-nouvelle"})))

    assert board(AT).silent == 5
    assert "5 engagements sont sans nouvelle depuis plus de 1 mois" in page


def test_rows_say_silence_and_steps_in_words(client, various):
    milestone(various[2])

    page = plain(main_of(client.get("/engagements/")))

    assert "Sans nouvelle depuis le 10 novembre 2025" in page
    assert "0 jalon sur 1" in page
    assert "Sans nouvelle depuis le 11 novembre 2025" not in page


def test_a_change_shows_at_once_although_the_list_is_kept(client, various):
    client.get("/engagements/")
    various[4].wording = "Tout autre chose"
    various[4].save()
    news(various[4], date(2026, 5, 10), "Enfin.")

    page = plain(main_of(client.get("/engagements/")))

    assert "Tout autre chose" in page
    assert "10 mai 2026" in page


def test_progress_counts_steps_and_silence(various):
    said = news(various[5], date(2026, 5, 1), "Étape franchie.")
    milestone(various[5], reached_by=said, reached_on=said.reported_on)
    milestone(various[4])

    found = progress(AT)

    assert (found.milestones, found.milestones_reached, found.silent) == (2, 1, 2)


def test_the_calendar_is_a_table_with_scopes_and_a_caption(client, various):
    main = main_of(client.get("/engagements/calendrier/"))
    table = main.find("table")

    assert "7 engagements par période prévue" in plain(table.caption)
    assert {cell["scope"] for cell in table.find_all("th")} == {"col", "row", "rowgroup"}
    assert "Période non publiée" in plain(table)
    assert main.find("svg", class_="drawing__svg")["aria-hidden"] == "true"
    assert "," not in main.find("rect", class_="drawing__plan")["x"]


def test_the_drawing_needs_a_due_date(portal_site):
    CommitmentFactory(number=1)
    assert calendar(AT).drawing is None


def test_an_empty_calendar_says_so(client, portal_site):
    page = plain(main_of(client.get("/engagements/calendrier/")))
    assert "Aucun engagement n’est encore publié" in page


def fill(numbers):
    for number in numbers:
        commitment = CommitmentFactory(
            number=number,
            objective=ObjectiveFactory(priority=priority_page(number)),
            lead_department=DepartmentFactory(),
            period=PeriodFactory(),
            due_on=date(2025, 1, 1),
        )
        milestone(commitment)
        news(commitment, date(2025, 1, 1), "Point.")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/engagements/calendrier/", 5),
        ("/engagements/resume/", 4),
        ("/engagements/flux/", 1),
        ("/engagements/priorites/1/flux/", 2),
        ("/engagements/1/flux/", 2),
        ("/engagements/donnees/nouvelles.csv", 2),
    ],
)
def test_lists_cost_the_same_for_one_and_three(
    client, portal_site, django_assert_num_queries, address, queries
):
    fill([1])
    client.get(address)
    with django_assert_num_queries(queries):
        response = client.get(address)
        b"".join(response) if response.streaming else response.content
    fill([2, 3])
    with django_assert_num_queries(queries):
        response = client.get(address)
        b"".join(response) if response.streaming else response.content
