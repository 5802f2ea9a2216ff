"""What is told to those who follow commitments, and to those who prepare and approve reports."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.notifications.mails import send_mail
from portal.subscriptions.actions import publish_event

from .models import CommitmentUpdate, Review, UpdateDraft
from .registry import idea_topics


def tell_of_update(update: CommitmentUpdate, at: datetime) -> None:
    """A commitment has news: to those who follow it, its priority, all of them, or its ideas."""
    commitment = update.commitment
    publish_event(
        kind="commitment_updated",
        subject=f"commitment:{commitment.number}",
        topics=[
            f"commitment:{commitment.number}",
            f"priority:{commitment.objective.priority.number}",
            "commitments",
            *idea_topics(commitment.pk),
        ],
        summary=str(update.get_status_display()),
        at=at,
        dedup=f"commitment:{commitment.pk}:update:{update.pk}",
    )


def tell_of_review(review: Review, at: datetime) -> None:
    """A review is published: its fingerprint goes to those who follow, who hold a copy of it."""
    publish_event(
        kind="review_published",
        subject=f"review:{review.number}",
        topics=["reviews", "commitments"],
        summary=_("SHA-256 fingerprint: %(fingerprint)s") % {"fingerprint": review.fingerprint},
        at=at,
        dedup=f"review:{review.pk}:published",
    )


def mail_drafts_sent(drafts: Sequence[UpdateDraft], people: Sequence[User]) -> None:
    """Reports wait for approval: one mail to each of those who approve."""
    if not drafts:
        return
    count, base = len(drafts), settings.WAGTAILADMIN_BASE_URL
    subject = ngettext(
        "%(count)d report waits for your approval",
        "%(count)d reports wait for your approval",
        count,
    )
    waiting = reverse("engagements_reports_modeladmin_index") + "?report=waiting"
    for person in people:
        context = {"drafts": drafts, "list_url": base + waiting, "base_url": base}
        title = subject % {"count": count}
        send_mail(template="drafts_sent", subject=title, to=person.email, context=context)


def mail_draft_returned(draft: UpdateDraft) -> None:
    """A report was sent back: to whoever prepared it, with the reason and the way to it."""
    person = draft.prepared_by
    if person is None or not person.is_active or not person.email:
        return
    base = settings.WAGTAILADMIN_BASE_URL
    address = reverse("engagements_commitment_modeladmin_progress", args=[draft.commitment_id])
    send_mail(
        template="draft_returned",
        subject=_("Your report on commitment %(number)d was sent back")
        % {"number": draft.commitment.number},
        to=person.email,
        context={"draft": draft, "report_url": base + address, "base_url": base},
    )
