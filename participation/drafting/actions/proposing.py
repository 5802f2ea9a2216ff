"""Proposing an amendment or leaving a remark: received, its receipt given, read before public."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.decisions import Refused, require

from ... import actions as core
from ... import rules as core_rules
from ...enums import Channel, Moderation
from ...notifications import mail_confirmation, mail_receipt
from .. import rules
from ..enums import WITH_TEXT, DraftingReason
from ..models import Drafting, Paragraph, TextAmendment, TextVersion, VersionParagraph
from .holding import latest_version

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.rules import Reader


@transaction.atomic
def propose_amendment(
    *,
    drafting: Drafting,
    paragraph: Paragraph,
    read: int,
    kind: str,
    title: str,
    text: str = "",
    proposed: str = "",
    at: datetime,
    email: str = "",
    author: "User | None" = None,
    reader: "Reader" = None,
    is_doubted: bool = False,
    **fields: Any,
) -> TextAmendment:
    """Receives an amendment or a remark; its receipt is mailed where an address was given.

    `read` is the version its author read: a paragraph changed since is PARAGRAPH_CHANGED. Raises
    Refused too when nothing is taken from this person now, or when the form was already sent.
    """
    version = latest_version(drafting.pk)
    require(rules.may_propose(drafting, version, author or reader, at))
    what = _what(_stand(paragraph, version, read, kind=kind, proposed=proposed), kind, proposed)
    state = _first_state(drafting, author, email, is_doubted=is_doubted)
    amendment = core.receive(
        TextAmendment,
        activity=drafting,
        at=at,
        channel=Channel.ONLINE,
        moderation=state,
        title=title,
        text=text,
        email=email,
        author=author,
        **what,
        **fields,
    )
    (mail_confirmation if state == Moderation.UNCONFIRMED else mail_receipt)(amendment)
    return amendment


def _first_state(
    drafting: Drafting, author: "User | None", email: str, *, is_doubted: bool
) -> Moderation:
    is_proved = author is not None and author.email.lower() == email.lower()
    if core_rules.must_confirm(drafting, email, is_proved=is_proved):
        return Moderation.UNCONFIRMED
    return core_rules.first_state(drafting, is_doubted=is_doubted)


def _stand(
    paragraph: Paragraph, version: TextVersion | None, read: int, *, kind: str, proposed: str
) -> VersionParagraph:
    """The paragraph as it is now, when the amendment says something about it; else Refused."""
    rows = VersionParagraph.objects.select_related("version", "paragraph")
    rows = rows.filter(paragraph=paragraph, version__drafting=paragraph.drafting_id)
    now = rows.filter(version=version).first()
    then = now if version and read == version.number else rows.filter(version__number=read).first()
    decision = rules.may_say(
        kind,
        part=paragraph.kind,
        current=now.text if now else None,
        base=then.text if then else "",
        proposed=proposed,
    )
    require(decision)
    if now is None:
        raise Refused(DraftingReason.PARAGRAPH_GONE)
    return now


def _what(there: VersionParagraph, kind: str, proposed: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "paragraph": there.paragraph,
        "version": there.version,
        "label": there.label,
        "base": there.text,
        "proposed": proposed if kind in WITH_TEXT else "",
    }


@transaction.atomic
def enter_amendment(
    *,
    drafting: Drafting,
    paragraph: Paragraph,
    kind: str,
    title: str,
    proposed: str = "",
    at: datetime,
    number: int | None = None,
    **fields: Any,
) -> TextAmendment:
    """Enters one that came otherwise than by the form; the clerk is not its author.

    Raises Refused when it would say nothing about the paragraph as it is now.
    """
    version = latest_version(drafting.pk)
    read = version.number if version else 0
    there = _stand(paragraph, version, read, kind=kind, proposed=proposed)
    what = _what(there, kind, proposed)
    return core.receive(
        TextAmendment, activity=drafting, at=at, number=number, title=title, **what, **fields
    )
