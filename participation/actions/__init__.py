"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution
from .comments import add_comment, publish_comment, refuse_comment
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, take_number
from .reports import file_report
from .retention import erase_addresses, erase_comment_addresses, erase_supporter_addresses
from .supports import (
    give_support,
    send_support_link,
    support_contribution,
    supporter_of,
    withdraw_support,
)

__all__ = [
    "add_comment",
    "answer_contribution",
    "confirm_contribution",
    "erase_addresses",
    "erase_comment_addresses",
    "erase_supporter_addresses",
    "file_report",
    "give_support",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refuse_comment",
    "refuse_contribution",
    "send_support_link",
    "support_contribution",
    "supporter_of",
    "take_number",
    "withdraw_support",
]
