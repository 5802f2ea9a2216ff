"""Reading comments: the threads of a contribution by keyset pages, one thread with its replies."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from portal.cms.keyset import KeysetPage, keyset_page

from ..enums import Moderation
from ..models import Comment, Contribution

if TYPE_CHECKING:
    from django.db.models import QuerySet

THREADS_SHOWN = 20
REPLIES_SHOWN = 5
REPLIES_ON_A_PAGE = 50
# Oldest first: a discussion is read from its beginning.
_ORDER = ["published_at", "id"]


@dataclass
class Thread:
    """A comment with its first replies, and how many more there are."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class ThreadPage:
    """Some threads, and where the pages around them start."""

    threads: list[Thread]
    next_cursor: str | None
    previous_cursor: str | None


def shown_comments(contribution: Contribution) -> "QuerySet[Comment]":
    """First comments of threads: published, or withdrawn with replies that stay."""
    gone = [Moderation.REFUSED, Moderation.WITHDRAWN]
    replies = Comment.objects.published().filter(parent=OuterRef("pk"))
    withdrawn = Q(moderation__in=gone, published_at__isnull=False) & Exists(replies)
    first = Comment.objects.filter(contribution=contribution.pk, parent__isnull=True)
    return first.filter(Q(moderation=Moderation.PUBLISHED) | withdrawn)


def thread_page(contribution: Contribution, cursor: str | None) -> ThreadPage:
    """One page of threads with their first replies, by two queries. Raises BadCursor."""
    page = keyset_page(
        shown_comments(contribution), order=_ORDER, cursor=cursor, size=THREADS_SHOWN
    )
    threads = {comment.pk: Thread(comment) for comment in page.items}
    for parent, replies in _first_replies(list(threads)).items():
        threads[parent].replies = replies
        threads[parent].more = replies[0].siblings - len(replies)  # type: ignore[attr-defined]
    return ThreadPage(list(threads.values()), page.next_cursor, page.previous_cursor)


def _first_replies(parents: list[int]) -> dict[int, list[Comment]]:
    """The first published replies of each of these comments, with the number of all of them."""
    if not parents:
        return {}
    ranked = (
        Comment.objects.published()
        .filter(parent__in=parents)
        .annotate(
            rank=Window(RowNumber(), partition_by=F("parent"), order_by=_ORDER),
            siblings=Window(Count("pk"), partition_by=F("parent")),
        )
    )
    found: dict[int, list[Comment]] = defaultdict(list)
    for reply in ranked.filter(rank__lte=REPLIES_SHOWN).order_by(*_ORDER):
        found[reply.parent_id or 0].append(reply)
    return found


def shown_comment(contribution: Contribution, comment_id: int) -> Comment | None:
    """One first comment of a thread that may be read."""
    return shown_comments(contribution).filter(pk=comment_id).first()


def reply_page(comment: Comment, cursor: str | None) -> KeysetPage[Comment]:
    """One page of the replies to a comment, by one query. Raises BadCursor."""
    replies = Comment.objects.published().filter(parent=comment)
    return keyset_page(replies, order=_ORDER, cursor=cursor, size=REPLIES_ON_A_PAGE)


def published_comment(contribution: Contribution, comment_id: int) -> Comment | None:
    """One published comment of this contribution, first or reply; never of another one."""
    found = Comment.objects.published().filter(contribution=contribution.pk, pk=comment_id)
    return found.select_related("parent").first()
