"""Everything the room stores: values, axes, priorities, commitments and their updates."""

from .axes import AxisIndexPage, AxisPage
from .commitments import (
    Commitment,
    CommitmentUpdate,
    Department,
    DepartmentMember,
    Objective,
    Period,
)
from .priorities import PriorityIndexPage, PriorityPage
from .values import ValueIndexPage, ValuePage

__all__ = [
    "AxisIndexPage",
    "AxisPage",
    "Commitment",
    "CommitmentUpdate",
    "Department",
    "DepartmentMember",
    "Objective",
    "Period",
    "PriorityIndexPage",
    "PriorityPage",
    "ValueIndexPage",
    "ValuePage",
]
