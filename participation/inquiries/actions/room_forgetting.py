"""Forgetting who wrote a mail, signed a page that waits, or was invited into a room."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile

from ...actions.journal import log
from ..models import KeyedPage, MailMessage, MemberInvitation
from ..room_enums import MailState


def mails_of(emails: Collection[str]) -> "QuerySet[MailMessage]":
    """Mails kept aside that came from these addresses."""
    return MailMessage.objects.filter(sender__in=list(emails)).select_related("inquiry")


def pages_of(emails: Collection[str]) -> "QuerySet[KeyedPage]":
    """Pages keyed in with these addresses that nobody compared yet."""
    waiting = KeyedPage.objects.filter(email__in=list(emails), verified_at=None)
    return waiting.select_related("inquiry")


def invitations_of(emails: Collection[str]) -> "QuerySet[MemberInvitation]":
    """Invitations sent to these addresses."""
    sent = MemberInvitation.objects.filter(email__in=list(emails))
    return sent.select_related("member__inquiry")


@transaction.atomic
def forget_person(*, emails: Collection[str], at: datetime) -> int:
    """Forgets these addresses in mails, pages and invitations; says of how many rows.

    What was settled, and that somebody was named in a procedure, stays.
    """
    count = _empty(list(mails_of(emails)))
    count += _unsigned(list(pages_of(emails)))
    count += invitations_of(emails).update(email="")
    log("room.person_forgotten", count=count)
    return count


def _unsigned(pages: list[KeyedPage]) -> int:
    """Takes names, addresses and scans from pages that wait; their words stay to be compared."""
    _drop([page.file for page in pages if page.file])
    rows = KeyedPage.objects.filter(pk__in=[page.pk for page in pages])
    return rows.update(name="", email="", file="", file_name="", sha256="")


def _empty(mails: list[MailMessage]) -> int:
    """Takes the words of mails away."""
    _drop([mail.raw for mail in mails if mail.raw])
    rows = MailMessage.objects.filter(pk__in=[mail.pk for mail in mails])
    return rows.update(sender="", recipients="", subject="", raw="")


def _drop(files: list[FieldFile]) -> None:
    """The files leave the disk once the transaction holds."""

    def gone() -> None:
        for file in files:
            file.storage.delete(str(file.name))

    transaction.on_commit(gone)


def erase_old_mails(*, at: datetime, dry_run: bool = False) -> int:
    """Erases what mails kept aside say INQUIRY_ADDRESS_DAYS after they came; how many.

    Automatic answers, which say nothing of anybody's opinion, after INQUIRY_IGNORED_DAYS.
    """
    before = at - timedelta(days=settings.INQUIRY_ADDRESS_DAYS)
    ignored = at - timedelta(days=settings.INQUIRY_IGNORED_DAYS)
    over = Q(received_at__lt=before, inquiry=None) | Q(inquiry__closes_at__lt=before)
    over |= Q(state=MailState.IGNORED, received_at__lt=ignored)
    old = MailMessage.objects.filter(over).exclude(raw="", sender="")
    if dry_run:
        return old.count()
    count = 0
    while batch := list(old.order_by("pk")[: settings.RETENTION_BATCH]):
        with transaction.atomic():
            count += _empty(batch)
    log("mails.erased", count=count)
    return count
