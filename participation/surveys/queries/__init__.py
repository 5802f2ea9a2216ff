"""Reading surveys: the questions in force, drafts, figures, waves."""

from ..models import Kiosk, QuestionnaireVersion, Survey, SurveyAnswer
from ..rules.composing import composed
from ..rules.questionnaire import Questionnaire


def survey_of(slug: str) -> Survey | None:
    """The survey with its counters, its department and its verdict, by one query."""
    found = Survey.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def version_of(survey: Survey) -> QuestionnaireVersion | None:
    """The questions as last frozen, or None while nobody began to answer."""
    return QuestionnaireVersion.objects.filter(survey=survey.pk).order_by("-number").first()


def asked_by(survey: Survey) -> Questionnaire:
    """The questions in force: as frozen, else as the editor wrote them."""
    version = version_of(survey)
    return version.questionnaire if version else composed(survey.questionnaire)


def answer_by_receipt(survey: Survey, receipt: str) -> SurveyAnswer | None:
    """The answer of this receipt, in its stored form; None when it is erased or elsewhere."""
    found = SurveyAnswer.objects.filter(survey=survey.pk, receipt=receipt)
    return found.select_related("survey").first()


def kiosk_of(survey: Survey, pk: int) -> Kiosk | None:
    """A kiosk of this survey."""
    return Kiosk.objects.select_related("survey").filter(survey=survey.pk, pk=pk).first()
