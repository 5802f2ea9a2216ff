"""One rule of what a review awaits: its lines, its files, list and reminders agree."""

import csv
import io
from datetime import date

import pytest

from engagements.enums import CommitmentStatus, PeriodNews
from engagements.models import Commitment
from engagements.queries.reminders import commitments_awaited
from engagements.queries.reporting import due
from engagements.queries.review_lines import prepared_lines
from engagements.queries.reviews import previewed, review_detail
from engagements.review_files import csv_bytes
from engagements.review_rules import news_in_period
from tests.factories.engagements import CommitmentUpdateFactory
from tests.factories.reviews import opened, plan, published
from tests.support.clock import NOW

BEFORE, FIRST_DAY, WITHIN, LAST_DAY, AFTER = (
    date(2025, 6, 1),
    date(2025, 11, 1),
    date(2026, 3, 2),
    date(2026, 4, 30),
    date(2026, 5, 4),
)
UNDER_WAY, DONE, DROPPED = (
    CommitmentStatus.UNDER_WAY,
    CommitmentStatus.DONE,
    CommitmentStatus.DROPPED,
)
RECEIVED, NONE, CLOSED = PeriodNews.RECEIVED, PeriodNews.NONE, PeriodNews.CLOSED

# The news of each commitment in their order, and what a review finds of it.
STORIES = {
    1: ([], NONE),
    2: ([(BEFORE, UNDER_WAY)], NONE),
    3: ([(FIRST_DAY, UNDER_WAY)], RECEIVED),
    4: ([(LAST_DAY, UNDER_WAY)], RECEIVED),
    5: ([(AFTER, UNDER_WAY)], NONE),
    6: ([(BEFORE, DONE)], CLOSED),
    7: ([(BEFORE, DROPPED)], CLOSED),
    8: ([(WITHIN, DONE)], RECEIVED),
    9: ([(BEFORE, UNDER_WAY), (AFTER, DONE)], NONE),
    10: ([(BEFORE, DONE), (AFTER, UNDER_WAY)], CLOSED),
    11: ([(BEFORE, DONE), (WITHIN, UNDER_WAY)], RECEIVED),
    12: ([(BEFORE, DONE), (date(2025, 7, 1), UNDER_WAY)], NONE),
    13: ([(AFTER, DONE)], NONE),
}


@pytest.fixture
def stories(portal_site, now) -> None:
    """A commitment for each story."""
    for commitment, (told, _found) in zip(plan(len(STORIES)), STORIES.values(), strict=True):
        for day, status in told:
            facts = {"status": status, "status_reason": "Exemple." if status == DROPPED else ""}
            CommitmentUpdateFactory(commitment=commitment, reported_on=day, **facts)
            Commitment.objects.filter(pk=commitment.pk).update(**facts, last_reported_on=day)


def numbered(news: PeriodNews) -> list[int]:
    return [number for number, (_told, found) in STORIES.items() if found == news]


@pytest.mark.parametrize(
    ("has_news", "before", "found"),
    [(True, DONE, RECEIVED), (False, DONE, CLOSED), (False, DROPPED, CLOSED)]
    + [(False, status, NONE) for status in ("under_way", "not_started", "unknown")],
)
def test_the_rule(has_news, before, found):
    assert news_in_period(has_news=has_news, status_before=before) is found


@pytest.mark.django_db
def test_every_reader_of_the_rule_says_the_same(stories):
    review = opened()

    lines = {line.number: line.news for line in prepared_lines(review).lines}
    owed = due(Commitment.objects.order_by("number"), NOW, review)

    assert lines == {number: found for number, (_told, found) in STORIES.items()}
    assert [one.number for one in owed] == numbered(NONE)
    assert [one.number for one in commitments_awaited(review)] == numbered(NONE)


@pytest.mark.django_db
def test_counts_add_up_on_the_page_and_in_the_files(stories, client):
    review = published()

    detail = review_detail(review.slug, None, NOW)
    page = client.get(review.get_absolute_url()).content.decode().replace("\u00a0", " ")
    table = csv_bytes(review, detail.in_order).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))

    counted = (detail.with_news, len(detail.silent), len(detail.closed))
    assert counted == (4, 6, 3) and sum(counted) == detail.total == len(STORIES)
    assert page.count("Aucune nouvelle reçue") == 6
    assert page.count('<p class="line__meta">Clos</p>') == 3
    assert "3 étaient clos avant la période." in page
    assert {int(row["number"]): row["news"] for row in rows} == {
        number: found.value for number, (_told, found) in STORIES.items()
    }


@pytest.mark.django_db
def test_the_preview_counts_what_will_be_published(stories):
    detail = previewed(opened(), None, NOW)

    assert [one.line.number for one in detail.closed] == numbered(CLOSED)
