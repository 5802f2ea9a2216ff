"""Everything the room stores: values, axes, priorities, commitments, their news and reviews."""

from .axes import AxisIndexPage, AxisPage
from .body import BodyMeeting, BodyMember, FollowUpBodyPage, FollowUpSettings, ReviewReminder
from .commitments import Commitment, Objective, Period
from .department_projects import (
    CommitmentPoint,
    DepartmentProjectIndexPage,
    DepartmentProjectPage,
    ProgrammePoint,
    ValuePoint,
)
from .departments import Department, DepartmentMember
from .measures import BudgetLine, Indicator, IndicatorValue, Milestone
from .priorities import PriorityIndexPage, PriorityPage
from .progress import CommitmentUpdate, DraftEvidence, Evidence, UpdateDraft
from .reviews import Review, ReviewAttendance, ReviewLine, ReviewOpinion
from .values import ValueIndexPage, ValuePage
from .wordings import CommitmentWording

__all__ = [
    "AxisIndexPage",
    "AxisPage",
    "BodyMeeting",
    "BodyMember",
    "BudgetLine",
    "Commitment",
    "CommitmentPoint",
    "CommitmentUpdate",
    "CommitmentWording",
    "Department",
    "DepartmentMember",
    "DepartmentProjectIndexPage",
    "DepartmentProjectPage",
    "DraftEvidence",
    "Evidence",
    "FollowUpBodyPage",
    "FollowUpSettings",
    "Indicator",
    "IndicatorValue",
    "Milestone",
    "Objective",
    "Period",
    "PriorityIndexPage",
    "PriorityPage",
    "ProgrammePoint",
    "Review",
    "ReviewAttendance",
    "ReviewLine",
    "ReviewOpinion",
    "ReviewReminder",
    "UpdateDraft",
    "ValueIndexPage",
    "ValuePage",
    "ValuePoint",
]
