"""Mails of a mailbox made into observations: each taken once, whatever happens in between."""

import io
import logging
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from portal import uploads
from portal.decisions import Refused
from portal.throttle import address_key, take

from ...actions.journal import log
from .. import inbound, room_mails
from ..enums import InquiryReason, ObservationChannel
from ..inbound import InboundMail
from ..mailboxes import Waiting
from ..models import Inquiry, MailMessage, Observation
from ..room_enums import MailKind, MailProblem, MailState
from .register import Deposit, GivenFile, deposit_observation

logger = logging.getLogger(__name__)

_PROBLEMS = {
    InquiryReason.BEFORE_OPENING: MailProblem.EARLY,
    InquiryReason.NOT_ANNOUNCED: MailProblem.EARLY,
    InquiryReason.AFTER_CLOSING: MailProblem.LATE,
    InquiryReason.EMPTY: MailProblem.EMPTY,
}
# Two machines that answer one another stop here.
_ANSWERS_A_DAY = 5
_DAY = 86_400


def take_mail(*, waiting: Waiting, at: datetime) -> list[MailMessage]:
    """Puts a mail in the register of each inquiry it is written to, or keeps it aside with why.

    One transaction: once it returned, the mail may be marked as read; before, nothing of it is
    kept. A mail taken before gives what was kept then. Receipts leave for people alone (RFC 3834).
    """
    mail = inbound.read(waiting.content)
    digest = mail.digest
    found = _inquiries_of(mail)
    with transaction.atomic():
        places: list[Inquiry | None] = [*found] or [None]
        return [_take_once(mail, waiting, digest, place, at) for place in places]


def _inquiries_of(mail: InboundMail) -> list[Inquiry]:
    addressed = Inquiry.objects.annotate(address=Lower("mailbox")).exclude(mailbox="")
    return list(addressed.filter(address__in=mail.recipients, live=True).order_by("pk"))


def _take_once(
    mail: InboundMail, waiting: Waiting, digest: str, inquiry: Inquiry | None, at: datetime
) -> MailMessage:
    known = MailMessage.objects.filter(inquiry=inquiry, digest=digest)
    if before := known.first():
        return before
    try:
        with transaction.atomic():
            return _take(mail, waiting, digest, inquiry, at)
    except IntegrityError:
        # Another reader of the same mailbox was faster: what it kept stands.
        if before := known.first():
            return before
        raise


def _take(
    mail: InboundMail, waiting: Waiting, digest: str, inquiry: Inquiry | None, at: datetime
) -> MailMessage:
    row = MailMessage(
        inquiry=inquiry, digest=digest, received_at=min(waiting.received_at, at), taken_at=at
    )
    if mail.kind == MailKind.AUTOMATIC or _is_our_own(mail):
        row.state = MailState.IGNORED
    elif inquiry is None:
        row.state, row.problem = MailState.ASIDE, MailProblem.UNKNOWN_ADDRESS
    elif waiting.too_big:
        row.state, row.problem = MailState.ASIDE, MailProblem.UNREADABLE
        if mail.kind == MailKind.PERSON and _may_answer(mail.sender):
            room_mails.mail_too_big(inquiry, mail.sender)
    else:
        _register(row, mail, inquiry, at)
    _keep(row, mail, waiting)
    log("mail.taken", activity=row.inquiry_id, state=row.state, problem=row.problem)
    return row


def _is_our_own(mail: InboundMail) -> bool:
    """Whether the portal, or a register, wrote it: it would answer itself without end."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    return bool(mail.sender) and (
        mail.sender == own or Inquiry.objects.filter(mailbox__iexact=mail.sender).exists()
    )


def _register(row: MailMessage, mail: InboundMail, inquiry: Inquiry, at: datetime) -> None:
    files, refused = _checked(mail.files)
    given = Deposit(
        channel=ObservationChannel.EMAIL,
        received_at=row.received_at,
        text="\n\n".join(part for part in (mail.subject, mail.text) if part),
        name=mail.sender_name,
        email=mail.sender,
        message_digest=row.digest,
        answers=mail.kind == MailKind.PERSON and _may_answer(mail.sender),
    )
    if not mail.text and not files:
        row.state, row.problem = MailState.ASIDE, MailProblem.EMPTY
        return
    try:
        row.observation = deposit_observation(inquiry=inquiry, given=given, at=at, files=files)
    except Refused as why:
        _refused(row, mail, inquiry, why.reason)
        return
    row.state = MailState.TAKEN
    if refused or mail.cut:
        row.state, row.problem = MailState.ASIDE, MailProblem.INCOMPLETE


def _refused(row: MailMessage, mail: InboundMail, inquiry: Inquiry, reason: object) -> None:
    if reason == InquiryReason.ALREADY_RECEIVED:
        row.state = MailState.TAKEN
        row.observation = Observation.objects.get(inquiry=inquiry, message_digest=row.digest)
        return
    row.state = MailState.ASIDE
    row.problem = _PROBLEMS.get(reason, MailProblem.UNREADABLE)  # type: ignore[call-overload]
    answered = row.problem in {MailProblem.EARLY, MailProblem.LATE}
    if answered and mail.kind == MailKind.PERSON and _may_answer(mail.sender):
        room_mails.mail_out_of_time(inquiry, mail.sender, late=row.problem == MailProblem.LATE)


def _may_answer(sender: str) -> bool:
    key = address_key(sender)
    return take("inquiry-mail", key, limit=_ANSWERS_A_DAY, seconds=_DAY)


def _checked(files: Iterable[inbound.InboundFile]) -> tuple[list[GivenFile], int]:
    """The files that may be kept, and how many may not: those stay in the mail, kept aside."""
    kept, refused = [], 0
    for one in files:
        try:
            clean = _clean(one.content)
        except uploads.BadFile:
            refused += 1
        else:
            kept.append(GivenFile(clean=clean, name=uploads.display_name(one.name)))
    return kept, refused


def _clean(content: bytes) -> uploads.CleanFile:
    try:
        return uploads.document(io.BytesIO(content))
    except uploads.BadFile as bad:
        if bad.code != uploads.FileProblem.WRONG_DOCUMENT:
            raise
        return uploads.picture(io.BytesIO(content))


def _keep(row: MailMessage, mail: InboundMail, waiting: Waiting) -> None:
    """Writes what became of it; the mail itself stays only while somebody may have to read it."""
    if row.state == MailState.TAKEN:
        row.save()
        return
    row.sender, row.subject = mail.sender, mail.subject
    row.recipients = ", ".join(mail.recipients)[:500]
    row.raw.save("mail.eml", ContentFile(waiting.content), save=False)
    try:
        row.save()
    except BaseException:
        row.raw.storage.delete(str(row.raw.name))
        raise
