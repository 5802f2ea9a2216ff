"""Events as an iCalendar file (RFC 5545), which any diary reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LINE_BYTES = 75


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something that takes place; `uid` stays the same when it is moved or cancelled."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_file(events: Iterable[CalendarEvent], *, name: str, at: datetime) -> str:
    """The file, written at this moment; lines end as the standard wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Parvis//FR",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: CalendarEvent, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"SUMMARY:{_text(event.title)}",
    ]
    if event.ends_at:
        lines.append(f"DTEND:{_moment(event.ends_at)}")
    if event.place:
        lines.append(f"LOCATION:{_text(event.place)}")
    if event.text:
        lines.append(f"DESCRIPTION:{_text(event.text)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines.append(f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}")
    return [*lines, "END:VEVENT"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """The words with what the format reserves escaped."""
    kept = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(kept.splitlines())


def _folded(line: str) -> list[str]:
    """The line in pieces of 75 bytes at most, no letter cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > _LINE_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += weight
    return [*pieces, piece]
