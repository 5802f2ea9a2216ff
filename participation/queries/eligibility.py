"""Reading who may take part: whether what is typed is on the list or is a code."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from portal.decisions import Decision
from portal.keyed_hashes import keyed_now_or_before

from ..eligibility import Eligibility, Proof, code_key, decide, roll_key
from ..models import Activity, Contribution, EligibilityBatch, EligibilityCode, Roll, RollEntry


def purpose_of(activity: Activity) -> str:
    """The purpose of the hashes of an activity: the same person has another one elsewhere."""
    return f"participation.eligibility.{activity.pk}"


def roll_entries(activity: Activity, proof: Proof) -> "QuerySet[RollEntry]":
    """The line of the list that somebody typed again, or none."""
    roll = Roll.objects.filter(activity=activity).first()
    key = roll_key(roll.kind, proof) if roll else ""
    if not key:
        return RollEntry.objects.none()
    hashes = keyed_now_or_before(purpose_of(activity), key)
    return RollEntry.objects.filter(activity=activity, value_hash__in=hashes)


def codes(activity: Activity, proof: Proof) -> "QuerySet[EligibilityCode]":
    """The code of this activity that somebody typed, or none."""
    key = code_key(proof.code)
    if not key:
        return EligibilityCode.objects.none()
    hashes = keyed_now_or_before(purpose_of(activity), key)
    found = EligibilityCode.objects.filter(batch__activity=activity, code_hash__in=hashes)
    return found.select_related("batch")


def decision_about(
    activity: Activity, proof: Proof, row: RollEntry | EligibilityCode | None
) -> Decision:
    """Whether somebody may take part, from the row that recognises what they typed."""
    return decide(
        activity.eligibility,
        declared=proof.declared,
        found=row is not None,
        cancelled=isinstance(row, EligibilityCode) and row.batch.cancelled_at is not None,
        used=row is not None and row.used_on is not None,
        once=activity.eligibility_once,
    )


def proof_decision(activity: Activity, proof: Proof) -> Decision:
    """Whether this proof would be taken now; uses nothing up."""
    return decision_about(activity, proof, recognised(activity, proof))


def recognised(activity: Activity, proof: Proof) -> RollEntry | EligibilityCode | None:
    """The line or the code that this proof is, by the way the activity asks for."""
    if activity.eligibility == Eligibility.ROLL:
        return roll_entries(activity, proof).first()
    if activity.eligibility == Eligibility.CODE:
        return codes(activity, proof).first()
    return None


def is_sent(form_token: str | None) -> bool:
    """Whether a form of this number was received already."""
    return bool(form_token) and Contribution.objects.filter(form_token=form_token).exists()


def roll_kind(activity: Activity) -> str:
    """What the list of an activity recognises people by; nothing without a list."""
    return Roll.objects.filter(activity=activity).values_list("kind", flat=True).first() or ""


@dataclass(frozen=True)
class EligibilityFigures:
    """What the desk may know: how many, never who."""

    roll: Roll | None
    entry_count: int
    used_count: int
    batches: list[EligibilityBatch]


def figures_of(activity: Activity) -> EligibilityFigures:
    """The figures of an activity, in three queries."""
    used = Count("pk", filter=Q(used_on__isnull=False))
    rows = RollEntry.objects.filter(activity=activity).aggregate(all=Count("pk"), used=used)
    codes_used = Count("codes", filter=Q(codes__used_on__isnull=False))
    batches = EligibilityBatch.objects.filter(activity=activity).annotate(used_count=codes_used)
    return EligibilityFigures(
        roll=Roll.objects.filter(activity=activity).first(),
        entry_count=rows["all"],
        used_count=rows["used"],
        batches=list(batches.select_related("made_by")),
    )
