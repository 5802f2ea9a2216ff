"""The fictitious participatory budgets: one open, one counted whose projects are being built."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from engagements.models import Department
from participation.budgets.actions.casting import cast_ballot, enter_roll, put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.opening import open_box
from participation.budgets.actions.realisation import (
    add_milestone,
    publish_news,
    reach_milestone,
    record_decision,
)
from participation.budgets.actions.rules import publish_rules
from participation.budgets.enums import CITY_ENVELOPE, KeyKind, PaperKind, ProjectStage, VoteChannel
from participation.budgets.models import (
    District,
    ParticipatoryBudget,
    Project,
    ProjectDecision,
)
from participation.budgets.rulebook import Choices
from participation.budgets.voters import Voter, key_of
from participation.enums import Level

from .demo_budget_set import BudgetExample, ProjectExample
from .fingerprints import Fingerprints
from .report import Outcome, Report
