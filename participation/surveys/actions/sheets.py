"""Questionnaires on paper: keyed in by one person, compared by another, then counted."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from portal.decisions import Refused, require

from ... import paper_rules
from ...actions.journal import locked_row, log
from ...eligibility import NOTHING_SHOWN, Proof
from ..enums import SurveyChannel, SurveyReason
from ..models import SheetEntry, Survey, SurveyAnswer
from ..queries.drafts import opened, sealed
from ..rules import moments
from .answering import Sending, give_answer
from .freezing import freeze_questions

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def key_in_sheet(
    *,
    survey: Survey,
    typed: dict[str, list[str]],
    received_on: date,
    by: "User",
    at: datetime,
) -> SheetEntry:
    """Keys in a sheet; it gets a number to write on the paper, and counts once it was compared.

    Raises Refused (CHANNEL_CLOSED, those of may_key_in: what came in time, NO_QUESTIONS).
    """
    require(moments.may_use(survey, SurveyChannel.PAPER))
    require(paper_rules.may_key_in(survey, received_on, at))
    freeze_questions(survey=survey, at=at)
    last = SheetEntry.objects.filter(survey=survey).aggregate(last=Max("number"))["last"]
    entry = SheetEntry.objects.create(
        survey=survey,
        number=(last or 0) + 1,
        sealed=sealed(typed),
        received_on=received_on,
        keyed_at=at,
        keyed_by=by,
    )
    log("sheet.keyed_in", user=by, sheet=entry.pk, activity=survey.pk)
    return entry


@transaction.atomic
def compare_sheet(
    *,
    entry: SheetEntry,
    typed: dict[str, list[str]],
    by: "User",
    at: datetime,
    proof: Proof = NOTHING_SHOWN,
) -> SurveyAnswer:
    """A second person compared with the paper: the answer counts as they leave it.

    How many fields were corrected is kept, what was typed is not. Raises Refused (SAME_PERSON,
    ALREADY_COMPARED, those of give_answer).
    """
    held = locked_row(entry)
    require(moments.may_compare(held, by.pk))
    before = opened(held.sealed)
    sending = Sending(
        form_key=f"sheet:{held.pk}",
        channel=SurveyChannel.PAPER,
        received_on=held.received_on,
        proof=proof,
    )
    answer = give_answer(survey=held.survey, typed=typed, at=at, sending=sending)
    held.verified_at, held.verified_by, held.sealed = at, by, ""
    names = before.keys() | typed.keys()
    held.corrected = sum(before.get(name, []) != typed.get(name, []) for name in names)
    held.save(update_fields=["verified_at", "verified_by", "sealed", "corrected"])
    log("sheet.compared", user=by, sheet=held.pk, corrected=held.corrected)
    return answer


@transaction.atomic
def discard_sheet(*, entry: SheetEntry, by: "User") -> None:
    """Takes back a sheet keyed in by mistake. Raises Refused(ALREADY_COMPARED)."""
    held = locked_row(entry)
    if held.verified_at is not None:
        raise Refused(SurveyReason.ALREADY_COMPARED)
    log("sheet.discarded", user=by, sheet=held.pk, activity=held.survey_id)
    held.delete()
