"""Reports of readers: a public text that breaks the charter is brought before the moderators."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.decisions import Refused, require

from .. import rules
from ..enums import Reason
from ..models import Comment, Contribution, Report
from ..notifications.reports import mail_report_received
from .journal import locked_row, log


@transaction.atomic
def file_report(
    *,
    subject: Contribution | Comment,
    reason: str,
    at: datetime,
    text: str = "",
    email: str = "",
    form_token: str | None = None,
) -> Report:
    """A reader says that a public text breaks the charter; it stays public until it is handled.

    Acknowledged by mail when an address is given. Raises Refused (NOT_PUBLIC, ALREADY_SENT).
    """
    held = locked_row(subject)
    require(rules.may_report(held))
    about = "contribution" if isinstance(held, Contribution) else "comment"
    report = Report(
        reason=reason,
        text=text.strip(),
        email=email,
        form_token=form_token or None,
        filed_at=at,
        **{about: held},
    )
    _save_once(report)
    log("report.filed", report=report.pk, reason=reason)
    mail_report_received(report)
    return report


def _save_once(report: Report) -> None:
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        token = report.form_token
        if token and Report.objects.filter(form_token=token).exists():
            raise Refused(Reason.ALREADY_SENT) from error
        raise
