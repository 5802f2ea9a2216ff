"""Input of the room, one subject a file."""

from .board import BoardFilterForm
from .commitments import CommitmentForm
from .drafts import ReportForm, ReturnForm, evidence_rows
from .measures import measure_sets
from .members import DEPARTMENTS_FIELD

__all__ = [
    "DEPARTMENTS_FIELD",
    "BoardFilterForm",
    "CommitmentForm",
    "ReportForm",
    "ReturnForm",
    "evidence_rows",
    "measure_sets",
]
