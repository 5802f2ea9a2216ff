"""The official answer: written, published, counted once, told to the author."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import Commitment, Department
from portal.decisions import Refused, require

from .. import rules
from ..enums import FINAL_VERDICTS, FacetKind, Reason
from ..models import Answer, Contribution
from ..notifications import mail_answer
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
    """Publishes or replaces the official answer, with the commitments the contribution feeds.

    Raises Refused (NOT_PUBLISHED_YET, TEXT_MISSING). The first final answer is counted once.
    """
    held = locked(contribution)
    require(rules.may_answer(held))
    if not text.strip():
        raise Refused(Reason.TEXT_MISSING)
    answer = Answer.objects.filter(contribution=held).first() or Answer(contribution=held)
    answer.verdict, answer.text = verdict, text.strip()
    answer.department, answer.answered_by, answer.live = department, author, True
    if verdict in FINAL_VERDICTS:
        answer.answered_at = answer.answered_at or at
    answer.save()
    answer.commitments.set(commitments)
    answer.save()
    take_over(answer, held, at=at, author=author)
    return answer


@transaction.atomic
def take_over(
    answer: Answer, held: Contribution, *, at: datetime, author: "User | None"
) -> Contribution:
    """Repeats a published answer on its contribution, counts it once, tells its author once."""
    before, first = held.verdict, held.answered_at is None
    held.verdict = answer.verdict
    held.answered_at = answer.answered_at
    held.save(update_fields=["verdict", "answered_at"])
    held.commitments.set(answer.commitments.all())
    counters.move_facet(held, FacetKind.VERDICT, before, answer.verdict)
    if first and answer.answered_at and held.is_public:
        counters.tally(held.activity_id, answered_count=1)
    log_about("contribution.answered", held, author)
    if before != answer.verdict:
        mail_answer(held, answer)
        for grouped in grouped_authors(held):
            mail_answer_to_grouped(grouped, held, answer)
    return held
