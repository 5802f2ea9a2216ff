"""What whoever conducts a vote reads: the checklist before it, the next steps, the turnout."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..enums import EnvelopeMode, ProjectStage
from ..models import ParticipatoryBudget, Project
from ..setting_rules import district_fault, setting_faults
from .projects import vote_of
from .rules import latest_version, prepared_text


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to have done before the vote opens."""

    label: "str | Promise"
    done: bool
    note: "str | Promise" = ""


def settings_problems(budget: ParticipatoryBudget) -> list["str | Promise"]:
    """Why the rules cannot be published as they are; empty when they make sense."""
    districts = list(budget.districts.all())
    fault = district_fault(budget.envelope_mode, districts)
    return [*setting_faults(budget).values(), *([fault] if fault else [])]


def checklist(budget: ParticipatoryBudget, at: datetime) -> list[Check]:
    """What must be done before the vote opens, in the order in which one does it."""
    version = latest_version(budget)
    same = version is not None and version.text == prepared_text(budget)
    stages = dict(
        Project.objects.filter(budget=budget)
        .order_by()
        .values_list("stage")
        .annotate(n=Count("pk"))
    )
    waiting = stages.get(ProjectStage.DEPOSITED, 0) + stages.get(ProjectStage.ADMISSIBLE, 0)
    on_ballot = stages.get(ProjectStage.ON_BALLOT, 0)
    vote = vote_of(budget)
    return [
        Check(_("The settings make sense together"), not settings_problems(budget)),
        Check(_("The budget is published"), budget.live),
        Check(_("Every project is decided on"), not waiting, str(waiting) if waiting else ""),
        Check(_("Projects are on the ballot"), on_ballot > 1, str(on_ballot)),
        Check(
            _("Each district has a project"),
            budget.envelope_mode == EnvelopeMode.CITY or _covers(budget),
        ),
        Check(_("The rules are published"), version is not None),
        Check(
            _("The published rules are those of the settings"),
            same or vote.opened,
            "" if same or vote.opened else _("Publish them again before the vote opens."),
        ),
    ]


def _covers(budget: ParticipatoryBudget) -> bool:
    on_ballot = Project.objects.filter(budget=budget, stage=ProjectStage.ON_BALLOT)
    served = set(on_ballot.values_list("district_id", flat=True))
    return all(one.pk in served for one in budget.districts.all())


def dashboard(budget: ParticipatoryBudget, at: datetime) -> dict[str, Any]:
    """Where a vote stands, without a figure that would say what people vote."""
    vote = vote_of(budget)
    return {
        "vote": vote,
        "state": budget.state(at),
        "checks": checklist(budget, at),
        "version": latest_version(budget),
        "journal": list(budget.vote_events.order_by("-number")[:20]),
        "at": at,
    }
