"""After the vote: the council's decision, milestones and news of elected projects."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.decisions import Refused

from ..enums import BudgetReason, ProjectStage, Realisation, VoteEventKind
from ..mails import tell_of_decision, tell_of_news
from ..models import (
    CouncilDecision,
    Count,
    ParticipatoryBudget,
    Project,
    ProjectDecision,
    ProjectMilestone,
    ProjectNews,
)
from .journal import record

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_decision(
    *,
    budget: ParticipatoryBudget,
    facts: Mapping[str, Any],
    dropped: Mapping[int, str],
    by: "User | None",
    at: datetime,
) -> CouncilDecision:
    """Records what the council decided on a counted vote; once.

    `facts` are number, decided_on, follows, reasons and document_url of the deliberation;
    `dropped` the reason why, by key of each elected project that the council does not adopt.

    Raises Refused (NOT_CLOSED before the count, STAGE when it decided already, REASON_MISSING when
    the council departs from the vote, or drops a project, without saying why).
    """
    held = ParticipatoryBudget.objects.select_for_update(of=("self",)).get(pk=budget.pk)
    departs = not facts["follows"] or bool(dropped)
    _check(held, [*dropped.values(), *([facts["reasons"]] if departs else [])])
    decision = CouncilDecision.objects.create(
        budget=held, recorded_at=at, recorded_by=by, **{**facts, "follows": not departs}
    )
    elected = list(Project.objects.filter(budget=held, stage=ProjectStage.ELECTED))
    _settle(elected, dropped, by, at)
    record(
        budget=held,
        kind=VoteEventKind.DECIDED,
        at=at,
        number=decision.number,
        decided_on=decision.decided_on,
        follows=decision.follows,
        adopted=[one.number for one in elected if one.pk not in dropped],
        dropped=[one.number for one in elected if one.pk in dropped],
    )
    tell_of_decision(decision, at)
    return decision


def _check(budget: ParticipatoryBudget, reasons: list[str]) -> None:
    """Whether the council may decide now, and every reason needed is given."""
    if not Count.objects.filter(budget=budget).exists():
        raise Refused(BudgetReason.NOT_CLOSED)
    if CouncilDecision.objects.filter(budget=budget).exists():
        raise Refused(BudgetReason.STAGE)
    if not all(reason.strip() for reason in reasons):
        raise Refused(BudgetReason.REASON_MISSING)


def _settle(
    elected: list[Project], dropped: Mapping[int, str], by: "User | None", at: datetime
) -> None:
    adopted = [one.pk for one in elected if one.pk not in dropped]
    Project.objects.filter(pk__in=adopted).update(realisation=Realisation.PLANNED)
    Project.objects.filter(pk__in=list(dropped)).update(realisation=Realisation.DROPPED)
    ProjectDecision.objects.bulk_create(
        ProjectDecision(
            project=one,
            stage=ProjectStage.ELECTED,
            explanation=dropped[one.pk],
            decided_at=at,
            decided_by=by,
        )
        for one in elected
        if one.pk in dropped
    )


@transaction.atomic
def add_milestone(*, project: Project, title: str, planned_on: date) -> ProjectMilestone:
    """Announces a step of an elected project. Raises Refused (STAGE) for another project."""
    held = _elected(project)
    place = held.milestones.count()
    return ProjectMilestone.objects.create(
        project=held, title=title.strip(), planned_on=planned_on, position=place
    )


@transaction.atomic
def reach_milestone(*, milestone: ProjectMilestone, reached_on: date | None) -> ProjectMilestone:
    """Says when a step was reached, or that it was not after all."""
    ProjectMilestone.objects.filter(pk=milestone.pk).update(reached_on=reached_on)
    milestone.reached_on = reached_on
    return milestone


@transaction.atomic
def publish_news(
    *,
    project: Project,
    realisation: str,
    text: str,
    spent: int | None,
    image: Any,
    by: "User | None",
    at: datetime,
) -> ProjectNews:
    """Publishes news of an elected project; its state and the money spent follow from it.

    Raises Refused (STAGE) for a project that is not elected or on which the council is awaited.
    """
    held = _elected(project)
    if held.realisation == Realisation.AWAITED:
        raise Refused(BudgetReason.STAGE)
    news = ProjectNews.objects.create(
        project=held,
        realisation=realisation,
        text=text.strip(),
        spent=spent,
        image=image,
        published_at=at,
        published_by=by,
    )
    held.realisation = realisation
    if spent is not None:
        held.spent = spent
    held.save(update_fields=["realisation", "spent"])
    tell_of_news(news, at)
    return news


def _elected(project: Project) -> Project:
    held = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if held.stage != ProjectStage.ELECTED:
        raise Refused(BudgetReason.STAGE)
    return held
