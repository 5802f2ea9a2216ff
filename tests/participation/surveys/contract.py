"""What surveys answer to the tests that go across the house (tests/support/contract.py)."""

from dataclasses import dataclass
from typing import Any

from participation.models import Activity, Contribution
from participation.surveys.actions import (
    begin_answer,
    compare_sheet,
    correct_words,
    key_in_sheet,
    make_kiosk,
    record_answer_export,
    revoke_kiosk,
)
from participation.surveys.enums import Once
from participation.surveys.links import kiosk_token
from participation.surveys.models import Kiosk, Remark, SheetEntry, Survey, SurveyAnswer
from tests.access.needs import LINK, OPEN, staff
from tests.factories.accounts import StaffFactory
from tests.factories.surveys import (
    AgentSurveyFactory,
    SurveyFactory,
    answered,
    pending_remark,
    remark_of,
)
from tests.support import clock
from tests.support.contract import MechanismContract

SLUGS = ("sondage-public", "sondage-agents", "sondage-brouillon")
HOLD = "surveys.hold_surveys"


@dataclass(frozen=True)
class Staged:
    """A survey with a draft, an answer, a text, a kiosk, a sheet to compare."""

    survey: Survey
    key: str
    answer: SurveyAnswer
    remark: Remark
    kiosk: Kiosk
    sheet: SheetEntry


def in_surveys(rest: str = "") -> Any:
    """The same address in each survey."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS]


class SurveysContract(MechanismContract):
    """Surveys: their contributions are the texts given in answers."""

    screens = ("surveys.survey",)
    inside = (
        ("contribuer/", OPEN),
        ("contribuer/<str:key>/<int:number>/", LINK),
        ("contribuer/<str:key>/plus-tard/", LINK),
        ("contribuer/<str:key>/envoi/", LINK),
        ("contribuer/<str:key>/effacer/", LINK),
        ("recu/<str:receipt>/", LINK),
        ("borne/<str:token>/", LINK),
    )
    desk = (
        ("surveys:satisfaction", staff("surveys.add_survey")),
        ("surveys:wave", staff("surveys.add_survey")),
        ("surveys:words", staff("surveys.change_survey")),
        ("surveys:rows", staff("surveys.export_answers")),
        ("surveys:*", staff(HOLD)),
    )
    holes = (
        ("surveys:compare", "pk", lambda staged: staged.sheet.pk),
        ("surveys:", "pk", lambda staged: staged.survey.pk),
    )
    leads_on = ("contribuer/<str:key>/envoi/",)
    needs_more = (
        "resultats/croiser/",
        "resultats.csv",
        "resultats.json",
        "remarques/<int:number>/fichiers/<int:pk>/<str:filename>",
    )
    leaks = {
        "": in_surveys(),
        "questions/": in_surveys("questions/"),
        "contribuer/": in_surveys("contribuer/"),
        "contribuer/<str:key>/<int:number>/": in_surveys("contribuer/inconnu/1/"),
        "contribuer/<str:key>/plus-tard/": in_surveys("contribuer/inconnu/plus-tard/"),
        "contribuer/<str:key>/envoi/": in_surveys("contribuer/inconnu/envoi/"),
        "contribuer/<str:key>/effacer/": in_surveys("contribuer/inconnu/effacer/"),
        "recu/": in_surveys("recu/?numero=00000-00000"),
        "recu/<str:receipt>/": in_surveys("recu/00000-00000/"),
        "borne/<str:token>/": in_surveys("borne/inconnu/"),
        "remarques/sur/<str:code>/": in_surveys("remarques/sur/idee/"),
        "remarques/<int:number>/": in_surveys("remarques/1/"),
        "remarques/<int:number>/fichiers/<int:pk>/<str:filename>": in_surveys(
            "remarques/1/fichiers/1/plan.pdf"
        ),
        "remarques.csv": in_surveys("remarques.csv"),
        "remarques.json": in_surveys("remarques.json"),
        "resultats/": in_surveys("resultats/"),
        "resultats/croiser/": in_surveys("resultats/croiser/"),
        "resultats/evolution/": in_surveys("resultats/evolution/"),
        "resultats.csv": in_surveys("resultats.csv"),
        "resultats.json": in_surveys("resultats.json"),
        "codes.csv": in_surveys("codes.csv"),
    }
    # The first page of these surveys asks nothing personal.
    notices = frozenset()
    personal_fields = {
        "surveys.SurveyDraft.user": "surveys",
        "surveys.QuestionnaireVersion.made_by": "survey_work",
        "surveys.Kiosk.made_by": "survey_work",
        "surveys.SheetEntry.keyed_by": "survey_work",
        "surveys.SheetEntry.verified_by": "survey_work",
        "surveys.AnswerExport.exported_by": "survey_work",
    }
    # The editor of questions, which an open survey closes.
    desks = ("snippets/surveys/survey/add/", "enquetes/satisfaction/")
    pages = (
        "/participer/satisfaction-ce-trimestre/",
        "/participer/satisfaction-ce-trimestre/contribuer/",
        "/participer/satisfaction-ce-trimestre/questions/",
        "/participer/satisfaction-trimestre-precedent/resultats/",
        "/participer/satisfaction-trimestre-precedent/resultats/croiser/",
        "/participer/satisfaction-ce-trimestre/resultats/evolution/",
        "/participer/horaires-de-la-mediatheque/resultats/",
        "/participer/horaires-de-la-mediatheque/remarques/sur/souhait/",
        "/participer/horaires-de-la-mediatheque/recu/",
    )

    def activity(self, **fields: Any) -> Activity:
        return SurveyFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        return pending_remark(Survey.objects.get(pk=activity.pk), **fields)

    def stage(self, world: Any) -> Staged:
        survey = SurveyFactory.create(slug="sondage-ouvert", series="ouverte")
        typed = {"q-note": ["4"], "q-lieu": ["1"]}
        key = begin_answer(survey=survey, typed=typed, page=1, at=clock.NOW)
        kiosk = make_kiosk(survey=survey, label="Accueil", idle_seconds=60, by=None, at=clock.NOW)
        sheet = key_in_sheet(
            survey=survey,
            typed=typed,
            received_on=clock.NOW.date(),
            by=StaffFactory.create(),
            at=clock.NOW,
        )
        return Staged(survey, key, answered(survey), remark_of(survey), kiosk, sheet)

    def place(self, route: Any, staged: Staged) -> tuple[Activity, dict[str, Any]]:
        return staged.survey, {
            "key": staged.key,
            "number": 1,
            "receipt": staged.answer.receipt_display,
            "token": kiosk_token(staged.kiosk.pk),
            "code": "idee",
            "pk": 1,
            "filename": "plan.pdf",
        }

    def hide(self, world: Any) -> None:
        """A public survey with what it hides, one of agents, one that is not published."""
        public = SurveyFactory.create(title="Enquête publique", slug=SLUGS[0])
        typed = {"q-note": ["4"], "q-idee": ["Une remarque zqremarque"]}
        answered(public, typed)
        begin_answer(survey=public, typed={"q-idee": ["Commencé"]}, page=1, at=clock.NOW)
        agents = AgentSurveyFactory.create(title="Enquête zqsondageagents", slug=SLUGS[1])
        remark_of(agents, text="Une remarque zqditagents")
        SurveyFactory.create(title="Enquête zqsondagebrouillon", slug=SLUGS[2], live=False)
        world.secrets |= {
            "zqremarque": "text of an answer that nobody read yet",
            "zqsondagebrouillon": "survey that is not published",
        }
        world.internal |= {
            "zqsondageagents": "title of an agents' survey",
            "zqditagents": "text of an agents' survey",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        """An answer by account, one being typed; as staff, a kiosk, a sheet, words corrected."""
        once, other = SurveyFactory.create(once=Once.ACCOUNT), SurveyFactory.create()
        typed = {"q-note": ["4"], "q-idee": [f"Signé {user.display_name}"]}
        answered(once, user=user)
        begin_answer(survey=other, typed=typed, page=1, at=clock.NOW, user=user)
        known = {"by": user, "at": clock.NOW}
        revoke_kiosk(
            kiosk=make_kiosk(survey=other, label="Accueil", idle_seconds=60, **known), **known
        )
        received, note = clock.NOW.date(), {"q-note": ["4"]}
        key_in_sheet(survey=other, typed=note, received_on=received, **known)
        # Two people are needed for each sheet: here the second one.
        colleague = {"by": StaffFactory.create(), "at": clock.NOW}
        entry = key_in_sheet(survey=other, typed=note, received_on=received, **colleague)
        compare_sheet(entry=entry, typed=note, **known)
        correct_words(survey=other, words={"note:label": "Votre note"}, reason="Faute", **known)
        record_answer_export(
            survey=other,
            reason="Étude de l’université",
            questions=["note"],
            row_count=12,
            kind="csv",
            by=user,
            at=clock.days(30),
        )


CONTRACT = SurveysContract()
