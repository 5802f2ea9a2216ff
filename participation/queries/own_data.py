"""What a person gave to participation: by the account, or by an address proved to be theirs."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q
from django.db.models.functions import Lower

from portal.accounts.personal_data import Person

from ..models import Comment, Contribution, PaperEntry, Promotion, Report, Supporter

if TYPE_CHECKING:
    from django.db.models import QuerySet

NOBODY = Q(pk__in=[])


def _by_address(model: type[Model]) -> "QuerySet[Any]":
    return model._default_manager.annotate(address=Lower("email"))


def contributions_of(person: Person) -> "QuerySet[Contribution]":
    """What this person gave; with the public copies of what an agent agreed to make public.

    What somebody else gave from their own account with this address is theirs, not this person's.
    """
    mine = Q(author__isnull=True, address__in=person.emails)
    if person.user_id:
        mine |= Q(author=person.user_id) | Q(promoted_from__source__author=person.user_id)
    return _by_address(Contribution).filter(mine)


def comments_of(person: Person) -> "QuerySet[Comment]":
    """What this person said of contributions."""
    mine = Q(author__isnull=True, address__in=person.emails)
    if person.user_id:
        mine |= Q(author=person.user_id)
    return _by_address(Comment).filter(mine)


def lent_addresses(model: type[Model], person: Person) -> "QuerySet[Any]":
    """Texts of other accounts in which this person's address was written."""
    others = _by_address(model).filter(address__in=person.emails, author__isnull=False)
    return others.exclude(author=person.user_id) if person.user_id else others


def supporters_of(person: Person) -> "QuerySet[Supporter]":
    """The supporter that this person is; two when an address supported before the account."""
    mine = Q(user__isnull=True, address__in=person.emails)
    mine |= Q(user=person.user_id) if person.user_id else NOBODY
    return _by_address(Supporter).filter(mine)


def supporters_with_address(person: Person) -> "QuerySet[Supporter]":
    """Every supporter under one of this person's addresses, whoever's the account is."""
    return _by_address(Supporter).filter(address__in=person.emails)


def reports_of(person: Person) -> "QuerySet[Report]":
    """The reports with this person's address: until they are handled, which erases it."""
    return _by_address(Report).filter(address__in=person.emails)


def papers_of(person: Person) -> "QuerySet[PaperEntry]":
    """What was written down of this person's papers."""
    return PaperEntry.objects.filter(contribution__in=contributions_of(person).values("pk"))


def promotions_of(person: Person) -> "QuerySet[Promotion]":
    """What this person was asked about making agents' ideas public."""
    return Promotion.objects.filter(source__in=contributions_of(person).values("pk"))


def phones_of(person: Person) -> list[str]:
    """The telephone numbers written on this person's papers."""
    return list(papers_of(person).exclude(phone="").values_list("phone", flat=True))
