"""What may become of a report in preparation, of a step, a figure and a wording. Pure: no query."""

from collections.abc import Mapping
from typing import Any

from portal.decisions import ALLOWED, Decision, refuse

from .enums import OPEN_DRAFTS, DraftRefusal, DraftState, RefusalReason

# What of an indicator says how its published figures are read.
READ_WITH_FIGURES = ("label", "unit", "direction", "source")


def may_save(*, state: str | None, seen: str, current: str, reports: bool) -> Decision:
    """Decide whether somebody writes into the report of a commitment, new when `state` is None.

    `seen` is the stamp of what they had before them, `current` of what is there now: two pilots
    never overwrite each other without knowing.
    """
    if not reports:
        return refuse(RefusalReason.OTHER_DEPARTMENT)
    if seen != current:
        return refuse(DraftRefusal.CHANGED)
    if state is not None and state not in OPEN_DRAFTS:
        return refuse(DraftRefusal.SETTLED)
    return ALLOWED


def may_send(*, state: str, reports: bool) -> Decision:
    """Decide whether a report goes to those who approve; sent again, it stays there."""
    if not reports:
        return refuse(RefusalReason.OTHER_DEPARTMENT)
    return ALLOWED if state in OPEN_DRAFTS else refuse(DraftRefusal.SETTLED)


def may_discard(*, state: str, reports: bool, approves: bool) -> Decision:
    """Decide whether a report in preparation is thrown away: by its department or an approver."""
    if not (reports or approves):
        return refuse(RefusalReason.OTHER_DEPARTMENT)
    return ALLOWED if state in OPEN_DRAFTS else refuse(DraftRefusal.SETTLED)


def may_return(*, state: str, approves: bool, reason: str, seen: str, current: str) -> Decision:
    """Decide whether a report goes back to its department, with a reason that it will read."""
    decision = _may_decide(state=state, approves=approves, seen=seen, current=current)
    if decision and not reason.strip():
        return refuse(DraftRefusal.REASON_MISSING)
    return decision


def may_publish(*, state: str, approves: bool, seen: str, current: str) -> Decision:
    """Decide whether a report becomes news: sent, unchanged since it was read, by an approver."""
    return _may_decide(state=state, approves=approves, seen=seen, current=current)


def _may_decide(*, state: str, approves: bool, seen: str, current: str) -> Decision:
    if not approves:
        return refuse(DraftRefusal.NOT_APPROVER)
    if state not in OPEN_DRAFTS:
        return refuse(DraftRefusal.SETTLED)
    if state != DraftState.SUBMITTED:
        return refuse(DraftRefusal.NOT_SENT)
    return ALLOWED if seen == current else refuse(DraftRefusal.CHANGED)


def may_correct(*, commitment: int, corrected_of: int | None) -> Decision:
    """Decide whether news corrects other news: of the same commitment only."""
    if corrected_of is None or corrected_of == commitment:
        return ALLOWED
    return refuse(DraftRefusal.OF_ANOTHER)


def may_change_step(
    *, reached: bool, before: Mapping[str, Any], after: Mapping[str, Any] | None
) -> Decision:
    """Decide whether a step is rewritten, or deleted (`after` None): never once it is reached.

    Its place in the list may still change.
    """
    return ALLOWED if not reached or after == before else refuse(DraftRefusal.STEP_REACHED)


def may_change_indicator(
    *, measured: bool, before: Mapping[str, Any], after: Mapping[str, Any] | None
) -> Decision:
    """Decide whether an indicator is rewritten or deleted: not what its figures are read with.

    Its target, its decimals and its place may still change.
    """
    if not measured:
        return ALLOWED
    if after is None or any(after[name] != before[name] for name in READ_WITH_FIGURES):
        return refuse(DraftRefusal.INDICATOR_MEASURED)
    return ALLOWED


def may_revise_wording(*, before: str, after: str, reason: str) -> Decision:
    """Decide whether the official wording changes: with a reason, which is published."""
    if not after.strip():
        return refuse(DraftRefusal.WORDING_EMPTY)
    if after.strip() != before and not reason.strip():
        return refuse(DraftRefusal.WORDING_REASON_MISSING)
    return ALLOWED
