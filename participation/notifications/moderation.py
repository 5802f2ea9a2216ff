"""Mails about what moderators decide on comments, appeals and reports; and their own digest."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notifications.mails import send_mail

from ..models import Appeal, Comment, Contribution, Report

if TYPE_CHECKING:
    from ..queries.queue import KindCount


def _mail(template: str, subject: str, to: str, **context: object) -> None:
    """Written with what it tells of; nothing to nobody."""
    if not to:
        return
    filled = {"base_url": settings.WAGTAILADMIN_BASE_URL, **context}
    send_mail(template=template, subject=subject, to=to, context=filled)


def _story(text: "Contribution | Comment") -> str:
    return settings.WAGTAILADMIN_BASE_URL + text.story_url


def mail_comment_decision(comment: Comment, *, was_public: bool = False) -> None:
    """A comment is public, refused, or withdrawn; the link leads to its story and its appeal."""
    if comment.is_public:
        subject = _("Your comment is published")
    elif was_public:
        subject = _("Your comment is no longer public")
    else:
        subject = _("Your comment was not published")
    _mail(
        "comment_decision",
        subject,
        comment.email,
        comment=comment,
        was_public=was_public,
        story_url=_story(comment),
    )


def mail_appeal_decided(appeal: Appeal) -> None:
    """What became of a refusal that its author contested."""
    text = appeal.subject
    _mail(
        "appeal_decided",
        _("Your objection was examined"),
        text.email,
        appeal=appeal,
        story_url=_story(text),
    )


def mail_report_received(report: Report) -> None:
    """A report arrived, and what happens next."""
    _mail("report_received", _("Your report is registered"), report.email, report=report)


def mail_report_handled(report: Report, to: str) -> None:
    """What became of a report; the address is given apart, for it is erased with the report."""
    rules_url = settings.WAGTAILADMIN_BASE_URL + reverse("participation:register")
    _mail(
        "report_handled",
        _("Your report was examined"),
        to,
        report=report,
        rules_url=f"{rules_url}#charte",
    )


def mail_digest(*, counts: "list[KindCount]", total: int, url: str, to: str) -> None:
    """What waits this morning, to one moderator."""
    subject = ngettext("%(number)d text waits for you", "%(number)d texts wait for you", total)
    send_mail(
        template="moderation_digest",
        subject=subject % {"number": total},
        to=to,
        context={"counts": counts, "total": total, "url": url},
    )
