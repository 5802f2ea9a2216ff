"""Countdowns and phases, in the words people read."""

from datetime import datetime, timedelta

import pytest

from participation.clock import countdown, phases
from participation.ideas.models import IdeaConsultation
from participation.models import ActivityTally
from tests.support import clock

MIDNIGHT = datetime(2026, 6, 1, 0, 0, tzinfo=clock.PARIS)


def call(**fields: object) -> IdeaConsultation:
    given = {
        "opens_at": clock.days(-10),
        "closes_at": MIDNIGHT,
        "answer_by": None,
        "promise": "Une réponse à chaque idée.",
        **fields,
    }
    return IdeaConsultation(**given)


@pytest.mark.parametrize(
    ("at", "figure", "label", "last"),
    [
        (clock.NOW, "21", "jours restants", False),
        (MIDNIGHT - timedelta(days=1, hours=1), "2", "jours restants", False),
        (MIDNIGHT - timedelta(hours=23, minutes=10), "24", "heures restantes", True),
        (MIDNIGHT - timedelta(minutes=5), "1", "heure restante", True),
    ],
)
def test_time_left_is_said_in_days_then_in_hours(
    at: datetime, figure: str, label: str, last: bool
) -> None:
    said = countdown(call(), at)
    assert said is not None
    assert (said.figure, said.label, said.last_day) == (figure, label, last)


def test_an_end_at_midnight_is_told_as_the_minute_before() -> None:
    said = countdown(call(), clock.NOW)
    assert said is not None
    assert said.detail.replace("\u00a0", " ") == "dimanche 31 mai, 23 h 59"


def test_a_closed_call_counts_nothing() -> None:
    assert countdown(call(), MIDNIGHT) is None


def test_a_coming_call_counts_the_days_before_it_opens() -> None:
    said = countdown(call(opens_at=clock.days(1)), clock.NOW)
    assert said is not None
    assert (said.figure, said.label) == ("1", "jour avant l’ouverture")


@pytest.mark.parametrize(
    ("at", "states"),
    [
        (clock.days(-20), ["next", "next", "next", "next"]),
        (clock.NOW, ["now", "next", "next", "next"]),
        (clock.days(30), ["past", "now", "next", "next"]),
        (clock.days(90), ["past", "past", "past", "now"]),
    ],
)
def test_phases_follow_the_dates(at: datetime, states: list[str]) -> None:
    steps = phases(call(answer_by=clock.days(60).date()), at)
    assert [step.state for step in steps] == states


def test_without_a_date_of_answer_none_is_announced() -> None:
    assert len(phases(call(), clock.NOW)) == 2


def test_a_call_whose_days_are_forgotten_says_its_period_in_words() -> None:
    steps = phases(call(period_label="De mars à mai 2019", promise=""), clock.days(90))
    assert [(step.dates, step.state) for step in steps] == [("De mars à mai 2019", "past")]


@pytest.mark.parametrize(
    ("answered", "at", "said", "state"),
    [
        (3, clock.days(30), "toutes sont données", "past"),
        (1, clock.days(30), "au plus tard le 10 juillet 2026", "next"),
        (1, clock.days(90), "1 sur 3, les autres sont en retard", "now"),
        (3, clock.days(90), "toutes sont données", "past"),
    ],
)
def test_answers_are_counted_and_lateness_is_said(
    answered: int, at: datetime, said: str, state: str
) -> None:
    activity = call(answer_by=clock.days(60).date())
    activity.tally = ActivityTally(
        activity=activity, contribution_count=3, published_count=3, answered_count=answered
    )
    step = phases(activity, at)[2]
    assert (step.dates.replace("\u00a0", " "), step.state) == (said, state)
