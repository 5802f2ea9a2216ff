"""The mail before an unused account goes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.notifications.mails import send_mail

from .durations import duration


def mail_inactivity_warning(user: User, at: datetime) -> None:
    """Tells somebody that their account goes unless they sign in."""
    day = timezone.localdate(at + timedelta(days=settings.INACTIVE_ACCOUNT_NOTICE_DAYS))
    context = {
        "day": day,
        "unused": duration(settings.INACTIVE_ACCOUNT_DAYS),
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("account_login"),
    }
    send_mail(
        template="inactive_account",
        subject=_("Your account will be closed"),
        to=user.email,
        context=context,
    )
