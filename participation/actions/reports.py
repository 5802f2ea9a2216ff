"""Reports by readers: received, acknowledged, handled; both parties are told."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.decisions import Refused, require

from .. import rules
from ..enums import Moderation, Reason
from ..models import Comment, Contribution, Report
from ..models.moderation import about
from ..notifications.moderation import mail_report_handled, mail_report_received
from .comments import refuse_comment
from .journal import locked_row, locked_text, log, own_texts
from .moderation import refuse_contribution
from .words import forget_words

if TYPE_CHECKING:
    from portal.accounts.models import User


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
    """A reader says that a public text breaks the charter; it joins the queue, the text stays.

    Acknowledged by mail when an address is given. Raises Refused (NOT_PUBLIC, REASON_MISSING,
    ALREADY_SENT).
    """
    held = locked_text(subject)
    require(rules.may_report(held))
    if not reason:
        raise Refused(Reason.REASON_MISSING)
    report = Report(
        reason=reason,
        text=text.strip(),
        email=email,
        form_token=form_token or None,
        filed_at=at,
        **about(held),
    )
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if form_token and Report.objects.filter(form_token=form_token).exists():
            raise Refused(Reason.ALREADY_SENT) from error
        raise
    log("report.filed", report=report.pk, activity=report.activity.pk)
    mail_report_received(report)
    return report


@transaction.atomic
def handle_report(
    *,
    report: Report,
    moderator: "User | None",
    upheld: bool,
    at: datetime,
    reason: str = "",
    note: str = "",
    answer: str = "",
) -> Report:
    """Withdraws the text with a reason, or leaves it with an answer to who reported it.

    Withdrawing closes the other reports about the same text; addresses go with the reports. A
    text that was refused meanwhile is not refused again. Raises Refused (ALREADY_HANDLED,
    NOT_PUBLIC, REASON_MISSING, TEXT_MISSING).
    """
    text = locked_text(report.subject)
    held = locked_row(report)
    require(rules.may_handle_report(held))
    if not upheld and not answer.strip():
        raise Refused(Reason.TEXT_MISSING)
    if upheld and text.moderation != Moderation.REFUSED:
        _withdraw(text, moderator=moderator, reason=reason, note=note, at=at)
    closed = [held, *_others(held)] if upheld else [held]
    for each in closed:
        _close(each, upheld=upheld, answer=answer, moderator=moderator, at=at)
    return held


@transaction.atomic
def take_out(
    *, report: Report, passages: list[str], moderator: "User | None", at: datetime
) -> Report:
    """Takes words that name somebody out of a public text, which stays; closes the report.

    Nothing else is ever changed in what people wrote. Raises Refused (NOT_ABOUT_A_PERSON,
    ALREADY_HANDLED, NOT_PUBLIC, PASSAGES_MISSING).
    """
    text = locked_text(report.subject)
    held = locked_row(report)
    require(rules.may_take_out(held, text))
    before = _words_of(text)
    _mask(text, sorted({passage for passage in passages if passage}, key=len, reverse=True))
    if _words_of(text) == before:
        raise Refused(Reason.PASSAGES_MISSING)
    answer = _("The text stays, without the words that named somebody.")
    _close(held, upheld=False, answer=answer, moderator=moderator, at=at)
    log("text.words_taken_out", user=moderator, report=held.pk)
    return held


def _words_of(text: Contribution | Comment) -> tuple[str, ...]:
    if not isinstance(text, Contribution):
        return (text.text,)
    own, names = own_texts(text)
    return (text.title, text.text, *(getattr(own, name) for name in names))


def _mask(text: Contribution | Comment, passages: list[str]) -> None:
    for passage in passages:
        text.text = text.text.replace(passage, _("[erased]"))
    if isinstance(text, Contribution):
        before = text.stems
        for passage in passages:
            text.title = text.title.replace(passage, _("[erased]"))
        text.save(update_fields=["title", "text"])
        _mask_own(text, passages)
        forget_words(before, text.stems)
    else:
        text.save(update_fields=["text"])


def _mask_own(text: Contribution, passages: list[str]) -> None:
    own, names = own_texts(text)
    masked = {name: getattr(own, name) for name in names}
    for passage in passages:
        masked = {name: said.replace(passage, _("[erased]")) for name, said in masked.items()}
    if masked:
        type(own)._default_manager.filter(pk=text.pk).update(**masked)


def _withdraw(
    text: Contribution | Comment,
    *,
    moderator: "User | None",
    reason: str,
    note: str,
    at: datetime,
) -> None:
    if isinstance(text, Contribution):
        refuse_contribution(
            contribution=text, moderator=moderator, reason=reason, note=note, at=at, on_report=True
        )
    else:
        refuse_comment(
            comment=text, moderator=moderator, reason=reason, note=note, at=at, on_report=True
        )


def _others(report: Report) -> list[Report]:
    """The other reports about the same text that nobody handled, in one fixed order."""
    same = Report.objects.filter(**about(report.subject), handled_at__isnull=True)
    waiting = same.exclude(pk=report.pk)
    return list(waiting.select_for_update(of=("self",)).order_by("pk"))


def _close(
    report: Report, *, upheld: bool, answer: str, moderator: "User | None", at: datetime
) -> None:
    address = report.email
    report.upheld, report.answer = upheld, answer.strip()
    report.handled_at, report.handled_by, report.email = at, moderator, ""
    report.save()
    log("report.handled", user=moderator, report=report.pk, upheld=upheld)
    mail_report_handled(report, to=address)
