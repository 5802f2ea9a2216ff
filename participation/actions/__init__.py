"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution
from .comments import add_comment, publish_comment, refuse_comment
from .merging import (
    answer_merge,
    group_unanswered,
    propose_merge,
    undo_merge,
    withdraw_proposal,
)
from .moderation import publish_contribution, refuse_contribution
from .promotions import (
    accept_promotion,
    ask_to_promote,
    decline_promotion,
    take_back_promotion,
)
from .receiving import confirm_contribution, receive, take_number
from .retention import erase_addresses
from .support_questions import answer_support_question, mail_support_questions
from .supports import support_contribution, supporter_of, withdraw_support

__all__ = [
    "accept_promotion",
    "add_comment",
    "answer_contribution",
    "answer_merge",
    "answer_support_question",
    "ask_to_promote",
    "confirm_contribution",
    "decline_promotion",
    "erase_addresses",
    "group_unanswered",
    "mail_support_questions",
    "propose_merge",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refuse_comment",
    "refuse_contribution",
    "support_contribution",
    "supporter_of",
    "take_back_promotion",
    "take_number",
    "undo_merge",
    "withdraw_proposal",
    "withdraw_support",
]
