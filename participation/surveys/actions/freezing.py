"""Freezing the questions when somebody begins to answer; correcting words in public."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused, require

from ...actions.journal import log
from ...models import ActivityTally, Amendment
from ..enums import SurveyReason
from ..models import AnswerTally, QuestionnaireVersion, Survey
from ..queries import version_of
from ..rules.cells import every_cell
from ..rules.composing import composed
from ..rules.moments import may_reword
from ..rules.questionnaire import Questionnaire, as_json, with_words, words_of

if TYPE_CHECKING:
    from portal.accounts.models import User


def hold(survey_id: int) -> None:
    """Holds the counters of a survey until the end of the transaction.

    Whoever counts, freezes or corrects comes by here first: they pass one by one, no deadlock.
    """
    ActivityTally.objects.get_or_create(activity_id=survey_id)
    ActivityTally.objects.select_for_update().get(activity_id=survey_id)


@transaction.atomic
def freeze_questions(*, survey: Survey, at: datetime) -> QuestionnaireVersion:
    """Freezes questions and terms, once; gives the version in force.

    Every counter is made now, at zero. Raises Refused(NO_QUESTIONS).
    """
    hold(survey.pk)
    if version := version_of(survey):
        return version
    written = Survey.objects.get(pk=survey.pk)
    questionnaire = composed(written.questionnaire)
    if not any(page.questions for page in questionnaire.pages):
        raise Refused(SurveyReason.NO_QUESTIONS)
    version = _add(survey, questionnaire, number=1, by=None, at=at)
    AnswerTally.objects.bulk_create(
        AnswerTally(survey_id=survey.pk, cell=name) for name in every_cell(questionnaire)
    )
    ActivityTally.objects.filter(activity_id=survey.pk, frozen_at=None).update(frozen_at=at)
    log("survey.frozen", activity=survey.pk)
    return version


def _add(
    survey: Survey, questionnaire: Questionnaire, *, number: int, by: "User | None", at: datetime
) -> QuestionnaireVersion:
    return QuestionnaireVersion.objects.create(
        survey_id=survey.pk,
        number=number,
        definition=as_json(questionnaire),
        digest=questionnaire.digest,
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def correct_words(
    *, survey: Survey, words: dict[str, str], reason: str, by: "User | None", at: datetime
) -> list[Amendment]:
    """Corrects words of frozen questions: one public amendment for each, dated, with its reason.

    `words` is named as `words_of`. Raises Refused (NO_QUESTIONS when nothing is frozen yet,
    ONLY_WORDS, NOTHING_CHANGES, REASON_MISSING).
    """
    hold(survey.pk)
    version = version_of(survey)
    if version is None:
        raise Refused(SurveyReason.NO_QUESTIONS)
    before = version.questionnaire
    after = with_words(before, {name: text.strip() for name, text in words.items()})
    require(may_reword(before, after, reason))
    _add(survey, after, number=version.number + 1, by=by, at=at)
    old, new = words_of(before), words_of(after)
    known = {"activity_id": survey.pk, "reason": reason.strip(), "decided_at": at}
    made = Amendment.objects.bulk_create(
        Amendment(term="questionnaire", before=old[name], after=new[name], decided_by=by, **known)
        for name in old
        if old[name] != new[name]
    )
    log("survey.reworded", user=by, activity=survey.pk, count=len(made))
    return made
