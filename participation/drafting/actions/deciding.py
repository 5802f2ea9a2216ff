"""The group adopts, adopts in part or rejects, each with a reason; it chooses orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from portal.decisions import Refused, require

from ... import actions as core
from ...actions.journal import log_about
from ...enums import AnswerOutcome, Moderation
from ...models import Contribution
from .. import rules
from ..enums import ADOPTING, AmendmentKind, DecisionOutcome, DraftingReason
from ..models import Decision, Drafting, TextAmendment
from ..rules import differences
from .counting import shift
from .holding import held_text, latest_version, wording_of

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def decide_amendment(
    *,
    amendment: TextAmendment,
    outcome: str,
    reason: str,
    text: str = "",
    by: "User | None",
    at: datetime,
) -> Decision:
    """Decides on one amendment, or decides otherwise while no version holds the decision.

    `text` is what is adopted of it, for an adoption in part only: the paragraph as it will be, or
    the one added. The core's answer says it in public, counts it, tells its author. Raises
    Refused (NOT_PUBLISHED_YET, REMARK_IS_ANSWERED, ALREADY_INTEGRATED, REASON_MISSING,
    NO_LONGER_FITS, PARAGRAPH_GONE, ADOPTED_TEXT_…, TEXT_IS_FINAL).
    """
    held_text(amendment.activity_id)
    Contribution.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    held = TextAmendment.objects.select_related("paragraph", "activity").get(pk=amendment.pk)
    before = Decision.objects.filter(amendment=held).first()
    version = latest_version(held.activity_id)
    integrated = before is not None and before.integrated_in_id is not None
    require(rules.may_decide(held, version, outcome=outcome, integrated=integrated))
    if not reason.strip():
        raise Refused(DraftingReason.REASON_MISSING)
    current = wording_of(held.paragraph_id, version)
    effect, adopted = _effect(held, outcome, text, current)
    decision = before or Decision(amendment=held)
    decision.outcome, decision.effect, decision.text = outcome, effect, adopted
    decision.decided_at, decision.decided_by, decision.rank = at, by, None
    decision.save()
    if before is None:
        shift(held.paragraph_id, decided_count=1)
    _say(held, outcome, reason, by, at)
    log_about("amendment.decided", held, by)
    return decision


def _effect(held: TextAmendment, outcome: str, text: str, current: str | None) -> tuple[str, str]:
    """What is done to the text as it is now, and the words of it."""
    if outcome != DecisionOutcome.PARTLY and text:
        raise Refused(DraftingReason.ADOPTED_TEXT_ALONE)
    if outcome not in ADOPTING:
        return held.kind, ""
    if current is None:
        raise Refused(DraftingReason.PARAGRAPH_GONE)
    if outcome == DecisionOutcome.PARTLY:
        if not text:
            raise Refused(DraftingReason.ADOPTED_TEXT_MISSING)
        if held.kind != AmendmentKind.ADD and text == current:
            raise Refused(DraftingReason.ADOPTED_TEXT_SAME)
        kind = AmendmentKind.ADD if held.kind == AmendmentKind.ADD else AmendmentKind.REPLACE
        return kind, text
    return held.kind, _whole(held, current)


def _whole(held: TextAmendment, current: str) -> str:
    """The words of an amendment adopted whole, on the paragraph as others have changed it since."""
    if held.kind == AmendmentKind.ADD or held.base == current:
        return held.proposed
    if held.kind == AmendmentKind.DELETE:
        return ""
    changes = differences.edits(held.base, held.proposed)
    moved = differences.moved(changes, differences.edits(held.base, current))
    if moved is None:
        raise Refused(DraftingReason.NO_LONGER_FITS)
    return differences.applied(current, moved)


def _say(held: TextAmendment, outcome: str, reason: str, by: "User | None", at: datetime) -> None:
    """Says the decision in public; officers' answers leave a draft that the editor may correct."""
    if by is None:
        core.answer_contribution(
            contribution=held, verdict=outcome, text=reason, author=None, at=at
        )
        return
    wording = core.Wording(verdict=outcome, text=reason.strip())
    core.draft_answer(contribution=held, wording=wording, outcome=AnswerOutcome.PUBLISH, author=by)


@dataclass(frozen=True)
class DecisionOf:
    """What became of one amendment decided with others: nothing, or why it was refused."""

    amendment: TextAmendment
    refusal: str = ""


def decide_amendments(
    *, amendments: Iterable[TextAmendment], outcome: str, reason: str, by: "User", at: datetime
) -> list[DecisionOf]:
    """The same decision and reason for several, one transaction each; says each result."""
    results = []
    for amendment in amendments:
        try:
            decide_amendment(amendment=amendment, outcome=outcome, reason=reason, by=by, at=at)
        except Refused as refused:
            results.append(DecisionOf(amendment, str(refused.reason.label)))
        else:
            results.append(DecisionOf(amendment))
    return results


@transaction.atomic
def choose_order(*, drafting: Drafting, ranks: dict[int, int], by: "User | None") -> None:
    """Chooses which comes first among adopted amendments of one place, by their numbers.

    Raises Refused (WRONG_ORDER, ALREADY_INTEGRATED) and changes nothing then.
    """
    held_text(drafting.pk)
    rows = Decision.objects.select_related("amendment").filter(
        amendment__activity=drafting.pk, amendment__number__in=ranks, outcome__in=ADOPTING
    )
    found = list(rows.filter(amendment__moderation=Moderation.PUBLISHED))
    places = {one.paragraph_id for one in found}
    if len(found) != len(ranks) or len(set(ranks.values())) != len(ranks) or len(places) != 1:
        raise Refused(DraftingReason.WRONG_ORDER)
    if any(one.integrated_in_id for one in found):
        raise Refused(DraftingReason.ALREADY_INTEGRATED)
    Decision.objects.filter(pk__in=[one.pk for one in found]).update(rank=None)
    try:
        with transaction.atomic():
            for one in found:
                Decision.objects.filter(pk=one.pk).update(rank=ranks[one.amendment.number])
    except IntegrityError as error:
        raise Refused(DraftingReason.WRONG_ORDER) from error
    for one in found:
        log_about("amendment.order_chosen", one.amendment, by)
