"""What a voter's pages ask for: a code to prove an address, a vote with its receipt by mail."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal import text_messages

from ..enums import KeyKind
from ..notifications import mail_code, mail_receipt
from ..proofs import PendingCode, new_code
from .casting import Cast, cast_ballot

if TYPE_CHECKING:
    from ..models import ParticipatoryBudget
    from ..rulebook import Choices
    from ..voters import Voter

logger = logging.getLogger("participation")


@transaction.atomic
def send_code(
    *, budget: "ParticipatoryBudget", kind: KeyKind, to: str, at: datetime
) -> PendingCode:
    """Sends a code of six digits to an address or a number, which is kept nowhere.

    Raises portal.text_messages.NotSent when the gateway takes no message.
    """
    pending = new_code(kind, to, int(at.timestamp()))
    if kind == KeyKind.PHONE:
        text = _("%(code)s is your code to vote. It works once, for half an hour.")
        text_messages.send(to=to, text=text % {"code": pending.code})
    else:
        mail_code(budget=budget, to=to, code=pending.code)
    logger.info("Code sent", extra={"event": "budgets.code.sent", "kind": str(kind)})
    return pending


def vote(
    *,
    budget: "ParticipatoryBudget",
    voter: "Voter",
    envelope: str,
    choices: "Choices",
    contact: str,
    at: datetime,
) -> Cast:
    """Casts the ballot and, if there is an address, mails the receipt, without the choices.

    Two transactions: nothing holds the roll and the box while a mail is drawn, and a ballot never
    falls with its mail. The receipt is on the page anyhow. Raises Refused as `cast_ballot` does.
    """
    cast = cast_ballot(budget=budget, voter=voter, envelope=envelope, choices=choices, at=at)
    if contact:
        _mail(budget, contact, cast.receipt)
    return cast


def _mail(budget: "ParticipatoryBudget", to: str, receipt: str) -> None:
    """Mails the receipt; a mail that cannot be drawn must not look like a vote that failed."""
    try:
        mail_receipt(budget=budget, to=to, receipt=receipt)
    except Exception:
        extra = {"event": "budgets.receipt_not_mailed", "budget": budget.pk}
        logger.exception("Receipt not mailed", extra=extra)
