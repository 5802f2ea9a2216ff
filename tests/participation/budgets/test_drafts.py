"""Baskets: kept sealed, found by any proof, reminded twice at most, erased by the vote."""

from datetime import datetime, time, timedelta

import pytest

from participation.budgets.actions.casting import cast_ballot, enter_roll
from participation.budgets.actions.drafts import remind, save_draft
from participation.budgets.actions.opening import open_box, pause_vote
from participation.budgets.enums import BudgetReason, EnvelopeMode, VoteChannel
from participation.budgets.models import BallotDraft
from participation.budgets.queries.voting import Draft, draft_of
from participation.budgets.rules import last_day
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.support import clock
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db


def keep(budget, voter, *projects, contact="camille@ville.example", at=clock.NOW, envelope="ville"):
    choices = tuple((str(one), 1) for one in projects)
    save_draft(
        budget=budget, voter=voter, envelope=envelope, choices=choices, contact=contact, at=at
    )


def refusal_of(work, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        work(*args, **kwargs)
    return refusal.value.reason


def mails():
    return OutgoingMail.objects.filter(kind="vote_draft").count()


def test_basket_is_kept_and_found_again_by_any_proof():
    budget = make_vote()
    both = make_voter(budget, 1, account="5")
    keep(budget, both, 1)
    keep(budget, both, 2, 4)

    assert draft_of(budget, both) == Draft("ville", (("2", 1), ("4", 1)))
    assert BallotDraft.objects.count() == 1
    by_mail = make_voter(budget, 1)
    keep(budget, by_mail, 3)
    keep(budget, both, 5)
    assert BallotDraft.objects.count() == 1
    assert draft_of(budget, make_voter(budget, 2)) is None


def test_basket_says_neither_what_nor_whose():
    budget = make_vote()
    keep(budget, make_voter(budget, 1), 1)
    keep(budget, make_voter(budget, 2), 1, 2, 3)

    first, second = BallotDraft.objects.values_list("sealed", "contact", "pseudonym")

    assert len(first[0]) == len(second[0])
    assert len({*first, *second}) == 6
    assert not any("camille" in one for one in (*first, *second))


def test_basket_may_be_empty_and_survives_an_interruption():
    budget = make_vote()
    voter = make_voter(budget, 1)
    open_box(budget=budget, at=clock.NOW)
    pause_vote(budget=budget, reason="Une panne.", by=None, at=clock.NOW)

    keep(budget, voter)

    assert draft_of(budget, voter) == Draft("ville", ())


def test_basket_holds_known_projects_of_somebody_who_proved_who_they_are():
    budget = make_vote()
    voter = make_voter(budget, 1)

    assert refusal_of(keep, budget, voter, 9) == BudgetReason.UNKNOWN_PROJECT
    assert refusal_of(keep, budget, voter, 1, 1) == BudgetReason.TWICE
    elsewhere = refusal_of(keep, budget, voter, 1, envelope="nulle-part")
    assert elsewhere == BudgetReason.UNKNOWN_PROJECT
    unproved = make_voter(budget, 1, mail="")
    assert refusal_of(keep, budget, unproved, 1) == BudgetReason.NOT_ELIGIBLE
    before = refusal_of(keep, budget, voter, 1, at=clock.before(budget))
    assert before == BudgetReason.NOT_OPENED


def test_vote_erases_the_basket():
    budget = make_vote()
    voter = make_voter(budget, 1)
    keep(budget, voter, 1)

    vote(budget, 1, 2)

    assert draft_of(budget, voter) is None
    assert draft_of(make_vote(), voter) is None


def _noon(budget, days_before_the_last):
    day = last_day(budget.closes_at) - timedelta(days=days_before_the_last)
    return datetime.combine(day, time(12), tzinfo=clock.PARIS) - timedelta(hours=3)


def test_basket_is_reminded_two_days_before_the_end_then_on_the_last_day():
    budget = make_vote()
    keep(budget, make_voter(budget, 1), 1)

    sent = [(left, remind(budget=budget, at=_noon(budget, left))) for left in (5, 3, 2, 2, 1, 0, 0)]

    assert sent == [(5, 0), (3, 0), (2, 1), (2, 0), (1, 0), (0, 1), (0, 0)]
    assert mails() == 2


def test_nobody_who_voted_is_reminded_nor_who_wants_no_mail():
    budget = make_vote()
    at = _noon(budget, 2)
    keep(budget, make_voter(budget, 1), 1)
    keep(budget, make_voter(budget, 2), 1, contact="")
    keep(budget, make_voter(budget, 3), 1)
    on_paper = make_voter(budget, 1, channel=VoteChannel.BOOTH, mail="")
    enter_roll(budget=budget, voter=on_paper, envelope="ville", at=at)

    assert remind(budget=budget, at=at) == 1
    assert OutgoingMail.objects.filter(kind="vote_draft").count() == 1


def test_basket_of_today_is_not_reminded_at_once():
    budget = make_vote()
    at = _noon(budget, 2)
    keep(budget, make_voter(budget, 1), 1, at=at)

    assert remind(budget=budget, at=at) == 0
    assert remind(budget=budget, at=_noon(budget, 1)) == 1


def test_nobody_is_reminded_of_a_vote_that_takes_no_ballot():
    budget = make_vote()
    assert remind(budget=budget, at=_noon(budget, 2)) == 0
    keep(budget, make_voter(budget, 1), 1)
    assert remind(budget=budget, at=clock.after(budget)) == 0
    pause_vote(budget=budget, reason="Une panne.", by=None, at=clock.NOW)

    assert remind(budget=budget, at=_noon(budget, 2)) == 0


def test_vote_that_ends_at_midnight_ends_the_day_before():
    midnight = datetime(2026, 6, 1, tzinfo=clock.PARIS)

    assert last_day(midnight).isoformat() == "2026-05-31"
    assert last_day(midnight + timedelta(seconds=1)).isoformat() == "2026-06-01"


def test_basket_follows_its_voter_to_another_district():
    budget = make_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 90_000)]
    )
    voter = make_voter(budget, 1)
    keep(budget, voter, 1, envelope="port")
    keep(budget, voter, 2, envelope="centre")

    assert draft_of(budget, voter) == Draft("centre", (("2", 1),))
    cast_ballot(budget=budget, voter=voter, envelope="centre", choices=(("2", 1),), at=clock.NOW)
    assert not BallotDraft.objects.exists()
