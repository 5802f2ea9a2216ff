"""Everything that writes in the room: messages to the team, who sees which picture."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.enums import Wish
from portal.cms import actions as cms_actions
from portal.decisions import Refused
from portal.notifications.mails import send_mail

from . import rules
from .enums import ContactRefusal, MessageStatus
from .models import ContactMessage
from .queries.files import public_pictures
from .queries.messages import messages_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.personal_data import Person

logger = logging.getLogger(__name__)


@transaction.atomic
def record_contact_message(
    *,
    wish: str,
    message: str,
    form_token: str,
    at: datetime,
    name: str = "",
    department_name: str = "",
    email: str = "",
    notify: str = "",
) -> ContactMessage:
    """Keeps a message, and tells the team's address (`notify`) that there is one to read.

    Raises Refused: ADDRESS_MISSING when the wish needs an answer, ALREADY_SENT when the same form
    comes twice. The mail is written with the message; it repeats nothing of it.
    """
    if rules.needs_address(wish) and not email:
        raise Refused(ContactRefusal.ADDRESS_MISSING)
    try:
        with transaction.atomic():
            kept = ContactMessage.objects.create(
                wish=wish,
                message=message,
                form_token=form_token,
                sent_at=at,
                name=name,
                department_name=department_name,
                email=email,
            )
    except IntegrityError as error:
        if ContactMessage.objects.filter(form_token=form_token).exists():
            raise Refused(ContactRefusal.ALREADY_SENT) from error
        raise
    logger.info(
        "Message received",
        extra={"event": "home.contact_message.received", "message_id": kept.pk, "wish": wish},
    )
    if notify:
        _tell_team(kept, notify)
    return kept


def _tell_team(message: ContactMessage, to: str) -> None:
    base = settings.WAGTAILADMIN_BASE_URL
    send_mail(
        template="contact_message",
        # No personal data in a subject: it shows on locked screens and in logs of mail servers.
        subject=_("A message to read: %(wish)s") % {"wish": Wish(message.wish).label},
        to=to,
        context={
            "title": _("A message is waiting for you"),
            "wish": Wish(message.wish).label,
            "url": base + reverse("wagtailsnippets_home_contactmessage:list"),
        },
    )


@transaction.atomic
def set_message_status(
    *, message: ContactMessage, status: str, by: "User | None", at: datetime
) -> ContactMessage:
    """Marks a message as handled, or as waiting again; says who did and when.

    Asking for the status it already has changes nothing.
    """
    locked = ContactMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if locked.status == status:
        return locked
    handled = status == MessageStatus.HANDLED
    locked.status = status
    locked.handled_at = at if handled else None
    locked.handled_by = by if handled else None
    locked.save(update_fields=["status", "handled_at", "handled_by"])
    logger.info(
        "Message handled" if handled else "Message waiting again",
        extra={
            "event": f"home.contact_message.{'handled' if handled else 'reopened'}",
            "message_id": locked.pk,
            "by": by.pk if by else None,
        },
    )
    return locked


@transaction.atomic
def erase_handled_messages(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the messages handled longer ago than MESSAGE_RETENTION_DAYS; says how many.

    The notice beside the form promises it. Messages not handled yet stay.
    """
    before = at - timedelta(days=settings.MESSAGE_RETENTION_DAYS)
    old = ContactMessage.objects.filter(status=MessageStatus.HANDLED, handled_at__lt=before)
    count = old.count()
    if not dry_run:
        old.delete()
    logger.info(
        "Old messages erased",
        extra={"event": "home.contact_message.erased", "count": count, "dry_run": dry_run},
    )
    return count


def erase_messages_of(person: "Person", at: datetime) -> int:
    """Erases what a person wrote to the team, handled or not; part of erasing the person."""
    keys = list(messages_of(person).values_list("pk", flat=True))
    ContactMessage.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def place_pictures() -> cms_actions.Placed:
    """Gives everybody the pictures that somebody unknown may see now, and keeps the others."""
    return cms_actions.place_pictures(public=public_pictures())
