"""Models of the core, complete without any mechanism."""

from .activities import Activity, ActivityTally
from .answers import Answer, AnswerTemplate, Assignment, PrivateNote
from .comments import Comment
from .consents import ExportRecord, Promotion
from .contributions import Contribution, ContributionWish
from .counts import FacetCount, StemFrequency
from .files import Attachment
from .imports import ContributionImport
from .levels import ParticipationLevel
from .lists import Neighbourhood, Theme
from .moderation import Appeal, ModerationDecision, Report
from .paper import Coupon, CouponBatch, PaperEntry
from .processes import ProcessIndexPage, ProcessPage, ProcessStep
from .promises import Amendment, PromiseVerdict
from .supports import MergeProposal, Support, Supporter, SupportQuestion

__all__ = [
    "Activity",
    "ActivityTally",
    "Amendment",
    "Answer",
    "AnswerTemplate",
    "Appeal",
    "Assignment",
    "Attachment",
    "Comment",
    "Contribution",
    "ContributionImport",
    "ContributionWish",
    "Coupon",
    "CouponBatch",
    "ExportRecord",
    "FacetCount",
    "MergeProposal",
    "ModerationDecision",
    "Neighbourhood",
    "PaperEntry",
    "ParticipationLevel",
    "PrivateNote",
    "ProcessIndexPage",
    "ProcessPage",
    "ProcessStep",
    "PromiseVerdict",
    "Promotion",
    "Report",
    "StemFrequency",
    "Support",
    "SupportQuestion",
    "Supporter",
    "Theme",
]
