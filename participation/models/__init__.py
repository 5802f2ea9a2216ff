"""Models of the core, complete without any mechanism."""

from .activities import Activity, ActivityTally
from .answers import Answer
from .contributions import Contribution
from .levels import ParticipationLevel

__all__ = ["Activity", "ActivityTally", "Answer", "Contribution", "ParticipationLevel"]
