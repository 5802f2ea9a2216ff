"""The official answer: drafted, published, counted once, told to the author."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import Commitment, Department
from portal.decisions import require

from .. import rules
from ..enums import FacetKind
from ..models import Answer, AnswerTemplate, AnswerVersion, Contribution
from ..notifications import mail_answer
from ..notifications.events import tell_of_answer, tell_of_commitments
from ..notifications.merging import mail_answer_to_grouped
from ..queries.merging import grouped_authors
from . import counters
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def answer_contribution(
    *,
    contribution: Contribution,
    verdict: str,
    text: str,
    department: Department | None = None,
    commitments: Iterable[Commitment] = (),
    author: "User | None",
    at: datetime,
) -> Answer:
    """Publishes or replaces the official answer at once, for loaders and imports.

    Raises Refused (NOT_PUBLISHED_YET, DECISION_MISSING, TEXT_MISSING, ANSWER_DECIDED). The first
    final answer is counted once. Officers go through drafts: `prepare_answer`.
    """
    held = locked(contribution)
    answer = Answer.objects.filter(contribution=held).first() or Answer(contribution=held)
    require(rules.may_publish_answer(held, verdict, text))
    if held.activity.mechanism:
        require(held.activity.mechanism.may_answer(held, verdict))
    require(rules.may_replace(answer, verdict))
    answer.verdict, answer.text = verdict, text.strip()
    answer.department, answer.answered_by, answer.live = department, author, True
    answer.first_published_at = answer.first_published_at or at
    answer.last_published_at = at
    answer.save()
    answer.commitments.set(commitments)
    answer.save()
    _replace_draft(answer, author)
    take_over(answer, held, at=at, author=author)
    return answer


def _replace_draft(answer: Answer, author: "User | None") -> None:
    """What is public now is also what the editor opens: an older draft must not come back."""
    if not answer.latest_revision_id:
        return
    if state := answer.current_workflow_state:
        state.cancel(user=author)
    revision = answer.save_revision(user=author, clean=False)
    answer.live_revision, answer.has_unpublished_changes = revision, False
    answer.save(update_fields=["live_revision", "has_unpublished_changes"])


@transaction.atomic
def prepare_answer(
    *,
    contribution: Contribution,
    author: "User | None",
    template: AnswerTemplate | None = None,
) -> Answer:
    """The answer of a contribution, begun as a draft when there is none; nothing is public.

    Raises Refused(NOT_PUBLISHED_YET).
    """
    held = locked(contribution)
    require(rules.may_answer(held))
    found = Answer.objects.filter(contribution=held).first()
    if found:
        return found
    answer = begin(held, template)
    answer.save_revision(user=author, clean=False)
    log_about("answer.prepared", held, author)
    return answer


def begin(held: Contribution, template: AnswerTemplate | None = None) -> Answer:
    """A new answer of a contribution that is held, not public, without any draft yet."""
    assignment = getattr(held, "assignment", None)
    answer = Answer(
        contribution=held,
        live=False,
        verdict=template.verdict if template else "",
        text=template.text if template else "",
        department=assignment.department if assignment else held.activity.department,
    )
    answer.save()
    return answer


@transaction.atomic
def take_over(
    answer: Answer, held: Contribution, *, at: datetime, author: "User | None"
) -> Contribution:
    """Repeats a published answer on its contribution, counts it once, tells its author.

    The author hears of a first answer and of another decision, never of a mere correction.
    """
    before, first = held.verdict, held.answered_at is None
    _keep_wording(answer, at=at, corrects=not first)
    held.verdict = answer.verdict
    held.answered_at = held.answered_at or answer.answered_at
    held.save(update_fields=["verdict", "answered_at"])
    fed = _link(answer, held)
    counters.move_facet(held, FacetKind.VERDICT, before, answer.verdict)
    if first and held.answered_at and held.is_public:
        counters.tally(held.activity_id, answered_count=1)
    log_about("contribution.answered", held, author)
    if before != answer.verdict:
        mail_answer(held, answer)
        for grouped in grouped_authors(held):
            mail_answer_to_grouped(grouped, held, answer)
        tell_of_answer(held, answer, at)
    tell_of_commitments(held, fed, at)
    return held


def _link(answer: Answer, held: Contribution) -> list[Commitment]:
    """Repeats the commitments of an answer on its contribution; gives back the new ones."""
    before = set(held.commitments.values_list("pk", flat=True))
    cited = list(answer.commitments.all())
    held.commitments.set(cited)
    return [commitment for commitment in cited if commitment.pk not in before]


def _keep_wording(answer: Answer, *, at: datetime, corrects: bool) -> None:
    """Keeps each wording the public could read; a change after the decision is a correction."""
    last = answer.versions.first()
    if last and (last.verdict, last.text) == (answer.verdict, answer.text):
        return
    AnswerVersion.objects.create(
        answer=answer, verdict=answer.verdict, text=answer.text, published_at=at
    )
    if last and corrects:
        answer.corrected_at = at
        Answer.objects.filter(pk=answer.pk).update(corrected_at=at)


@transaction.atomic
def take_back(answer: Answer, *, author: "User | None" = None) -> Contribution:
    """Removes a withdrawn interim word from its contribution, which waits again."""
    held = locked(answer.contribution)
    require(rules.may_unpublish_answer(answer))
    counters.move_facet(held, FacetKind.VERDICT, held.verdict, "")
    held.verdict = ""
    held.save(update_fields=["verdict"])
    held.commitments.clear()
    log_about("answer.withdrawn", held, author)
    return held
