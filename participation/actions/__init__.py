"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution
from .comments import add_comment, publish_comment, refuse_comment
from .moderation import publish_contribution, refuse_contribution
from .paper import discard_entry, key_in, make_batch, verify_entry
from .receiving import confirm_contribution, receive, take_number
from .retention import erase_addresses, erase_scans
from .supports import support_contribution, supporter_of, withdraw_support

__all__ = [
    "add_comment",
    "answer_contribution",
    "confirm_contribution",
    "discard_entry",
    "erase_addresses",
    "erase_scans",
    "key_in",
    "make_batch",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refuse_comment",
    "refuse_contribution",
    "support_contribution",
    "supporter_of",
    "take_number",
    "verify_entry",
    "withdraw_support",
]
