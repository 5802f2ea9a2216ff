"""Who may take part: lists and codes brought as hashes, proofs taken, all erased in the end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.decisions import Refused, require
from portal.keyed_hashes import keyed
from portal.paper_codes import new_code
from portal.security.actions import record_event

from ..eligibility import CHECKED, Eligibility, EligibilityReason, Proof, RollKind
from ..enums import Reason
from ..models import (
    Activity,
    Contribution,
    EligibilityBatch,
    EligibilityCode,
    EligibilityMark,
    Roll,
    RollEntry,
)
from ..queries.eligibility import codes, decision_about, is_sent, purpose_of, roll_entries
from .journal import log

if TYPE_CHECKING:
    from portal.accounts.models import User

_BATCH = 1_000
CODES_AT_ONCE = 500


@transaction.atomic
def import_roll(
    *, activity: Activity, kind: str, keys: Iterable[str], by: "User", at: datetime
) -> tuple[int, int]:
    """Makes these people the list of an activity; says how many are new, and how many went.

    `keys` are `eligibility.roll_key` of each line: they are hashed and forgotten. Lines that were
    used stay, so that nobody takes part twice. Raises Refused: NOT_THIS_WAY, KIND_CHANGES.
    """
    _require_way(activity, Eligibility.ROLL)
    before = Roll.objects.select_for_update().filter(activity=activity).first()
    entries = RollEntry.objects.filter(activity=activity)
    if before and before.kind != kind and entries.filter(used_on__isnull=False).exists():
        raise Refused(EligibilityReason.KIND_CHANGES)
    roll = {"kind": RollKind(kind), "imported_at": at, "imported_by": by}
    Roll.objects.update_or_create(activity_id=activity.pk, defaults=roll)
    purpose = purpose_of(activity)
    wanted = {keyed(purpose, key) for key in keys if key}
    known = set(entries.values_list("value_hash", flat=True))
    gone = sorted(known - wanted)
    went = 0
    for start in range(0, len(gone), _BATCH):
        unused = entries.filter(used_on__isnull=True, value_hash__in=gone[start : start + _BATCH])
        went += unused.delete()[0]
    # In the order of their hashes: the place of a row says nothing of the file.
    new = sorted(wanted - known)
    RollEntry.objects.bulk_create(
        (RollEntry(activity_id=activity.pk, value_hash=one) for one in new), batch_size=_BATCH
    )
    record_event(
        "participation.roll.imported", actor=by, at=at, activity=activity.pk, count=len(wanted)
    )
    return len(new), went


@transaction.atomic
def draw_codes(
    *, activity: Activity, label: str, count: int, by: "User", at: datetime
) -> tuple[EligibilityBatch, list[str]]:
    """Draws codes of an activity and gives them back, once, to be printed.

    Raises Refused: NOT_THIS_WAY, TOO_MANY_CODES.
    """
    _require_way(activity, Eligibility.CODE)
    if not 1 <= count <= CODES_AT_ONCE:
        raise Refused(EligibilityReason.TOO_MANY_CODES)
    batch = EligibilityBatch.objects.create(
        activity_id=activity.pk, label=label.strip(), count=count, made_at=at, made_by=by
    )
    drawn: list[str] = []
    while len(drawn) < count:
        code = new_code()
        if code not in drawn:
            drawn.append(code)
    hashes = sorted(keyed(purpose_of(activity), code) for code in drawn)
    EligibilityCode.objects.bulk_create(
        EligibilityCode(batch=batch, code_hash=one) for one in hashes
    )
    record_event("participation.codes.made", actor=by, at=at, activity=activity.pk, count=count)
    return batch, drawn


@transaction.atomic
def cancel_codes(*, batch: EligibilityBatch, by: "User", at: datetime) -> None:
    """A sheet was lost: none of its codes is taken any more."""
    held = EligibilityBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.cancelled_at is not None:
        raise Refused(EligibilityReason.CODE_CANCELLED)
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    record_event("participation.codes.cancelled", actor=by, at=at, batch=held.pk)


@transaction.atomic
def take_proof(
    *, activity: Activity, proof: Proof, at: datetime, form_token: str | None = None
) -> None:
    """Takes what somebody shows; where each person takes part once, it serves no more.

    Must run in the transaction of what it opens. Raises Refused: NOT_DECLARED, NOT_ON_ROLL,
    CODE_UNKNOWN, CODE_CANCELLED, ALREADY_USED; ALREADY_SENT when it was used by this very form.
    """
    row: RollEntry | EligibilityCode | None = None
    if activity.eligibility == Eligibility.ROLL:
        row = roll_entries(activity, proof).select_for_update(of=("self",)).first()
    elif activity.eligibility == Eligibility.CODE:
        row = codes(activity, proof).select_for_update(of=("self",)).first()
    decision = decision_about(activity, proof, row)
    if decision.reason == EligibilityReason.ALREADY_USED and is_sent(form_token):
        raise Refused(Reason.ALREADY_SENT)
    require(decision)
    if row is not None and activity.eligibility_once:
        row.used_on = timezone.localdate(at)
        row.save(update_fields=["used_on"])


def mark_eligibility(*, contribution: Contribution, activity: Activity) -> None:
    """Keeps with a contribution how its author showed that they may take part."""
    if activity.eligibility != Eligibility.NONE:
        EligibilityMark.objects.create(
            contribution_id=contribution.pk,
            eligibility=activity.eligibility,
            condition=activity.eligibility_condition,
        )


@transaction.atomic
def erase_rolls(*, at: datetime, dry_run: bool = False) -> int:
    """Erases lists and codes ELIGIBILITY_RETENTION_DAYS after the end; says how many lines."""
    before = at - timedelta(days=settings.ELIGIBILITY_RETENTION_DAYS)
    entries = RollEntry.objects.filter(activity__closes_at__lt=before)
    old_codes = EligibilityCode.objects.filter(batch__activity__closes_at__lt=before)
    count = entries.count() + old_codes.count()
    if not dry_run:
        entries.delete()
        old_codes.delete()
    log("eligibility.erased", count=count, dry_run=dry_run)
    return count


def _require_way(activity: Activity, way: Eligibility) -> None:
    if way not in CHECKED or activity.eligibility != way:
        raise Refused(EligibilityReason.NOT_THIS_WAY)
