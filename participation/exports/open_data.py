"""Open data of an activity: its published contributions without whoever wrote them, row by row.

The columns are a contract (docs/open-data.md): they are added to, never renamed or moved.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import Prefetch
from django.utils import timezone

from engagements.models import Commitment
from portal.tables import write_csv, write_xlsx

from ..models import Activity, Contribution

COLUMNS = (
    "number",
    "title",
    "text",
    "theme",
    "neighbourhood",
    "concerned_department",
    "given_by",
    "channel",
    "received_on",
    "published_on",
    "verdict",
    "answer",
    "answering_department",
    "answered_on",
    "commitments",
    "supports",
    "comments",
    "url",
)
SHEET_ROWS = 1_048_575
_BATCH = 2_000


def published(activity: Activity) -> Iterator[Contribution]:
    """The published contributions by number: as many in memory as a batch holds, however many."""
    found = Contribution.objects.filter(activity=activity).published().order_by("number")
    found = found.select_related(
        "theme", "neighbourhood", "concerned_department", "answer", "answer__department"
    )
    found = found.defer("stems").prefetch_related(
        Prefetch("commitments", Commitment.objects.on_display())
    )
    last = 0
    while batch := list(found.filter(number__gt=last)[:_BATCH]):
        for contribution in batch:
            contribution.activity = activity
            yield contribution
        last = batch[-1].number


def record(contribution: Contribution, base: str) -> dict[str, Any]:
    """One contribution under the names of the contract; None for what is not known."""
    answer = getattr(contribution, "answer", None) if contribution.verdict else None
    known = contribution.has_recorded_origin
    return {
        "number": contribution.number,
        "title": contribution.title,
        "text": contribution.text,
        "theme": _name(contribution.theme),
        "neighbourhood": _name(contribution.neighbourhood),
        "concerned_department": _name(contribution.concerned_department),
        "given_by": contribution.standing or None,
        "channel": contribution.channel,
        "received_on": _day(contribution.submitted_at) if known else None,
        "published_on": _day(contribution.published_at),
        "verdict": contribution.verdict or None,
        "answer": answer.text if answer and answer.live else None,
        "answering_department": _name(answer.department) if answer and answer.live else None,
        "answered_on": _day(contribution.answered_at),
        "commitments": sorted(each.number for each in contribution.commitments.all()),
        "supports": contribution.support_count,
        "comments": contribution.comment_count,
        "url": base + contribution.url,
    }


def _name(row: Any) -> str | None:
    return str(row.name) if row else None


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def csv_pieces(activity: Activity, base: str) -> Iterator[bytes]:
    """The file as CSV; several commitments are separated by spaces."""
    return write_csv(COLUMNS, _rows(activity, base))


def write_workbook(activity: Activity, base: str, file: BinaryIO) -> None:
    """The same as a workbook, up to what a sheet holds."""
    rows = (row for _place, row in zip(range(SHEET_ROWS), _rows(activity, base), strict=False))
    write_xlsx(COLUMNS, rows, file)


def json_pieces(activity: Activity, base: str) -> Iterator[bytes]:
    """The file as one JSON document, written as it is read."""
    about = {"title": activity.title, "url": base + activity.url}
    head = json.dumps({"activity": about, "columns": COLUMNS}, ensure_ascii=False)
    name = activity.mechanism.rows_name if activity.mechanism else "contributions"
    yield f'{head[:-1]}, "{name}": ['.encode()
    between, lines = "\n", []
    for contribution in published(activity):
        written = json.dumps(record(contribution, base), ensure_ascii=False)
        lines.append(f"{between}{written}")
        between = ",\n"
        if len(lines) == _BATCH // 10:
            yield "".join(lines).encode(errors="replace")
            lines = []
    yield ("".join(lines) + "\n]}\n").encode(errors="replace")


def _rows(activity: Activity, base: str) -> Iterator[list[Any]]:
    for contribution in published(activity):
        values = record(contribution, base)
        values["commitments"] = " ".join(str(number) for number in values["commitments"])
        yield list(values.values())
