"""Who may propose, decide and publish, and when. Pure: no query, no write, time is given."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from ... import rules as core
from ...enums import ActivityState, Moderation, Reason
from ..enums import (
    ADOPTING,
    CHANGES,
    AmendmentKind,
    DecisionOutcome,
    DraftingReason,
    PartKind,
)

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from ..models import Drafting, TextAmendment, TextVersion
    from .conflicts import Clash

TITLE_MINIMUM = 10
TITLE_MAXIMUM = 100
REASON_MINIMUM = 10
REASONS_MAXIMUM = 2000
REMARK_MAXIMUM = 2000
PROPOSED_MAXIMUM = 5000
NOTE_MAXIMUM = 600


def may_propose(
    drafting: "Drafting", version: "TextVersion | None", user: "Reader", at: datetime
) -> Decision:
    """Whether this person may propose an amendment or leave a remark now."""
    decision = core.may_contribute(drafting, user, at)
    if not decision:
        return decision
    return _still_open(version)


def _still_open(version: "TextVersion | None") -> Decision:
    """Whether there is a text, and no final version of it yet."""
    if version is None:
        return refuse(DraftingReason.NO_VERSION)
    return refuse(DraftingReason.TEXT_IS_FINAL) if version.is_final else ALLOWED


def may_say(kind: str, *, part: str, current: str | None, base: str, proposed: str) -> Decision:
    """Whether an amendment of this kind says something about the paragraph as it is now.

    `current` is the paragraph today (None: it is gone), `base` the one its author read.
    """
    if current is None:
        return refuse(DraftingReason.PARAGRAPH_GONE)
    if part == PartKind.HEADING and kind == AmendmentKind.DELETE:
        return refuse(DraftingReason.HEADING_STAYS)
    if kind in CHANGES and current != base:
        return refuse(DraftingReason.PARAGRAPH_CHANGED)
    if kind == AmendmentKind.REPLACE and proposed == current:
        return refuse(DraftingReason.NOTHING_CHANGES)
    return ALLOWED


def may_decide(
    amendment: "TextAmendment", version: "TextVersion | None", *, outcome: str, integrated: bool
) -> Decision:
    """Whether the group may decide on this amendment: public, not in a version yet."""
    if amendment.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLISHED_YET)
    if amendment.kind not in CHANGES:
        return refuse(DraftingReason.REMARK_IS_ANSWERED)
    if integrated:
        return refuse(DraftingReason.ALREADY_INTEGRATED)
    if outcome not in DecisionOutcome.values:
        return refuse(Reason.DECISION_MISSING)
    # What was left undecided may still be rejected once the text is final.
    return _still_open(version) if outcome in ADOPTING else ALLOWED


def may_publish_version(
    drafting: "Drafting",
    version: "TextVersion | None",
    *,
    changes: int,
    clashes: "Sequence[Clash]",
    waiting: int,
    is_final: bool,
    at: datetime,
) -> Decision:
    """Whether a version may be published with these changes, `waiting` being left undecided."""
    decision = _still_open(version)
    if not decision:
        return decision
    if clashes:
        return refuse(DraftingReason.CONFLICTS_LEFT)
    if not changes and not is_final:
        return refuse(DraftingReason.NOTHING_TO_INTEGRATE)
    if is_final and (waiting or drafting.state(at) != ActivityState.CLOSED):
        return refuse(DraftingReason.NOT_ALL_DECIDED)
    return ALLOWED


def may_retouch(version: "TextVersion | None", current: str | None, text: str) -> Decision:
    """Whether the group may write a paragraph otherwise in the next version, with a reason."""
    decision = _still_open(version)
    if not decision:
        return decision
    if current is None:
        return refuse(DraftingReason.PARAGRAPH_GONE)
    return refuse(DraftingReason.ADOPTED_TEXT_SAME) if text == current else ALLOWED
