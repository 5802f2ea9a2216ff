"""Finding a voting code as it was printed on a letter: known, cancelled, for which envelope."""

from portal.decisions import ALLOWED, Decision, refuse
from portal.paper_codes import normalise

from ..enums import BudgetReason, KeyKind, VoteChannel
from ..models import ParticipatoryBudget, VotingCode
from ..voters import known_voter


def printed_code(budget: ParticipatoryBudget, typed: str, envelope: str) -> tuple[str, Decision]:
    """The code in its one form, and whether it opens this vote in this envelope.

    Whether it served already is for the roll to say: its holder may change their ballot.
    """
    code = normalise(typed)
    if code is None:
        return "", refuse(BudgetReason.CODE_UNKNOWN)
    hashes = known_voter(budget.pk, VoteChannel.ONLINE, [(KeyKind.CODE, code)]).all_hashes
    found = (
        VotingCode.objects.filter(key__in=hashes, batch__budget=budget)
        .select_related("batch")
        .first()
    )
    if found is None:
        return code, refuse(BudgetReason.CODE_UNKNOWN)
    if found.batch.cancelled_at is not None:
        return code, refuse(BudgetReason.CODE_CANCELLED)
    if found.batch.envelope and found.batch.envelope != envelope:
        return code, refuse(BudgetReason.CODE_ELSEWHERE)
    return code, ALLOWED
