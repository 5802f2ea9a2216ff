"""Models of the core, complete without any mechanism."""

from .activities import Activity, ActivityTally
from .answers import Answer
from .contributions import Contribution
from .levels import ParticipationLevel
from .processes import ProcessIndexPage, ProcessPage, ProcessStep

__all__ = [
    "Activity",
    "ActivityTally",
    "Answer",
    "Contribution",
    "ParticipationLevel",
    "ProcessIndexPage",
    "ProcessPage",
    "ProcessStep",
]
