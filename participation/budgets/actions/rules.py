"""Publishing the rules of a vote, and amending them in public once it has begun."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.canonical import digest
from portal.decisions import Refused

from ..enums import BudgetReason, VoteEventKind
from ..models import BallotBox, ParticipatoryBudget, RuleVersion
from ..queries.desk import settings_problems
from ..queries.rules import is_begun, latest_version, prepared_text
from .journal import record

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish_rules(
    *, budget: ParticipatoryBudget, by: "User | None", at: datetime, reason: str = ""
) -> RuleVersion:
    """Publishes the rules that the budget's fields, districts and projects make, as a new version.

    Raises Refused (RULES_FROZEN once the box is open, or once the hour of published rules has come;
    SETTINGS_WRONG for rules that make no sense; NOTHING_CHANGES). Writes the journal.
    """
    held = ParticipatoryBudget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    if BallotBox.objects.filter(budget=held).exists() or is_begun(held, at):
        raise Refused(BudgetReason.RULES_FROZEN)
    if settings_problems(held):
        raise Refused(BudgetReason.SETTINGS_WRONG)
    return add_version(held, prepared_text(held), by=by, at=at, reason=reason.strip())


def add_version(
    budget: ParticipatoryBudget,
    text: str,
    *,
    by: "User | None",
    at: datetime,
    reason: str,
    kind: VoteEventKind = VoteEventKind.RULES_PUBLISHED,
) -> RuleVersion:
    """Publishes this text as the next version, and says so in the journal.

    Raises Refused (NOTHING_CHANGES). Whether it may change is asked by the caller.
    """
    last = latest_version(budget)
    if last and last.text == text:
        raise Refused(BudgetReason.NOTHING_CHANGES)
    version = RuleVersion.objects.create(
        budget=budget,
        number=last.number + 1 if last else 1,
        text=text,
        sha256=digest(text),
        reason=reason,
        published_at=at,
        published_by=by,
    )
    record(
        budget=budget,
        kind=kind,
        at=at,
        version=version.number,
        sha256=version.sha256,
    )
    return version
