"""Batches of paper ballots: keyed in twice, blind, compared, settled, signed off, frozen."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.budgets import ballot_box
from participation.budgets.actions import papers
from participation.budgets.actions.booth import accept_envelope, enter_at_booth
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.papers import Reading
from participation.budgets.enums import (
    CITY_ENVELOPE,
    BatchState,
    BudgetReason,
    PaperKind,
    PaperReason,
    VoteChannel,
)
from participation.budgets.models import (
    BallotBox,
    PaperBatch,
    PaperReading,
    SealedBallot,
    VoteEvent,
)
from participation.budgets.queries.paper import balances
from participation.budgets.queries.rules import rules_in_force
from portal.decisions import Refused
from tests.support import clock
from tests.support.paper_votes import CODES, HOLD, KEY, paper_vote, shown, staff, text_of
from tests.support.votes import vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

VALID = PaperKind.VALID


def opened(budget: Any, count: int = 2, **given: Any) -> PaperBatch:
    usual = {
        "channel": VoteChannel.BOOTH,
        "place": "Mairie",
        "envelope": CITY_ENVELOPE,
        "by": staff(KEY),
        "at": clock.NOW,
    }
    return papers.open_batch(budget=budget, count=count, **{**usual, **given})


def said(position: int, *projects: int, kind: PaperKind = VALID, note: str = "") -> Reading:
    return Reading(position, kind, tuple((str(one), 1) for one in projects), note)


def keyed(batch: PaperBatch, by: Any, *readings: Reading) -> PaperBatch:
    for one in readings:
        papers.key_in(batch=batch, reading=one, by=by, at=clock.NOW)
    return papers.finish_keying(batch=batch, by=by, at=clock.NOW)


def refusal(work: Any) -> Any:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.reason


def test_a_batch_keyed_in_alike_is_signed_off_and_put_in_the_box() -> None:
    budget, first, second = paper_vote(), staff(KEY), staff(KEY)
    batch = opened(budget, 3)
    readings = [
        said(1, 3, 12),
        said(2, kind=PaperKind.BLANK),
        said(3, kind=PaperKind.VOID, note="Signé"),
    ]

    assert keyed(batch, first, *readings).state == BatchState.FIRST_DONE
    assert keyed(batch, second, *readings).state == BatchState.READY
    signed = papers.sign_off(batch=batch, by=second, at=clock.NOW)

    assert (signed.state, signed.signed_by) == (BatchState.SIGNED, second)
    box = BallotBox.objects.get()
    put = sorted(
        (one.kind, ballot_box.open_sealed(box, one.sealed)) for one in SealedBallot.objects.all()
    )
    assert put == [("blank", ()), ("valid", (("3", 1), ("12", 1))), ("void", ())]
    assert set(SealedBallot.objects.values_list("channel", flat=True)) == {"booth"}
    facts = VoteEvent.objects.get(kind="batch_signed").facts
    assert facts == '{"batch":1,"blank":1,"papers":3,"valid":1,"void":1}'


def test_readings_are_sealed_and_all_of_one_length() -> None:
    budget = paper_vote()
    batch = opened(budget, 2)
    by = staff(KEY)
    papers.key_in(batch=batch, reading=said(1, 3, 12), by=by, at=clock.NOW)
    papers.key_in(batch=batch, reading=said(2, kind=PaperKind.BLANK), by=by, at=clock.NOW)

    sealed = list(PaperReading.objects.values_list("sealed", flat=True))

    assert len({len(one) for one in sealed}) == 1
    assert not any('"12"' in one for one in sealed)


def test_the_same_person_never_keys_in_twice() -> None:
    batch, first = opened(paper_vote(), 1), staff(KEY)
    keyed(batch, first, said(1, 3))

    again = lambda: papers.key_in(batch=batch, reading=said(1, 3), by=first, at=clock.NOW)  # noqa: E731
    assert refusal(again) == BudgetReason.SAME_AGENT
    with (
        pytest.raises(IntegrityError, match="paper_batch_keyed_by_two_people"),
        transaction.atomic(),
    ):
        PaperBatch.objects.filter(pk=batch.pk).update(second_by=first)


def test_a_keying_belongs_to_whoever_began_it_and_has_an_end() -> None:
    batch, first, other = opened(paper_vote(), 2), staff(KEY), staff(KEY)
    papers.key_in(batch=batch, reading=said(1, 3), by=first, at=clock.NOW)

    for work in (
        lambda: papers.key_in(batch=batch, reading=said(2, 3), by=other, at=clock.NOW),
        lambda: papers.finish_keying(batch=batch, by=other, at=clock.NOW),
    ):
        assert refusal(work) == PaperReason.NOT_YOURS
    unfinished = lambda: papers.finish_keying(batch=batch, by=first, at=clock.NOW)  # noqa: E731
    assert refusal(unfinished) == PaperReason.NOT_KEYED


def test_a_paper_is_corrected_until_its_keying_is_done() -> None:
    batch, first, second = opened(paper_vote(), 1), staff(KEY), staff(KEY)
    papers.key_in(batch=batch, reading=said(1, 3), by=first, at=clock.NOW)
    keyed(batch, first, said(1, 4))

    assert keyed(batch, second, said(1, 4)).state == BatchState.READY
    assert PaperReading.objects.count() == 2


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (said(1, 1, 2, 3, 4, 5, 6), BudgetReason.TOO_MANY),
        (said(1, 99), BudgetReason.UNKNOWN_PROJECT),
        (said(1, 3, 3), BudgetReason.TWICE),
        (said(1), BudgetReason.EMPTY),
        (said(1, kind=PaperKind.VOID), PaperReason.VOID_SAYS_WHY),
        (said(0, 3), PaperReason.NOT_A_PAPER),
        (said(2, 3), PaperReason.NOT_A_PAPER),
    ],
)
def test_what_the_rules_do_not_allow_is_no_valid_paper(reading: Reading, reason: Any) -> None:
    batch = opened(paper_vote(), 1)

    work = lambda: papers.key_in(batch=batch, reading=reading, by=staff(KEY), at=clock.NOW)  # noqa: E731
    assert refusal(work) == reason
    assert PaperReading.objects.count() == 0


def test_whoever_keyed_in_first_does_not_sign() -> None:
    batch, first, second = opened(paper_vote(), 1), staff(KEY), staff(KEY)
    keyed(batch, first, said(1, 3))
    assert refusal(lambda: papers.sign_off(batch=batch, by=second, at=clock.NOW)) == (
        PaperReason.NOT_READY
    )
    keyed(batch, second, said(1, 3))

    assert refusal(lambda: papers.sign_off(batch=batch, by=first, at=clock.NOW)) == (
        PaperReason.FIRST_KEYER
    )
    assert SealedBallot.objects.count() == 0


def test_a_signed_batch_changes_no_more_even_in_the_database() -> None:
    batch, first, second = opened(paper_vote(), 1), staff(KEY), staff(KEY)
    keyed(batch, first, said(1, 3))
    keyed(batch, second, said(1, 3))
    papers.sign_off(batch=batch, by=second, at=clock.NOW)

    assert refusal(lambda: papers.sign_off(batch=batch, by=second, at=clock.NOW)) == (
        PaperReason.SIGNED
    )
    discard = {"batch": batch, "reason": "Erreur", "by": second, "at": clock.NOW}
    assert refusal(lambda: papers.discard_batch(**discard)) == PaperReason.SIGNED
    for work in (
        lambda: PaperBatch.objects.update(place="Ailleurs"),
        lambda: PaperBatch.objects.all()._raw_delete("default"),
        lambda: PaperReading.objects.update(kind="void"),
        lambda: PaperReading.objects.create(
            batch=batch, position=1, turn=3, kind="void", note="Tardif"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()
    assert SealedBallot.objects.count() == 1


def test_a_batch_is_keyed_in_after_closing_until_the_count() -> None:
    budget, first, second = paper_vote(), staff(KEY), staff(KEY)
    vote(budget, 1, 3)
    seal_box(budget=budget, at=clock.after(budget))
    batch = opened(budget, 1)
    keyed(batch, first, said(1, 3))
    keyed(batch, second, said(1, 3))
    papers.sign_off(batch=batch, by=second, at=clock.after(budget))
    assert SealedBallot.objects.filter(channel="booth").count() == 1

    BallotBox.objects.update(counted_at=clock.after(budget))

    assert refusal(lambda: opened(budget, 1)) == PaperReason.COUNTED


def test_a_batch_opened_by_mistake_is_taken_back_with_its_readings() -> None:
    budget, first = paper_vote(), staff(KEY)
    batch = opened(budget, 2)
    papers.key_in(batch=batch, reading=said(1, 3), by=first, at=clock.NOW)
    discard = {"batch": batch, "by": first, "at": clock.NOW}
    assert refusal(lambda: papers.discard_batch(reason=" ", **discard)) == (
        BudgetReason.REASON_MISSING
    )

    papers.discard_batch(reason="Mauvais compte", **discard)

    assert PaperBatch.objects.count() == PaperReading.objects.count() == 0


def test_the_roll_and_the_papers_are_compared_for_each_envelope() -> None:
    budget, first, second = paper_vote(), staff(KEY), staff(KEY)
    for name in ("Durand", "Petit"):
        enter_at_booth(
            budget=budget,
            place="Mairie",
            envelope=CITY_ENVELOPE,
            shown=shown(name),
            at=clock.NOW,
        )
    accept_envelope(budget=budget, envelope=CITY_ENVELOPE, shown=shown("Roy"), at=clock.NOW)
    batch = opened(budget, 1)
    opened(budget, 1)
    keyed(batch, first, said(1, 3))
    keyed(batch, second, said(1, 3))
    papers.sign_off(batch=batch, by=second, at=clock.NOW)

    [line] = balances(budget, rules_in_force(budget))

    assert (line.booth, line.postal, line.signed, line.waiting) == (2, 1, 1, 1)
    assert (line.difference, line.missing) == (-2, 1)


def test_only_their_keyer_reads_readings_and_only_while_keying() -> None:
    batch, first, second = opened(paper_vote(), 1), staff(KEY), staff(KEY)
    papers.key_in(batch=batch, reading=said(1, 3), by=first, at=clock.NOW)

    assert papers.own_readings(batch=PaperBatch.objects.get(), by=first)[1].choices == (("3", 1),)
    assert papers.own_readings(batch=PaperBatch.objects.get(), by=second) == {}
    papers.finish_keying(batch=batch, by=first, at=clock.NOW)
    assert papers.own_readings(batch=PaperBatch.objects.get(), by=first) == {}
    assert papers.own_readings(batch=PaperBatch.objects.get(), by=second) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_makes_as_many_queries_for_one_batch_as_for_three(
    client_of: Any, count: int
) -> None:
    budget, user = paper_vote(), staff(KEY)
    for _number in range(count):
        keyed(opened(budget, 1, by=user), staff(KEY), said(1, 3))
    browser = client_of(user)
    address = reverse("paper_ballots:budget", args=[budget.pk])
    browser.get(address)

    with CaptureQueriesContext(connection) as captured:
        browser.get(address)

    assert len(captured) == 19


@pytest.mark.parametrize("right", ["", HOLD, CODES, "conduct_budget"])
def test_papers_are_for_those_who_key_them_in(client_of: Any, right: str) -> None:
    batch = opened(paper_vote(), 1)
    browser = client_of(staff(*filter(None, [right])))
    pages = [
        reverse("paper_ballots:index"),
        reverse("paper_ballots:budget", args=[batch.budget_id]),
        reverse("paper_ballots:open", args=[batch.budget_id]),
        reverse("paper_ballots:batch", args=[batch.pk]),
        reverse("paper_ballots:key_in", args=[batch.pk, 1]),
        reverse("paper_ballots:settle", args=[batch.pk, 1]),
    ]

    assert {browser.get(page).status_code for page in pages} == {302}
    assert text_of(browser.get(pages[0])) == ""
