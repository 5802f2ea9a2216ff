"""Asking the supporters of a grouped idea about the other one; nothing is moved without them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.decisions import Refused, require

from .. import consent_rules
from ..enums import Reason
from ..models import Contribution, MergeProposal, Support, SupportQuestion
from ..notifications.merging import mail_support_question
from ..queries.merging import questions_to_mail
from . import counters
from .journal import locked, log

_BATCH = 2_000


def ask_supporters(proposal: MergeProposal, *, at: datetime) -> None:
    """One question to each supporter of the grouped idea who does not support the other one.

    Part of grouping. Who was asked the same before, when the two were grouped once already, is
    not asked again.
    """
    before = SupportQuestion.objects.filter(support__contribution=proposal.merged_id)
    before.filter(proposal__kept=proposal.kept_id).update(proposal=proposal)
    before.exclude(proposal=proposal).delete()
    already = Support.objects.filter(contribution=proposal.kept_id).values("supporter")
    asked = Support.objects.filter(contribution=proposal.merged_id, question__isnull=True)
    asked = asked.exclude(supporter__in=already).order_by("pk")
    questions = [
        SupportQuestion(support_id=support, proposal=proposal, asked_at=at)
        for support in asked.values_list("pk", flat=True)
    ]
    SupportQuestion.objects.bulk_create(questions, batch_size=_BATCH)


def drop_open_questions(proposal: MergeProposal) -> None:
    """Forgets what nobody answered, once the ideas stand apart again; part of separating."""
    proposal.questions.filter(accepted__isnull=True).delete()


@transaction.atomic
def answer_support_question(
    *, question: SupportQuestion, accepted: bool, at: datetime
) -> SupportQuestion:
    """A supporter says whether the other idea has the support too; the first one stays.

    Who supports it already only closes the question. Raises Refused (ALREADY_HANDLED,
    NOT_PUBLIC).
    """
    kept = locked(question.proposal.kept)
    held = SupportQuestion.objects.select_for_update(of=("self",))
    found = held.select_related("proposal", "support").filter(pk=question.pk).first()
    if found is None:  # The ideas were separated meanwhile.
        raise Refused(Reason.ALREADY_HANDLED)
    require(consent_rules.may_answer_question(found, found.proposal, kept))
    if accepted:
        _support_too(kept, found.support.supporter_id, at)
    found.accepted, found.answered_at = accepted, at
    found.save(update_fields=["accepted", "answered_at"])
    log("support_question.answered", question=found.pk, kept=kept.pk, accepted=accepted)
    return found


def _support_too(kept: Contribution, supporter_id: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            Support.objects.create(contribution=kept, supporter_id=supporter_id, given_at=at)
    except IntegrityError:  # Supported meanwhile, by the usual button.
        return
    Contribution.objects.filter(pk=kept.pk).update(support_count=F("support_count") + 1)
    counters.tally(kept.activity_id, support_count=1)


def mail_support_questions(*, at: datetime, limit: int, dry_run: bool = False) -> int:
    """Mails the next questions, at most `limit`, once each; says how many.

    A question is marked in the transaction that writes its mail, so that two runs at once never
    write twice to the same person, and that nobody is forgotten.
    """
    sent = 0
    for question in questions_to_mail(limit):
        if dry_run:
            sent += 1
            continue
        sent += _mail_once(question, at)
    log("support_questions.mailed", count=sent, dry_run=dry_run)
    return sent


@transaction.atomic
def _mail_once(question: SupportQuestion, at: datetime) -> bool:
    mine = SupportQuestion.objects.filter(pk=question.pk, mailed_at__isnull=True)
    if not mine.update(mailed_at=at):
        return False
    mail_support_question(question)
    return True
