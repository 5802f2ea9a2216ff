"""A quiz that was graded: how many answered each question right, never who."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from portal.decisions import require

from ...actions.journal import log
from .. import rules
from ..models import Campaign, QuizCount
from .counting import spend


@transaction.atomic
def count_quiz(
    *,
    campaign: Campaign,
    ticked: Sequence[Collection[int]],
    form_number: str,
    at: datetime,
) -> None:
    """Adds the answers to the counts of their questions; keeps no set of answers together.

    `ticked` holds, for each question in its order, the places of the answers chosen. Raises
    Refused (NO_QUIZ, ALREADY_COUNTED when the same form was already sent).
    """
    require(rules.may_take_quiz(campaign))
    spend(form_number, at)
    # In one order for everybody: two people at once never wait for each other.
    rows = sorted(zip(campaign.questions, ticked, strict=True), key=lambda pair: pair[0].key)
    for question, places in rows:
        found = {"campaign": campaign, "key": question.key}
        QuizCount.objects.get_or_create(**found, defaults={"question": question.text})
        QuizCount.objects.filter(**found).update(
            answered_count=F("answered_count") + 1,
            right_count=F("right_count") + int(question.is_right(places)),
        )
    log("quiz.counted", activity=campaign.pk)
