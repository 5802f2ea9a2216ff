"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution, prepare_answer
from .appeals import decide_appeal, file_appeal
from .assignments import add_note, assign_contribution, assign_contributions
from .bulk import decide_many
from .comments import add_comment, publish_comment, refuse_comment
from .contacts import record_export
from .digest import send_moderation_digest
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
from .imports import ask_check, ask_import, receive_import, stop_import, undo_import
from .moderation import publish_contribution, refuse_contribution
from .receiving import confirm_contribution, receive, send_confirmation_again, take_number
from .refused_texts import erase_refused
from .reports import file_report, handle_report
from .retention import erase_addresses, erase_unconfirmed
from .supports import support_contribution, supporter_of, withdraw_support
from .words import refresh_stem_frequencies

__all__ = [
    "Outcome",
    "Upload",
    "Wording",
    "add_comment",
    "add_note",
    "answer_contribution",
    "ask_check",
    "ask_import",
    "assign_contribution",
    "assign_contributions",
    "attach_staged_files",
    "confirm_contribution",
    "decide_appeal",
    "decide_many",
    "describe_files",
    "draft_answer",
    "draft_answers",
    "drop_file",
    "erase_addresses",
    "erase_attachments",
    "erase_refused",
    "erase_staged_files",
    "erase_unconfirmed",
    "file_appeal",
    "file_report",
    "handle_report",
    "prepare_answer",
    "publish_comment",
    "publish_contribution",
    "receive",
    "receive_import",
    "record_export",
    "refresh_stem_frequencies",
    "refuse_comment",
    "refuse_contribution",
    "send_confirmation_again",
    "send_moderation_digest",
    "stage_file",
    "stop_import",
    "support_contribution",
    "supporter_of",
    "take_number",
    "undo_import",
    "withdraw_support",
]
