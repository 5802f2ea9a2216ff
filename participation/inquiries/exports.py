"""The register as open data: what the public may read, with fingerprints, without any address.

The columns are a contract (docs/open-data.md): they are added to, never renamed or moved.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from portal.tables import write_csv

from .models import Inquiry, Observation
from .queries.listing import all_public

COLUMNS = (
    "number",
    "channel",
    "received_at",
    "registered_at",
    "text",
    "hidden",
    "files",
    "replies",
    "fingerprint",
    "previous_fingerprint",
    "url",
)


def record(line: Observation, base: str) -> dict[str, Any]:
    """One observation under the names of the contract; nobody's name is in it."""
    seen: Any = line
    return {
        "number": line.number,
        "channel": line.channel,
        "received_at": timezone.localtime(line.received_at).isoformat(timespec="seconds"),
        "registered_at": timezone.localtime(line.recorded_at).isoformat(timespec="seconds"),
        "text": seen.shown_text or None,
        "hidden": bool(seen.is_masked),
        "files": [base + one.url for one in seen.shown_files],
        "replies": [reply.text for reply in line.replies.all()],
        "fingerprint": line.fingerprint,
        "previous_fingerprint": line.previous or None,
        "url": base + line.url,
    }


def csv_pieces(inquiry: Inquiry, base: str) -> Iterator[bytes]:
    """The file as CSV; several files and replies are separated by line ends."""
    return write_csv(COLUMNS, _rows(inquiry, base))


def json_pieces(inquiry: Inquiry, base: str) -> Iterator[bytes]:
    """The file as one JSON document, written as it is read."""
    about = {"title": inquiry.title, "url": base + inquiry.url}
    head = json.dumps({"activity": about, "columns": COLUMNS}, ensure_ascii=False)
    yield f'{head[:-1]}, "observations": ['.encode()
    between = "\n"
    for line in all_public(inquiry):
        written = json.dumps(record(line, base), ensure_ascii=False)
        yield f"{between}{written}".encode(errors="replace")
        between = ",\n"
    yield b"\n]}\n"


def _rows(inquiry: Inquiry, base: str) -> Iterator[list[Any]]:
    for line in all_public(inquiry):
        values = record(line, base)
        values["files"] = "\n".join(values["files"])
        values["replies"] = "\n\n".join(values["replies"])
        yield list(values.values())
