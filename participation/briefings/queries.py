"""Reading an explained decision: its figures, its questions, whether it was clear."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, QuerySet

from portal.cms.folding import fold
from portal.cms.keyset import KeysetPage, keyset_page

from ..anonymity import publishable
from ..models import Contribution
from ..queries.lateness import late_counts
from .blocks import Row
from .enums import Clarity
from .models import Briefing, ClarityReply

PAGE_SIZE = 10
GROUPED = 50
ANSWERED, WAITING = "repondues", "en-attente"
# One order, the latest first: nothing ranks questions.
_ORDER = ["-published_at", "-id"]


def briefing_of(slug: str) -> Briefing | None:
    """The page with its counters, its department and the verdict on its promise, by one query."""
    found = Briefing.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


@dataclass(frozen=True)
class QuestionFilters:
    """What a reader asked of the list of questions, in the words of addresses."""

    words: str = ""
    state: str = ""

    @property
    def active(self) -> bool:
        """Whether the list is shorter than the whole."""
        return bool(self.words or self.state)

    def query(self, **more: str | None) -> str:
        """The part of the address after the path: only what was asked."""
        asked = {"q": self.words, "etat": self.state, **more}
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def published_questions(briefing: Briefing) -> "QuerySet[Contribution]":
    """What the public may read: on the common table, whose indexes serve."""
    found: Any = Contribution.objects.filter(activity=briefing.pk).published()
    related: QuerySet[Contribution] = found.select_related("activity", "answer")
    return related


def filtered_questions(briefing: Briefing, filters: QuestionFilters) -> "QuerySet[Contribution]":
    """The questions that match; words are folded like in search."""
    found: Any = published_questions(briefing)
    if filters.state in {ANSWERED, WAITING}:
        found = found.filter(answered_at__isnull=filters.state == WAITING)
    if filters.words:
        found = found.filter(stems__all_words=fold(filters.words))
    kept: QuerySet[Contribution] = found
    return kept


def question_page(
    questions: "QuerySet[Contribution]", cursor: str | None
) -> "KeysetPage[Contribution]":
    """One page of the list, the latest first. Raises BadCursor."""
    return keyset_page(questions, order=_ORDER, cursor=cursor, size=PAGE_SIZE, scope="recentes")


def late_count(briefing: Briefing, at: datetime) -> int:
    """How many published questions have no answer although theirs was due; by one query."""
    return late_counts([briefing], at)[briefing.pk]


def citable_question(briefing: Briefing, number: int) -> Contribution | None:
    """One question that may be read at its own address, with its story; by three queries."""
    found: Any = Contribution.objects.filter(activity=briefing.pk, number=number).citable()
    question: Contribution | None = found.with_story().first()
    return question


def grouped_under(question: Contribution) -> list[Contribution]:
    """The questions alike, grouped under this one, by number."""
    merged: Any = question.merged.citable().select_related("activity")  # type: ignore[attr-defined]
    return list(merged.order_by("number")[:GROUPED])


def figure_rows(briefing: Briefing) -> Iterator[tuple[Any, ...]]:
    """The key figures line by line, for the file beside them."""
    for one in briefing.key_figures:
        figure = one.value
        for row in figure.rows:
            yield (
                figure["title"],
                figure["subject"],
                row.label,
                row.count,
                figure["unit"],
                figure["source"],
            )


@dataclass(frozen=True)
class ClarityFigures:
    """How many said it was clear; a figure of a few people is not shown."""

    total: int
    rows: list[Row]
    has_hidden: bool

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows)


def clarity_of(briefing: Briefing) -> ClarityFigures:
    """The opinions counted, by one query; groups below the minimum stay hidden (anonymity.py)."""
    replies = ClarityReply.objects.filter(briefing=briefing.pk).order_by()
    counts = dict.fromkeys(Clarity.values, 0)
    counts |= dict(replies.values_list("opinion").annotate(n=Count("pk")))
    total = sum(counts.values())
    public = publishable(counts, settings.AGENT_GROUP_MINIMUM)
    shown = {name: count for name, count in public.items() if count is not None}
    if total < settings.AGENT_GROUP_MINIMUM or not shown:
        return ClarityFigures(total, [], has_hidden=total > 0)
    rows = [
        Row(str(Clarity(name).label), count, *[round(count * 100 / total)] * 2)
        for name, count in shown.items()
    ]
    return ClarityFigures(total, rows, has_hidden=len(shown) < len(counts))
