"""Answers drafted in number: each in its own transaction, so that one refusal spoils no other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import Commitment
from portal.decisions import Refused, require

from .. import rules
from ..enums import AnswerOutcome, Reason
from ..models import Answer, Contribution
from .answers import begin
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Wording:
    """One decision and its reasons, for several contributions."""

    verdict: str
    text: str
    commitments: tuple[Commitment, ...] = ()

    def for_one(self, addition: str) -> str:
        """The reasons of one contribution: the common words, then its own."""
        return f"{self.text}\n\n{addition.strip()}".strip() if addition.strip() else self.text


@transaction.atomic
def draft_answer(
    *,
    contribution: Contribution,
    wording: Wording,
    addition: str = "",
    outcome: str = AnswerOutcome.DRAFT,
    author: "User",
) -> Answer:
    """Drafts the answer of one contribution, then submits or publishes it when asked.

    The commitments already linked stay. Raises Refused (NOT_PUBLISHED_YET, DECISION_MISSING,
    TEXT_MISSING, ANSWER_DECIDED, ANSWER_LOCKED, ALREADY_SUBMITTED, NO_WORKFLOW).
    """
    held = locked(contribution)
    text = wording.for_one(addition)
    require(rules.may_answer(held))
    if outcome != AnswerOutcome.DRAFT:
        require(rules.may_publish_answer(held, wording.verdict, text))
    answer = Answer.objects.filter(contribution=held).first()
    if answer:
        require(rules.may_replace(answer, wording.verdict))
        _require_free(answer, outcome)
        draft: Answer = answer.get_latest_revision_as_object()
    else:
        answer = draft = begin(held)
    draft.verdict, draft.text = wording.verdict, text
    before = {commitment.pk: commitment for commitment in draft.commitments.all()}
    draft.commitments.set(list({**before, **{one.pk: one for one in wording.commitments}}.values()))
    revision = draft.save_revision(user=author, clean=False)
    log_about("answer.drafted", held, author)
    if outcome == AnswerOutcome.PUBLISH:
        revision.publish(user=author)
    elif outcome == AnswerOutcome.SUBMIT:
        _submit(draft, author)
    return answer


def _require_free(answer: Answer, outcome: str) -> None:
    """Nobody else holds the answer; who publishes passes over an approval under way."""
    if answer.locked:
        raise Refused(Reason.ANSWER_LOCKED)
    if outcome != AnswerOutcome.PUBLISH and answer.workflow_in_progress:
        raise Refused(Reason.ALREADY_SUBMITTED)


def _submit(answer: Answer, author: "User") -> None:
    workflow = answer.get_workflow()
    if workflow is None:
        raise Refused(Reason.NO_WORKFLOW)
    before = answer.current_workflow_state
    if before:
        before.resume(author)
    else:
        workflow.start(answer, author)


@dataclass(frozen=True)
class Outcome:
    """What became of one contribution: its answer, or the reason of a refusal."""

    contribution: Contribution
    refusal: str = ""


def draft_answers(
    *,
    contributions: Iterable[Contribution],
    wording: Wording,
    additions: Mapping[int, str],
    outcome: str,
    author: "User",
) -> list[Outcome]:
    """Answers many contributions with the same decision, one transaction each; says each result."""
    results = []
    for contribution in contributions:
        try:
            draft_answer(
                contribution=contribution,
                wording=wording,
                addition=additions.get(contribution.pk, ""),
                outcome=outcome,
                author=author,
            )
        except Refused as refused:
            results.append(Outcome(contribution, str(refused.reason.label)))
        else:
            results.append(Outcome(contribution))
    return results
