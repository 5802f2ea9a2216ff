"""Making an agent's idea public: asked for, agreed to by its author, taken back by the author."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from portal.decisions import Refused, require
from portal.plain_text import clean_line

from .. import consent_rules
from ..enums import Moderation, Reason
from ..models import Activity, Contribution, Promotion
from ..notifications.promotions import mail_promoted, mail_promotion_asked
from ..queries.promotions import contribution_model, offered_theme
from .decisions import record
from .journal import locked, log
from .receiving import receive
from .withdrawing import make_withdrawn

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def ask_to_promote(
    *, source: Contribution, target: Activity, reason: str, officer: "User | None", at: datetime
) -> Promotion:
    """Asks the author of an agents' idea whether it may be public; nothing is public yet.

    Raises Refused (WHY_MISSING, ALREADY_ASKED, and those of may_promote).
    """
    if not reason.strip():
        raise Refused(Reason.WHY_MISSING)
    held = locked(source)
    require(consent_rules.may_promote(held, target, at))
    try:
        with transaction.atomic():
            promotion = Promotion.objects.create(
                source=held, target=target, reason=reason.strip(), asked_at=at, asked_by=officer
            )
    except IntegrityError as error:
        raise Refused(Reason.ALREADY_ASKED) from error
    mail_promotion_asked(promotion)
    _log("promotion.asked", promotion, officer)
    return promotion


@transaction.atomic
def decline_promotion(*, promotion: Promotion, at: datetime) -> Promotion:
    """The author says no: the idea stays among agents. Raises Refused(ALREADY_HANDLED)."""
    held = _hold(promotion)
    require(consent_rules.may_answer_promotion(held))
    held.accepted, held.answered_at = False, at
    held.save(update_fields=["accepted", "answered_at"])
    _log("promotion.declined", held)
    return held


@transaction.atomic
def accept_promotion(*, promotion: Promotion, display_name: str, at: datetime) -> Promotion:
    """The author says yes: a new, public idea carries the title and the text, nothing else.

    Neither account, department, standing nor place: they could tell who wrote it. It was read by
    moderators among agents, so it is public at once, with a decision of its own in the register.
    Raises Refused (ALREADY_HANDLED, and those of may_promote).
    """
    held = _hold(promotion)
    require(consent_rules.may_answer_promotion(held))
    require(consent_rules.may_promote(held.source, held.target, at))
    held.accepted, held.answered_at = True, at
    held.display_name = clean_line(display_name)[:80]
    held.result = _published_copy(held, at=at)
    held.save(update_fields=["accepted", "answered_at", "display_name", "result"])
    mail_promoted(held)
    _log("promotion.accepted", held)
    return held


def _published_copy(promotion: Promotion, *, at: datetime) -> Contribution:
    source, target = promotion.source, promotion.target
    model = contribution_model(target)
    if model is None:
        raise Refused(Reason.TARGET_NOT_PUBLIC)
    result = receive(
        model,
        activity=target,
        at=at,
        moderation=Moderation.PUBLISHED,
        title=source.title,
        text=source.text,
        theme=offered_theme(target, source.theme),
        display_name=promotion.display_name,
        email=source.email,
        channel=source.channel,
        moderated_at=at,
        moderated_by=promotion.asked_by,
    )
    record(result, was_public=False)
    return result


@transaction.atomic
def take_back_promotion(*, promotion: Promotion, at: datetime) -> Promotion:
    """The author takes the consent back: the public idea is withdrawn, the other one stays.

    Nobody refused it: its state says that its author withdrew it. Raises
    Refused(ALREADY_HANDLED).
    """
    held = _hold(promotion)
    require(consent_rules.may_take_back(held))
    if held.result is not None:
        make_withdrawn(locked(held.result), at=at)
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    _log("promotion.taken_back", held)
    return held


def _hold(promotion: Promotion) -> Promotion:
    """The source first, as every action; then what was asked about it."""
    source = locked(promotion.source)
    rows = Promotion.objects.select_for_update(of=("self",))
    held = rows.select_related("target__tally", "asked_by", "result").get(pk=promotion.pk)
    held.source = source
    return held


def _log(event: str, promotion: Promotion, user: "User | None" = None) -> None:
    # Never the public idea beside the agents' one: a journal must not tell what a page does not.
    log(event, user=user, promotion=promotion.pk)
