"""The only writers of the mechanism: questions, opinions on clarity, corrections."""

from .asking import ask_question, enter_question
from .clarity import erase_comments, say_clarity
from .correcting import record_correction

__all__ = [
    "ask_question",
    "enter_question",
    "erase_comments",
    "record_correction",
    "say_clarity",
]
