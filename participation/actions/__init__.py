"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution
from .comments import add_comment, publish_comment, refuse_comment
from .contacts import record_export
from .imports import ask_check, ask_import, receive_import, stop_import, undo_import
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, take_number
from .retention import erase_addresses
from .supports import support_contribution, supporter_of, withdraw_support

__all__ = [
    "add_comment",
    "answer_contribution",
    "ask_check",
    "ask_import",
    "confirm_contribution",
    "erase_addresses",
    "publish_comment",
    "publish_contribution",
    "receive",
    "receive_import",
    "record_export",
    "refuse_comment",
    "refuse_contribution",
    "stop_import",
    "support_contribution",
    "supporter_of",
    "take_number",
    "undo_import",
    "withdraw_support",
]
