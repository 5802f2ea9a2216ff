"""Noting consents and taking them back."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from portal.decisions import Refused

from ..digests import email_digest, email_digests, text_digest
from ..enums import ConsentChannel, ConsentReason
from ..models import Consent, ConsentText
from ..registry import consent_kind

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.personal_data import Person

logger = logging.getLogger(__name__)


@transaction.atomic
def give_consent(
    *,
    kind: str,
    text: str,
    at: datetime,
    user: "User | None" = None,
    email: str = "",
    scope: str = "",
    channel: str = ConsentChannel.ONLINE,
) -> Consent:
    """Notes that somebody agreed to these very words; one that holds already stays as it is.

    `scope` says about what by identifiers, never by a name or an address. The account is noted
    when there is one, otherwise the keyed digest of the address. Raises Refused (NOBODY, UNKNOWN).
    """
    if user is None and not email:
        raise Refused(ConsentReason.NOBODY)
    if consent_kind(kind) is None:
        raise Refused(ConsentReason.UNKNOWN)
    whose = {"user": user} if user else {"user": None, "email_digest": email_digest(email)}
    about = {"kind": kind, "scope": scope, **whose}
    held = Consent.objects.active().filter(**about).first()
    if held:
        return held
    shown, _created = ConsentText.objects.get_or_create(
        digest=text_digest(text), defaults={"text": text, "first_shown_at": at}
    )
    try:
        with transaction.atomic():
            given = Consent.objects.create(text=shown, channel=channel, given_at=at, **about)
    except IntegrityError:
        # Two presses at once: the other one wrote it.
        return Consent.objects.active().get(**about)
    _log("given", given)
    return given


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime) -> Consent:
    """Takes a consent back and has what it allowed stop; again, it changes nothing."""
    held = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if held.withdrawn_at:
        return held
    held.withdrawn_at = max(at, held.given_at)
    held.save(update_fields=["withdrawn_at"])
    kind = consent_kind(held.kind)
    if kind and kind.withdrawn:
        kind.withdrawn(held, at)
    _log("withdrawn", held)
    return held


def end_consents(*, kind: str, scopes: list[str], at: datetime) -> int:
    """Ends the consents of this kind about these things, which are gone; says how many."""
    held = Consent.objects.active().filter(kind=kind, scope__in=scopes, given_at__lte=at)
    return held.update(withdrawn_at=at)


def forget_consents(person: "Person", at: datetime) -> int:
    """Deletes the consents of a person who is erased; says how many. Texts stay, nameless."""
    digests = [digest for email in sorted(person.emails) for digest in email_digests(email)]
    mine = Consent.objects.filter(email_digest__in=digests)
    of_account = Consent.objects.filter(user=person.user_id) if person.user_id else mine.none()
    return _deleted(mine.delete) + _deleted(of_account.delete)


def _deleted(delete: "Callable[[], tuple[int, dict[str, int]]]") -> int:
    return delete()[0]


def _log(what: str, consent: Consent) -> None:
    logger.info(
        "Consent %s",
        what,
        extra={
            "event": f"privacy.consent.{what}",
            "consent": consent.pk,
            "kind": consent.kind,
            "channel": consent.channel,
        },
    )
