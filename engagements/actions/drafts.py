"""Reports in preparation: written, sent for approval, sent back, published, thrown away.

Every action takes the row of the commitment first, so that two people never decide at once.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.decisions import Refused, require
from portal.plain_text import clean_text

from .. import draft_rules
from ..enums import OPEN_DRAFTS, DraftRefusal, DraftState
from ..models import (
    Commitment,
    CommitmentUpdate,
    Department,
    DraftEvidence,
    Evidence,
    Indicator,
    Milestone,
    UpdateDraft,
)
from ..notifications import mail_draft_returned, mail_drafts_sent
from ..queries import department_ids_of
from ..queries.reporting import approvers, approves, reports_on, stamp
from .updates import record_update

logger = logging.getLogger(__name__)


class Prepared(TypedDict):
    """What a report says, complete or not."""

    reported_on: date
    status: str
    status_reason: str
    text: str
    next_step: str
    author_function: str
    due_on: date | None
    due_precision: str


# What evidence says, prepared or published.
PROOF = ("kind", "label", "url", "document", "deliberation_number", "dated_on")


@transaction.atomic
def save_draft(
    *,
    commitment: Commitment,
    said: Prepared,
    by: User,
    at: datetime,
    seen: str,
    evidence: Iterable[DraftEvidence] = (),
    milestones: Iterable[Milestone] = (),
    measures: Mapping[str, str] | None = None,
    corrects: CommitmentUpdate | None = None,
) -> UpdateDraft:
    """Keep what somebody prepares to report; nothing of it is public.

    A commitment has one report in preparation: it is found again, or begun. `seen` is the stamp
    of the one they had before them. A report sent for approval that is saved again is no longer
    sent. Raises Refused.
    """
    held = _held(commitment)
    corrected = corrects.commitment_id if corrects else None
    require(draft_rules.may_correct(commitment=held.pk, corrected_of=corrected))
    draft = _taken_up(held, by, at, seen)
    for name, value in said.items():
        setattr(draft, name, clean_text(value) if isinstance(value, str) else value)
    draft.corrects, draft.measures = corrects, dict(measures or {})
    draft.state, draft.changed_at = DraftState.DRAFT, at
    _write(draft)
    draft.evidence.all().delete()
    for position, one in enumerate(evidence):
        one.draft, one.position = draft, position
        one.save(force_insert=True)
    wanted = {one.pk for one in milestones}
    draft.milestones.set(held.milestones.filter(pk__in=wanted, reached_by=None))
    _tell("saved", draft, by)
    return draft


@transaction.atomic
def submit_draft(*, draft: UpdateDraft, by: User, at: datetime, tell: bool = True) -> UpdateDraft:
    """Send a report to those who approve, and tell them by mail. Raises Refused."""
    held = _held_draft(draft)
    reports = reports_on(by, held.commitment)
    require(draft_rules.may_send(state=held.state, reports=reports))
    if held.state != DraftState.SUBMITTED:
        held.state, held.submitted_at, held.changed_at = DraftState.SUBMITTED, at, at
        held.save(update_fields=["state", "submitted_at", "changed_at"])
        _log("send_report", held, by)
        if tell:
            tell_approvers([held], by=by)
    return held


def tell_approvers(drafts: list[UpdateDraft], *, by: User) -> None:
    """Tell by one mail each those who approve, except whoever sent the reports."""
    people = [person for person in approvers() if person.pk != by.pk]
    mail_drafts_sent(drafts, people)


@transaction.atomic
def return_draft(
    *, draft: UpdateDraft, by: User, at: datetime, reason: str, seen: str
) -> UpdateDraft:
    """Send a report back to whoever prepared it, with the reason, by mail. Raises Refused."""
    held = _held_draft(draft)
    require(
        draft_rules.may_return(
            state=held.state,
            approves=approves(by),
            reason=reason,
            seen=seen,
            current=stamp(held),
        )
    )
    held.state, held.returned_because = DraftState.RETURNED, reason.strip()
    held.decided_at = held.changed_at = at
    held.save(update_fields=["state", "returned_because", "decided_at", "changed_at"])
    _log("return_report", held, by)
    mail_draft_returned(held)
    return held


@transaction.atomic
def publish_draft(*, draft: UpdateDraft, by: User, at: datetime, seen: str) -> CommitmentUpdate:
    """Publish a report that waits for approval: it becomes news, once, and is kept beside it.

    Raises Refused, and UpdateRefused for what no news may say.
    """
    held = _held_draft(draft)
    require(
        draft_rules.may_publish(
            state=held.state, approves=approves(by), seen=seen, current=stamp(held)
        )
    )
    update = record_update(
        commitment=held.commitment,
        at=at,
        user=by,
        evidence=[_published(one) for one in held.evidence.select_related("document")],
        milestones=held.milestones.all(),
        figures=figures_of(held),
        reported_on=held.reported_on,
        status=held.status,
        status_reason=held.status_reason,
        text=held.text,
        next_step=held.next_step,
        author_function=held.author_function,
        due_on=held.due_on,
        due_precision=held.due_precision,
        corrects=held.corrects,
        recorded_by=held.prepared_by,
        approved_by=by,
    )
    held.state, held.published_as = DraftState.PUBLISHED, update
    held.decided_at = held.changed_at = at
    held.save(update_fields=["state", "published_as", "decided_at", "changed_at"])
    _tell("published", held, by)
    return update


@transaction.atomic
def discard_draft(*, draft: UpdateDraft, by: User, at: datetime) -> None:
    """Throw away a report in preparation, with its evidence. Raises Refused.

    Published news is never concerned.
    """
    held = _held_draft(draft)
    require(
        draft_rules.may_discard(
            state=held.state,
            reports=reports_on(by, held.commitment),
            approves=approves(by),
        )
    )
    _log("discard_report", held, by)
    held.delete()


def figures_of(draft: UpdateDraft) -> dict[Indicator, Decimal]:
    """Return the figures prepared, by indicator; those of an indicator gone meanwhile are left."""
    indicators = {str(one.pk): one for one in draft.commitment.indicators.all()}
    return {
        indicators[key]: Decimal(value)
        for key, value in draft.measures.items()
        if key in indicators
    }


def _held(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)


def _held_draft(draft: UpdateDraft) -> UpdateDraft:
    """The report as it is now, its commitment taken; Refused when somebody threw it away."""
    _held(draft.commitment)
    found = UpdateDraft.objects.select_related("commitment", "corrects", "prepared_by")
    held = found.filter(pk=draft.pk).first()
    if held is None:
        raise Refused(DraftRefusal.CHANGED)
    return held


def _taken_up(commitment: Commitment, by: User, at: datetime, seen: str) -> UpdateDraft:
    """The report in preparation, found again or begun; Refused when it may not be written."""
    draft = commitment.drafts.filter(state__in=OPEN_DRAFTS).first()
    require(
        draft_rules.may_save(
            state=draft.state if draft else None,
            seen=seen,
            current=stamp(draft),
            reports=reports_on(by, commitment),
        )
    )
    department = _department(commitment, by)
    return draft or UpdateDraft(
        commitment=commitment, started_at=at, prepared_by=by, department=department
    )


def _write(draft: UpdateDraft) -> None:
    """The database refuses a second report in preparation, should two begin at once."""
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        others = UpdateDraft.objects.filter(commitment=draft.commitment_id, state__in=OPEN_DRAFTS)
        if others.exclude(pk=draft.pk).exists():
            raise Refused(DraftRefusal.IN_PREPARATION) from error
        raise


def _department(commitment: Commitment, by: User) -> Department | None:
    """The department in whose name somebody reports: theirs that is concerned, in charge first."""
    concerned = department_ids_of(by) & commitment.department_ids()
    if commitment.lead_department_id in concerned:
        return commitment.lead_department
    return Department.objects.filter(pk__in=concerned).first()


def _published(one: DraftEvidence) -> Evidence:
    return Evidence(**{name: getattr(one, name) for name in PROOF})


def _log(action: str, draft: UpdateDraft, by: User) -> None:
    log(
        instance=draft.commitment,
        action=f"engagements.{action}",
        user=by,
        data={"draft": draft.pk},
    )
    _tell(action, draft, by)


def _tell(event: str, draft: UpdateDraft, by: User) -> None:
    extra = {
        "event": f"engagements.draft.{_EVENTS.get(event, event)}",
        "commitment": draft.commitment.number,
        "draft": draft.pk,
        "by": by.pk,
    }
    logger.info("Report in preparation", extra=extra)


_EVENTS = {"send_report": "sent", "return_report": "returned", "discard_report": "discarded"}
