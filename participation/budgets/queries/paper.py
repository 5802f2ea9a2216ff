"""The vote on paper: budgets that take it, codes and their use, the roll against the papers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from portal import paper_codes
from portal.decisions import Decision, refuse

from .. import paper_rules
from ..enums import BatchState, KeyKind, PaperReason, VoteChannel
from ..models import (
    BoothDay,
    CodeBatch,
    PaperBatch,
    ParticipatoryBudget,
    VoterEntry,
    VoterKey,
    VotingCode,
)
from ..rulebook import Rulebook
from ..voters import known_voter

ON_PAPER = (VoteChannel.BOOTH, VoteChannel.POSTAL)


def budgets_taking_paper(at: datetime) -> QuerySet[ParticipatoryBudget]:
    """Votes whose box is open or sealed, not counted, and that take paper; the soonest first."""
    return (
        ParticipatoryBudget.objects.filter(
            on_paper=True, box__isnull=False, box__counted_at__isnull=True, opens_at__lte=at
        )
        .select_related("box")
        .order_by("closes_at", "pk")
    )


def budgets_open_at_booths(at: datetime) -> QuerySet[ParticipatoryBudget]:
    """Those of them where people still vote."""
    return budgets_taking_paper(at).filter(closes_at__gt=at)


def budgets_offering_codes(at: datetime) -> QuerySet[ParticipatoryBudget]:
    """Votes not closed yet, whose rules are published and that offer codes."""
    return (
        ParticipatoryBudget.objects.filter(
            by_code=True, rule_versions__isnull=False, closes_at__gt=at
        )
        .distinct()
        .order_by("closes_at", "pk")
    )


def places(budget: ParticipatoryBudget) -> list[str]:
    """The voting places that the budget names, one a line."""
    return [line.strip()[:120] for line in budget.paper_places.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """What a typed code is worth: its stored form, whether it may vote, whether it has."""

    decision: Decision
    code: str = ""
    is_used: bool = False


def code_standing(budget: ParticipatoryBudget, typed: str, envelope: str = "") -> CodeStanding:
    """What a code is worth in this vote; the words tell a slip from an unknown code.

    A code that has served stays allowed: with it, its voter changes their ballot online, and
    `enter_roll` refuses a second one. One of another district than `envelope` is refused.
    """
    code = paper_codes.normalise(typed)
    if code is None:
        return CodeStanding(refuse(PaperReason.CODE_MISTYPED))
    # Today's key, and the former ones: letters stay good when the portal's secret changes.
    hashes = known_voter(budget.pk, VoteChannel.ONLINE, [(KeyKind.CODE, code)]).all_hashes
    decision, used = standing_of_hashes(budget.pk, hashes, envelope)
    return CodeStanding(decision, code, used)


def standing_of_hashes(
    budget_pk: int, hashes: Collection[str], envelope: str
) -> tuple[Decision, bool]:
    """Whether the code under these hashes votes in this envelope, and whether it has served."""
    known = VotingCode.objects.filter(key__in=hashes, batch__budget=budget_pk)
    found = known.select_related("batch").first()
    used = VoterKey.objects.filter(budget=budget_pk, key__in=hashes).exists()
    district = found.batch.envelope if found else ""
    decision = paper_rules.code_fault(
        known=found is not None,
        cancelled=bool(found and found.batch.cancelled_at),
        used=used,
        elsewhere=bool(envelope and district and district != envelope),
    )
    return decision, used


def code_batches() -> QuerySet[CodeBatch]:
    """Every batch of codes, the latest first, each with `used_count`."""
    own = VotingCode.objects.filter(batch=OuterRef(OuterRef("pk"))).values("key")
    used = (
        VoterKey.objects.filter(budget=OuterRef("budget"), kind=KeyKind.CODE, key__in=own)
        .order_by()
        .values("budget")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        CodeBatch.objects.select_related("budget", "made_by")
        .annotate(used_count=Coalesce(Subquery(used), 0))
        .order_by("-made_at", "-pk")
    )


def paper_batches(budget: ParticipatoryBudget) -> QuerySet[PaperBatch]:
    """The batches of a vote, those that wait first."""
    people = ("first_by", "second_by", "signed_by")
    return PaperBatch.objects.filter(budget=budget).select_related(*people).order_by("number")


@dataclass(frozen=True, slots=True)
class Balance:
    """One envelope: people in the roll on paper, papers signed off, papers still in batches."""

    name: str
    booth: int
    postal: int
    signed: int
    waiting: int

    @property
    def entered(self) -> int:
        """People who voted on paper."""
        return self.booth + self.postal

    @property
    def difference(self) -> int:
        """Papers signed off more than people entered; negative when papers lack."""
        return self.signed - self.entered

    @property
    def missing(self) -> int:
        """Papers that nobody has put in a batch yet; negative when there are too many."""
        return self.entered - self.signed - self.waiting

    @property
    def extra(self) -> int:
        """Papers too many, those of open batches included."""
        return -self.missing


def balances(budget: ParticipatoryBudget, rules: Rulebook) -> list[Balance]:
    """The roll against the papers, for each envelope: figures of presence, never of choices."""
    people = {
        (one["envelope"], one["channel"]): one["number"]
        for one in VoterEntry.objects.filter(budget=budget, channel__in=ON_PAPER)
        .order_by()
        .values("envelope", "channel")
        .annotate(number=Count("pk"))
    }
    signed = _papers(budget.paper_batches.filter(state=BatchState.SIGNED))
    waiting = _papers(budget.paper_batches.exclude(state=BatchState.SIGNED))
    return [
        Balance(
            name=one.name,
            booth=people.get((one.id, VoteChannel.BOOTH), 0),
            postal=people.get((one.id, VoteChannel.POSTAL), 0),
            signed=signed.get(one.id, 0),
            waiting=waiting.get(one.id, 0),
        )
        for one in rules.envelopes
    ]


def _papers(batches: "QuerySet[PaperBatch]") -> dict[str, int]:
    """Papers by envelope."""
    totals = batches.order_by().values("envelope").annotate(number=Sum("count"))
    return {one["envelope"]: one["number"] for one in totals}


def booth_day(budget: ParticipatoryBudget, place: str, day: date) -> BoothDay:
    """How many entered at a place on a day; zero when nobody did."""
    found = BoothDay.objects.filter(budget=budget, place=place, day=day).first()
    return found or BoothDay(budget=budget, place=place, day=day)
