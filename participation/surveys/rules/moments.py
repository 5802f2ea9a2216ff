"""Who may answer, how, when results are shown, who compares a sheet. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from ... import rules as core
from ...enums import ActivityState, Reason
from ..enums import Once, SurveyChannel, SurveyReason
from .questionnaire import Questionnaire, same_structure

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from ..models import Kiosk, SheetEntry, Survey


EXPORT_REASON_MINIMUM = 10


def may_answer(
    survey: "Survey", user: "Reader", at: datetime, *, answered: bool = False
) -> Decision:
    """Whether this person may answer online now; `answered`: this account already has."""
    decision = core.may_contribute(survey, user, at)
    if not decision:
        return decision
    if survey.once != Once.ACCOUNT:
        return ALLOWED
    if user is None or not user.is_authenticated:
        return refuse(SurveyReason.NEEDS_ACCOUNT)
    return refuse(SurveyReason.ALREADY_ANSWERED) if answered else ALLOWED


def may_use(survey: "Survey", channel: str) -> Decision:
    """Whether answers may come this way: an account is shown online only."""
    if channel != SurveyChannel.ONLINE and survey.once == Once.ACCOUNT:
        return refuse(SurveyReason.CHANNEL_CLOSED)
    return ALLOWED


def may_run(kiosk: "Kiosk", at: datetime) -> Decision:
    """Whether a kiosk takes answers now: not switched off, its survey open.

    Who stands before it is not known: what is for agents stays for agents, the team places it.
    """
    survey = kiosk.survey
    if kiosk.revoked_at is not None:
        return refuse(SurveyReason.KIOSK_REVOKED)
    if not survey.live:
        return refuse(Reason.UNPUBLISHED)
    state = survey.state(at)
    if state == ActivityState.COMING:
        return refuse(Reason.NOT_YET_OPEN)
    if state == ActivityState.CLOSED:
        return refuse(Reason.CLOSED)
    return may_use(survey, SurveyChannel.KIOSK)


def shows_results(survey: "Survey", at: datetime) -> bool:
    """Whether figures may be read: once it is closed, or live where the city chose so before."""
    state = survey.state(at)
    return state == ActivityState.CLOSED or (survey.results_live and state == ActivityState.OPEN)


def may_compare(entry: "SheetEntry", officer_id: int) -> Decision:
    """Whether this officer may compare a sheet with its paper: never what one keyed in."""
    if entry.verified_at is not None:
        return refuse(SurveyReason.ALREADY_COMPARED)
    if entry.keyed_by_id == officer_id:
        return refuse(SurveyReason.SAME_PERSON)
    return ALLOWED


def may_reword(before: Questionnaire, after: Questionnaire, reason: str) -> Decision:
    """Whether words of an answered questionnaire may be corrected: words alone, with a reason."""
    if not same_structure(before, after):
        return refuse(SurveyReason.ONLY_WORDS)
    if before == after:
        return refuse(SurveyReason.NOTHING_CHANGES)
    return ALLOWED if reason.strip() else refuse(SurveyReason.REASON_MISSING)


def rows_are_there(survey: "Survey", at: datetime, kept: int, minimum: int) -> Decision:
    """Whether answers may be taken away one by one: over, and enough of them are still kept."""
    if survey.state(at) != ActivityState.CLOSED:
        return refuse(SurveyReason.STILL_OPEN)
    return ALLOWED if kept >= minimum else refuse(SurveyReason.TOO_FEW)


def may_export(survey: "Survey", at: datetime, kept: int, minimum: int, reason: str) -> Decision:
    """The same, with the reason that stays beside the name of who takes them."""
    decision = rows_are_there(survey, at, kept, minimum)
    if decision and len(reason.strip()) < EXPORT_REASON_MINIMUM:
        return refuse(SurveyReason.EXPORT_REASON)
    return decision
