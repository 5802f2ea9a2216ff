"""The desk of a survey: kiosks that forget, sheets that two people see, words corrected."""

from typing import Any

import pytest
from django.urls import reverse

from home.roles import install_roles
from participation.models import Amendment
from participation.surveys.actions import erase_answers, erase_drafts, make_kiosk, revoke_kiosk
from participation.surveys.enums import Once, SurveyChannel
from participation.surveys.links import kiosk_token
from participation.surveys.models import (
    Participation,
    SheetEntry,
    Survey,
    SurveyAnswer,
    SurveyDraft,
)
from participation.surveys.own_data import SURVEYS
from portal.accounts.enums import Role
from portal.accounts.personal_data import Person
from portal.form_tokens import new_token
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.surveys import SurveyFactory, answered
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(page: Any) -> str:
    return plain(main_of(page))


def hidden(page: Any) -> dict[str, str]:
    return {"suivi": page.context["carried"], "page": str(page.context["number"])}


def kiosk_url(survey: Survey, **fields: Any) -> str:
    given = {"label": "Accueil", "idle_seconds": 60, "by": None, "at": clock.NOW, **fields}
    kiosk = make_kiosk(survey=survey, **given)
    return f"{survey.url}borne/{kiosk_token(kiosk.pk)}/"


def test_a_kiosk_takes_answers_and_keeps_nothing(client: Any) -> None:
    survey = SurveyFactory.create()
    url = kiosk_url(survey)

    start = client.get(url)
    assert start["Refresh"] == f"60; url={url}"
    assert "no-store" in start["Cache-Control"]
    second = client.post(url, {**hidden(start), "q-lieu": "2", "q-note": "1"})
    assert "Page 2" in words(second)
    back = client.post(url, {**hidden(second), "q-pourquoi": "Du bruit", "action": "avant"})
    assert "checked" in back.content.decode()
    again = client.post(url, {**hidden(back), "q-lieu": "2", "q-note": "2"})
    assert "Du bruit" in again.content.decode()
    last = client.post(url, {**hidden(again), "q-pourquoi": "Du bruit"})
    assert 'type="file"' not in last.content.decode()
    sent = {**hidden(last), "q-visites": "3"}
    assert SurveyDraft.objects.count() == SurveyAnswer.objects.count() == 0

    thanks = client.post(url, sent)

    assert "Merci" in words(thanks)
    assert thanks["Refresh"].endswith(url)
    answer = SurveyAnswer.objects.get()
    assert answer.channel == SurveyChannel.KIOSK
    assert answer.values == {"lieu": "2", "note": "2", "pourquoi": True, "visites": "3"}
    client.post(url, sent)
    assert SurveyAnswer.objects.count() == 1
    assert "sessionid" not in client.cookies
    forged = {"page": "3", "suivi": "x", "q-visites": "3"}
    assert "manque" in words(client.post(url, forged))


def test_a_kiosk_stops_when_it_is_switched_off(client: Any) -> None:
    survey = SurveyFactory.create()
    url = kiosk_url(survey)
    revoke_kiosk(kiosk=survey.kiosks.get(), by=None, at=clock.NOW)

    assert client.get(url).status_code == 403
    assert client.get(f"{survey.url}borne/inconnu/").status_code == 404
    assert client.get(f"{SurveyFactory.create().url}borne/{url.split('/')[-2]}/").status_code == 404


@pytest.fixture
def officers(client_of: Any) -> tuple[Any, Any]:
    install_roles()
    made = [client_of(StaffFactory.create(role=Role.PARTICIPATION)) for _one in range(2)]
    return made[0], made[1]


def test_a_sheet_counts_once_a_second_person_compared_it(officers: tuple[Any, Any]) -> None:
    first, second = officers
    survey = SurveyFactory.create()
    screen = reverse("surveys:sheets", args=[survey.pk])
    typed = {"received_on": "2026-05-10", "q-lieu": "1", "q-note": "", "q-idee": "Au crayon"}

    late = first.post(screen, {**typed, "received_on": "2030-01-01"})
    assert "Au crayon" in late.content.decode()
    assert first.post(screen, typed).status_code == 302
    entry = SheetEntry.objects.get()
    assert SurveyAnswer.objects.count() == 0
    compare = reverse("surveys:compare", args=[entry.pk])
    assert first.get(compare).status_code == 302 or first.get(compare).status_code == 403
    assert "Au crayon" in second.get(compare).content.decode()
    corrected = {**typed, "q-note": "3"}
    assert "Comparez d’abord" in second.post(compare, corrected).content.decode()
    assert second.post(compare, {**corrected, "compared": "on"}).status_code == 302

    answer = SurveyAnswer.objects.get()
    assert answer.channel == SurveyChannel.PAPER
    assert answer.answered_on.isoformat() == "2026-05-10"
    entry.refresh_from_db()
    assert (entry.sealed, entry.corrected) == ("", 1)
    assert answer.remarks.get().text == "Au crayon"


def test_by_account_there_is_neither_kiosk_nor_paper(officers: tuple[Any, Any]) -> None:
    survey = SurveyFactory.create(once=Once.ACCOUNT)
    desk = officers[0]
    screen = reverse("surveys:kiosks", args=[survey.pk])

    refused = desk.post(screen, {"label": "Accueil", "idle_seconds": "60"}, follow=True)

    assert "ni sur une borne ni sur papier" in refused.content.decode()
    page = desk.get(reverse("surveys:sheets", args=[survey.pk])).content.decode()
    assert "ni sur une borne ni sur papier" in page


def test_words_are_corrected_in_public_and_nothing_else(
    officers: tuple[Any, Any], client: Any
) -> None:
    survey = SurveyFactory.create()
    desk, screen = officers[0], reverse("surveys:words", args=[survey.pk])
    assert "Personne n’a commencé" in desk.get(screen).content.decode()
    answered(survey)
    form = desk.get(screen).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    typed["lieu:label"] = "Où habitez-vous ?"
    assert "Dites pourquoi" in desk.post(screen, typed).content.decode()
    assert desk.post(screen, {**typed, "reason": "Une faute"}).status_code == 302

    amendment = Amendment.objects.get()
    assert (amendment.before, amendment.after) == ("Question lieu", "Où habitez-vous ?")
    assert "Une faute" in words(client.get(survey.url))
    assert "Où habitez-vous" in client.get(survey.contribute_url).content.decode()
    again = desk.post(screen, {**typed, "reason": "Encore"})
    assert "les mots sont les mêmes" in again.content.decode()
    edited = desk.get(reverse("wagtailsnippets_surveys_survey:edit", args=[survey.pk]))
    assert "questionnaire" not in edited.context["form"].fields
    assert edited.context["form"].fields["once"].disabled


def test_what_is_kept_of_an_account_is_told_and_erased(client_of: Any) -> None:
    user = UserFactory.create()
    once, other = SurveyFactory.create(once=Once.ACCOUNT), SurveyFactory.create()
    answered(once, user=user)
    signed = client_of(user)
    signed.post(other.contribute_url, {"token": new_token(), "q-note": "3", "q-lieu": "1"})
    person = Person(user.pk, frozenset())

    told = [taken.values for taken in SURVEYS.export(person)]
    assert [one["survey"] for one in told] == [other.title, once.title]
    assert SURVEYS.erase(person, clock.NOW) == 2
    assert not SurveyDraft.objects.exists()
    assert not Participation.objects.exists()
    assert SurveyAnswer.objects.count() == 1


def test_drafts_and_answers_are_erased_in_time(client: Any) -> None:
    survey = SurveyFactory.create(once=Once.NONE)
    client.post(survey.contribute_url, {"token": new_token(), "q-note": "3"})
    assert erase_drafts(at=clock.days(9)) == 0
    assert erase_drafts(at=clock.days(11), dry_run=True) == 1
    assert erase_drafts(at=clock.days(11)) == 1
    answered(survey)
    assert erase_answers(at=clock.days(11)) == 0
