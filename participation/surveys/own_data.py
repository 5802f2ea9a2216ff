"""What surveys keep about an account: an answer being typed, a mark that it answered."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Person,
    Taken,
    register_source,
    staff_source,
)

from .actions.erasing import erase_of_account, marks_of
from .models import SurveyDraft
from .queries.drafts import opened


def _surveys(person: Person) -> Iterable[Taken]:
    if person.user_id is None:
        return
    for draft in SurveyDraft.objects.filter(user=person.user_id).select_related("survey"):
        typed = opened(draft.sealed)
        yield Taken.of(
            ("survey", _("Survey"), draft.survey.title),
            ("state", _("State"), _("Being typed")),
            ("updated_on", _("Last change"), draft.updated_on),
            ("typed", _("What you typed"), "\n".join(t for texts in typed.values() for t in texts)),
        )
    for mark in marks_of(person.user_id):
        yield Taken.of(
            ("survey", _("Survey"), mark.survey.title),
            ("state", _("State"), _("Your account answered; nothing says what")),
        )


def _erase(person: Person, at: datetime) -> int:
    return erase_of_account(user_id=person.user_id) if person.user_id else 0


SURVEYS = DataSource(
    "surveys",
    _("Surveys"),
    _surveys,
    _erase,
    fate=_("Erased. Answers that were sent stay counted: nothing links them to you."),
)

WORK = staff_source(
    "survey_work",
    _("Work as a member of staff: surveys, kiosks, questionnaires on paper"),
    (
        Authored("surveys.QuestionnaireVersion", "made_by", "made_at"),
        Authored("surveys.Kiosk", "made_by", "made_at"),
        Authored("surveys.SheetEntry", "keyed_by", "keyed_at"),
        Authored("surveys.SheetEntry", "verified_by", "verified_at"),
        Authored("surveys.AnswerExport", "exported_by", "exported_at"),
    ),
)


def register() -> None:
    """Register the sources of the app."""
    register_source(SURVEYS)
    register_source(WORK)
