"""What somebody who reports a text is told, when an address was given."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.notifications.mails import send_mail

from ..models import Report


def mail_report_received(report: Report) -> None:
    """The report arrived, and what happens next; the text reported is not repeated."""
    if not report.email:
        return
    base = settings.WAGTAILADMIN_BASE_URL
    contribution = report.comment.contribution if report.comment else report.contribution
    if contribution is None:
        return
    context = {
        "report": report,
        "contribution": contribution,
        "contribution_url": base + contribution.url,
        "base_url": base,
    }
    transaction.on_commit(
        lambda: send_mail(
            template="report_received",
            subject=_("Your report is registered"),
            to=report.email,
            context=context,
        )
    )
