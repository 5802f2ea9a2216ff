"""Input of the room, one subject a file."""

from .board import BoardFilterForm
from .commitments import CommitmentForm
from .members import DEPARTMENTS_FIELD
from .progress import ProgressForm

__all__ = ["DEPARTMENTS_FIELD", "BoardFilterForm", "CommitmentForm", "ProgressForm"]
