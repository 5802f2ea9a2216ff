"""The daily mail to the moderators: what waits, how long it has been; never empty, never twice."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User

from ..models import ModerationDigest
from ..notifications.moderation import mail_digest
from ..queries.queue import queue_counts
from .journal import log


def moderators() -> list[User]:
    """Who is told each morning: those who hold the right; administrators when nobody does."""
    right = Permission.objects.filter(
        content_type__app_label="participation", codename="moderate_contribution"
    )
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    held = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return list(people.filter(held).distinct()) or list(people.filter(is_superuser=True))


@transaction.atomic
def send_moderation_digest(*, at: datetime) -> ModerationDigest | None:
    """Tells each moderator what waits; returns what was noted, None when nothing was to be sent.

    The day is taken in the transaction that writes the mails, so that two runs never send twice;
    the outbox tries again as long as the mail server does not answer.
    """
    counts = queue_counts()
    total = sum(kind.count for kind in counts)
    people = moderators() if total else []
    if not people:
        return None
    day = timezone.localdate(at)
    try:
        with transaction.atomic():
            noted = ModerationDigest.objects.create(
                day=day, sent_at=at, waiting_count=total, recipient_count=len(people)
            )
    except IntegrityError:
        return None
    url = settings.WAGTAILADMIN_BASE_URL + reverse("moderation:index")
    for person in people:
        mail_digest(counts=counts, total=total, url=url, to=person.email)
    log("moderation.digest_sent", recipients=len(people), waiting=total)
    return noted
