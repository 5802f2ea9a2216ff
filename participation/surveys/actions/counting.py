"""Counters of answers: added to in the transaction of each answer, recounted from the answers."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from ...actions.journal import log
from ..models import AnswerTally, LiveFigures, Survey, SurveyAnswer
from ..queries import asked_by
from ..rules.cells import TOTAL, added_by
from ..rules.questionnaire import Questionnaire
from .freezing import hold


def add(survey_id: int, added: dict[str, int]) -> None:
    """Adds to counters, by one statement; the counters of the survey are held."""
    more = [When(cell=name, then=Value(by)) for name, by in added.items() if by != 1]
    step = Case(*more, default=Value(1)) if more else Value(1)
    AnswerTally.objects.filter(survey_id=survey_id, cell__in=list(added)).update(
        count=F("count") + step
    )


def count_answer(survey_id: int, questionnaire: Questionnaire, answer: SurveyAnswer) -> None:
    """Counts one more answer."""
    add(survey_id, added_by(questionnaire, answer.values))


def show_batch(survey: Survey, at: datetime) -> None:
    """Shows the figures anew while people answer, once enough have: nobody’s is seen to arrive."""
    if not survey.results_live:
        return
    total = AnswerTally.objects.filter(survey_id=survey.pk, cell=TOTAL).values_list("count")
    now = total[0][0] if total else 0
    shown = LiveFigures.objects.filter(survey_id=survey.pk).values_list("total", flat=True).first()
    if now - (shown or 0) < settings.AGENT_GROUP_MINIMUM:
        return
    counts = dict(AnswerTally.objects.filter(survey_id=survey.pk).values_list("cell", "count"))
    LiveFigures.objects.update_or_create(
        survey_id=survey.pk,
        defaults={"total": now, "counts": counts, "made_on": timezone.localdate(at)},
    )


@transaction.atomic
def recount(*, survey: Survey) -> bool:
    """Counts every answer anew; says whether a counter was wrong, and mends it.

    Only as long as the answers are kept. Held meanwhile: nobody answers in between.
    """
    hold(survey.pk)
    questionnaire = asked_by(survey)
    true: Counter[str] = Counter()
    for values in (
        SurveyAnswer.objects.filter(survey_id=survey.pk).values_list("values", flat=True).iterator()
    ):
        true.update(added_by(questionnaire, values))
    kept = AnswerTally.objects.filter(survey_id=survey.pk)
    wrong = [row for row in kept if row.count != true[row.cell]]
    for row in wrong:
        row.count = true[row.cell]
    AnswerTally.objects.bulk_update(wrong, ["count"], batch_size=500)
    log("survey.recounted", activity=survey.pk, wrong=len(wrong))
    return bool(wrong)
