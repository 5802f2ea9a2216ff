"""Taking back what its author gave: nobody refused it, and its state says so."""

from datetime import datetime

from django.utils.translation import gettext as _

from ..enums import Moderation
from ..models import Comment, Contribution, SupportQuestion
from . import counters
from .comments import count_comment
from .files import erase_attachments
from .journal import log, log_about
from .merging import release
from .words import forget_words


def make_withdrawn(held: Contribution, *, at: datetime) -> None:
    """Takes a held contribution out of everything public, and frees what stands under it."""
    if held.is_public:
        counters.count_publication(held, -1)
    elif held.moderation == Moderation.MERGED:
        counters.tally(held.activity_id, merged_count=-1)
    held.moderation, held.merged_into = Moderation.WITHDRAWN, None
    held.save(update_fields=["moderation", "merged_into"])
    held.merge_proposals.grouped().update(undone_at=at)
    release(held, at=at)


def withdraw_contribution(held: Contribution, *, at: datetime) -> None:
    """Withdraws a held contribution with its words and its files; its number and receipt stay."""
    make_withdrawn(held, at=at)
    before = held.stems
    held.title, held.text, held.place = str(_("Text withdrawn by its author")), "", ""
    held.display_name = held.department_name = held.email = ""
    held.author = None
    held.save()
    forget_words(before, held.stems)
    erase_attachments(contributions=[held.pk])
    SupportQuestion.objects.filter(proposal__merged=held, accepted__isnull=True).delete()
    log_about("contribution.withdrawn", held)


def withdraw_comment(held: Comment, *, at: datetime) -> None:
    """Withdraws a held comment with its words; the replies stay under a line that says so."""
    if held.is_public:
        count_comment(held, -1)
    held.moderation = Moderation.WITHDRAWN
    held.text = held.display_name = held.email = ""
    held.author = None
    held.save()
    log("comment.withdrawn", comment=held.pk, contribution=held.contribution_id)
