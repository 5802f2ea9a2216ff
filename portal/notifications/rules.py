"""When a mail is tried again, and what an answer of the mail server means. Pure."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.decisions import ALLOWED, Decision, refuse

from .enums import MailReason, MailState, Outcome

if TYPE_CHECKING:
    from .models import OutgoingMail


def next_try(*, attempts: int, delays: Sequence[int], at: datetime) -> datetime | None:
    """When to try again after so many tries; None once every delay (in minutes) is used up."""
    if attempts > len(delays):
        return None
    return at + timedelta(minutes=delays[attempts - 1])


def outcome_of(error: Exception) -> Outcome:
    """What an error means for this mail.

    4xx is “later”. 5xx about the address or the text is “never”; about the sender or the
    credentials it is the portal's own fault, not the mail's: later, once somebody mended it.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return Outcome.GIVE_UP if codes and min(codes) >= 500 else Outcome.RETRY
    if isinstance(error, smtplib.SMTPDataError):
        return Outcome.GIVE_UP if error.smtp_code >= 500 else Outcome.RETRY
    if isinstance(error, (smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError)):
        return Outcome.RETRY
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return Outcome.SERVER_DOWN
    return Outcome.RETRY


def failure_words(error: Exception) -> str:
    """The failure in words for the admin: never the server's own, which repeat addresses."""
    code = _code(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = _("The mail server refuses this address (code %(code)s).")
    elif isinstance(error, smtplib.SMTPDataError):
        said = _("The mail server refuses this message (code %(code)s).")
    elif isinstance(error, smtplib.SMTPSenderRefused):
        said = _("The mail server refuses the portal’s address as a sender (code %(code)s).")
    elif isinstance(error, smtplib.SMTPAuthenticationError):
        said = _("The mail server refuses the portal’s name or password (code %(code)s).")
    elif isinstance(error, (smtplib.SMTPException, OSError)):
        said = _("The mail server does not answer (%(code)s).")
        code = code or type(error).__name__
    else:
        said = _("This message could not be written (%(code)s).")
        code = type(error).__name__
    return said % {"code": code}


def _code(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _words in error.recipients.values()}))
    code = getattr(error, "smtp_code", None)
    return str(code) if code else ""


def may_retry(mail: "OutgoingMail") -> Decision:
    """Whether a mail that was given up may be tried again."""
    if mail.state != MailState.FAILED:
        return refuse(MailReason.NOT_GIVEN_UP)
    return ALLOWED if mail.to and mail.text else refuse(MailReason.BODY_ERASED)


def may_cancel(mail: "OutgoingMail", at: datetime) -> Decision:
    """Whether a mail may still be kept from leaving: not while a worker hands it over."""
    held = mail.leased_until is not None and mail.leased_until > at
    waits = mail.state in {MailState.WAITING, MailState.FAILED} and not held
    return ALLOWED if waits else refuse(MailReason.NOT_WAITING)
