"""The end of the voter rolls: erased some days after the council has decided."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import BallotBox, CouncilDecision, VoterEntry, VoterKey, VotingCode


def erase_rolls(*, at: datetime, dry_run: bool = False) -> int:
    """Erases lines, keys and codes of votes decided more than VOTER_ROLL_DAYS ago.

    A vote on which nobody decided is erased VOTER_ROLL_LONGEST_DAYS after its closing. Returns how
    many lines and codes there are to erase. How many people voted stays with the count.
    """
    over = _over(at)
    entries = VoterEntry.objects.filter(budget__in=over)
    codes = VotingCode.objects.filter(batch__budget__in=over)
    count = entries.count() + codes.count()
    if dry_run or not count:
        return count
    with transaction.atomic():
        VoterKey.objects.filter(budget__in=over).delete()
        entries.delete()
        codes.delete()
    return count


def _over(at: datetime) -> list[int]:
    """The budgets whose roll serves no more."""
    limit = timezone.localdate(at) - timedelta(days=settings.VOTER_ROLL_DAYS)
    decided = CouncilDecision.objects.filter(decided_on__lt=limit).values_list("budget", flat=True)
    longest = at - timedelta(days=settings.VOTER_ROLL_LONGEST_DAYS)
    forgotten = BallotBox.objects.filter(counted_at__isnull=False, budget__closes_at__lt=longest)
    return sorted({*decided, *forgotten.values_list("pk", flat=True)})
