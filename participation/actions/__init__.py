"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution, prepare_answer
from .assignments import add_note, assign_contribution, assign_contributions
from .comments import add_comment, publish_comment, refuse_comment
from .drafting import Outcome, Wording, draft_answer, draft_answers
from .files import (
    Upload,
    attach_staged_files,
    describe_files,
    drop_file,
    erase_attachments,
    erase_staged_files,
    stage_file,
)
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, send_confirmation_again, take_number
from .reports import file_report
from .retention import (
    erase_addresses,
    erase_comment_addresses,
    erase_supporter_addresses,
    erase_unconfirmed,
)
from .supports import (
    give_support,
    send_support_link,
    support_contribution,
    supporter_of,
    withdraw_support,
)
from .words import refresh_stem_frequencies

__all__ = [
    "Outcome",
    "Upload",
    "Wording",
    "add_comment",
    "add_note",
    "answer_contribution",
    "assign_contribution",
    "assign_contributions",
    "attach_staged_files",
    "confirm_contribution",
    "describe_files",
    "draft_answer",
    "draft_answers",
    "drop_file",
    "erase_addresses",
    "erase_attachments",
    "erase_comment_addresses",
    "erase_staged_files",
    "erase_supporter_addresses",
    "erase_unconfirmed",
    "file_report",
    "give_support",
    "prepare_answer",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refresh_stem_frequencies",
    "refuse_comment",
    "refuse_contribution",
    "send_confirmation_again",
    "send_support_link",
    "stage_file",
    "support_contribution",
    "supporter_of",
    "take_number",
    "withdraw_support",
]
