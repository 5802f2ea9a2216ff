"""Ideas that become a project: their authors are asked, agree or not, and may take it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.decisions import Refused, require

from ...models import Contribution
from ..enums import BudgetReason, ProjectStage
from ..models import IdeaConsent, ParticipatoryBudget, Project
from ..project_mails import ask_consent, tell_of_project
from ..project_rules import authors_agree, may_answer_consent, may_take_back
from ..queries.projects import consents_of, pickable_ideas, vote_of
from .projects import deposit_project, hold_project, write_decision

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def deposit_from_ideas(
    *,
    budget: ParticipatoryBudget,
    ideas: Sequence[Contribution],
    fields: Mapping[str, Any],
    by: "User | None",
    at: datetime,
) -> Project:
    """Makes one project of these ideas, not public before their authors agree; each is asked.

    Raises Refused (IDEA_ELSEWHERE for none, or for an idea that is not a public one of the call).
    """
    if not ideas:
        raise Refused(BudgetReason.IDEA_ELSEWHERE)
    project = deposit_project(budget=budget, fields=fields, by=by, at=at, is_public=False)
    for idea in ideas:
        ask_author(project=project, idea=idea, by=by, at=at)
    return project


@transaction.atomic
def ask_author(
    *, project: Project, idea: Contribution, by: "User | None", at: datetime
) -> IdeaConsent:
    """Asks the author of an idea whether it may become this project.

    Raises Refused (IDEA_ELSEWHERE, ANSWERED when already asked).
    """
    if not pickable_ideas(project.budget).filter(pk=idea.pk).exists():
        raise Refused(BudgetReason.IDEA_ELSEWHERE)
    try:
        with transaction.atomic():
            consent = IdeaConsent.objects.create(
                project=project, idea=idea, asked_at=at, asked_by=by
            )
    except IntegrityError as error:
        raise Refused(BudgetReason.ANSWERED) from error
    ask_consent(consent)
    return consent


@transaction.atomic
def answer_consent(
    *,
    consent: IdeaConsent,
    accepted: bool,
    at: datetime,
    how: str = "",
    by: "User | None" = None,
) -> IdeaConsent:
    """The author's word, from the mailed link, or noted by an officer with how it was given.

    The project is public once all have answered and one agrees. Raises Refused (ANSWERED;
    REASON_MISSING when an officer does not say how).
    """
    project = hold_project(consent.project)
    held = IdeaConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require(may_answer_consent(held))
    if by is not None and not how.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    held.accepted, held.answered_at = accepted, at
    held.how, held.recorded_by = how.strip(), by
    held.save(update_fields=["accepted", "answered_at", "how", "recorded_by"])
    if accepted:
        project.ideas.add(held.idea_id)
    _publish_when_agreed(project, at)
    return held


@transaction.atomic
def take_back_consent(*, consent: IdeaConsent, at: datetime) -> Project:
    """The author takes their idea back; the project goes too when no other author stays with it.

    Raises Refused (ANSWERED when there is no consent to take back, VOTE_BEGUN).
    """
    project = hold_project(consent.project)
    held = IdeaConsent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require(may_take_back(held, vote_of(project.budget)))
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    project.ideas.remove(held.idea_id)
    stays = any(one.holds for one in consents_of(project))
    if not stays and project.stage != ProjectStage.MERGED:
        project.stage = ProjectStage.WITHDRAWN
        project.save(update_fields=["stage"])
        words = _("The author took the idea back.")
        write_decision(project, ProjectStage.WITHDRAWN, by=None, at=at, explanation=words)
    return project


def _publish_when_agreed(project: Project, at: datetime) -> None:
    """Makes a project public the first time that its authors agree."""
    if project.published_at is None and authors_agree(consents_of(project)):
        Project.objects.filter(pk=project.pk).update(published_at=at)
        project.published_at = at
        tell_of_project(project, at)
