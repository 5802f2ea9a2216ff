"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution, prepare_answer
from .assignments import add_note, assign_contribution, assign_contributions
from .comments import add_comment, publish_comment, refuse_comment
from .drafting import Outcome, Wording, draft_answer, draft_answers
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, take_number
from .retention import erase_addresses
from .supports import support_contribution, supporter_of, withdraw_support

__all__ = [
    "Outcome",
    "Wording",
    "add_comment",
    "add_note",
    "answer_contribution",
    "assign_contribution",
    "assign_contributions",
    "confirm_contribution",
    "draft_answer",
    "draft_answers",
    "erase_addresses",
    "prepare_answer",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refuse_comment",
    "refuse_contribution",
    "support_contribution",
    "supporter_of",
    "take_number",
    "withdraw_support",
]
