"""The only writers of surveys."""

from .answering import begin_answer, forget_draft, give_answer, keep_typed
from .erasing import erase_answers, erase_drafts, erase_of_account
from .exporting import record_answer_export
from .freezing import correct_words, freeze_questions
from .kiosks import make_kiosk, revoke_kiosk
from .sheets import compare_sheet, discard_sheet, key_in_sheet
from .waves import make_satisfaction_survey, next_wave

__all__ = [
    "begin_answer",
    "compare_sheet",
    "correct_words",
    "discard_sheet",
    "erase_answers",
    "erase_drafts",
    "erase_of_account",
    "forget_draft",
    "freeze_questions",
    "give_answer",
    "keep_typed",
    "key_in_sheet",
    "make_kiosk",
    "make_satisfaction_survey",
    "next_wave",
    "record_answer_export",
    "revoke_kiosk",
]
