"""The figures of a campaign: pledges, answers given later, quiz; none that says who.

Pledges are shown as they are: a pledge says nothing of anybody. What people say of themselves,
or know, is hidden where few answered (anonymity.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from ...anonymity import publishable
from ..enums import Kept, Way
from ..models import Campaign


@dataclass(frozen=True)
class Row:
    """One line of a table of bars: its bar is `width` hundredths of the longest."""

    label: str
    count: int
    width: int
    share: int | None = None


@dataclass(frozen=True)
class PledgeFigure:
    """A pledge and how often it was taken; one no longer proposed is only counted."""

    key: str
    text: str
    detail: str
    count: int
    is_offered: bool = True


@dataclass(frozen=True)
class FollowUpFigures:
    """What those who answered by one way said; `rows` are empty where few answered."""

    way: str
    total: int
    rows: list[Row]
    has_hidden: bool

    @property
    def label(self) -> str:
        """The way, in words."""
        return str(Way(self.way).label)


@dataclass(frozen=True)
class QuestionFigure:
    """A question of the quiz: how many answered, and right; None where few did."""

    key: str
    text: str
    answered: int | None
    right: int | None

    @property
    def share(self) -> int | None:
        """The right answers in hundredths."""
        if self.answered is None or self.right is None or not self.answered:
            return None
        return round(self.right * 100 / self.answered)


@dataclass(frozen=True)
class Figures:
    """All of them, as they are now or as they were stored with an outcome."""

    pledges: list[PledgeFigure] = field(default_factory=list)
    follow_up: list[FollowUpFigures] = field(default_factory=list)
    quiz: list[QuestionFigure] = field(default_factory=list)

    @property
    def pledged(self) -> int:
        """How many pledges were taken in all."""
        return sum(one.count for one in self.pledges)

    @property
    def pledge_rows(self) -> list[Row]:
        """The pledges as a table of bars."""
        longest = max((one.count for one in self.pledges), default=0)
        return [
            Row(one.text, one.count, round(one.count * 100 / longest) if longest else 0)
            for one in self.pledges
        ]

    @property
    def quiz_rows(self) -> list[Row]:
        """The questions that may be shown, as a table of bars of right answers."""
        return [
            Row(one.text, one.right, one.share, one.share)
            for one in self.quiz
            if one.right is not None and one.share is not None
        ]

    @property
    def quiz_is_partly_hidden(self) -> bool:
        """Whether some question was answered by too few people to be shown."""
        return any(one.share is None for one in self.quiz)

    @property
    def answered_later(self) -> list[FollowUpFigures]:
        """The ways by which somebody answered."""
        return [one for one in self.follow_up if one.total]

    def stored(self) -> dict[str, Any]:
        """The same as plain values, for the row of an outcome; what is hidden stays unknown."""
        return {
            "pledges": [{"text": one.text, "count": one.count} for one in self.pledges],
            "follow_up": [
                {
                    "way": one.way,
                    "total": one.total if one.rows else None,
                    "answers": {row.label: row.count for row in one.rows},
                }
                for one in self.answered_later
            ],
            "quiz": [
                {"question": one.text, "answered": one.answered, "right": one.right}
                for one in self.quiz
            ],
        }


def figures_of(campaign: Campaign) -> Figures:
    """The figures as they are, by three queries."""
    return Figures(pledge_figures(campaign), follow_up_figures(campaign), quiz_figures(campaign))


def pledge_figures(campaign: Campaign) -> list[PledgeFigure]:
    """The pledges proposed, in their order, then those once proposed that somebody took."""
    counted = {row.key: row for row in campaign.pledge_counts.all()}
    found = []
    for one in campaign.offered:
        row = counted.pop(one.key, None)
        found.append(PledgeFigure(one.key, one.text, one.detail, row.count if row else 0))
    return found + [
        PledgeFigure(row.key, row.text, "", row.count, is_offered=False)
        for row in counted.values()
        if row.count
    ]


def follow_up_figures(campaign: Campaign) -> list[FollowUpFigures]:
    """What was said later, by each way apart."""
    counts = {(row.way, row.answer): row.count for row in campaign.follow_up_counts.all()}
    return [
        _said({answer: counts.get((way, answer), 0) for answer in Kept.values}, way)
        for way in Way.values
    ]


def _said(counts: Mapping[str, int], way: str) -> FollowUpFigures:
    total = sum(counts.values())
    public = publishable(counts, settings.AGENT_GROUP_MINIMUM)
    shown = {answer: count for answer, count in public.items() if count is not None}
    if total < settings.AGENT_GROUP_MINIMUM or not shown:
        return FollowUpFigures(way, total, [], has_hidden=total > 0)
    # An empty answer hides nobody.
    shown |= {answer: 0 for answer, count in counts.items() if not count}
    rows = [
        Row(str(Kept(answer).label), shown[answer], *[round(shown[answer] * 100 / total)] * 2)
        for answer in Kept.values
        if answer in shown
    ]
    return FollowUpFigures(way, total, rows, has_hidden=len(shown) < len(counts))


def quiz_figures(campaign: Campaign) -> list[QuestionFigure]:
    """The questions of the quiz, in their order, each with its figures if they may be shown."""
    counted = {row.key: row for row in campaign.quiz_counts.all()}
    found = []
    for question in campaign.questions:
        row = counted.get(question.key)
        answered, right = (row.answered_count, row.right_count) if row else (0, 0)
        shown = _shown_right(answered, right)
        found.append(
            QuestionFigure(question.key, question.text, None if shown is None else answered, shown)
        )
    return found


def _shown_right(answered: int, right: int) -> int | None:
    """How many were right, unless it says something of a few people."""
    if answered < settings.AGENT_GROUP_MINIMUM:
        return None
    groups = {"right": right, "wrong": answered - right}
    public = publishable(groups, settings.AGENT_GROUP_MINIMUM)
    if all(public[name] is None for name, count in groups.items() if count):
        return None
    return right


def stored_figures(kept: Mapping[str, Any]) -> Figures:
    """The figures that an outcome was published with."""
    return Figures(
        pledges=[
            PledgeFigure("", one["text"], "", one["count"]) for one in kept.get("pledges", [])
        ],
        follow_up=[_stored_follow_up(one) for one in kept.get("follow_up", [])],
        quiz=[
            QuestionFigure("", one["question"], one["answered"], one["right"])
            for one in kept.get("quiz", [])
        ],
    )


def _stored_follow_up(kept: Mapping[str, Any]) -> FollowUpFigures:
    total, answers = kept["total"] or 0, kept["answers"]
    rows = [
        Row(label, count, *[round(count * 100 / total) if total else 0] * 2)
        for label, count in answers.items()
    ]
    hidden = sum(answers.values()) < total or not rows
    return FollowUpFigures(kept["way"], total, rows, has_hidden=hidden)
