"""Pure rules: hidden words, commitments, what lacks before the announcement, what is due when."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.inquiries import chain, rules
from participation.inquiries.due_rules import due_steps, notice_due, reminder_due
from participation.inquiries.enums import DocumentKind, InquiryReason, MemberRole, Step
from participation.inquiries.masking_rules import HIDDEN, visible_text
from participation.inquiries.models import Inquiry, Regime, Register
from tests.factories.inquiries import local
from tests.support import clock

WORDS = st.text("abcé .\n", max_size=40)
PLACES = st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=4)


@given(WORDS, PLACES)
def test_hidden_passages_never_show_what_they_hide(
    text: str, passages: list[tuple[int, int]]
) -> None:
    shown = visible_text(text, is_masked=True, passages=passages)
    hidden = {place for start, end in passages for place in range(max(0, start), end)}
    kept = [char for place, char in enumerate(text) if place not in hidden]
    if passages:
        assert list(shown.replace(HIDDEN, "")) == kept
    else:
        assert shown == ""
    assert visible_text(text, is_masked=False, passages=passages) == text


@given(WORDS, WORDS)
def test_a_commitment_is_of_one_value_and_one_salt(value: str, other: str) -> None:
    salt = chain.new_salt()
    assert chain.commitment(salt, value) != chain.commitment(chain.new_salt(), value)
    assert (chain.commitment(salt, value) == chain.commitment(salt, other)) == (value == other)
    assert chain.commitment(None, value) == ""


def procedure(**fields: Any) -> Any:
    delays = {
        "notice_days": 15,
        "reminder_days": 8,
        "extension_days": 15,
        "minutes_days": 8,
        "reply_days": 15,
        "report_days": 30,
    }
    regime = Regime(**{**delays, **fields})
    return Inquiry(
        regime=regime,
        opens_at=local(2026, 10, 1, 9),
        closes_at=local(2026, 10, 31, 17, 30),
        live=True,
    )


def test_steps_are_due_by_the_delays_of_the_regime() -> None:
    inquiry = procedure()
    assert notice_due(inquiry) == date(2026, 9, 16)
    assert reminder_due(inquiry) == date(2026, 10, 9)
    due = {one.step: one for one in due_steps(inquiry, filed={})}
    # A reply runs from the summary: nothing is due before there is one.
    assert {step: one.by for step, one in due.items()} == {
        Step.MINUTES: date(2026, 11, 8),
        Step.REPORT: date(2026, 11, 30),
    }
    filed = {DocumentKind.MINUTES: local(2026, 11, 9, 0, 30)}
    later = [(Step.REPORT, date(2026, 12, 15))]
    due = {one.step: one for one in due_steps(inquiry, filed=filed, postponed=later)}
    assert due[Step.MINUTES].is_late(date(2026, 11, 10))
    assert due[Step.REPLY].by == date(2026, 11, 24)
    assert (due[Step.REPORT].by, due[Step.REPORT].announced) == (
        date(2026, 12, 15),
        date(2026, 11, 30),
    )
    assert not due[Step.REPORT].is_late(date(2026, 12, 15))
    assert (
        due_steps(procedure(minutes_days=None, reply_days=None, report_days=None), filed={}) == []
    )


@pytest.mark.parametrize(
    ("days", "at", "reason"),
    [
        (15, 0, None),
        (16, 0, InquiryReason.EXTENSION_TOO_LONG),
        (0, 0, InquiryReason.EXTENSION_TOO_SHORT),
        (5, 31, InquiryReason.EXTENSION_TOO_LATE),
    ],
)
def test_an_extension_stays_within_the_regime(days: int, at: int, reason: Any) -> None:
    inquiry = procedure()
    register = Register(inquiry=inquiry, announced_at=local(2026, 9, 1, 9))
    decision = rules.may_extend(
        inquiry,
        register,
        first_end=inquiry.closes_at,
        to_moment=inquiry.closes_at + timedelta(days=days),
        reason="Le dossier a été complété.",
        at=inquiry.opens_at + timedelta(days=at),
    )
    assert decision.reason == reason


def test_each_party_files_its_own_documents_after_the_closing() -> None:
    register = Register(inquiry=procedure(), announced_at=local(2026, 9, 1, 9))
    after = register.inquiry.closes_at

    def may(kind: str, filed: set[str], at: Any = after, opinion: str = "") -> Any:
        return rules.may_file(kind, register, filed=filed, opinion=opinion, at=at).reason

    assert may("report", set(), after - clock.INSTANT) == InquiryReason.NOT_CLOSED
    assert may("added", set(), after - clock.INSTANT) is None
    assert may("conclusions", set(), opinion="favourable") == InquiryReason.REPORT_FIRST
    assert may("conclusions", {"report"}) == InquiryReason.OPINION_MISSING
    assert may("conclusions", {"report"}, opinion="reserved") is None
    assert may("report", {"report"}) == InquiryReason.ALREADY_FILED
    who: Any = SimpleNamespace(role=MemberRole.COMMISSIONER)
    applicant: Any = SimpleNamespace(role=MemberRole.APPLICANT)
    assert rules.filed_by_role("report", who, is_authority=False)
    assert not rules.filed_by_role("report", applicant, is_authority=True)
    assert rules.filed_by_role("reply", applicant, is_authority=False)
    assert not rules.filed_by_role("decision", None, is_authority=False)


def test_it_stays_on_the_site_for_its_time_after_the_last_outcome() -> None:
    until = rules.kept_until([clock.days(0), clock.days(2)], 365)
    register = Register(inquiry=procedure(), announced_at=clock.days(-60))
    assert until == clock.days(367)
    assert not rules.may_release(register, None, clock.days(900))
    assert not rules.may_release(register, until, clock.days(367) - clock.INSTANT)
    assert rules.may_release(register, until, clock.days(367))
    assert not rules.may_withdraw(register)
