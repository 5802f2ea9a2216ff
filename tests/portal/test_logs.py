"""Logs: one JSON object a line, with the event and its identifiers."""

import json
import logging
import sys

from portal.logs import JsonFormatter


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
