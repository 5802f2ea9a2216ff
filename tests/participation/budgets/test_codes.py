"""Voting codes: drawn, kept as hashes only, given once in a file, used, cancelled."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.budgets import pdf
from participation.budgets.actions.booth import enter_at_booth
from participation.budgets.actions.codes import cancel_codes, make_codes
from participation.budgets.enums import (
    CITY_ENVELOPE,
    BudgetReason,
    EnvelopeMode,
    KeyKind,
    PaperReason,
)
from participation.budgets.models import CodeBatch, VoteEvent, VoterKey, VotingCode
from participation.budgets.queries.paper import code_batches, code_standing
from participation.budgets.voters import key_of
from portal import paper_codes
from portal.decisions import Refused
from portal.security.models import SecurityEvent
from tests.support import clock
from tests.support.paper_votes import CODES, HOLD, paper_vote, shown, staff, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

needs_pango = pytest.mark.skipif(pdf.engine() is None, reason="Pango is missing")


def made(budget: Any, count: int = 3, **given: Any) -> Any:
    usual = {"label": "Port", "envelope": "", "reason": "Courrier aux habitants", "by": staff()}
    return make_codes(budget=budget, count=count, at=clock.NOW, **{**usual, **given})


def refusal(work: Any) -> Any:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.reason


def columns_of(table: str) -> str:
    """Everything that the database keeps in a table, as one text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of ours
        return repr(cursor.fetchall())


def test_two_thousand_codes_are_kept_as_hashes_only(logged: Any) -> None:
    budget = paper_vote()

    batch, codes = made(budget, 2_000)

    assert len(set(codes)) == VotingCode.objects.filter(batch=batch).count() == 2_000
    assert all(paper_codes.normalise(code) == code for code in codes)
    assert VotingCode.objects.filter(key=key_of(budget.pk, KeyKind.CODE, codes[0])).exists()
    kept = columns_of("budgets_votingcode") + columns_of("budgets_codebatch")
    kept += columns_of("budgets_voteevent") + columns_of("security_securityevent") + repr(logged)
    assert not any(code in kept or paper_codes.display(code) in kept for code in codes[:50])


def test_the_public_journal_says_how_many_and_why_not_where() -> None:
    budget = paper_vote()
    batch, _codes = made(budget, 20, label="Résidence Les Pins")

    line = VoteEvent.objects.get(kind="codes_made")

    assert '"count":20' in line.facts
    assert "Courrier aux habitants" in line.facts
    assert "Les Pins" not in line.facts
    assert SecurityEvent.objects.get(event="budgets.codes.made").details == {
        "batch": batch.pk,
        "count": 20,
    }


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"envelope": "nulle-part"}, PaperReason.ENVELOPE_UNKNOWN),
        ({"reason": " "}, BudgetReason.REASON_MISSING),
        ({"at": clock.days(20)}, BudgetReason.CLOSED),
    ],
)
def test_codes_are_refused_with_the_reason(given: Any, reason: Any) -> None:
    budget = paper_vote()
    usual = {"label": "Port", "envelope": "", "reason": "Courrier", "by": staff(), "at": clock.NOW}

    assert refusal(lambda: make_codes(budget=budget, count=3, **{**usual, **given})) == reason
    assert CodeBatch.objects.count() == VotingCode.objects.count() == 0


def test_a_vote_without_codes_makes_none() -> None:
    budget = paper_vote(by_code=False)

    assert refusal(lambda: made(budget)) == PaperReason.CODES_NOT_OFFERED


def test_a_typed_code_is_a_slip_unknown_or_good() -> None:
    budget, other = paper_vote(), paper_vote()
    code = made(budget).codes[0]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    assert code_standing(budget, paper_codes.display(code).lower()).decision.allowed
    assert code_standing(budget, wrong).decision.reason == PaperReason.CODE_MISTYPED
    assert code_standing(budget, code[:5]).decision.reason == PaperReason.CODE_MISTYPED
    assert code_standing(other, code).decision.reason == BudgetReason.CODE_UNKNOWN


def test_codes_live_on_when_the_secret_of_the_portal_changes(settings: Any) -> None:
    budget = paper_vote()
    code = made(budget).codes[0]

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre clé, tirée depuis, assez longue pour servir"

    assert code_standing(budget, code).decision.allowed


def test_a_code_serves_once_at_a_voting_place() -> None:
    budget = paper_vote()
    code = made(budget).codes[0]
    enter(budget, shown("Durand", code=code))

    assert refusal(lambda: enter(budget, shown("Martin", code=code))) == (
        BudgetReason.ALREADY_ON_PAPER
    )


def enter(budget: Any, person: Any, envelope: str = CITY_ENVELOPE) -> Any:
    return enter_at_booth(
        budget=budget, place="Mairie", envelope=envelope, shown=person, at=clock.NOW
    )


def test_a_code_of_a_district_votes_there_only() -> None:
    budget = paper_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 50_000)]
    )
    code = made(budget, envelope="port").codes[0]

    reason = refusal(lambda: enter(budget, shown(code=code), "centre"))

    assert reason == BudgetReason.CODE_ELSEWHERE
    assert enter(budget, shown(code=code), "port").envelope == "port"


def test_cancelling_voids_what_was_not_used() -> None:
    budget = paper_vote()
    batch, (used, unused, _third) = made(budget)
    enter(budget, shown(code=used))

    cancel_codes(batch=batch, reason="Fichier perdu", by=staff(), at=clock.NOW)

    assert code_standing(budget, used).decision.allowed
    assert code_standing(budget, unused).decision.reason == BudgetReason.CODE_CANCELLED
    assert refusal(lambda: enter(budget, shown("Martin", code=unused))) == (
        BudgetReason.CODE_CANCELLED
    )
    again = {"batch": batch, "reason": "Encore", "by": staff(), "at": clock.NOW}
    assert refusal(lambda: cancel_codes(**again)) == PaperReason.CANCELLED
    assert "Fichier perdu" in VoteEvent.objects.get(kind="codes_cancelled").facts
    assert VoterKey.objects.filter(kind=KeyKind.CODE).count() == 1


def test_another_batch_replaces_a_cancelled_one() -> None:
    budget = paper_vote()
    lost = made(budget).batch
    cancel_codes(batch=lost, reason="Perdu", by=staff(), at=clock.NOW)

    code = made(budget).codes[0]

    assert code_standing(budget, code).decision.allowed


def test_the_desk_gives_the_table_once(client_of: Any) -> None:
    budget = paper_vote()
    browser = client_of(staff(CODES))
    address = reverse("voting_codes:make", args=[budget.pk])
    given = {"label": "Port", "count": "25", "reason": "Courrier", "file": "csv"}
    browser.get(address)

    sent = browser.post(address, given)

    table = b"".join(sent.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert rows[0] == ["code", "adresse_du_vote"]
    assert len(rows) == 26
    assert rows[1][1].endswith(budget.url)
    assert code_standing(budget, rows[1][0]).decision.allowed
    listed = text_of(browser.get(reverse("voting_codes:index")))
    assert "Port" in listed
    assert rows[1][0] not in listed


def test_the_desk_says_what_is_wrong(client_of: Any) -> None:
    budget = paper_vote()
    browser = client_of(staff(CODES))
    address = reverse("voting_codes:make", args=[budget.pk])
    given = {"label": "Port", "count": "501", "reason": "Courrier", "file": "letters"}

    for wrong in ({}, {"count": "0", "file": "csv"}, {"count": "200001", "file": "csv"}):
        page = browser.post(address, {**given, **wrong})
        assert page.status_code == 200
        assert page.context["form"].errors

    assert CodeBatch.objects.count() == 0


@needs_pango
def test_letters_are_a_tagged_pdf_and_the_model_bears_no_code(client_of: Any) -> None:
    budget = paper_vote()
    browser = client_of(staff(CODES))
    given = {"label": "Port", "count": "2", "reason": "Courrier", "file": "letters"}

    sent = browser.post(reverse("voting_codes:make", args=[budget.pk]), given)
    model = browser.get(reverse("voting_codes:letter", args=[budget.pk]))

    for response in (sent, model):
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        assert b"%%EOF" in response.content
    assert VotingCode.objects.count() == 2


def test_use_is_told_from_ten_on_both_sides(client_of: Any) -> None:
    budget = paper_vote()
    _batch, codes = made(budget, 22)
    small = made(budget, 1, label="Une lettre")
    for number, code in enumerate(codes[:10]):
        enter(budget, shown(f"Durand {chr(97 + number)}", code=code))
    enter(budget, shown("Seule", code=small.codes[0]))
    browser = client_of(staff(CODES))

    listed = text_of(browser.get(reverse("voting_codes:index")))

    assert {one.label: one.used_count for one in code_batches()} == {"Port": 10, "Une lettre": 1}
    assert "10 utilisés, 12 non utilisés" in listed
    assert listed.count("Non montré") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_batches_makes_as_many_queries_for_one_as_for_three(
    client_of: Any, count: int
) -> None:
    budget, user = paper_vote(), staff(CODES)
    for _number in range(count):
        made(budget, 1, by=user)
    browser = client_of(user)
    browser.get(reverse("voting_codes:index"))

    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse("voting_codes:index"))

    assert len(captured) == 14


def test_cancelling_at_the_desk_asks_why(client_of: Any) -> None:
    batch = made(paper_vote()).batch
    browser = client_of(staff(CODES))
    address = reverse("voting_codes:cancel", args=[batch.pk])

    assert "reason" in browser.post(address, {"reason": " "}).context["form"].errors
    browser.post(address, {"reason": "Fichier perdu"})

    batch.refresh_from_db()
    assert batch.cancelled_because == "Fichier perdu"
    assert "Fichier perdu" in text_of(browser.get(reverse("voting_codes:index")))


@pytest.mark.parametrize("right", ["", HOLD, "key_in_ballots", "conduct_budget"])
def test_codes_are_for_those_who_make_them(client_of: Any, right: str) -> None:
    batch = made(paper_vote()).batch
    browser = client_of(staff(*filter(None, [right])))
    pages = [
        reverse("voting_codes:index"),
        reverse("voting_codes:make", args=[batch.budget_id]),
        reverse("voting_codes:letter", args=[batch.budget_id]),
        reverse("voting_codes:cancel", args=[batch.pk]),
    ]

    assert {browser.get(page).status_code for page in pages} == {302}
