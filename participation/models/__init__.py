"""Models of the core, complete without any mechanism."""

from .activities import Activity
from .answers import Answer, AnswerVersion
from .comments import Comment
from .consents import ExportRecord, Promotion
from .contributions import Contribution, ContributionWish
from .counts import FacetCount, StemFrequency
from .eligibility import (
    EligibilityBatch,
    EligibilityCode,
    EligibilityMark,
    Roll,
    RollEntry,
)
from .files import DOCUMENTS_AT_MOST, PICTURES_AT_MOST, Attachment, StagedFile
from .imports import ContributionImport
from .levels import ParticipationLevel
from .lists import Neighbourhood, Theme
from .moderation import Appeal, ModerationDecision, ModerationDigest, Report
from .paper import Coupon, CouponBatch, PaperEntry
from .preparing import AnswerTemplate, Assignment, PrivateNote
from .processes import ProcessIndexPage, ProcessPage, ProcessStep
from .promises import Amendment, PromiseVerdict
from .supports import MergeProposal, Support, Supporter, SupportQuestion
from .tallies import ActivityTally

__all__ = [
    "Activity",
    "ActivityTally",
    "Amendment",
    "Answer",
    "AnswerTemplate",
    "AnswerVersion",
    "Appeal",
    "Assignment",
    "Attachment",
    "Comment",
    "Contribution",
    "ContributionImport",
    "ContributionWish",
    "Coupon",
    "CouponBatch",
    "DOCUMENTS_AT_MOST",
    "EligibilityBatch",
    "EligibilityCode",
    "EligibilityMark",
    "ExportRecord",
    "FacetCount",
    "MergeProposal",
    "ModerationDecision",
    "ModerationDigest",
    "Neighbourhood",
    "PICTURES_AT_MOST",
    "PaperEntry",
    "ParticipationLevel",
    "PrivateNote",
    "ProcessIndexPage",
    "ProcessPage",
    "ProcessStep",
    "PromiseVerdict",
    "Promotion",
    "Report",
    "Roll",
    "RollEntry",
    "StagedFile",
    "StemFrequency",
    "Support",
    "SupportQuestion",
    "Supporter",
    "Theme",
]
