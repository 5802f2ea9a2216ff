"""Why a table is refused, in words that say what to do, and what any table may hold. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MAX_ROWS = 1_048_576  # what a spreadsheet holds
MAX_COLUMNS = 256
MAX_CELL = 100_000


class TableProblem(TextChoices):
    """What is wrong with a table; the label is what its sender reads."""

    WRONG_KIND = (
        "wrong_kind",
        _("This file is not a table we can read. Save it as CSV or XLSX and send it again."),
    )
    OLD_FORMAT = (
        "old_format",
        _("This file is in an old spreadsheet format. Save it as XLSX and send it again."),
    )
    BROKEN = (
        "broken",
        _("This table is damaged or incomplete. Open it in a spreadsheet, save it and retry."),
    )
    PROTECTED = (
        "protected",
        _("This table is protected by a password. Save it without protection and send it again."),
    )
    MACROS = (
        "macros",
        _("This table holds macros. Save it as a plain XLSX file and send it again."),
    )
    TOO_BIG = (
        "too_big",
        _("This table is too big once unpacked. Split it into several files."),
    )
    EMPTY = "empty", _("This table is empty. Its first row must name the columns.")
    LONG_CELL = (
        "long_cell",
        _("A cell is too long. Look for a quotation mark that is never closed, or shorten it."),
    )
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("This table has too many rows. Split it into several files."),
    )
    TOO_MANY_COLUMNS = (
        "too_many_columns",
        _("This table has too many columns. Keep only those that you want to import."),
    )


class BadTable(Exception):
    """A table is refused; `code` says why, `line` where, `message` says both to the sender."""

    def __init__(self, code: TableProblem, line: int | None = None) -> None:
        super().__init__(code, line)
        self.code = code
        self.line = line

    @property
    def message(self) -> str:
        """The label, after the line when it is known."""
        if self.line is None:
            return str(self.code.label)
        return gettext("Line %(line)d: %(problem)s") % {
            "line": self.line,
            "problem": self.code.label,
        }
