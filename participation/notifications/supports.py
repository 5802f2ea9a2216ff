"""The mail that proves an address before its support counts."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from portal.notifications.mails import AWAITED, send_mail

from ..models import Contribution
from ..support_links import support_token


def mail_support_link(contribution: Contribution, email: str) -> None:
    """The link, how long it works, and that nothing is kept without it."""
    activity, base = contribution.activity, settings.WAGTAILADMIN_BASE_URL
    if activity.mechanism is None:
        return
    path = activity.mechanism.url(
        activity,
        "support_link",
        number=contribution.number,
        token=support_token(contribution.pk, email),
    )
    context = {
        "contribution": contribution,
        "activity": activity,
        "link_url": base + path,
        "base_url": base,
        "days": timedelta(seconds=settings.SUPPORT_LINK_SECONDS).days,
    }
    subject = _("Your support: one press left")
    send_mail(template="support_link", subject=subject, to=email, context=context, delivery=AWAITED)
