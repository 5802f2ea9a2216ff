"""The only writers of campaigns, by subject."""

from .erasing import erase_counted_forms, erase_reminders, erase_reminders_of, erase_unconfirmed
from .examples import count_example
from .following_up import answer_by_link, answer_follow_up, enter_testimony
from .outcomes import record_outcome
from .pledging import take_pledge
from .quizzing import count_quiz
from .reminding import ask_reminder, confirm_reminder, forget_reminder, send_questions

__all__ = [
    "answer_by_link",
    "answer_follow_up",
    "ask_reminder",
    "confirm_reminder",
    "count_example",
    "count_quiz",
    "enter_testimony",
    "erase_counted_forms",
    "erase_reminders",
    "erase_reminders_of",
    "erase_unconfirmed",
    "forget_reminder",
    "record_outcome",
    "send_questions",
    "take_pledge",
]
