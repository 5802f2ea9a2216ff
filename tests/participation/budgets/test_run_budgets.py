"""run_budgets: opens, seals, counts, recounts by itself; one failure stops nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from participation.budgets.actions.casting import enter_roll
from participation.budgets.enums import CITY_ENVELOPE, SecretKind, VoteChannel
from participation.budgets.models import BallotBox, BoxSecret, Count, Recount
from tests.support import clock
from tests.support.counted import counted, sealed
from tests.support.votes import make_vote, make_voter, vote

WAIT = timedelta(hours=24)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def run():
    """The exit code and what was written."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("run_budgets", stdout=out, stderr=errors)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def test_whole_vote_is_run_by_the_clock_alone(move_to):
    budget = make_vote()
    move_to(clock.at_opening(budget))
    assert run()[:2] == (0, f"open: {budget.title}\n")
    vote(budget, 1, 1)
    move_to(clock.at_the_last_second(budget))
    assert run()[:2] == (0, "")
    move_to(clock.at_closing(budget))

    code, out, errors = run()

    assert (code, errors) == (0, "")
    assert out.split(": ")[0] == "seal"
    assert BallotBox.objects.get().sealed_at == clock.at_closing(budget)
    assert Count.objects.get().made_by is None
    assert Recount.objects.get().is_identical
    assert run()[:2] == (0, "")


def test_papers_of_the_roll_are_waited_for(move_to):
    budget = sealed(on_paper=True)
    other = make_vote(on_paper=True)
    move_to(clock.during(other))
    enter_roll(
        budget=other,
        voter=make_voter(other, 1, channel=VoteChannel.BOOTH),
        envelope=CITY_ENVELOPE,
        at=clock.during(other),
    )
    move_to(clock.at_closing(other) + WAIT)

    assert run()[0] == 0
    assert list(Count.objects.values_list("budget", flat=True)) == [budget.pk]


def test_envelopes_may_still_be_on_a_desk_for_a_day(move_to):
    budget = sealed(on_paper=True)
    move_to(clock.at_closing(budget) + WAIT - timedelta(seconds=1))
    assert run()[0] == 0
    assert not Count.objects.exists()
    move_to(clock.at_closing(budget) + WAIT)

    assert run()[0] == 0
    assert Count.objects.exists()


def test_one_budget_that_fails_stops_no_other(move_to, logged):
    broken, well = sealed(), sealed()
    BoxSecret.objects.filter(box=broken.pk, kind=SecretKind.SEAL).delete()
    move_to(clock.after(well))

    code, _out, errors = run()

    assert code == 1
    assert broken.title in errors
    assert list(Count.objects.values_list("budget", flat=True)) == [well.pk]
    assert [record.step for record in logged("budgets.step_failed")] == ["count"]


def test_recount_is_made_once_a_day(move_to):
    count = counted()
    for day in (1, 1, 2):
        move_to(clock.days(22 + day))
        assert run()[0] == 0

    assert count.recounts.count() == 2


def test_recount_that_differs_fails_the_run(move_to):
    count = counted()
    stored = count.files.get(name="ville.pb").stored
    stored.storage.delete(stored.name)
    move_to(clock.after(count.budget))

    assert run()[0] == 1
    assert not Recount.objects.get().is_identical
