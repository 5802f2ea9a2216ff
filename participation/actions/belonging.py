"""Which account a contribution belongs to: added by its receipt, let go again."""

from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.queries import verified_addresses
from portal.decisions import Refused, require

from .. import rules
from ..enums import Reason
from ..models import Contribution
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def attach_contribution(*, receipt: str, user: "User") -> Contribution:
    """Adds to an account the contribution whose receipt its author typed.

    Nothing of it changes for anybody else: neither its signature nor what officers read. Raises
    Refused (ALREADY_YOURS, or NOT_PROVED_YOURS for a number that does not exist too).
    """
    found = Contribution.objects.by_receipt(receipt)
    if found is None:
        raise Refused(Reason.NOT_PROVED_YOURS)
    held = locked(found)
    require(rules.may_attach(held, user, verified_addresses(user)))
    Contribution.objects.filter(pk=held.pk).update(author=user)
    # Without the account: the log of an anonymous contribution names nobody.
    log_about("contribution.attached", held)
    return held


@transaction.atomic
def detach_contribution(*, contribution: Contribution, user: "User") -> None:
    """Lets a contribution go from the account it belongs to; it stays, with its receipt.

    Nothing happens when it belongs to that account no more.
    """
    held = locked(contribution)
    if Contribution.objects.filter(pk=held.pk, author=user).update(author=None):
        log_about("contribution.detached", held)
