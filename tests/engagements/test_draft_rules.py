"""What may become of a report, a step, an indicator and a wording: each refusal with its reason."""

import pytest

from engagements import draft_rules as rules
from engagements.enums import DraftRefusal, DraftState, RefusalReason
from portal.decisions import ALLOWED, refuse

S, R = DraftState, DraftRefusal
OTHER = refuse(RefusalReason.OTHER_DEPARTMENT)


@pytest.mark.parametrize(
    ("state", "seen", "current", "reports", "decision"),
    [
        (None, "", "", True, ALLOWED),
        (S.DRAFT, "1", "1", True, ALLOWED),
        (S.SUBMITTED, "1", "1", True, ALLOWED),
        (S.RETURNED, "1", "1", True, ALLOWED),
        (S.PUBLISHED, "1", "1", True, refuse(R.SETTLED)),
        (S.DRAFT, "", "1", True, refuse(R.CHANGED)),
        (None, "1", "", True, refuse(R.CHANGED)),
        (None, "", "", False, OTHER),
    ],
)
def test_saving_asks_for_the_department_and_what_was_seen(state, seen, current, reports, decision):
    assert rules.may_save(state=state, seen=seen, current=current, reports=reports) == decision


@pytest.mark.parametrize(
    ("state", "reports", "decision"),
    [
        (S.DRAFT, True, ALLOWED),
        (S.RETURNED, True, ALLOWED),
        (S.PUBLISHED, True, refuse(R.SETTLED)),
        (S.DRAFT, False, OTHER),
    ],
)
def test_sending_asks_for_the_department(state, reports, decision):
    assert rules.may_send(state=state, reports=reports) == decision


@pytest.mark.parametrize(
    ("state", "approves", "seen", "decision"),
    [
        (S.SUBMITTED, True, "1", ALLOWED),
        (S.SUBMITTED, False, "1", refuse(R.NOT_APPROVER)),
        (S.DRAFT, True, "1", refuse(R.NOT_SENT)),
        (S.RETURNED, True, "1", refuse(R.NOT_SENT)),
        (S.PUBLISHED, True, "1", refuse(R.SETTLED)),
        (S.SUBMITTED, True, "0", refuse(R.CHANGED)),
    ],
)
def test_deciding_is_for_approvers_of_what_was_sent(state, approves, seen, decision):
    asked = {"state": state, "approves": approves, "seen": seen, "current": "1"}

    assert rules.may_publish(**asked) == decision
    assert rules.may_return(reason="Il manque la date.", **asked) == decision


def test_sending_back_asks_for_a_reason():
    asked = {"state": S.SUBMITTED, "approves": True, "seen": "1", "current": "1"}

    assert rules.may_return(reason="  ", **asked) == refuse(R.REASON_MISSING)


@pytest.mark.parametrize(
    ("state", "reports", "approves", "decision"),
    [
        (S.DRAFT, True, False, ALLOWED),
        (S.SUBMITTED, False, True, ALLOWED),
        (S.PUBLISHED, True, True, refuse(R.SETTLED)),
        (S.DRAFT, False, False, OTHER),
    ],
)
def test_throwing_away_never_concerns_news(state, reports, approves, decision):
    assert rules.may_discard(state=state, reports=reports, approves=approves) == decision


def test_a_correction_is_of_the_same_commitment():
    assert rules.may_correct(commitment=1, corrected_of=None)
    assert rules.may_correct(commitment=1, corrected_of=1)
    assert rules.may_correct(commitment=1, corrected_of=2) == refuse(R.OF_ANOTHER)


def test_a_step_reached_stays():
    step = {"label": "Ouvrir"}

    assert rules.may_change_step(reached=False, before=step, after=None)
    assert rules.may_change_step(reached=True, before=step, after=dict(step))
    for after in ({"label": "Fermer"}, None):
        decision = rules.may_change_step(reached=True, before=step, after=after)
        assert decision == refuse(R.STEP_REACHED)


def test_what_figures_are_read_with_stays():
    row = {"label": "Part", "unit": "%", "direction": "up", "source": "Achats"}

    assert rules.may_change_indicator(measured=False, before=row, after=None)
    assert rules.may_change_indicator(measured=True, before=row, after=dict(row))
    for after in ({**row, "unit": "€"}, {**row, "label": "Autre"}, None):
        decision = rules.may_change_indicator(measured=True, before=row, after=after)
        assert decision == refuse(R.INDICATOR_MEASURED)


def test_another_wording_asks_for_its_reason():
    asked = {"before": "Agir", "after": "Agir mieux"}

    assert rules.may_revise_wording(reason="Délibération", **asked)
    assert rules.may_revise_wording(before="Agir", after="Agir", reason="")
    assert rules.may_revise_wording(reason=" ", **asked) == refuse(R.WORDING_REASON_MISSING)
    empty = rules.may_revise_wording(before="Agir", after=" ", reason="x")
    assert empty == refuse(R.WORDING_EMPTY)
