"""What belongs to a signed-in person: contributions of the account, and those it could add."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from ..enums import Moderation
from ..models import Contribution

if TYPE_CHECKING:
    from portal.accounts.models import User


def contributions_of(user: "User") -> QuerySet[Contribution]:
    """Everything this account gave or added, whatever became of it, the latest first."""
    own = Contribution.objects.filter(author=user).exclude(moderation=Moderation.STAGED)
    return own.select_related("activity").order_by("-submitted_at", "-pk")


def left_with(addresses: Collection[str]) -> int:
    """How many contributions of no account were left with one of these addresses."""
    if not addresses:
        return 0
    rows = Contribution.objects.annotate(address=Lower("email"))
    left = rows.filter(~Q(email=""), address__in=addresses, author__isnull=True)
    return left.exclude(moderation=Moderation.STAGED).count()
