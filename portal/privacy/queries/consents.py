"""The consents of somebody: those that hold, and all of them as they take them away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.personal_data import Person, Taken
from portal.accounts.queries import verified_addresses

from ..digests import email_digests
from ..models import Consent

_LABELS = {
    "kind": _("Consent"),
    "about": _("About"),
    "text": _("Words shown"),
    "channel": _("Given by"),
    "given_at": _("Given on"),
    "withdrawn_at": _("Taken back on"),
}


def active_consents(user: User) -> list[Consent]:
    """What an account agreed to and may take back, that of its own address included.

    Only an address that the account proved brings what was said with it.
    """
    proved = verified_addresses(user)
    digests = [digest for email in proved for digest in email_digests(email)]
    return list(Consent.objects.active().of(user, digests).select_related("text"))


def taken_consents(person: Person) -> Iterator[Taken]:
    """Every consent of a person, for their own data."""
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    digests = [digest for email in sorted(person.emails) for digest in email_digests(email)]
    for consent in Consent.objects.of(user, digests).select_related("text"):
        values = {
            "kind": consent.label,
            "about": consent.scope,
            "text": consent.text.text,
            "channel": consent.get_channel_display(),
            "given_at": consent.given_at,
            "withdrawn_at": consent.withdrawn_at,
        }
        yield Taken(values=values, labels=dict(_LABELS))
