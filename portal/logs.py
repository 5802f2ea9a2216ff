"""One JSON object a line: time, level, event, and the identifiers given with it; never content."""

import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

# What logging itself puts on a record; everything else was given by the caller as `extra`.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: value for key, value in vars(record).items() if key not in _OWN})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


class MonthlyFileHandler(logging.Handler):
    """Appends each line to the file of its month, such as `security-2026-11.jsonl`.

    One write of the system a line, to a file opened for appending: several processes share it
    without cutting each other's lines, and a file that was moved away is simply begun anew.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = Path(folder)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (self.format(record) + "\n").encode()
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
            file = os.open(self._path(record), flags, 0o640)
            try:
                os.write(file, line)
            finally:
                os.close(file)
        except Exception:  # what logging does with every fault: said on standard error, no more
            self.handleError(record)

    def _path(self, record: logging.LogRecord) -> Path:
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        return self.folder / f"security-{datetime.fromtimestamp(record.created, UTC):%Y-%m}.jsonl"
