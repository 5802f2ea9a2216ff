"""What is wrong in a file: where, in which entry, and a sentence for whoever wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Path = tuple[str | int, ...]


def dotted(path: Path) -> str:
    """The path as people write it: `priorities[2].objectives[0].label`."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{part}" if written else part
    return written


@dataclass(frozen=True)
class Fault:
    """One fault of a file."""

    file: str
    line: int
    path: Path
    message: str | Promise

    def __str__(self) -> str:
        if not self.path:
            return _("%(file)s, line %(line)d: %(message)s") % {
                "file": self.file,
                "line": self.line,
                "message": self.message,
            }
        return _("%(file)s, line %(line)d, %(path)s: %(message)s") % {
            "file": self.file,
            "line": self.line,
            "path": dotted(self.path),
            "message": self.message,
        }


class InvalidFileError(Exception):
    """A file, or several read together, that cannot be loaded; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line, str(fault.path)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
