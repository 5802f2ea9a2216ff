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
    contribution: Contribution | None = None,
    comment: Comment | None = None,
    reason: str,
    text: str = "",
    email: str = "",
    form_token: str | None = None,
    at: datetime,
) -> Report:
    """Receives the report of one public text, a contribution or a comment; acknowledged by mail.

    The text stays public until a moderator decides. Raises Refused (NOT_PUBLIC, ALREADY_SENT).
    """
    about = locked_row(comment) if comment else locked_row(contribution) if contribution else None
    if about is None:
        raise Refused(Reason.NOT_PUBLIC)
    require(rules.may_report(about))
    report = Report(
        contribution=contribution if comment is None else None,
        comment=comment,
        reason=reason,
        text=text.strip(),
        email=email,
        form_token=form_token,
        filed_at=at,
    )
    _save_once(report)
    log(
        "report.filed",
        report=report.pk,
        contribution=report.contribution_id,
        comment=report.comment_id,
        reason=reason,
    )
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
