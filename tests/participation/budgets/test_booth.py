"""Voting places and envelopes: once each, no name kept, doubles set aside unopened."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from participation.budgets.actions.booth import (
    accept_envelope,
    enter_at_booth,
    leave_booth,
    set_aside,
)
from participation.budgets.enums import (
    CITY_ENVELOPE,
    BudgetReason,
    EnvelopeMode,
    PaperReason,
    UndoReason,
)
from participation.budgets.models import (
    BoothDay,
    DoubleVote,
    ParticipatoryBudget,
    SealedBallot,
    VoteEvent,
    VoterEntry,
    VoterKey,
)
from portal.decisions import Refused
from portal.security.models import SecurityEvent
from tests.support import clock
from tests.support.paper_votes import HOLD, KEY, PERSON, paper_vote, shown, staff, text_of
from tests.support.threads import together
from tests.support.votes import vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

INDEX = "voting_booth:index"


def enter(budget: Any, person: Any, **given: Any) -> Any:
    usual = {"place": "Mairie", "envelope": CITY_ENVELOPE, "at": clock.NOW}
    return enter_at_booth(budget=budget, shown=person, **{**usual, **given})


def refusal(work: Any) -> Any:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.reason


def at_a_place(client_of: Any, budget: ParticipatoryBudget, **fields: Any) -> Any:
    """A screen that stands at the town hall."""
    browser = client_of(staff(HOLD, **fields))
    browser.post(reverse("voting_booth:place"), {"budget": budget.pk, "place": "Mairie"})
    return browser


def send(browser: Any, address: str, **given: Any) -> Any:
    """What a person shows, sent from the page as it is now."""
    token = browser.get(address).context["token"]
    return browser.post(address, {**PERSON, "token": token, **given}, follow=True)


def everything_kept() -> str:
    """All that the database and the sessions hold, as one text."""
    with connection.cursor() as cursor:
        kept = ""
        for table in connection.introspection.table_names():
            if table.startswith(("budgets_", "django_session", "security_")):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of ours
                kept += repr(cursor.fetchall())
    return kept.lower()


def test_a_person_enters_the_roll_once() -> None:
    budget = paper_vote()

    entry = enter(budget, shown())

    assert (entry.channel, entry.envelope, entry.voted_on) == (
        "booth",
        CITY_ENVELOPE,
        date(2026, 5, 11),
    )
    assert refusal(lambda: enter(budget, shown("DURAND", first_names="nadia"))) == (
        BudgetReason.ALREADY_ON_PAPER
    )
    assert BoothDay.objects.get().entered == 1


def test_whoever_voted_online_is_given_no_ballot() -> None:
    budget = paper_vote()
    vote(budget, 1, 3)

    reason = refusal(
        lambda: enter(budget, shown("Martin", first_names="Camille b", born_on=date(1980, 2, 3)))
    )

    assert reason == BudgetReason.ALREADY_ONLINE


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"declares": False}, PaperReason.NOT_DECLARED),
        ({"born_on": None}, PaperReason.NOBODY_NAMED),
        ({"first_names": " "}, PaperReason.NOBODY_NAMED),
        ({"born_on": date(2010, 5, 12)}, PaperReason.TOO_YOUNG),
    ],
)
def test_not_enough_is_shown(given: Any, reason: Any) -> None:
    budget = paper_vote()

    assert refusal(lambda: enter(budget, shown(**given))) == reason
    assert VoterEntry.objects.count() == 0


def test_the_birthday_itself_is_old_enough() -> None:
    assert enter(paper_vote(), shown(born_on=date(2010, 5, 11)))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [(-timedelta(seconds=1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_a_place_closes_to_the_second(moment: timedelta, allowed: bool) -> None:
    budget = paper_vote()
    at = budget.closes_at + moment

    if allowed:
        assert enter(budget, shown(), at=at)
    else:
        assert refusal(lambda: enter(budget, shown(), at=at)) == BudgetReason.CLOSED


def test_a_vote_without_paper_has_no_place() -> None:
    budget = paper_vote(on_paper=False)

    assert refusal(lambda: enter(budget, shown())) == PaperReason.PAPER_NOT_OFFERED


@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.django_db(transaction=True)
def test_two_places_that_enter_the_same_person_at_once_enter_one() -> None:
    budget = paper_vote()
    found = together(8, lambda number: enter(budget, shown(), place=f"Lieu {number % 2}"))

    assert sum(isinstance(one, VoterEntry) for one in found) == 1
    assert found.count(BudgetReason.ALREADY_ON_PAPER) == 7
    assert VoterEntry.objects.count() == 1
    assert sum(day.entered for day in BoothDay.objects.all()) == 1


def test_leaving_takes_the_line_away_and_one_may_come_back() -> None:
    budget, officer = paper_vote(), staff(HOLD)
    entry = enter(budget, shown())

    leave_booth(
        budget=budget,
        place="Mairie",
        entry=entry.pk,
        reason=UndoReason.LEFT,
        by=officer,
        at=clock.NOW,
    )

    assert VoterEntry.objects.count() == VoterKey.objects.count() == 0
    assert VoteEvent.objects.get(kind="roll_undone").facts == '{"reason":"left"}'
    assert SecurityEvent.objects.filter(event="budgets.booth.undone").count() == 1
    day = BoothDay.objects.get()
    assert (day.entered, day.left) == (1, 1)
    assert enter(budget, shown())


def test_a_line_of_yesterday_or_of_another_channel_stays() -> None:
    budget, officer = paper_vote(), staff(HOLD)
    entry = enter(budget, shown())
    posted = accept_envelope(
        budget=budget, envelope=CITY_ENVELOPE, shown=shown("Petit"), at=clock.NOW
    )
    usual = {"budget": budget, "place": "Mairie", "reason": UndoReason.LEFT, "by": officer}

    for given in (
        {"entry": entry.pk, "at": clock.days(1)},
        {"entry": posted.pk, "at": clock.NOW},
        {"entry": None, "at": clock.NOW},
    ):
        assert refusal(lambda: leave_booth(**usual, **given)) == (  # noqa: B023 - called at once
            PaperReason.NOTHING_TO_UNDO
        )

    assert VoterEntry.objects.count() == 2


def test_an_envelope_of_a_voter_stays_closed_and_is_told_without_a_name() -> None:
    budget, officer = paper_vote(), staff(HOLD)
    enter(budget, shown())
    late = clock.after(budget)
    given = {"budget": budget, "envelope": CITY_ENVELOPE, "shown": shown(), "at": late}

    assert refusal(lambda: accept_envelope(**given)) == BudgetReason.ALREADY_ON_PAPER
    set_aside(by=officer, **given)

    line = DoubleVote.objects.get()
    assert (line.kept, line.set_aside) == ("booth", "postal")
    assert (
        VoteEvent.objects.get(kind="double_vote").facts == '{"kept":"booth","set_aside":"postal"}'
    )
    assert SealedBallot.objects.count() == 0


def test_an_envelope_received_in_time_is_accepted_after_closing() -> None:
    budget = paper_vote()

    entry = accept_envelope(
        budget=budget, envelope=CITY_ENVELOPE, shown=shown(), at=clock.after(budget)
    )

    assert entry.channel == "postal"


def test_an_envelope_of_nobody_in_the_roll_is_not_set_aside() -> None:
    budget = paper_vote()

    reason = refusal(
        lambda: set_aside(
            budget=budget, envelope=CITY_ENVELOPE, shown=shown(), by=staff(), at=clock.NOW
        )
    )

    assert reason == PaperReason.NOT_IN_ROLL
    assert DoubleVote.objects.count() == 0


def test_the_screen_says_may_vote_and_forgets_the_name(client_of: Any) -> None:
    budget = paper_vote()
    browser = at_a_place(client_of, budget)

    said = text_of(send(browser, reverse(INDEX)))

    assert "Peut voter : remettez un bulletin" in said
    assert "Durand" not in said
    assert "Personnes inscrites ici aujourd’hui</dt><dd>1" in said
    kept = everything_kept()
    assert "durand" not in kept
    assert "nadia" not in kept
    assert "1981" not in kept


def test_the_screen_says_already_voted_and_what_to_do(client_of: Any) -> None:
    budget = paper_vote()
    browser = at_a_place(client_of, budget)
    send(browser, reverse(INDEX))

    said = text_of(send(browser, reverse(INDEX)))

    assert "A déjà voté sur papier : ne remettez pas de bulletin" in said
    assert "Durand" not in said
    assert VoterEntry.objects.count() == 1


def test_a_button_pressed_twice_enters_one_person(client_of: Any) -> None:
    budget = paper_vote()
    browser = at_a_place(client_of, budget)
    token = browser.get(reverse(INDEX)).context["token"]

    pages = [browser.post(reverse(INDEX), {**PERSON, "token": token}) for _time in range(2)]

    assert [page.status_code for page in pages] == [302, 302]
    assert "Peut voter" in text_of(browser.get(reverse(INDEX)))
    assert VoterEntry.objects.count() == 1


def test_the_screen_takes_back_its_last_line_only(client_of: Any) -> None:
    budget = paper_vote()
    browser, other = at_a_place(client_of, budget), at_a_place(client_of, budget)
    send(browser, reverse(INDEX))
    undo = reverse("voting_booth:undo")

    other.post(undo, {"reason": "left"})
    assert VoterEntry.objects.count() == 1
    browser.post(undo, {"reason": "quelqu’un"})
    assert VoterEntry.objects.count() == 1
    browser.post(undo, {"reason": "left"})
    assert VoterEntry.objects.count() == 0
    browser.post(undo, {"reason": "left"})
    assert BoothDay.objects.get().left == 1


def test_districts_are_chosen_for_each_person(client_of: Any) -> None:
    budget = paper_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 50_000)]
    )
    browser = at_a_place(client_of, budget)

    assert "envelope" in send(browser, reverse(INDEX)).context["form"].errors
    said = text_of(send(browser, reverse(INDEX), envelope="centre"))

    assert "Secteur : Centre" in said
    assert VoterEntry.objects.get().envelope == "centre"


def test_a_closed_vote_shows_no_person(client_of: Any) -> None:
    budget = paper_vote()
    user = staff(HOLD)

    with time_machine.travel(budget.closes_at, tick=False):
        page = client_of(user).get(reverse(INDEX), follow=True)

    assert "Aucun vote ouvert" in text_of(page)


def test_envelopes_at_the_desk(client_of: Any) -> None:
    budget = paper_vote()
    browser = client_of(staff(HOLD))
    address = reverse("voting_booth:envelope", args=[budget.pk])

    assert "mettez l’enveloppe intérieure dans l’urne" in text_of(send(browser, address))
    again = send(browser, address)
    assert "A déjà voté sur papier" in text_of(again)
    token = again.context["token"]
    for _time in range(2):
        browser.post(address, {**PERSON, "token": token, "action": "set_aside"})

    assert VoterEntry.objects.count() == 1
    assert DoubleVote.objects.count() == 1
    assert browser.get(reverse("voting_booth:envelopes")).headers["Location"] == address


@pytest.mark.parametrize("right", ["", KEY, "make_voting_codes", "conduct_budget"])
def test_places_are_for_those_who_hold_them(client_of: Any, right: str) -> None:
    budget = paper_vote()
    browser = client_of(staff(*filter(None, [right])))
    pages = [reverse(f"voting_booth:{name}") for name in ("index", "place", "envelopes")]
    pages.append(reverse("voting_booth:envelope", args=[budget.pk]))

    assert {browser.get(page).status_code for page in pages} == {302}
    assert browser.post(reverse("voting_booth:undo"), {"reason": "left"}).status_code == 302
