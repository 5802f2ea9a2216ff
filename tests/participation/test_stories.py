"""The story of a contribution: each step, past or to come, with its day, its words and its link."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from engagements.enums import CommitmentStatus
from engagements.models import Commitment
from participation.actions import (
    confirm_contribution,
    support_contribution,
    supporter_of,
    verify_entry,
)
from participation.clock import elapsed
from participation.enums import Channel, ModerationMode, Verdict
from participation.models import Contribution
from participation.stories import Step, story, time_taken
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import CommitmentFactory, CommitmentUpdateFactory
from tests.factories.paper import keyed_entry
from tests.factories.participation import (
    IdeaConsultationFactory,
    answered_idea,
    make_idea,
    publish,
    published_idea,
    refused_idea,
)
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site", "now")

SENT_AT = clock.days(-3)
TODAY = clock.NOW.date()


def told(idea: Contribution, at: datetime = clock.NOW) -> list[Step]:
    return story(Contribution.objects.with_story().get(pk=idea.pk), at)


def brief(idea: Contribution, at: datetime = clock.NOW) -> list[tuple[str, str]]:
    return [(step.state, step.title.replace("\u00a0", " ")) for step in told(idea, at)]


def step(idea: Contribution, title: str, at: datetime = clock.NOW) -> Step:
    (found,) = (s for s in told(idea, at) if s.title.replace("\u00a0", " ") == title)
    return found


def taken(idea: Contribution) -> tuple[str, bool] | None:
    found = time_taken(Contribution.objects.with_story().get(pk=idea.pk))
    return (found.words, found.until_done) if found else None


def done_commitment(number: int, day: date, **fields: Any) -> Commitment:
    commitment = CommitmentFactory.create(number=number, status=CommitmentStatus.DONE, **fields)
    CommitmentUpdateFactory.create(commitment=commitment, reported_on=day - timedelta(days=40))
    CommitmentUpdateFactory.create(
        commitment=commitment, reported_on=day, status=CommitmentStatus.DONE, text="C’est fait."
    )
    return commitment


def test_an_idea_just_sent_has_its_future_before_it() -> None:
    assert brief(make_idea()) == [
        ("past", "Déposée"),
        ("next", "Lecture, puis publication"),
        ("next", "Réponse de la ville"),
    ]


def test_an_address_to_confirm_is_a_step() -> None:
    call = IdeaConsultationFactory.create(confirms_email=True)
    idea = make_idea(call, email="a@test.example", at=SENT_AT)
    title = "Adresse confirmée"
    assert brief(idea)[1] == ("next", "Adresse à confirmer")
    confirm_contribution(contribution=idea, at=clock.days(-2))
    assert step(idea, title).at == clock.days(-2).date()
    assert brief(idea)[:3] == [
        ("past", "Déposée"),
        ("past", title),
        ("next", "Lecture, puis publication"),
    ]


def test_a_paper_is_keyed_in_then_verified() -> None:
    entry = keyed_entry()
    assert brief(entry.contribution)[1:3] == [
        ("past", "Saisie par un agent"),
        ("next", "Vérifiée par un second agent"),
    ]
    verified = verify_entry(entry=entry, verified_by=AgentFactory.create(), at=clock.NOW)
    assert brief(verified)[1] == ("past", "Saisie par un agent, vérifiée par un second")


@pytest.mark.parametrize(
    ("days", "said"), [(0, "le jour même"), (1, "en 1 jour"), (3, "en 3 jours")]
)
def test_the_reading_says_how_long_it_took(days: int, said: str) -> None:
    idea = publish(make_idea(at=SENT_AT), at=SENT_AT + timedelta(days=days))
    assert step(idea, "Lue et publiée").note.endswith(said)


def test_published_before_it_is_read_is_said_so() -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = make_idea(call, at=SENT_AT)
    assert step(idea, "Publiée").at == SENT_AT.date()
    assert brief(publish(idea))[1] == ("past", "Lue et publiée")


def test_a_refusal_ends_the_story_with_its_reason() -> None:
    idea = refused_idea()
    assert brief(idea) == [("past", "Déposée"), ("past", "Lue, non publiée")]
    assert "La question portait sur les achats." in told(idea)[-1].note


def test_supports_are_counted_with_a_link(resident: User) -> None:
    idea = published_idea()
    nobody = step(idea, "Soutenue")
    assert (nobody.state, nobody.note) == ("next", "Par personne pour l’instant")
    supporter = supporter_of(user=resident, at=clock.NOW)
    support_contribution(contribution=idea, supporter=supporter, user=resident, at=clock.NOW)
    somebody = step(idea, "Soutenue")
    assert (somebody.state, somebody.note) == ("past", "1 soutien")
    assert somebody.url == f"{idea.url}#soutenir"


@pytest.mark.parametrize("fields", [{"supports_allowed": False}, {"closes_at": clock.days(-1)}])
def test_supports_that_nobody_gave_nor_can_give_are_no_step(fields: dict[str, Any]) -> None:
    idea = published_idea(IdeaConsultationFactory.create(**fields))
    assert "Soutenue" not in [title for _state, title in brief(idea)]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (18, "18 jours avant la date promise"),
        (1, "1 jour avant la date promise"),
        (0, "à la date promise"),
        (-12, "12 jours après la date promise"),
        (None, "Idée retenue"),
    ],
)
def test_the_answer_is_measured_against_the_promised_date(due: int | None, said: str) -> None:
    call = IdeaConsultationFactory.create(answer_by=None if due is None else clock.days(due).date())
    answer = step(answered_idea(call), "Réponse de la ville")
    assert (answer.state, answer.at) == ("past", TODAY)
    assert answer.note.endswith(said)


@pytest.mark.parametrize(("days", "state"), [(-1, "next"), (0, "next"), (1, "late"), (400, "late")])
def test_an_answer_is_late_from_the_day_after_it_was_due(days: int, state: str) -> None:
    call = IdeaConsultationFactory.create(answer_by=clock.days(30).date())
    found = step(published_idea(call), "Réponse de la ville", clock.days(30 + days))
    assert (found.state, found.at) == (state, clock.days(30).date())
    assert ("En retard" in found.note) is (state == "late")


def test_a_call_of_the_past_says_nothing_of_what_is_not_known() -> None:
    call = IdeaConsultationFactory.create(period_label="En 2019", closes_at=clock.days(20))
    idea = published_idea(call, channel=Channel.UNRECORDED)
    assert [(s.title, s.at, s.note) for s in told(idea) if s.title != "Soutenue"] == [
        ("Déposée", None, "Avant ce site"),
        ("Lue et publiée", None, ""),
    ]
    assert taken(idea) is None


def test_a_retained_idea_without_commitment_says_so() -> None:
    assert brief(answered_idea())[-1] == ("next", "Rattachée à un engagement")
    assert brief(answered_idea(verdict=Verdict.DECLINED))[-1] == ("past", "Réponse de la ville")


def test_a_commitment_under_way_shows_its_last_dated_news_and_when_it_is_due() -> None:
    commitment = CommitmentFactory.create(
        number=17, status=CommitmentStatus.UNDER_WAY, due_on=date(2027, 6, 1)
    )
    for day, text in ((date(2026, 4, 1), "Neuf"), (date(2026, 3, 1), "Vieux")):
        CommitmentUpdateFactory.create(commitment=commitment, reported_on=day, text=text)
    idea = answered_idea(commitments=[commitment])
    assert brief(idea)[-3:] == [
        ("past", "Rattachée à l’engagement n° 17"),
        ("past", "Engagement n° 17 : en cours"),
        ("next", "Réalisée"),
    ]
    linked, progress, outcome = told(idea)[-3:]
    assert linked.note == commitment.wording
    assert (progress.at, progress.note) == (date(2026, 4, 1), "Neuf")
    assert outcome.note.replace("\u00a0", " ") == "Échéance : juin 2027"
    assert {linked.url, progress.url, outcome.url} == {commitment.get_absolute_url()}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due_on": date(2027, 6, 9), "due_precision": "day"}, "Échéance : 9 juin 2027"),
        ({"due_on": date(2027, 6, 1), "due_precision": "year"}, "Échéance : 2027"),
        (
            {
                "due_on": date(2026, 6, 1),
                "revised_due_on": date(2028, 3, 1),
                "revised_due_precision": "month",
            },
            "Échéance : mars 2028",
        ),
        ({}, "Aucune échéance n’est publiée"),
    ],
)
def test_what_is_to_be_done_says_by_when_as_it_was_announced(
    fields: dict[str, Any], said: str
) -> None:
    commitment = CommitmentFactory.create(status=CommitmentStatus.UNDER_WAY, **fields)
    idea = answered_idea(commitments=[commitment])
    assert step(idea, "Réalisée").note.replace("\u00a0", " ") == said


def test_a_commitment_without_news_or_late_says_so() -> None:
    silent = CommitmentFactory.create(number=3, due_on=date(2025, 1, 1))
    idea = answered_idea(commitments=[silent])
    state, title = brief(idea)[-2]
    assert (state, title) == ("late", "Engagement n° 3 : en retard")
    assert told(idea)[-2].note == "Aucune nouvelle publiée"


def test_what_is_done_has_its_day_its_proof_and_the_whole_delay() -> None:
    call = IdeaConsultationFactory.create(opens_at=clock.days(-400))
    idea = answered_idea(
        call, at=clock.days(-399), commitments=[done_commitment(5, date(2026, 3, 2))]
    )
    outcome = step(idea, "Réalisée")
    assert (outcome.state, outcome.at, outcome.note) == ("past", date(2026, 3, 2), "C’est fait.")
    assert taken(idea) == (elapsed(idea.submitted_at.date(), TODAY), True)


def test_with_several_commitments_done_waits_for_the_last_one() -> None:
    first, second = done_commitment(5, date(2026, 3, 2)), done_commitment(6, date(2026, 5, 4))
    idea = answered_idea(commitments=[first, second])
    assert step(idea, "Réalisée").at == date(2026, 5, 4)
    Commitment.objects.filter(pk=second.pk).update(status=CommitmentStatus.UNDER_WAY)
    assert step(idea, "Réalisée").state == "next"
    assert taken(idea) == (elapsed(idea.submitted_at.date(), TODAY), False)


def test_dropped_commitments_are_not_waited_for() -> None:
    dropped = CommitmentFactory.create(
        number=9, status=CommitmentStatus.DROPPED, status_reason="Trop cher."
    )
    idea = answered_idea(commitments=[dropped])
    assert brief(idea)[-1] == ("next", "Engagement n° 9 : abandonné")
    both = answered_idea(commitments=[dropped, done_commitment(5, date(2026, 3, 2))])
    assert step(both, "Réalisée").state == "past"


def test_the_same_story_is_told_by_the_receipt(client: Any) -> None:
    idea = answered_idea(commitments=[done_commitment(5, date(2026, 3, 2))])
    page = client.get(idea.story_url).content.decode()
    assert "Réalisée" in page
    assert "De l’idée à la réalisation" in page


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2025, 3, 18), date(2026, 3, 2), "11 mois et 12 jours"),
        (date(2026, 5, 11), date(2026, 5, 11), "moins d’un jour"),
        (date(2026, 5, 11), date(2026, 5, 12), "1 jour"),
        (date(2026, 1, 31), date(2026, 2, 28), "1 mois"),
        (date(2026, 1, 31), date(2026, 3, 1), "1 mois et 1 jour"),
        (date(2024, 2, 29), date(2025, 2, 28), "1 an"),
        (date(2024, 2, 28), date(2026, 4, 27), "2 ans et 1 mois"),
        (date(2025, 12, 31), date(2026, 12, 30), "11 mois et 30 jours"),
    ],
)
def test_how_long_it_took_is_said_in_months_and_days(start: date, end: date, said: str) -> None:
    assert elapsed(start, end).replace("\u00a0", " ") == said
