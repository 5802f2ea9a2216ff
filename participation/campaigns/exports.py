"""The figures of a campaign as open data: counts only, small groups left out.

The columns are a contract (docs/open-data.md): they are added to, never renamed or moved.
"""

from collections.abc import Iterator
from typing import Any

from .models import Campaign
from .queries.figures import figures_of

COLUMNS = ("figure", "about", "value", "count", "total")


def records(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """One line a figure; three queries. None where few people answered."""
    figures = figures_of(campaign)
    for pledge in figures.pledges:
        yield _line("pledge", pledge.text, "taken", pledge.count, figures.pledged)
    for way in figures.follow_up:
        for row in way.rows:
            yield _line("follow_up", way.way, row.label, row.count, way.total)
    for question in figures.quiz:
        yield _line("quiz", question.text, "right", question.right, question.answered)


def _line(
    figure: str, about: str, value: str, count: int | None, total: int | None
) -> dict[str, Any]:
    return dict(zip(COLUMNS, (figure, about, value, count, total), strict=True))
