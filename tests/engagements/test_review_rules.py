"""The rules of reviews: due dates, the news that counts, movement, what publication requires."""

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagements.enums import CommitmentStatus, DisplayState, Movement, ReviewRefusal
from engagements.review_rules import (
    Readiness,
    Standing,
    may_open,
    may_publish,
    may_write,
    missing,
    movement,
    next_review_due,
    update_that_counts,
)
from engagements.rules import is_over, months_after
from portal.canonical import canonical_text, decimal_text, digest, fingerprint_of

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
S, D, M, R = CommitmentStatus, DisplayState, Movement, ReviewRefusal


@pytest.mark.parametrize(
    ("published", "planned", "expected"),
    [
        (date(2026, 5, 29), date(2026, 5, 29), date(2026, 11, 29)),
        # Early: counted from the publication.
        (date(2026, 5, 20), date(2026, 5, 29), date(2026, 11, 20)),
        # Late: the rhythm stays.
        (date(2026, 7, 15), date(2026, 5, 29), date(2026, 11, 29)),
        # Later than the one after: the next of the rhythm that is still to come.
        (date(2026, 12, 3), date(2026, 5, 29), date(2027, 5, 29)),
    ],
)
def test_next_review_is_due_in_the_rhythm(published, planned, expected):
    assert next_review_due(published, planned, 6) == expected


@given(published=DAYS, planned=DAYS, every=st.integers(1, 24))
def test_next_review_is_never_less_often_and_always_to_come(published, planned, every):
    due = next_review_due(published, planned, every)

    assert published < due <= months_after(published, every)


@given(due=DAYS, day=DAYS)
def test_review_is_late_only_after_its_day(due, day):
    assert is_over(due, day) == (day > due)
    assert not is_over(None, day)


@dataclasses.dataclass(frozen=True)
class News:
    pk: int
    reported_on: date


@given(
    news=st.lists(st.builds(News, pk=st.integers(1, 50), reported_on=DAYS), max_size=12),
    start=DAYS,
    length=st.integers(0, 400),
)
def test_news_that_counts_is_the_latest_of_the_period(news, start, length):
    end = start + timedelta(days=length)
    inside = [one for one in news if start <= one.reported_on <= end]

    found = update_that_counts(news, start, end)

    assert (found is None) == (not inside)
    if found:
        assert all((one.reported_on, one.pk) <= (found.reported_on, found.pk) for one in inside)
        assert found in inside


def standing(status=S.UNDER_WAY, state=None, due=None, reached=0):
    return Standing(status, state or D(status), due, "day", reached)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, standing(), M.FIRST),
        (standing(), standing(), M.SAME),
        (standing(), standing(S.DONE), M.DONE),
        (standing(S.DONE), standing(S.DONE), M.SAME),
        (standing(), standing(S.DROPPED), M.DROPPED),
        (standing(S.UNKNOWN), standing(S.NOT_STARTED), M.SAME),
        (standing(S.NOT_STARTED), standing(), M.ADVANCED),
        (standing(S.DROPPED), standing(), M.ADVANCED),
        (standing(reached=1), standing(reached=2), M.ADVANCED),
        (standing(), standing(state=D.LATE), M.SLIPPED),
        (standing(state=D.LATE), standing(state=D.LATE), M.SAME),
        (standing(due=date(2026, 5, 1)), standing(due=date(2026, 9, 1), reached=1), M.SLIPPED),
        (standing(due=date(2026, 9, 1)), standing(due=date(2026, 5, 1)), M.SAME),
        (standing(), standing(due=date(2026, 5, 1)), M.SAME),
        (standing(due=date(2026, 5, 1)), standing(S.DONE, due=date(2026, 9, 1)), M.DONE),
        (standing(S.DONE), standing(), M.SLIPPED),
    ],
)
def test_movement_between_two_reviews(before, now, expected):
    assert movement(before, now) == expected


STANDINGS = st.builds(
    Standing,
    status=st.sampled_from(S.values),
    state=st.sampled_from(D.values),
    due_on=st.none() | DAYS,
    due_precision=st.sampled_from(["day", "month", "year"]),
    milestones_reached=st.integers(0, 9),
)


@given(before=STANDINGS, now=STANDINGS)
def test_movement_always_has_one_word_and_lateness_is_never_an_advance(before, now):
    found = movement(before, now)

    assert found in M and found != M.FIRST
    became_late = now.state == D.LATE and before.state != D.LATE
    assert not (became_late and found == M.ADVANCED)
    assert movement(now, now) == M.SAME


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"open_review": True}, R.ALREADY_OPEN),
        ({"ends_on": date(2025, 12, 31)}, R.PERIOD_IN_DISORDER),
        ({"last_ends_on": date(2026, 1, 1)}, R.PERIOD_ALREADY_REVIEWED),
        ({"last_ends_on": date(2025, 12, 31)}, None),
    ],
)
def test_opening(changes, expected):
    asked = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 6, 30),
        "open_review": False,
        "last_ends_on": None,
    }
    assert may_open(**{**asked, **changes}).reason == expected


def test_writing_ends_with_publication():
    assert may_write(published=False)
    assert may_write(published=True).reason == R.ALREADY_PUBLISHED


READY = Readiness(
    published=False,
    ends_on=date(2026, 6, 30),
    commitment_count=34,
    agenda="Bilan",
    present=1,
    without_opinion=0,
)
AFTER = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"published": True}, R.ALREADY_PUBLISHED),
        ({"ends_on": AFTER}, R.PERIOD_NOT_OVER),
        ({"commitment_count": 0}, R.NOTHING_TO_REVIEW),
        ({"agenda": " \n"}, R.AGENDA_MISSING),
        ({"present": 0}, R.ATTENDANCE_MISSING),
        ({"without_opinion": 1}, R.OPINION_MISSING),
    ],
)
def test_publication_names_what_it_waits_for(changes, expected):
    facts = dataclasses.replace(READY, **changes)

    assert may_publish(facts, signed_off_by="Présidence", at=AFTER).reason == expected
    assert missing(facts, AFTER) == ([expected] if expected else [])


def test_publication_asks_for_a_function_that_signs():
    assert may_publish(READY, signed_off_by="  ", at=AFTER).reason == R.SIGN_OFF_MISSING


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé"), inner, max_size=4),
    max_leaves=12,
)


@given(value=JSON)
def test_canonical_form_is_one_and_stays_itself(value):
    text = canonical_text(value)

    assert canonical_text(json.loads(text)) == text
    assert fingerprint_of(value) == digest(text)


def test_canonical_form_knows_dates_moments_decimals_and_no_float():
    paris = datetime(2026, 5, 29, 12, 0, tzinfo=UTC)
    value = {"b": date(2026, 5, 29), "a": paris, "é": [Decimal("62.500"), None, "e\u0301"]}

    assert canonical_text(value) == (
        '{"a":"2026-05-29T12:00:00Z","b":"2026-05-29","é":["62.5",null,"é"]}'
    )
    for wrong in (1.5, {"a": 2.0}, datetime(2026, 1, 1)):
        with pytest.raises(TypeError):
            canonical_text(wrong)


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_decimals_are_written_without_exponent(value):
    text = decimal_text(value)

    assert Decimal(text) == value
    assert "E" not in text and not text.endswith(".")
