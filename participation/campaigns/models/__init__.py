"""Campaigns, their counts without identity, the addresses to ask again, testimonies, outcomes."""

from .campaigns import Campaign
from .counts import CountedForm, FollowUpCount, PledgeCount, QuizCount
from .outcomes import Outcome
from .reminders import Reminder
from .testimonies import Testimony

__all__ = [
    "Campaign",
    "CountedForm",
    "FollowUpCount",
    "Outcome",
    "PledgeCount",
    "QuizCount",
    "Reminder",
    "Testimony",
]
