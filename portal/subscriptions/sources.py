"""What subscriptions and the outbox keep about a person; whether a mail may still reach them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import DataSource, Person, Taken
from portal.accounts.rules import may_read
from portal.notifications.actions import erase_mails_of
from portal.notifications.models import OutgoingMail, address_keys
from portal.privacy.registry import Proof

from .actions import erase_subscriber
from .models import Subscriber
from .processings import SUBSCRIPTIONS as SUBSCRIPTIONS_KEPT
from .queries import followed_by
from .registry import find_subjects


def may_still_read(mail: OutgoingMail) -> bool:
    """Whether what a mail says may still be read by whom it goes to, at the moment it leaves.

    What is closed by a privacy setting, withdrawn or for agents by now is not found any more, or
    not for this reader.
    """
    if mail.reader is not None and not mail.reader.is_active:
        return False
    found = find_subjects(mail.about)
    return may_read(mail.audience, mail.reader) and all(
        key in found and may_read(found[key].audience, mail.reader) for key in mail.about
    )


def consents() -> Iterator[Proof]:
    """Who agreed to be written to, as proofs: the subscription itself keeps when and to what."""
    for subscriber in Subscriber.objects.order_by("pk").iterator(chunk_size=2_000):
        yield Proof(
            kind=SUBSCRIPTIONS_KEPT.label,
            about=f"subscriber:{subscriber.pk} ({subscriber.notice_version})",
            given_at=subscriber.consented_at,
            withdrawn_at=None,
        )


def _subscribers(person: Person) -> list[Subscriber]:
    found = Subscriber.objects.filter(email__in=person.emails)
    if person.user_id is not None:
        found = found | Subscriber.objects.filter(user_id=person.user_id)
    return list(found.select_related("user"))


def _export_subscriptions(person: Person) -> Iterator[Taken]:
    for subscriber in _subscribers(person):
        followed = [
            one.subject.label if one.subject else one.topic for one in followed_by(subscriber)
        ]
        yield Taken(
            values={
                "address": subscriber.address,
                "frequency": subscriber.get_frequency_display(),
                "consented_at": subscriber.consented_at,
                "notice_version": subscriber.notice_version,
                "followed": followed,
            },
            labels={
                "address": _("Address"),
                "frequency": _("Frequency"),
                "consented_at": _("Consent given on"),
                "notice_version": _("Wording of the notice"),
                "followed": _("What you follow"),
            },
        )


def _erase_subscriptions(person: Person, at: datetime) -> int:
    return erase_subscriber(user_id=person.user_id, emails=sorted(person.emails))


def _export_mails(person: Person) -> Iterator[Taken]:
    keys = [key for email in person.emails for key in address_keys(email)]
    for mail in OutgoingMail.objects.filter(to_key__in=keys).order_by("created_at", "pk"):
        yield Taken(
            values={
                "kind": mail.kind,
                "written_at": mail.created_at,
                "state": mail.get_state_display(),
                "subject": mail.subject,
                "text": mail.text,
            },
            labels={
                "kind": _("Kind of message"),
                "written_at": _("Written on"),
                "state": _("State"),
                "subject": _("Subject"),
                "text": _("Text"),
            },
        )


def _erase_mails(person: Person, at: datetime) -> int:
    return erase_mails_of(emails=person.emails, user_id=person.user_id)


SUBSCRIPTIONS = DataSource(
    name="abonnements",
    label=_("What you follow by e-mail"),
    export=_export_subscriptions,
    erase=_erase_subscriptions,
)
# After everything that may write one.
MAILS = DataSource(
    name="courriels",
    label=_("Messages sent to you"),
    export=_export_mails,
    erase=_erase_mails,
    order=900,
)
