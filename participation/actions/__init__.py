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
from .paper import discard_entry, key_in, make_batch, verify_entry
from .receiving import confirm_contribution, receive, send_confirmation_again, take_number
from .retention import erase_addresses, erase_unconfirmed
from .scans import erase_scans
from .supports import support_contribution, supporter_of, withdraw_support
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
    "discard_entry",
    "draft_answer",
    "draft_answers",
    "drop_file",
    "erase_addresses",
    "erase_attachments",
    "erase_scans",
    "erase_staged_files",
    "erase_unconfirmed",
    "key_in",
    "make_batch",
    "prepare_answer",
    "publish_comment",
    "publish_contribution",
    "receive",
    "refresh_stem_frequencies",
    "refuse_comment",
    "refuse_contribution",
    "send_confirmation_again",
    "stage_file",
    "support_contribution",
    "supporter_of",
    "take_number",
    "verify_entry",
    "withdraw_support",
]
