"""The door of all mails: written into the outbox, in the transaction of what they tell."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Site

from portal.cms.models import SiteSettings

from .delivery import deliver_now
from .enums import Priority
from .models import OutgoingMail, address_key

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a mail leaves, when it is not the usual way."""

    priority: Priority = Priority.USUAL
    # The same thing is told once: a second mail with this key is not written.
    dedup: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    # For whom its content is meant and whose account reads it: asked again before it leaves.
    audience: str = ""
    reader_id: int | None = None
    # Keys of what it tells of: what is closed or gone by then keeps it from leaving.
    about: Sequence[str] = ()
    # Small files of words: name, kind of content, content.
    attached: Sequence[tuple[str, str, str]] = ()
    # Tried before the transaction ends, if there is one: for mails that tell of nothing written.
    before_commit: bool = False


USUAL = Delivery()
# Somebody waits for it at this moment: a code, a link to follow.
AWAITED = Delivery(priority=Priority.AWAITED)
# What the library of accounts sends: it opens no transaction around a page.
AWAITED_NOW = Delivery(priority=Priority.AWAITED, before_commit=True)


def send_mail(
    *,
    template: str,
    subject: str,
    to: str,
    context: Mapping[str, object],
    delivery: Delivery = USUAL,
) -> bool:
    """Writes `emails/<template>.txt` and `.html` to one person; False when told already.

    Called in the transaction of what it tells: the mail exists exactly when the event does. A
    worker delivers it, and tries again as long as the mail server does not answer.
    """
    drawn = draw_mail(
        template=template,
        subject=subject,
        to=to,
        context={**sender(), **context},
        delivery=delivery,
    )
    return _write(drawn, before_commit=delivery.before_commit)


def draw_mail(
    *,
    template: str,
    subject: str,
    to: str,
    context: Mapping[str, object],
    delivery: Delivery = USUAL,
) -> OutgoingMail:
    """The same mail, drawn and not written yet; `context` holds what `sender()` says."""
    filled = {"title": subject, **context}
    return _mail(
        kind=template,
        subject=subject,
        to=to,
        text=render_to_string(f"emails/{template}.txt", filled),
        html=render_to_string(f"emails/{template}.html", filled),
        delivery=delivery,
    )


def write_mails(mails: Sequence[OutgoingMail]) -> int:
    """Writes many mails drawn for the worker, in as many queries as one; how many were new.

    Each has a `dedup` key, and whoever calls holds what they are about: nobody else writes them.
    """
    keys = [mail.dedup_key for mail in mails]
    told = set(OutgoingMail.objects.filter(dedup_key__in=keys).values_list("dedup_key", flat=True))
    fresh = OutgoingMail.objects.bulk_create([mail for mail in mails if mail.dedup_key not in told])
    for mail in fresh:
        _note(mail)
    return len(fresh)


def queue(
    *, kind: str, subject: str, to: str, text: str, html: str = "", delivery: Delivery = USUAL
) -> bool:
    """Writes a mail that is drawn already into the outbox; False when told already."""
    mail = _mail(kind=kind, subject=subject, to=to, text=text, html=html, delivery=delivery)
    return _write(mail, before_commit=delivery.before_commit)


def _mail(
    *, kind: str, subject: str, to: str, text: str, html: str, delivery: Delivery
) -> OutgoingMail:
    at = timezone.now()
    return OutgoingMail(
        kind=kind[:60],
        priority=delivery.priority,
        to=to,
        to_key=address_key(to),
        subject=" ".join(subject.split())[:255],
        text=text,
        html=html,
        headers=dict(delivery.headers),
        message_id=new_message_id(),
        dedup_key=delivery.dedup or None,
        audience=delivery.audience,
        reader_id=delivery.reader_id,
        about=list(delivery.about),
        attached=[list(one) for one in delivery.attached],
        created_at=at,
        due_at=delivery.due_at or at,
    )


def _write(mail: OutgoingMail, *, before_commit: bool) -> bool:
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if mail.dedup_key and OutgoingMail.objects.filter(dedup_key=mail.dedup_key).exists():
            return False
        raise
    _note(mail, before_commit=before_commit)
    return True


def _note(mail: OutgoingMail, *, before_commit: bool = False) -> None:
    """Says that a mail is written, and tries at once one that somebody waits for."""
    logger.info("Mail written", extra={"event": "portal.mail.written", "mail": mail.kind})
    if before_commit:
        deliver_now(mail.pk)
    elif mail.priority <= settings.MAIL_AT_ONCE_PRIORITY:
        # Robust: whatever happens there, the mail is kept and the worker has it.
        transaction.on_commit(lambda: deliver_now(mail.pk), robust=True)


def queue_message(message: EmailMessage, *, kind: str, delivery: Delivery = USUAL) -> None:
    """Writes a message that another library drew, to each of its recipients."""
    drawn = getattr(message, "alternatives", None) or []
    html = next((str(part[0]) for part in drawn if part[1] == "text/html"), "")
    for to in message.to:
        queue(
            kind=kind,
            subject=str(message.subject),
            to=to,
            text=str(message.body),
            html=html,
            delivery=delivery,
        )


def new_message_id() -> str:
    """A Message-ID for one mail, in the sender's domain."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{uuid.uuid4().hex}@{address.rpartition('@')[2] or 'localhost'}>"


def sender() -> dict[str, object]:
    """Who writes, for what draws a mail: the portal's settings, its name, where to answer."""
    city = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return {"city": city, "site_name": city.project_name, "contact_email": city.contact_email}
