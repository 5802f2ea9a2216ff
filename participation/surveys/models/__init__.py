"""What surveys store: the activity, its frozen questions, answers of nobody, drafts, counters."""

from .answers import Participation, Remark, SurveyAnswer, SurveyDraft
from .desk import AnswerExport, Kiosk, SheetEntry
from .figures import AnswerTally, LiveFigures
from .surveys import QuestionnaireVersion, Survey

__all__ = [
    "AnswerExport",
    "AnswerTally",
    "Kiosk",
    "LiveFigures",
    "Participation",
    "QuestionnaireVersion",
    "Remark",
    "SheetEntry",
    "Survey",
    "SurveyAnswer",
    "SurveyDraft",
]
