"""The budget and its rules, projects, roll, box, papers, counts."""

from .box import Ballot, BallotBox, BallotDraft, BallotReceipt, BoxSecret, SealedBallot
from .budget import District, ParticipatoryBudget
from .consents import IdeaConsent, StudyAnswer
from .counts import Count, PublishedFile, Recount
from .paper import BoothDay, PaperBatch, PaperReading
from .projects import FeasibilityStudy, Project, ProjectDecision, ProjectQuerySet
from .realisation import CouncilDecision, ProjectMilestone, ProjectNews
from .roll import CodeBatch, DoubleVote, VoterEntry, VoterKey, VotingCode
from .rule_versions import RuleVersion, VoteEvent

__all__ = [
    "Ballot",
    "BallotBox",
    "BallotDraft",
    "BallotReceipt",
    "BoothDay",
    "BoxSecret",
    "CodeBatch",
    "Count",
    "CouncilDecision",
    "District",
    "DoubleVote",
    "FeasibilityStudy",
    "IdeaConsent",
    "PaperBatch",
    "PaperReading",
    "ParticipatoryBudget",
    "Project",
    "ProjectDecision",
    "ProjectMilestone",
    "ProjectNews",
    "ProjectQuerySet",
    "PublishedFile",
    "Recount",
    "RuleVersion",
    "SealedBallot",
    "StudyAnswer",
    "VoteEvent",
    "VoterEntry",
    "VoterKey",
    "VotingCode",
]
