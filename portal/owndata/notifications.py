"""The two mails of the app: the link to one's data, and that one was erased."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notifications.mails import AWAITED, send_mail
from portal.sealed import seal

LINK = "owndata.link"


def link_path(email: str) -> str:
    """The address of the page of an address: sealed, it says nothing of it."""
    return reverse("owndata:of_address", kwargs={"token": seal(LINK, email)})


def mail_link(*, to: str) -> None:
    """The link, whoever the address is."""
    hours = settings.OWN_DATA_LINK_SECONDS // 3600
    subject = _("What this portal keeps about you")
    context = {
        "subject": subject,
        "url": settings.WAGTAILADMIN_BASE_URL + link_path(to),
        "hours": ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours},
    }
    send_mail(template="own_data_link", subject=subject, to=to, context=context, delivery=AWAITED)


def mail_erased(*, to: str, reference: str, has_account: bool) -> None:
    """The last message to somebody who was erased; the address is nowhere afterwards."""
    subject = _("Your account is deleted") if has_account else _("Your data is erased")
    context = {"subject": subject, "reference": reference, "has_account": has_account}
    send_mail(template="own_data_erased", subject=subject, to=to, context=context, delivery=AWAITED)
