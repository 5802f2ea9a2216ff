"""Comments: received, published, refused, counted."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.decisions import ALLOWED, Refused, require

from .. import rules
from ..enums import Moderation, Reason
from ..models import Comment, Contribution
from ..notifications.events import tell_of_comment
from ..notifications.moderation import mail_comment_decision
from . import counters
from .decisions import mark_published, mark_refused, record
from .journal import locked, locked_row, log

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def add_comment(
    *,
    contribution: Contribution,
    text: str,
    at: datetime,
    user: "User | None" = None,
    parent: Comment | None = None,
    is_official: bool = False,
    is_doubted: bool = False,
    **fields: Any,
) -> Comment:
    """Receives a comment or a reply; a reply to a reply joins the same thread.

    What is said in the city's name is public at once. `fields`: display_name, standing, email,
    form_token. Raises Refused (COMMENTS_CLOSED, NOT_PUBLIC, CITY_ONLY, TEXT_MISSING…).
    """
    held = locked(contribution)
    require(rules.may_comment(held, user, at))
    require(rules.may_speak_for_city(user) if is_official else ALLOWED)
    if not text.strip():
        raise Refused(Reason.TEXT_MISSING)
    state = _first_state(held, is_official=is_official, is_doubted=is_doubted)
    comment = Comment(
        contribution=held,
        parent=_thread(parent, held) if parent else None,
        text=text.strip(),
        author=user,
        is_official=is_official,
        submitted_at=at,
        moderation=state,
        published_at=at if state == Moderation.PUBLISHED else None,
        **fields,
    )
    if is_official:
        comment.moderated_at, comment.moderated_by = at, user
    _save_once(comment)
    if comment.is_public:
        _show(comment, at)
    log("comment.received", user=user, comment=comment.pk, contribution=held.pk)
    return comment


def _first_state(contribution: Contribution, *, is_official: bool, is_doubted: bool) -> str:
    if is_official:
        return Moderation.PUBLISHED
    return rules.first_state(contribution.activity, is_doubted=is_doubted)


def _thread(parent: Comment, contribution: Contribution) -> Comment:
    """The first comment of the thread that a reply to `parent` joins, as it is now."""
    fresh = Comment.objects.select_related("parent").get(pk=parent.pk)
    require(rules.may_reply(fresh, contribution))
    return fresh.parent or fresh


def _save_once(comment: Comment) -> None:
    try:
        with transaction.atomic():
            comment.save()
    except IntegrityError as error:
        token = comment.form_token
        if token and Comment.objects.filter(form_token=token).exists():
            raise Refused(Reason.ALREADY_SENT) from error
        raise


@transaction.atomic
def publish_comment(
    *, comment: Comment, moderator: "User | None", at: datetime, on_appeal: bool = False
) -> Comment:
    """Makes a waiting comment public, or confirms one public already. Raises ALREADY_DECIDED."""
    held = locked_row(comment)
    was_public = mark_published(held, moderator=moderator, at=at, on_appeal=on_appeal)
    if not was_public:
        _show(held, at)
        if not on_appeal:  # Its author reads of it in the answer to the appeal.
            mail_comment_decision(held)
    record(held, was_public=was_public, on_appeal=on_appeal)
    log("comment.published", user=moderator, comment=held.pk)
    return held


@transaction.atomic
def refuse_comment(
    *,
    comment: Comment,
    moderator: "User | None",
    reason: str,
    note: str = "",
    at: datetime,
    on_report: bool = False,
) -> Comment:
    """Keeps a comment from the public, or withdraws it, with the charter's reason.

    Its replies stay, under a line that says that a comment was withdrawn. Raises Refused
    (ALREADY_DECIDED, REASON_MISSING).
    """
    held = locked_row(comment)
    was_public = mark_refused(
        held, reason=reason, note=note, moderator=moderator, at=at, on_report=on_report
    )
    if was_public:
        count_comment(held, -1)
    record(held, was_public=was_public, on_report=on_report)
    log("comment.refused", user=moderator, comment=held.pk)
    mail_comment_decision(held, was_public=was_public)
    return held


def _show(comment: Comment, at: datetime) -> None:
    """Counts a comment that is public from now on, and tells those who follow the idea."""
    count_comment(comment, 1)
    tell_of_comment(comment, at)


def count_comment(comment: Comment, by: int) -> None:
    """On the contribution first, then on the activity: every action takes them in this order."""
    held = locked(comment.contribution)
    Contribution.objects.filter(pk=held.pk).update(comment_count=F("comment_count") + by)
    if held.is_public:
        counters.tally(held.activity_id, comment_count=by)
