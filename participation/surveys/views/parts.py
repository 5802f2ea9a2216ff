"""What the pages of a survey share: the way from the home page, the survey itself, its files."""

from django.http import Http404, HttpRequest

from portal.accounts.models import User

from ...models import Activity, StagedFile
from .. import queries
from ..enums import QuestionKind
from ..models import Survey, SurveyDraft
from ..queries.drafts import digest_of
from ..rules.questionnaire import Questionnaire


def found_survey(activity: Activity) -> Survey:
    """The survey that this activity is; 404 otherwise."""
    found = queries.survey_of(activity.slug)
    if found is None:
        raise Http404
    return found


def account_of(request: HttpRequest) -> User | None:
    """The account of whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def page_url(activity: Activity, name: str, **kwargs: object) -> str:
    """The address of one of the pages of a survey."""
    return activity.mechanism.url(activity, name, **kwargs) if activity.mechanism else ""


def file_tokens(questionnaire: Questionnaire, draft: SurveyDraft) -> dict[str, str]:
    """Under what word the file of each question is kept while one types this answer."""
    return {
        one.code: digest_of(f"file:{draft.key_digest}:{one.code}")
        for one in questionnaire.questions()
        if one.kind == QuestionKind.FILE
    }


def kept_files(questionnaire: Questionnaire, draft: SurveyDraft | None) -> dict[str, StagedFile]:
    """The files already given, by the question they answer; one query, none without a question."""
    if draft is None:
        return {}
    tokens = {token: code for code, token in file_tokens(questionnaire, draft).items()}
    if not tokens:
        return {}
    found = StagedFile.objects.filter(form_token__in=list(tokens)).order_by("pk")
    return {tokens[one.form_token]: one for one in found}
