"""The web server killed with kill -9: what was receipted is there, the rest is whole or absent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from participation.actions.counters import recount
from participation.enums import ModerationMode
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ActivityTally, ContributionWish, FacetCount, Support, Theme
from portal.form_tokens import new_token
from tests.factories.accounts import UserFactory
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support.served import (
    CUT,
    Served,
    blocked_on_a_row,
    session_of,
    until,
    wait_for_the_dead,
)

GIVERS, SUPPORTERS = 8, 4
_numbers = count(1)


@pytest.fixture
def theme(served: Served) -> Theme:
    return ThemeFactory.create()


@pytest.fixture
def call(served: Served, theme: Theme) -> IdeaConsultation:
    """A call open today, whose ideas are public at once: all its counters move with each idea."""
    return IdeaConsultationFactory.create(
        themes=[theme],
        moderation_mode=ModerationMode.AFTER,
        opens_at=timezone.now() - timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=1),
    )


def _form(theme: Theme) -> dict[str, Any]:
    """A form filled in, whose page was opened a minute ago."""
    number = next(_numbers)
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        token = new_token()
    return {
        "action": "envoyer",
        "title": f"Planter le tilleul numéro {number:04}",
        "text": f"Il manque de l’ombre sur la place : un tilleul y suffirait, le {number}e.",
        "theme": theme.pk,
        "wishes": "comment",
        "token": token,
    }


def _receipt(location: str) -> str:
    """The receipt number in the address to which a deposit leads."""
    place, _slash, receipt = location.rstrip("/").rpartition("/")
    assert place.endswith("/recu"), location
    return receipt


@dataclass
class Witness:
    """What visitors saw until the server died under them."""

    receipts: dict[str, str] = field(default_factory=dict)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    supported: int = 0


def _first_idea(call: IdeaConsultation, theme: Theme) -> Idea:
    """An idea that is there before anybody comes, public since it was given."""
    return submit_idea(
        consultation=call, title="Un banc", text="Un banc.", theme=theme, at=timezone.now()
    )


def _give_until_cut(served: Served, call: IdeaConsultation, theme: Theme, seen: Witness) -> None:
    while True:
        form = _form(theme)
        try:
            answer = served.post(f"{call.url}contribuer/", form, visitor=next(_numbers))
        except CUT:
            seen.unanswered.append(form)
            return
        assert answer.status == 302, answer.text
        seen.receipts[form["title"]] = _receipt(answer.location)


def _support_until_cut(served: Served, idea: Idea, session: str, seen: Witness) -> None:
    for action in _in_turn("soutenir", "retirer"):
        try:
            answer = served.post(f"{idea.url}soutenir/", {"action": action}, session=session)
        except CUT:
            return
        assert answer.status == 302, answer.text
        seen.supported += 1


def _in_turn(*actions: str) -> Iterator[str]:
    while True:
        yield from actions


def _all_is_whole(call: IdeaConsultation) -> list[Idea]:
    """The ideas of a call, after checking that each is complete and that all is counted."""
    ideas = list(Idea.objects.filter(activity=call).order_by("number"))
    assert [idea.number for idea in ideas] == list(range(1, len(ideas) + 1))
    tally = ActivityTally.objects.get(activity=call)
    figures = (tally.last_number, tally.contribution_count, tally.published_count)
    assert figures == (len(ideas),) * 3
    for idea in ideas:
        assert idea.support_count == Support.objects.filter(contribution=idea).count()
    assert recount(activity=call) is False
    return ideas


def test_what_was_receipted_is_there_after_a_kill(
    served: Served, call: IdeaConsultation, theme: Theme
) -> None:
    served.start()
    given: dict[str, str] = {}
    # The second time, it is killed before the last receipt could even be read.
    for reads_receipt in (True, False):
        for _each in range(3):
            form = _form(theme)
            sent = served.post(f"{call.url}contribuer/", form)
            given[form["title"]] = receipt = _receipt(sent.location)
        if reads_receipt:
            page = served.get(sent.location)
            assert (page.status, receipt in page.text) == (200, True)
        served.kill()
        served.start()
        followed = served.get(f"/suivi/{receipt}/")
        assert (followed.status, form["title"] in followed.text) == (200, True)
    public = served.get(call.url)
    assert [title for title in given if title not in public.text] == []
    ideas = _all_is_whole(call)
    assert {idea.title: idea.receipt_display for idea in ideas} == given


@pytest.mark.parametrize("answers", [5, 30])
def test_killed_while_many_give_and_support_nothing_is_half_done(
    served: Served, call: IdeaConsultation, theme: Theme, answers: int
) -> None:
    supported = _first_idea(call, theme)
    sessions = [session_of(UserFactory.create()) for _ in range(SUPPORTERS)]
    served.start()
    seen = Witness()
    with ThreadPoolExecutor(GIVERS + SUPPORTERS) as pool:
        work = [pool.submit(_give_until_cut, served, call, theme, seen) for _ in range(GIVERS)]
        work += [pool.submit(_support_until_cut, served, supported, s, seen) for s in sessions]
        try:
            until(lambda: len(seen.receipts) >= answers and seen.supported, "too few answers")
        finally:
            served.kill()
        for each in work:
            each.result()
    wait_for_the_dead()

    stored = {idea.title: idea.receipt_display for idea in _all_is_whole(call)[1:]}
    assert stored == stored | seen.receipts
    assert len(seen.unanswered) == GIVERS
    assert set(stored) - set(seen.receipts) <= {form["title"] for form in seen.unanswered}
    assert ContributionWish.objects.count() == len(stored)
    _send_again(served, call, seen, stored)


def test_killed_after_its_rows_and_before_its_counters_an_idea_is_not_there(
    served: Served, call: IdeaConsultation, theme: Theme
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: nobody can be stopped half-way")
    _first_idea(call, theme)
    served.start()
    seen = Witness()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # The last rows that a deposit writes: it stops before them.
            held = list(FacetCount.objects.select_for_update().filter(activity=call))
            assert held
            work = pool.submit(_give_until_cut, served, call, theme, seen)
            until(blocked_on_a_row, "the deposit does not reach its counters")
            served.kill()
            work.result()
        wait_for_the_dead()
    assert (len(seen.unanswered), seen.receipts) == (1, {})
    assert [idea.title for idea in _all_is_whole(call)] == ["Un banc"]
    _send_again(served, call, seen, stored={})


def _send_again(
    served: Served, call: IdeaConsultation, seen: Witness, stored: dict[str, str]
) -> None:
    """Who got no answer sends the same page again: nothing is lost, nothing is there twice."""
    served.start()
    for form in seen.unanswered:
        again = served.post(f"{call.url}contribuer/", form, visitor=next(_numbers))
        if receipt := stored.get(form["title"]):
            assert (again.status, receipt in again.text) == (409, True)
        else:
            assert again.status == 302
    titles = [idea.title for idea in _all_is_whole(call)[1:]]
    expected = {*stored, *(form["title"] for form in seen.unanswered)}
    assert (len(titles), set(titles)) == (len(expected), expected)
