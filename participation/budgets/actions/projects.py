"""Projects: deposited, decided on step by step, withdrawn from the vote; never edited after."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from portal.decisions import Refused, require

from ..enums import BudgetReason, ProjectStage, VoteEventKind
from ..models import ParticipatoryBudget, Project, ProjectDecision
from ..project_mails import tell_authors, tell_of_decision, tell_of_project
from ..project_rules import may_edit_ballot, may_group, may_move, may_stand
from ..queries.projects import consents_of, is_found_feasible, vote_of
from ..queries.rules import latest_version, prepared_text
from .journal import record
from .rules import add_version

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("participation")


@transaction.atomic
def deposit_project(
    *,
    budget: ParticipatoryBudget,
    fields: Mapping[str, Any],
    by: "User | None",
    at: datetime,
    is_public: bool = True,
) -> Project:
    """Takes a project in, under the next number of its budget; public at once unless asked not.

    `fields` are those of the form: title, summary, text, place, district, image, origin…
    Two deposits at once get two numbers: the budget is held, and the database refuses the same.
    """
    held = ParticipatoryBudget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    last = held.projects.aggregate(last=Max("number"))["last"] or 0
    project = Project.objects.create(
        budget=held,
        number=last + 1,
        stage=ProjectStage.DEPOSITED,
        published_at=at if is_public else None,
        **fields,
    )
    _write(project, ProjectStage.DEPOSITED, by=by, at=at)
    if is_public:
        tell_of_project(project, at)
    _log("project.deposited", project, by)
    return project


@transaction.atomic
def edit_project(
    *, project: Project, fields: Mapping[str, Any], by: "User | None", at: datetime
) -> Project:
    """Corrects the words of a project; what stands on an open ballot is refused (RULES_FROZEN)."""
    held = _hold(project)
    changed = [name for name, value in fields.items() if getattr(held, name) != value]
    require(may_edit_ballot(held, vote_of(held.budget), changed))
    for name in changed:
        setattr(held, name, fields[name])
    if changed:
        held.save(update_fields=changed)
        _log("project.edited", held, by)
    return held


@transaction.atomic
def decide_project(
    *,
    project: Project,
    stage: str,
    by: "User | None",
    at: datetime,
    criterion: str = "",
    explanation: str = "",
    merged_into: Project | None = None,
) -> ProjectDecision:
    """Moves a project to its next stage, or back before the vote; dated, with its words, public.

    Raises Refused (STAGE, VOTE_BEGUN, VOTE_OVER, CRITERION_MISSING, REASON_MISSING; towards the
    ballot CONSENT_MISSING, STUDY_MISSING, DISTRICT_MISSING, COSTS_TOO_MUCH; for a group
    GROUP_ITSELF, GROUP_TIED).
    """
    held = _hold(project)
    if stage == ProjectStage.WITHDRAWN_FROM_VOTE:
        return withdraw_from_vote(project=held, reason=explanation, by=by, at=at)
    vote = vote_of(held.budget)
    require(may_move(held, stage, vote, criterion=criterion, explanation=explanation))
    if stage == ProjectStage.ON_BALLOT:
        studied = is_found_feasible(held)
        require(may_stand(held, is_studied=studied, consents=consents_of(held)))
    if stage == ProjectStage.MERGED:
        _require_groupable(held, merged_into)
    held.stage = stage
    held.merged_into = merged_into if stage == ProjectStage.MERGED else None
    held.save(update_fields=["stage", "merged_into"])
    decision = _write(
        held, stage, by=by, at=at, criterion=criterion, explanation=explanation.strip()
    )
    tell_authors(held, decision)
    tell_of_decision(held, decision, at)
    _log("project.decided", held, by, stage=stage)
    return decision


def _require_groupable(project: Project, merged_into: Project | None) -> None:
    # As it is now: it may have been grouped itself since its page was read.
    kept = Project.objects.filter(pk=merged_into.pk).first() if merged_into else None
    if kept is None:
        raise Refused(BudgetReason.GROUP_ITSELF)
    require(may_group(project, kept, holds_others=project.merged.exists()))


@transaction.atomic
def withdraw_from_vote(
    *, project: Project, reason: str, by: "User | None", at: datetime
) -> ProjectDecision:
    """Takes a project off an open vote: a public amendment of the rules, with its reason.

    Ballots that name it stay valid, and the count ignores it. Raises Refused (REASON_MISSING,
    STAGE, VOTE_OVER).
    """
    held = _hold(project)
    stage = ProjectStage.WITHDRAWN_FROM_VOTE
    require(may_move(held, stage, vote_of(held.budget), explanation=reason))
    held.stage = stage
    held.save(update_fields=["stage"])
    decision = _write(held, stage, by=by, at=at, explanation=reason.strip())
    budget = ParticipatoryBudget.objects.get(pk=held.budget_id)
    record(
        budget=budget,
        kind=VoteEventKind.PROJECT_WITHDRAWN,
        at=at,
        project=str(held.number),
        reason=reason.strip(),
    )
    if latest_version(budget) is not None:
        add_version(
            budget,
            prepared_text(budget),
            by=by,
            at=at,
            reason=reason.strip(),
            kind=VoteEventKind.RULES_AMENDED,
        )
    tell_authors(held, decision)
    tell_of_decision(held, decision, at)
    _log("project.withdrawn_from_vote", held, by)
    return decision


def write_decision(
    project: Project, stage: str, *, by: "User | None", at: datetime, **words: str
) -> ProjectDecision:
    """One more line of a project's story, for the actions that move it themselves."""
    return _write(project, stage, by=by, at=at, **words)


def hold_project(project: Project) -> Project:
    """The project as it is now, held with its budget: the budget first, as everywhere."""
    return _hold(project)


def _hold(project: Project) -> Project:
    budget = ParticipatoryBudget.objects.select_for_update(of=("self",)).get(pk=project.budget_id)
    held = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    held.budget = budget
    return held


def _write(
    project: Project, stage: str, *, by: "User | None", at: datetime, **words: str
) -> ProjectDecision:
    return ProjectDecision.objects.create(
        project=project,
        stage=stage,
        department=project.department,
        decided_at=at,
        decided_by=by,
        **words,
    )


def _log(event: str, project: Project, by: "User | None", **facts: Any) -> None:
    extra = {"event": f"budgets.{event}", "project": project.pk, "user": by.pk if by else None}
    logger.info("Project of a budget", extra={**extra, **facts})
