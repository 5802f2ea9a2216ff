"""What may happen to a project, from its deposit to the ballot, and who may do it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import STOPPED_STAGES, BudgetReason, ProjectStage

if TYPE_CHECKING:
    from .models import FeasibilityStudy, IdeaConsent, Project

_S = ProjectStage
# From each stage, those that may follow. What stands on the right of None is only undone.
_NEXT: dict[str, tuple[ProjectStage, ...]] = {
    _S.DEPOSITED: (_S.ADMISSIBLE, _S.INADMISSIBLE, _S.MERGED, _S.WITHDRAWN),
    _S.ADMISSIBLE: (_S.ON_BALLOT, _S.UNFEASIBLE, _S.INADMISSIBLE, _S.MERGED, _S.WITHDRAWN),
    _S.ON_BALLOT: (_S.WITHDRAWN,),
}
# A wrong decision is undone by a new one that leads back, before the vote opens.
_BACK: dict[str, tuple[ProjectStage, ...]] = {
    _S.ADMISSIBLE: (_S.DEPOSITED,),
    _S.INADMISSIBLE: (_S.DEPOSITED,),
    _S.UNFEASIBLE: (_S.ADMISSIBLE,),
    _S.MERGED: (_S.DEPOSITED,),
    _S.WITHDRAWN: (_S.DEPOSITED,),
    _S.ON_BALLOT: (_S.ADMISSIBLE,),
}
# Words that officers must give beside the stage, or nothing is decided.
_EXPLAINED = (*STOPPED_STAGES, _S.WITHDRAWN, _S.WITHDRAWN_FROM_VOTE)


@dataclass(frozen=True, slots=True)
class Vote:
    """Where the vote stands: its box opened or not, sealed or not."""

    opened: bool = False
    sealed: bool = False


def next_stages(project: "Project", vote: Vote) -> tuple[ProjectStage, ...]:
    """The stages that an officer may choose now."""
    if vote.sealed:
        return ()
    if vote.opened:
        if project.stage == _S.ON_BALLOT:
            return (_S.WITHDRAWN_FROM_VOTE,)
        return tuple(one for one in _NEXT.get(project.stage, ()) if one != _S.ON_BALLOT)
    return (*_NEXT.get(project.stage, ()), *_BACK.get(project.stage, ()))


def is_undoing(project: "Project", stage: str) -> bool:
    """Whether this stage comes before the one where the project stands."""
    return stage in _BACK.get(project.stage, ())


def may_move(
    project: "Project", stage: str, vote: Vote, *, criterion: str = "", explanation: str = ""
) -> Decision:
    """Whether a project may pass to this stage, with this criterion and these words."""
    if stage not in next_stages(project, vote):
        if vote.sealed:
            return refuse(BudgetReason.VOTE_OVER)
        fixed = vote.opened and _S.ON_BALLOT in {stage, project.stage}
        return refuse(BudgetReason.VOTE_BEGUN if fixed else BudgetReason.STAGE)
    if stage in STOPPED_STAGES and not criterion:
        return refuse(BudgetReason.CRITERION_MISSING)
    needs_words = stage in _EXPLAINED or is_undoing(project, stage)
    if needs_words and not explanation.strip():
        return refuse(BudgetReason.REASON_MISSING)
    return ALLOWED


def may_stand(
    project: "Project", *, is_studied: bool, consents: "Collection[IdeaConsent]"
) -> Decision:
    """Whether a project is ready for the ballot: agreed to, studied, placed, affordable."""
    if project.published_at is None or not authors_agree(consents):
        return refuse(BudgetReason.CONSENT_MISSING)
    if not is_studied or not project.cost:
        return refuse(BudgetReason.STUDY_MISSING)
    budget, district = project.budget, project.district
    if budget.has_districts and district is None:
        return refuse(BudgetReason.DISTRICT_MISSING)
    own = budget.has_districts and district is not None
    envelope = district.envelope if own and district is not None else budget.envelope
    return refuse(BudgetReason.COSTS_TOO_MUCH) if project.cost > envelope else ALLOWED


def may_group(project: "Project", kept: "Project", *, holds_others: bool) -> Decision:
    """Whether a project may stand under another one: neither chain nor circle can come about."""
    if project.pk == kept.pk or project.budget_id != kept.budget_id:
        return refuse(BudgetReason.GROUP_ITSELF)
    standing = {_S.DEPOSITED, _S.ADMISSIBLE, _S.ON_BALLOT}
    if holds_others or kept.stage not in standing:
        return refuse(BudgetReason.GROUP_TIED)
    return ALLOWED


def may_edit_ballot(project: "Project", vote: Vote, changed: Collection[str]) -> Decision:
    """Whether these fields may change: what stands on an open ballot is fixed."""
    fixed = {"title", "cost", "district", "number"} & set(changed)
    on_ballot = project.stage not in {_S.DEPOSITED, _S.ADMISSIBLE, _S.INADMISSIBLE, _S.UNFEASIBLE}
    if vote.opened and on_ballot and fixed:
        return refuse(BudgetReason.RULES_FROZEN)
    return ALLOWED


def authors_agree(consents: "Collection[IdeaConsent]") -> bool:
    """Whether every author asked has answered and one at least agrees; true when none was asked."""
    if not consents:
        return True
    return all(one.accepted is not None for one in consents) and any(one.holds for one in consents)


def may_answer_consent(consent: "IdeaConsent") -> Decision:
    """Whether this author has not answered yet."""
    return ALLOWED if consent.accepted is None else refuse(BudgetReason.ANSWERED)


def may_take_back(consent: "IdeaConsent", vote: Vote) -> Decision:
    """Whether an author may take their idea back: until the vote opens, no later."""
    if not consent.holds:
        return refuse(BudgetReason.ANSWERED)
    return refuse(BudgetReason.VOTE_BEGUN) if vote.opened else ALLOWED


def may_study(project: "Project") -> Decision:
    """Whether a department may write what the project costs: once it is admissible."""
    return ALLOWED if project.stage == _S.ADMISSIBLE else refuse(BudgetReason.STAGE)


def may_send_study(study: "FeasibilityStudy") -> Decision:
    """Whether a study may go to its authors: once."""
    if study.published_at:
        return refuse(BudgetReason.STAGE)
    return refuse(BudgetReason.STUDY_SENT) if study.sent_at else ALLOWED


def may_answer_study(study: "FeasibilityStudy", today: date) -> Decision:
    """Whether an author may still answer: the due day included, while it is not published."""
    if study.published_at or study.sent_at is None:
        return refuse(BudgetReason.STAGE)
    late = study.answer_due_on is not None and today > study.answer_due_on
    return refuse(BudgetReason.ANSWERED) if late else ALLOWED


def may_publish_study(
    study: "FeasibilityStudy", project: "Project", *, asked: int, answered: int, today: date
) -> Decision:
    """Whether a study may be public: every author answered, or had the time to, or cannot be asked.

    `asked` counts the authors who can be written to, `answered` those who answered.
    """
    if study.published_at or project.stage != _S.ADMISSIBLE:
        return refuse(BudgetReason.STAGE)
    waits = asked > answered and (
        study.sent_at is None or study.answer_due_on is None or today <= study.answer_due_on
    )
    return refuse(BudgetReason.STUDY_WAITS) if waits else ALLOWED
