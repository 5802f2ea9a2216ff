"""Answering a survey over its pages, without JavaScript: kept, resumed, given once."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from participation.actions import publish_contribution
from participation.enums import Moderation
from participation.models import StagedFile
from participation.surveys.enums import Once
from participation.surveys.models import (
    AnswerTally,
    Participation,
    QuestionnaireVersion,
    Remark,
    SurveyAnswer,
    SurveyDraft,
)
from portal.form_tokens import new_token
from tests.factories.accounts import UserFactory
from tests.factories.files import sent_document
from tests.factories.surveys import SurveyFactory, answered, one, page, stream
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(page: Any) -> str:
    return plain(main_of(page))


def count(survey: Any, cell: str) -> int:
    return AnswerTally.objects.get(survey=survey, cell=cell).count


def begun(client: Any, survey: Any, **typed: Any) -> str:
    """Begins an answer; the address where it goes on."""
    sent = client.post(survey.contribute_url, {"token": new_token(), "action": "suite", **typed})
    assert sent.status_code == 302, sent.context["form"].errors
    return str(sent["Location"])


def test_an_answer_goes_page_by_page_and_is_counted_once(client: Any) -> None:
    survey = SurveyFactory.create()
    assert "Rien ne vérifie" in words(client.get(survey.contribute_url))

    second = begun(client, survey, **{"q-lieu": "2", "q-note": "2"})
    assert second.endswith("/2/")
    third = client.post(second, {"q-raisons": ["1", "3"], "q-pourquoi": "Trop d’attente"})
    assert third["Location"].endswith("/3/")
    ranks = {"q-ordre-1": "2", "q-ordre-2": "1", "q-ordre-3": "3"}
    given = {**ranks, "q-avis-1": "1", "q-avis-2": "3", "q-visites": "3,5", "q-idee": "Ouvrir"}
    review = client.post(third["Location"], given)["Location"]
    page = client.get(review)
    for said in ("Trop d’attente", "1. Guichets", "Horaires : Bien", "3,50 visites", "2"):
        assert said in words(page), said
    sent = client.post(review, {"token": new_token()})

    answer = SurveyAnswer.objects.get()
    assert sent["Location"] == answer.url
    receipt = words(client.get(answer.url))
    assert answer.receipt_display in receipt
    assert "Trop d’attente" not in receipt
    assert answer.values["ordre"] == {"1": 2, "2": 1, "3": 3}
    assert answer.values["pourquoi"] is True
    texts = {remark.question_code: remark.text for remark in Remark.objects.all()}
    assert texts == {"pourquoi": "Trop d’attente", "idee": "Ouvrir"}
    assert not SurveyDraft.objects.exists()
    assert client.post(review, {"token": new_token()})["Location"] == answer.url
    assert count(survey, "|||") == count(survey, "raisons|1||") == 1
    assert count(survey, "note|2|lieu|2") == 1
    assert count(survey, "visites|sum||") == 350


def test_a_changed_condition_hides_and_gives_back_what_was_typed(client: Any) -> None:
    survey = SurveyFactory.create()
    second = begun(client, survey, **{"q-note": "1"})
    client.post(second, {"q-raisons": "2", "q-pourquoi": "Texte long", "action": "avant"})
    first = second.replace("/2/", "/1/")

    onward = client.post(first, {"q-note": "5"})["Location"]
    assert onward.endswith("/3/")
    assert client.get(second).status_code == 302
    review = client.post(onward, {})["Location"]
    assert "Texte long" not in words(client.get(review))

    client.post(first, {"q-note": "2"})
    assert "Texte long" in client.get(second).content.decode()
    client.post(first, {"q-note": "5"})
    client.post(review, {"token": new_token()})
    assert SurveyAnswer.objects.get().values == {"note": "5"}
    assert not Remark.objects.exists()


def test_two_windows_of_one_answer_lose_nothing_of_each_other(client: Any) -> None:
    """One window hides the page in which the other one is typing."""
    survey = SurveyFactory.create()
    second = begun(client, survey, **{"q-note": "1"})
    first = second.replace("/2/", "/1/")
    client.post(first, {"q-note": "5"})

    sent = client.post(second, {"q-raisons": "2", "q-pourquoi": "Écrit dans l’autre fenêtre"})

    assert sent["Location"].endswith("/1/")
    client.post(first, {"q-note": "1"})
    assert "Écrit dans l’autre fenêtre" in client.get(second).content.decode()


def test_a_question_hidden_meanwhile_keeps_its_text(client: Any) -> None:
    """The page is still asked, one of its questions is not."""
    asks = {"question": "note", "test": "at_most", "value": "2"}
    questions = [one("text", "idee"), one("text", "pourquoi", condition=asks)]
    scale = one("scale", "note", low=1, high=5, low_label="-", high_label="+", required=True)
    survey = SurveyFactory.create(
        questionnaire=stream([page("Avis", scale), page("Précisions", *questions)])
    )
    second = begun(client, survey, **{"q-note": "1"})
    first = second.replace("/2/", "/1/")
    client.post(first, {"q-note": "5"})

    review = client.post(second, {"q-idee": "Une idée", "q-pourquoi": "Un long texte"})["Location"]

    assert "Un long texte" not in words(client.get(review))
    client.post(first, {"q-note": "2"})
    again = client.get(second).content.decode()
    assert "Un long texte" in again
    assert "Une idée" in again


def test_beginning_again_with_an_account_keeps_what_was_typed_further_on(client_of: Any) -> None:
    survey = SurveyFactory.create()
    signed = client_of(UserFactory.create())
    second = begun(signed, survey, **{"q-note": "1"})
    signed.post(second, {"q-pourquoi": "Déjà écrit", "action": "garder"})

    # A window opened before, still on its first page.
    again = begun(signed, survey, **{"q-note": "2", "q-lieu": "1"})

    assert again == second
    assert "Déjà écrit" in signed.get(second).content.decode()
    assert SurveyDraft.objects.count() == 1


def test_a_line_of_a_grid_that_was_ticked_by_mistake_is_taken_back(client: Any) -> None:
    survey = SurveyFactory.create()
    third = begun(client, survey, **{"q-note": "4"})
    client.post(third, {"q-avis-1": "1", "q-avis-2": "2"})
    grid = main_of(client.get(third)).select_one("table.grid")
    assert [plain(one) for one in grid.select("thead th")][-1] == "Je ne réponds pas"
    assert len(grid.select("tbody tr")[0].select("input[type=radio]")) == 4

    review = client.post(third, {"q-avis-1": "", "q-avis-2": "2"})["Location"]
    client.post(review, {"token": new_token()})

    assert SurveyAnswer.objects.get().values == {"note": "4", "avis": {"2": "2"}}


def test_what_is_wrong_is_said_at_the_field_and_kept(client: Any) -> None:
    survey = SurveyFactory.create()
    third = begun(client, survey, **{"q-note": "4"})

    wrong = {"q-ordre-1": "1", "q-ordre-2": "1", "q-visites": "douze", "q-idee": "Gardé"}
    page = client.post(third, wrong)

    assert "chaque rang de 1 à 3 une fois" in words(page)
    assert "un nombre de 0 à 20" in words(page)
    assert "Gardé" in page.content.decode()
    again = client.get(third).content.decode()
    assert "douze" in again
    assert "Gardé" in again
    review = third.replace("/3/", "/envoi/")
    assert client.get(review)["Location"].endswith("/3/?corriger=oui")
    missing = client.post(survey.contribute_url, {"token": new_token(), "q-lieu": "1"})
    assert "Répondez à cette question" in words(missing)
    assert not SurveyAnswer.objects.exists()


def test_a_private_link_leads_back_and_erases(client: Any, client_of: Any) -> None:
    survey = SurveyFactory.create()
    sent = client.post(
        survey.contribute_url, {"token": new_token(), "q-lieu": "3", "action": "garder"}
    )
    kept = client.get(sent["Location"])
    link = kept.context["address"]
    key = link.rstrip("/").split("/")[-2]

    elsewhere = client_of(UserFactory.create())
    assert "checked" in elsewhere.get(link).content.decode()
    assert key not in str(list(SurveyDraft.objects.values()))

    assert client.post(kept.context["forget"])["Location"].endswith("?efface=oui")
    assert client.get(link).status_code == 404
    assert "effacé" in words(client.get(f"{survey.url}?efface=oui"))


def test_one_account_answers_once_and_nothing_links_it(client: Any, client_of: Any) -> None:
    survey = SurveyFactory.create(once=Once.ACCOUNT)
    refused = client.get(survey.contribute_url)
    assert refused.status_code == 403
    assert "connectez-vous" in words(refused)
    user = UserFactory.create()
    signed = client_of(user)

    third = begun(signed, survey, **{"q-note": "4"})
    assert "/compte/3/" in third
    assert signed.get(survey.contribute_url)["Location"] == third
    other = client_of(UserFactory.create())
    assert other.get(third).status_code == 404
    review = signed.post(third, {"q-idee": "Une idée"})["Location"]
    sent = signed.post(review, {"token": new_token()})
    assert sent.status_code == 302
    assert "Une réponse par compte" in words(signed.get(survey.url))
    assert signed.get(survey.contribute_url).status_code == 403

    answer, mark, remark = (
        SurveyAnswer.objects.get(),
        Participation.objects.get(),
        Remark.objects.get(),
    )
    assert remark.author is None
    assert mark.who_hash != str(user.pk)
    assert {"id", "survey_id", "who_hash"} == {
        field.attname for field in Participation._meta.fields
    }
    assert answer.id != mark.id


def test_questions_are_frozen_by_the_database_too() -> None:
    survey = SurveyFactory.create()
    answer = answered(survey)

    for rows, change in (
        (QuestionnaireVersion.objects.all(), {"definition": {}}),
        (SurveyAnswer.objects.filter(pk=answer.pk), {"values": {}}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_file_is_kept_with_the_draft_and_published_with_its_remark(
    client: Any,
) -> None:
    survey = SurveyFactory.create()
    third = begun(client, survey, **{"q-note": "4"})

    bad = SimpleUploadedFile("virus.exe", b"MZ", content_type="application/pdf")
    assert "field--error" in client.post(third, {"q-photo": bad}).content.decode()
    review = client.post(third, {"q-photo": sent_document()})["Location"]
    assert "plan.pdf" in words(client.get(review))
    assert "plan.pdf" in words(client.get(third))
    client.post(review, {"token": new_token()})

    remark = Remark.objects.get()
    assert remark.attachments.count() == 1
    assert not StagedFile.objects.exists()
    publish_contribution(contribution=remark, moderator=None, at=clock.NOW)
    assert "plan.pdf" in words(client.get(Remark.objects.get().url))


def test_after_the_end_a_draft_can_still_be_copied(client: Any) -> None:
    survey = SurveyFactory.create()
    third = begun(client, survey, **{"q-note": "4"})
    client.post(third, {"q-idee": "À ne pas perdre", "action": "garder"})

    with time_machine.travel(clock.days(11), tick=False):
        late = client.post(third, {"q-idee": "À ne pas perdre"})

    assert late.status_code == 403
    assert "À ne pas perdre" in late.content.decode()
    assert Remark.objects.filter(moderation=Moderation.PENDING).count() == 0
