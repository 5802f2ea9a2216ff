"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution
from .appeals import decide_appeal, file_appeal
from .bulk import decide_many
from .comments import add_comment, publish_comment, refuse_comment
from .digest import send_moderation_digest
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, take_number
from .refused_texts import erase_refused
from .reports import file_report, handle_report
from .retention import erase_addresses
from .supports import support_contribution, supporter_of, withdraw_support

__all__ = [
    "add_comment",
    "answer_contribution",
    "confirm_contribution",
    "decide_appeal",
    "decide_many",
    "erase_addresses",
    "erase_refused",
    "file_appeal",
    "file_report",
    "handle_report",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refuse_comment",
    "refuse_contribution",
    "send_moderation_digest",
    "support_contribution",
    "supporter_of",
    "take_number",
    "withdraw_support",
]
