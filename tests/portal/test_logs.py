"""Logs: one JSON object a line, with the event and its identifiers."""

import json
import logging
import multiprocessing
import sys
from pathlib import Path

from portal.logs import JsonFormatter, MonthlyFileHandler


def _line(level: int = logging.INFO, message: str = "Idea %s", *args: object, **extra: object):
    record = logging.getLogger("essai").makeRecord(
        "essai", level, "f.py", 1, message, args or ("received",), None, extra=extra
    )
    return JsonFormatter().format(record)


def test_line_is_json_with_what_was_given():
    written = json.loads(_line(event="participation.idea.submitted", idea=12))

    assert written.pop("time").endswith("+00:00")
    assert written == {
        "level": "INFO",
        "logger": "essai",
        "message": "Idea received",
        "event": "participation.idea.submitted",
        "idea": 12,
    }


def test_line_is_one_line_in_plain_french():
    line = _line(logging.WARNING, "Été\nà %s", "venir")

    assert "\n" not in line
    assert "Été" in line


def test_request_is_never_written():
    """Django gives the request with its errors: headers and cookies stay out of the logs."""
    assert "request" not in json.loads(_line(request=object(), status_code=500))


def test_value_that_is_not_json_is_written_in_words():
    assert json.loads(_line(level_of={1}))["level_of"] == "{1}"


def test_exception_is_kept():
    try:
        raise ValueError("faute")
    except ValueError:
        record = logging.LogRecord("essai", 40, "f.py", 1, "Failed", None, sys.exc_info())

    assert "ValueError: faute" in json.loads(JsonFormatter().format(record))["exception"]


def _write_lines(folder: str, name: str) -> None:
    handler = MonthlyFileHandler(folder)
    handler.setFormatter(JsonFormatter())
    for number in range(200):
        record = logging.LogRecord(name, logging.INFO, "f.py", 1, "x" * 3_000, None, None)
        record.number = number
        handler.emit(record)


def test_processes_share_the_file_of_a_month(tmp_path: Path):
    folder = tmp_path / "journal"
    writers = [
        multiprocessing.get_context("spawn").Process(target=_write_lines, args=(str(folder), name))
        for name in ("un", "deux", "trois")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    files = sorted(folder.iterdir())
    assert all(file.name.startswith("security-") for file in files)
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert len(lines) == 600
    for name in ("un", "deux", "trois"):
        assert [line["number"] for line in lines if line["logger"] == name] == list(range(200))
    assert files[0].stat().st_mode & 0o007 == 0


def test_months_have_their_own_file(tmp_path: Path):
    handler = MonthlyFileHandler(str(tmp_path))
    for moment in (1_764_000_000, 1_767_300_000):  # November 2025, January 2026
        record = logging.LogRecord("essai", logging.INFO, "f.py", 1, "x", None, None)
        record.created = moment
        handler.emit(record)

    assert {file.name for file in tmp_path.iterdir()} == {
        "security-2025-11.jsonl",
        "security-2026-01.jsonl",
    }
