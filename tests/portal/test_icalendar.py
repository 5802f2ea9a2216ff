"""Events for diaries: escaped, folded at 75 bytes, in universal time."""

from datetime import UTC, datetime, timedelta, timezone

from portal.icalendar import CalendarEvent, calendar_file

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
PARIS = timezone(timedelta(hours=2))


def lines_of(*events, name="Réunions"):
    return calendar_file(events, name=name, at=AT).split("\r\n")


def test_a_calendar_without_event_is_a_calendar():
    assert lines_of() == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parvis//FR", "X-WR-CALNAME:Réunions",
        "END:VCALENDAR", "",
    ]  # fmt: skip


def test_an_event_is_written_in_universal_time_with_what_it_has():
    starts = datetime(2026, 6, 2, 14, tzinfo=PARIS)
    event = CalendarEvent(
        uid="1@ville", title="Titre", starts_at=starts, ends_at=starts + timedelta(hours=2),
        place="Le Labo", text="Un\nDeux", url="https://ville.example/r/", is_cancelled=True,
    )  # fmt: skip

    assert lines_of(event)[4:-2] == [
        "BEGIN:VEVENT", "UID:1@ville", "DTSTAMP:20260511T090000Z", "DTSTART:20260602T120000Z",
        "SUMMARY:Titre", "DTEND:20260602T140000Z", "LOCATION:Le Labo", "DESCRIPTION:Un\\nDeux",
        "URL:https://ville.example/r/", "STATUS:CANCELLED", "END:VEVENT",
    ]  # fmt: skip


def test_reserved_signs_are_escaped():
    event = CalendarEvent(uid="1", title="A, b; c\\d", starts_at=AT)

    assert "SUMMARY:A\\, b\\; c\\\\d" in lines_of(event)


def test_long_lines_are_folded_by_bytes_and_read_back_whole():
    title = "é" * 100
    lines = lines_of(CalendarEvent(uid="1", title=title, starts_at=AT))
    first = next(n for n, line in enumerate(lines) if line.startswith("SUMMARY:"))
    pieces = [lines[first]]
    for line in lines[first + 1 :]:
        if not line.startswith(" "):
            break
        pieces.append(line[1:])

    assert max(len(line.encode()) for line in lines) <= 75
    assert "".join(pieces) == f"SUMMARY:{title}"
