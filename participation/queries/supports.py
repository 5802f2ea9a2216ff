"""Reading supports: which of some contributions one person supports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.db.models.functions import Lower

from ..models import Contribution, Support, Supporter

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Person:
    """Who asks: an account, a supporter remembered by this browser, or nobody known."""

    user: "User | None" = None
    supporter_id: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether one press is enough to support."""
        return self.user is not None or self.supporter_id is not None

    def as_supporter(self, prefix: str = "") -> Q:
        """The condition on supporters, or on what a prefix leads to them from."""
        if self.user is None:
            return Q(**{f"{prefix}pk": self.supporter_id})
        # Supported by mail before the account existed: the same person.
        before = Q(**{f"{prefix}user__isnull": True, f"{prefix}email": self.user.email.lower()})
        return Q(**{f"{prefix}user": self.user}) | before


def supporter_known_as(person: Person) -> Supporter | None:
    """The supporter this person is, when there is one already."""
    if not person.is_known:
        return None
    found = Supporter.objects.filter(person.as_supporter())
    return found.order_by(F("user").asc(nulls_last=True)).first()


def account_with(email: str) -> "User | None":
    """The account with this address, however it is written."""
    users = get_user_model().objects.annotate(lower=Lower("email"))
    found: User | None = users.filter(lower=email.lower()).first()
    return found


def supporter_with(email: str) -> Supporter | None:
    """The supporter that a proved address stands for: its account's, else its own.

    An address that an account left behind still names that account's supporter.
    """
    if account := account_with(email):
        return supporter_known_as(Person(user=account))
    return Supporter.objects.filter(email=email.lower()).first()


def supported_among(person: Person, contributions: Iterable[Contribution]) -> set[int]:
    """The identifiers of those that this person supports, by one query at most."""
    if not person.is_known:
        return set()
    theirs = Support.objects.filter(person.as_supporter("supporter__"))
    shown = theirs.filter(contribution__in=[contribution.pk for contribution in contributions])
    return set(shown.values_list("contribution", flat=True))
