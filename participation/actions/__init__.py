"""The writers of the core, by subject; mechanisms and surfaces call them, nothing else writes."""

from .answers import answer_contribution, prepare_answer
from .appeals import decide_appeal, file_appeal
from .assignments import add_note, assign_contribution, assign_contributions
from .belonging import attach_contribution, detach_contribution
from .bulk import decide_many
from .comments import add_comment, publish_comment, refuse_comment
from .contacts import record_export
from .digest import send_moderation_digest
from .drafting import Outcome, Wording, draft_answer, draft_answers
from .eligibility import (
    cancel_codes,
    draw_codes,
    erase_rolls,
    import_roll,
    mark_eligibility,
    take_proof,
)
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
from .merging import (
    answer_merge,
    group_unanswered,
    propose_merge,
    undo_merge,
    withdraw_proposal,
)
from .moderation import publish_contribution, refuse_contribution
from .paper import discard_entry, key_in, make_batch, verify_entry
from .promotions import (
    accept_promotion,
    ask_to_promote,
    decline_promotion,
    take_back_promotion,
)
from .receiving import confirm_contribution, receive, send_confirmation_again, take_number
from .refused_texts import erase_refused
from .reports import file_report, handle_report, take_out
from .retention import (
    erase_addresses,
    erase_comment_addresses,
    erase_supporter_addresses,
    erase_unconfirmed,
)
from .scans import erase_scans
from .support_questions import answer_support_question, mail_support_questions
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
    "accept_promotion",
    "add_comment",
    "add_note",
    "answer_contribution",
    "answer_merge",
    "answer_support_question",
    "ask_check",
    "ask_import",
    "ask_to_promote",
    "assign_contribution",
    "assign_contributions",
    "attach_contribution",
    "attach_staged_files",
    "cancel_codes",
    "confirm_contribution",
    "decide_appeal",
    "decide_many",
    "decline_promotion",
    "describe_files",
    "detach_contribution",
    "discard_entry",
    "draft_answer",
    "draft_answers",
    "draw_codes",
    "drop_file",
    "erase_addresses",
    "erase_attachments",
    "erase_comment_addresses",
    "erase_refused",
    "erase_rolls",
    "erase_scans",
    "erase_staged_files",
    "erase_supporter_addresses",
    "erase_unconfirmed",
    "file_appeal",
    "file_report",
    "give_support",
    "group_unanswered",
    "handle_report",
    "import_roll",
    "key_in",
    "mail_support_questions",
    "make_batch",
    "mark_eligibility",
    "prepare_answer",
    "propose_merge",
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
    "send_support_link",
    "stage_file",
    "stop_import",
    "support_contribution",
    "supporter_of",
    "take_back_promotion",
    "take_number",
    "take_out",
    "take_proof",
    "undo_import",
    "undo_merge",
    "verify_entry",
    "withdraw_proposal",
    "withdraw_support",
]
