"""Being written to: the consent noted with a contribution, and what ends when it is taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal.privacy.actions import give_consent
from portal.privacy.enums import ConsentChannel
from portal.privacy.models import Consent

from ..consent_rules import SCOPE, WISHES_CONSENT, scope_of
from ..enums import WISHES_WITH_ANSWER, Channel, FacetKind, Wish
from ..models import Contribution
from . import counters
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


def note_wishes(
    *, contribution: Contribution, wishes: Iterable[str], author: "User | None", at: datetime
) -> Consent | None:
    """Notes that the author wishes to be written to, in the words that were ticked.

    None when nothing ticked asks for a message, or when there is nowhere to write.
    """
    asked = sorted(set(wishes) & WISHES_WITH_ANSWER)
    if not asked or not contribution.email:
        return None
    labels = [str(Wish(wish).label) for wish in asked]
    paper = contribution.channel == Channel.PAPER
    own = author if author and author.email.lower() == contribution.email.lower() else None
    return give_consent(
        kind=WISHES_CONSENT,
        text=_("What you wish besides: %(wishes)s.") % {"wishes": "; ".join(labels)},
        at=at,
        user=own,
        email=contribution.email,
        scope=scope_of(contribution.pk),
        channel=ConsentChannel.PAPER if paper else ConsentChannel.ONLINE,
    )


@transaction.atomic
def stop_writing(consent: Consent, at: datetime) -> None:
    """Takes off the wishes to be written to, public counts included; the idea stays as it is."""
    key = consent.scope.removeprefix(SCOPE)
    found = Contribution.objects.filter(pk=int(key)).first() if key.isdigit() else None
    if found is None:
        return
    held = locked(found)
    gone = held.wishes.filter(wish__in=WISHES_WITH_ANSWER)
    names = sorted(gone.values_list("wish", flat=True))
    if not names:
        return
    gone.delete()
    if held.is_public:
        counters.shift(held.activity_id, {(FacetKind.WISH, name): -1 for name in names})
    log_about("wishes.taken_back", held)
