"""Public pages of the room, read as a visitor."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import PageViewRestriction

from engagements.enums import CommitmentStatus, DatePrecision
from engagements.exports import iso_date
from engagements.models import AxisIndexPage, PriorityIndexPage, ValueIndexPage
from engagements.registry import Origin
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    EvidenceFactory,
    ObjectiveFactory,
    PeriodFactory,
    axis_page,
    index_of,
    priority_page,
    value_page,
)
from tests.support.html import soup

pytestmark = pytest.mark.django_db

S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def board():
    """Two priorities; a late, a done and an unknown commitment."""
    value = value_page(1)
    first = priority_page(1, values=(value,), short_name="Proximité")
    objective = ObjectiveFactory(priority=first, number=1)
    late = CommitmentFactory(
        number=1,
        objective=objective,
        wording="Ouvrir un guichet unique",
        status=S.UNDER_WAY,
        due_on=date(2025, 6, 1),
        lead_department=DepartmentFactory(name="Direction des usagers"),
        period=PeriodFactory(key="2020-2021", label="2020-2021"),
    )
    CommitmentUpdateFactory(commitment=late, text="Le local a été livré en retard.")
    done = CommitmentFactory(number=2, objective=objective, status=S.DONE)
    CommitmentUpdateFactory(commitment=done, status=S.DONE, reported_on=date(2025, 11, 3))
    second = ObjectiveFactory(priority=priority_page(2), number=1)
    CommitmentFactory(number=3, objective=second, wording="Acheter durable")
    return late


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_board_shows_late_ones_and_says_when_nothing_is_published(client, board):
    response = client.get(reverse("engagements:board"))

    assert response.status_code == 200
    page = text_of(response)
    assert "Ouvrir un guichet unique" in page
    assert "Le local a été livré en retard." in page
    assert 'class="row row--unknown"' in page
    assert 'datetime="2025-06"' in page


@pytest.mark.usefixtures("portal_site")
def test_an_empty_board_still_has_its_late_section(client):
    response = client.get(reverse("engagements:board"))

    assert response.status_code == 200
    assert 'id="t-late"' in text_of(response)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"etat": "en-retard"}, [1]),
        ({"etat": "non-renseigne"}, [3]),
        ({"priorite": "1"}, [1, 2]),
        ({"periode": "2020-2021"}, [1]),
        ({"q": "acheter"}, [3]),
        ({"q": "<script>"}, []),
        ({"etat": "inconnu"}, [1, 2, 3]),
        ({"priorite": "x", "q": "guichet"}, [1]),
        ({"page": "2"}, [1, 2, 3]),
    ],
)
def test_filters_are_in_the_address(client, board, query, numbers):
    response = client.get(reverse("engagements:board"), query)

    assert response.status_code == 200
    groups = response.context["board"].priorities
    assert [row.commitment.number for group in groups for row in group.rows] == numbers
    assert "<script>" not in text_of(response)


def test_a_commitment_page_tells_its_story(client, board):
    update = CommitmentUpdateFactory(
        commitment=board,
        reported_on=date(2026, 1, 5),
        text="Les travaux commencent.",
        due_on=date(2027, 1, 1),
        due_precision=DatePrecision.MONTH,
        is_example=True,
    )
    EvidenceFactory(update=update)
    response = client.get(board.get_absolute_url())

    assert response.status_code == 200
    page = text_of(response)
    assert "Le local a été livré en retard." in page
    assert "Les travaux commencent." in page
    assert "https://example.org/deliberation.pdf" in page
    assert "janvier 2027" in page
    assert "Direction des usagers" in page


def test_a_commitment_without_news_says_so(client, board):
    page = text_of(client.get("/engagements/3/"))
    assert 'class="status status--unknown"' in page


def test_an_unknown_commitment_is_not_found(client, board):
    assert client.get("/engagements/99/").status_code == 404


@pytest.mark.parametrize("name", ["board", "export"])
def test_public_pages_are_read_only(client, name):
    assert client.post(reverse(f"engagements:{name}")).status_code == 405


def test_a_dropped_commitment_gives_its_reason(client):
    commitment = CommitmentFactory(status=S.DROPPED, status_reason="Remplacé par la loi.")
    CommitmentUpdateFactory(
        commitment=commitment, status=S.DROPPED, status_reason="Remplacé par la loi."
    )
    assert "Remplacé par la loi." in text_of(client.get(commitment.get_absolute_url()))


def test_a_wording_cannot_inject_html(client):
    commitment = CommitmentFactory(wording="<script>alert(1)</script>")
    for address in (reverse("engagements:board"), commitment.get_absolute_url()):
        assert "<script>alert" not in text_of(client.get(address))


def test_the_open_data_has_the_documented_columns(client, board):
    response = client.get(reverse("engagements:export"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="engagements-2026-05-11.csv"' in response["Content-Disposition"]
    body = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    assert tuple(rows[0])[:13] == (
        "number",
        "wording",
        "priority_number",
        "priority",
        "objective_number",
        "objective",
        "state",
        "state_label",
        "period",
        "lead_department",
        "due_on",
        "revised_due_on",
        "last_reported_on",
    )
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["state"] == "late"
    assert rows[0]["due_on"] == "2025-06"
    assert rows[0]["last_reported_on"] == "2026-03-02"
    assert rows[0]["period"] == "2020-2021"
    assert rows[2]["due_on"] == ""


def test_the_open_data_cannot_carry_a_formula(client):
    CommitmentFactory(wording='=HYPERLINK("http://x")')
    body = b"".join(client.get(reverse("engagements:export")).streaming_content).decode()
    assert "'=HYPERLINK" in body


def test_dates_are_no_more_precise_than_published():
    day = date(2026, 12, 31)
    assert [iso_date(day, precision) for precision in DatePrecision] == [
        "2026-12-31",
        "2026-12",
        "2026",
    ]
    assert iso_date(None) == ""


def test_editorial_pages_answer(client, board):
    value = value_page(11, introduction="Pour tous.")
    axis = axis_page(1, values=(value,), challenges=[("item", "Préserver l'environnement")])
    board.axes.add(axis)
    board.values.add(value)
    priority = board.objective.priority
    pages = [
        value,
        axis,
        priority,
        index_of(ValueIndexPage, "valeurs"),
        index_of(AxisIndexPage, "axes"),
        index_of(PriorityIndexPage, "priorites"),
    ]
    for page in pages:
        response = client.get(page.url)
        assert response.status_code == 200, page
        assert response.templates[0].name == page.template
    assert "Ouvrir un guichet unique" in text_of(client.get(priority.url))
    assert "Ouvrir un guichet unique" in text_of(client.get(value.url))
    assert "Préserver l’environnement" in text_of(client.get(axis.url))


def test_empty_editorial_pages_answer(client):
    for model, slug in (
        (ValueIndexPage, "valeurs"),
        (AxisIndexPage, "axes"),
        (PriorityIndexPage, "priorites"),
    ):
        assert client.get(index_of(model, slug).url).status_code == 200
    for page in (value_page(1), axis_page(1), priority_page(1)):
        assert client.get(page.url).status_code == 200


def fill(numbers):
    """One value, axis, priority, objective, commitment and piece of news for each number."""
    for number in numbers:
        value = value_page(number)
        axis = axis_page(number, values=(value,))
        priority = priority_page(number, values=(value,))
        commitment = CommitmentFactory(
            number=number,
            objective=ObjectiveFactory(priority=priority),
            lead_department=DepartmentFactory(),
            period=PeriodFactory(),
            due_on=date(2025, 1, 1),
        )
        commitment.axes.add(axis)
        CommitmentUpdateFactory(commitment=commitment)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/engagements/", 5),
        ("/engagements/1/", 26),
        ("/valeurs/", 15),
        ("/axes/", 13),
        ("/priorites/", 11),
    ],
)
def test_pages_cost_the_same_for_one_and_three(
    client, portal_site, django_assert_num_queries, address, queries
):
    fill([1])
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
    fill([2, 3])
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("count", "said"), [(50, ""), (51, "sur 51")])
def test_a_long_list_of_linked_ideas_is_cut_and_says_so(count: int, said: str) -> None:
    origins = [Origin(n, f"Idée {n}", "/", "Appel", "", None) for n in range(1, count + 1)]
    page = render_to_string("engagements/includes/origins.html", {"origins": origins})
    assert page.count("<li ") == 50
    assert "Idée 50" in page
    assert ("Les 50 premières idées sont affichées" in page) is bool(said)
    assert said in page


def test_priority_is_followed_from_its_page(client, client_of, resident):
    page = priority_page(1)
    link = soup(client.get(page.url)).select_one("#suivre a.button")
    assert link.get_text(strip=True) == "Suivre cette priorité"
    assert link["href"] == "/compte/abonnements/suivre/?sujet=priority%3A1"
    browser = client_of(resident)
    assert soup(browser.get(page.url)).select_one("#suivre button").name == "button"
    browser.post("/compte/abonnements/suivre/compte/", {"sujet": "priority:1"})

    assert "Ne plus suivre" in browser.get(page.url).text
    assert resident.subscriber.subscriptions.get().topic == "priority:1"


def test_closed_priority_offers_nothing_to_follow(client_of, resident):
    page = priority_page(1)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = client_of(resident).get(page.url)

    assert answer.status_code == 200
    assert not soup(answer).select("#suivre")


@pytest.mark.parametrize("count", [1, 3])
def test_priority_page_costs_the_same_for_one_and_three(client, django_assert_num_queries, count):
    page = priority_page(1, values=(value_page(1),))
    for number in range(1, count + 1):
        CommitmentFactory(number=number, objective=ObjectiveFactory(priority=page, number=number))
    client.get(page.url)

    with django_assert_num_queries(18):
        client.get(page.url)
