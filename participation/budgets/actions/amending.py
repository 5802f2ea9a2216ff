"""Amending the rules of a vote in public while one votes: dated, with its reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.decisions import Refused, require

from ...actions.promises import amend_activity
from ...models import Activity, Amendment
from ..enums import BudgetReason, VoteEventKind
from ..models import BallotBox, District, ParticipatoryBudget, RuleVersion
from ..queries.projects import vote_of
from ..queries.rules import prepared_text
from ..rule_words import euros
from ..setting_rules import may_amend
from .rules import add_version

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def amend_rules(
    *,
    budget: ParticipatoryBudget,
    changes: Mapping[str, Any],
    reason: str,
    by: "User | None",
    at: datetime,
) -> RuleVersion | None:
    """Changes terms of a vote that has begun, and publishes the rules that follow.

    `changes` gives new values by term; under "districts", new envelopes in euros by short name.
    Returns the new version; None when regle.json does not say what changed (a voting place).
    Raises Refused (REASON_MISSING, NOTHING_CHANGES, RULES_MISSING before the box is open,
    BALLOT_FROZEN, ONLY_LATER, ONLY_MORE, NO_CHANNEL, VOTE_OVER).
    """
    if not reason.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    held = ParticipatoryBudget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    if not vote_of(held).opened:
        raise Refused(BudgetReason.RULES_MISSING)
    terms = {name: value for name, value in changes.items() if name != "districts"}
    raised = _raise_districts(held, changes.get("districts") or {}, reason, by=by, at=at)
    changed = {name: value for name, value in terms.items() if getattr(held, name) != value}
    if changed:
        amend_activity(activity=held, terms=changed, reason=reason, by=by, at=at)
    elif not raised:
        raise Refused(BudgetReason.NOTHING_CHANGES)
    else:
        republish(held, by=by, reason=reason, at=at)
    last: RuleVersion | None = held.rule_versions.order_by("-number").first()
    return last if last and last.published_at == at else None


def republish(
    activity: Activity, *, by: "User | None", reason: str, at: datetime
) -> RuleVersion | None:
    """Publishes the rules as amended, with the reason; called in the amendment's transaction.

    Asks again what may change, whatever screen the amendment came from: nothing once sealed.
    None when regle.json stays the same.
    """
    budget = ParticipatoryBudget.objects.get(pk=activity.pk)
    last = budget.rule_versions.order_by("-number").first()
    if last is None or last.text == (text := prepared_text(budget)):
        return None
    return add_version(
        budget, text, by=by, at=at, reason=reason.strip(), kind=VoteEventKind.RULES_AMENDED
    )


def _raise_districts(
    budget: ParticipatoryBudget,
    envelopes: Mapping[str, int],
    reason: str,
    *,
    by: "User | None",
    at: datetime,
) -> bool:
    """Raises the envelopes of districts, one public amendment each; whether any was."""
    made = []
    for district in District.objects.filter(budget=budget, code__in=envelopes):
        wanted = envelopes[district.code]
        if wanted == district.envelope:
            continue
        box = BallotBox.objects.get(budget=budget)
        require(may_amend(budget, {}, at, sealed=box.sealed_at is not None))
        if wanted < district.envelope:
            raise Refused(BudgetReason.ONLY_MORE)
        made.append(
            Amendment(
                activity_id=budget.pk,
                term="districts",
                before=_in_words(district.name, district.envelope),
                after=_in_words(district.name, wanted),
                reason=reason.strip(),
                decided_at=at,
                decided_by=by,
            )
        )
        District.objects.filter(pk=district.pk).update(envelope=wanted)
    Amendment.objects.bulk_create(made)
    return bool(made)


def _in_words(name: str, amount: int) -> str:
    return _("%(district)s: %(sum)s") % {"district": name, "sum": euros(amount)}
