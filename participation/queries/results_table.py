"""The public figures of an activity as one flat table, for its file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .results import Line, Results

HEADERS = ("section", "key", "label", "count", "total", "share_percent")
Row = tuple[Any, ...]


def table(results: Results) -> Iterator[Row]:
    """Every figure of the page: machine names of the section and the value, words, counts."""
    yield from _figures(results)
    delays = results.delays
    median = "" if delays.median is None else delays.median
    yield ("answers", "median_delay_days", _("Median delay, in days"), median, "", "")
    yield ("answers", "answered_late", _("Given late"), delays.answered_late, "", "")
    yield ("answers", "unanswered_late", _("Still owed and late"), delays.unanswered_late, "", "")
    sections = {
        "verdict": results.verdicts,
        "refusal": results.refusals,
        "channel": results.channels,
        "theme": results.themes,
        "neighbourhood": results.places,
        "week": results.weeks,
    }
    for section, lines in sections.items():
        for line in lines:
            yield _row(section, line)
    for fed in results.fed:
        number = fed.commitment.number
        yield ("commitment", str(number), fed.commitment.wording, fed.count, "", "")
    if results.departments:
        for group in results.departments.groups:
            yield ("department", "", group.name, group.count, "", "")
        hidden = results.departments
        if hidden.hidden:
            yield ("department", "hidden", _("Not named"), hidden.hidden_count, "", "")


def _figures(results: Results) -> Iterator[Row]:
    figures = {
        "received": (pgettext("ideas", "Received"), results.received),
        "published": (pgettext("ideas", "Published"), results.published),
        "answered": (pgettext("ideas", "Answered"), results.answered),
        "merged": (pgettext("ideas", "Grouped under another one"), results.merged),
        "refused": (pgettext("ideas", "Refused"), results.refused),
        "waiting": (_("Still to be read"), results.waiting),
        "supports": (_("Supports"), results.supports),
        "comments": (_("Comments"), results.comments),
    }
    for key, (label, count) in figures.items():
        yield ("figures", key, label, count, "", "")


def _row(section: str, line: Line) -> Row:
    share = "" if line.share is None else line.share
    return (section, line.key, line.label, line.count, line.total or "", share)
