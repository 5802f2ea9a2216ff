"""How many took part, by channel and envelope, without groups so small that they name somebody."""

from typing import Any

from django.db.models import Count, Sum

from ...queries.small_groups import Group, safe_groups
from ..enums import BatchState, PaperKind, VoteChannel
from ..models import PaperBatch, ParticipatoryBudget, SealedBallot, VoterEntry

_PAPER = (VoteChannel.BOOTH, VoteChannel.POSTAL)


def turnout_of(budget: ParticipatoryBudget) -> dict[str, Any]:
    """The figures kept with the count: they outlive the roll, which goes after the decision.

    Read inside the count only: before it, these figures are under embargo but for the roll.
    """
    roll = _roll(budget)
    papers = _papers(budget)
    channels: dict[str, int] = {}
    for (channel, _envelope), count in roll.items():
        channels[channel] = channels.get(channel, 0) + count
    shown = safe_groups(Group(name, count, count) for name, count in channels.items())
    public = {group.name: group.count for group in shown.groups}
    return {
        "roll": sum(channels.values()),
        "channels": [
            {"key": key, "count": public[key]} for key in VoteChannel.values if key in public
        ],
        "hidden": shown.hidden_count,
        "valid": papers[PaperKind.VALID],
        "blank": papers[PaperKind.BLANK],
        "void": papers[PaperKind.VOID],
        "envelopes": _envelopes(roll),
    }


def _roll(budget: ParticipatoryBudget) -> dict[tuple[str, str], int]:
    rows = VoterEntry.objects.filter(budget=budget).values_list("channel", "envelope")
    return {(channel, envelope): n for channel, envelope, n in rows.annotate(n=Count("pk"))}


def _papers(budget: ParticipatoryBudget) -> dict[str, int]:
    rows = SealedBallot.objects.filter(budget=budget).values_list("kind")
    found = dict(rows.annotate(n=Count("pk")))
    return {kind: found.get(kind, 0) for kind in PaperKind.values}


def _envelopes(roll: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for (_channel, envelope), count in roll.items():
        counts[envelope] = counts.get(envelope, 0) + count
    return [{"id": name, "roll": count} for name, count in sorted(counts.items())]


def unsigned_batches(budget: ParticipatoryBudget) -> int:
    """How many batches of papers are not signed off yet."""
    return PaperBatch.objects.filter(budget=budget).exclude(state=BatchState.SIGNED).count()


def paper_progress(budget: ParticipatoryBudget) -> tuple[int, int]:
    """How many voted on paper by the roll, and how many papers are in batches signed off."""
    voters = VoterEntry.objects.filter(budget=budget, channel__in=_PAPER).count()
    signed = PaperBatch.objects.filter(budget=budget, state=BatchState.SIGNED)
    return voters, signed.aggregate(n=Sum("count"))["n"] or 0
