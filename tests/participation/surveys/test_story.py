"""A survey from draft to verdict, over the admin's forms and the public pages."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from home.roles import install_roles
from participation.enums import Level
from participation.surveys.models import Remark, Survey, SurveyAnswer
from portal.accounts.enums import Role
from portal.form_tokens import new_token
from tests.factories.accounts import StaffFactory
from tests.factories.participation import LevelFactory
from tests.factories.processes import process_index
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")
SNIPPET = "wagtailsnippets_surveys_survey"


def written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def blocks(name: str, value: Any) -> dict[str, str]:
    """Values of blocks as the editor's form sends them."""
    if isinstance(value, dict):
        return {k: v for key, one in value.items() for k, v in blocks(f"{name}-{key}", one).items()}
    if isinstance(value, list):
        sent = {f"{name}-count": str(len(value))}
        for rank, one in enumerate(value):
            typed = isinstance(one, tuple)
            sent |= {f"{name}-{rank}-deleted": "", f"{name}-{rank}-order": str(rank)}
            sent |= {f"{name}-{rank}-id": ""}
            if typed:
                sent[f"{name}-{rank}-type"] = one[0]
            sent |= blocks(f"{name}-{rank}-value", one[1] if typed else one)
        return sent
    return {name: str(value)}


ALWAYS = {"question": "", "test": "is", "value": ""}


def asked(code: str, label: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "label": label, "hint": "", "condition": ALWAYS, **fields}


def questionnaire(value: str) -> list[Any]:
    """A scale, then a text asked of those who are not satisfied."""
    scale = asked("note", "Votre note", low=1, high=5, low_label="Mauvais", high_label="Bon")
    scale["required"] = "on"
    why = asked("pourquoi", "Pourquoi ?")
    condition = {"question": "note", "test": "at_most", "value": value}
    first = {"title": "Avis", "introduction": "", "condition": ALWAYS}
    second = {"title": "Précisions", "introduction": "", "condition": condition}
    return [
        ("page", {**first, "questions": [("scale", scale)]}),
        ("page", {**second, "questions": [("text", why)]}),
    ]


def survey_form(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Votre accueil",
        "slug": "votre-accueil",
        "introduction": "Comment s’est passé votre accueil ?",
        "level": str(Level.CONCERTATION),
        "promise": "Les résultats sont publiés.\nLe service dit ce qu’il change.",
        "who_decides": "",
        "not_negotiable": "",
        "answer_by": "",
        "department": "",
        "opens_at": written(clock.days(-1)),
        "closes_at": written(clock.days(20)),
        "audience": "everyone",
        "visibility": "everyone",
        "once": "none",
        "eligibility": "none",
        "eligibility_condition": "",
        "series": "accueil",
        "wave": "T2",
        "paper_information": "",
        "body-count": "0",
        "data_purpose": "compter les réponses",
        "data_retention": "trois ans",
        "data_recipients": "",
        "data_more": "",
        "action-publish": "1",
        **fields,
    }


def test_a_survey_from_draft_to_verdict(client: Any, client_of: Any) -> None:
    process_index()
    install_roles()
    LevelFactory.create()
    desk = client_of(StaffFactory.create(role=Role.PARTICIPATION))
    add = reverse(f"{SNIPPET}:add")
    with time_machine.travel(clock.NOW, tick=False):
        wrong = desk.post(add, survey_form(**blocks("questionnaire", questionnaire("9"))))
        (fault,) = wrong.context["form"].errors.as_data()["questionnaire"]
        assert "n’est pas une réponse à" in str(fault.non_block_errors)
        law = survey_form(level=str(Level.CONSULTATION))
        refused = desk.post(add, {**law, **blocks("questionnaire", questionnaire("2"))})
        assert "level" in refused.context["form"].errors
        made = desk.post(add, survey_form(**blocks("questionnaire", questionnaire("2"))))
        assert made.status_code == 302, made.context["form"].errors
        survey = Survey.objects.get()
        assert survey.live

        _answered(client, survey)
        _kept(desk, survey)

    _judged(desk, client, survey)


def _kept(desk: Any, survey: Survey) -> None:
    """Once somebody answered, the terms stay; a text is public once it is read."""
    edit = reverse(f"{SNIPPET}:edit", args=[survey.pk])
    moved = desk.post(edit, survey_form(level=str(Level.AWARENESS), promise="Rien."))
    assert moved.status_code in {200, 302}
    survey.refresh_from_db()
    assert survey.level == Level.CONCERTATION
    address = reverse("contributions:edit", args=[Remark.objects.get().pk])
    assert desk.post(address, {"action": "publish"}).status_code == 302


def _judged(desk: Any, client: Any, survey: Survey) -> None:
    """The end: texts and results are public, the next wave is prepared, the verdict given."""
    with time_machine.travel(clock.days(21), tick=False):
        assert "Trop peu de réponses" in plain(main_of(client.get(f"{survey.url}resultats/")))
        shown = plain(main_of(client.get(f"{survey.url}remarques/sur/pourquoi/")))
        assert "Trop long" in shown
        wave = {
            "wave": "T3",
            "opens_at": written(clock.days(30)),
            "closes_at": written(clock.days(40)),
        }
        following = desk.post(reverse("surveys:wave", args=[survey.pk]), wave)
        assert following.status_code == 302
        assert Survey.objects.get(wave="T3").live is False
        verdict = {
            "action": "verdict",
            "verdict-outcome": "kept",
            "verdict-reasons": "Résultats publiés, horaires changés.",
        }
        promises = reverse("participation_promises", args=[survey.pk])
        assert desk.post(promises, verdict).status_code == 302
        assert "Promesse tenue" in plain(main_of(client.get(survey.url)))


def _answered(client: Any, survey: Survey) -> None:
    """Somebody who is not satisfied, and says why."""
    first = client.post(survey.contribute_url, {"token": new_token(), "q-note": "1"})
    second = client.post(first["Location"], {"q-pourquoi": "Trop long"})
    sent = client.post(second["Location"], {"token": new_token()})
    assert sent["Location"] == SurveyAnswer.objects.get().url


def test_a_satisfaction_survey_is_ready_to_edit(client_of: Any) -> None:
    process_index()
    install_roles()
    desk = client_of(StaffFactory.create(role=Role.PARTICIPATION))
    with time_machine.travel(clock.NOW, tick=False):
        listing = desk.get(reverse(f"{SNIPPET}:list")).content.decode()
        address = reverse("surveys:satisfaction")
        assert address in listing
        made = desk.post(address)
        survey = Survey.objects.get()
        assert made["Location"] == reverse(f"{SNIPPET}:edit", args=[survey.pk])
        assert desk.get(made["Location"]).status_code == 200
        assert not survey.live
        assert len(survey.questionnaire) == 4
