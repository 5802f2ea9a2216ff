"""Mails to those who prepare answers: no title, no name in the subject."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext

from portal.notifications.mails import send_mail

from ..models import Assignment


def mail_assignments(assignments: Sequence[Assignment]) -> None:
    """Tells one person, by one mail, which answers are theirs to prepare."""
    person = assignments[0].person if assignments else None
    if person is None or not person.is_active:
        return
    to, base, count = person.email, settings.WAGTAILADMIN_BASE_URL, len(assignments)
    subject = ngettext("%(count)s answer to prepare", "%(count)s answers to prepare", count)
    context = {
        "assignments": assignments,
        "list_url": base + reverse("answering:index"),
        "base_url": base,
    }
    title = subject % {"count": count}
    send_mail(template="assignment", subject=title, to=to, context=context)
