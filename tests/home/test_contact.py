"""Writing to the team: the form, its faults, the same form twice, robots, what is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Site

from home.actions import record_contact_message, set_message_status
from home.enums import ContactRefusal, MessageStatus
from home.forms import ContactForm
from home.models import ContactMessage, ContactPage
from home.rules import needs_address
from participation.enums import Wish
from portal.cms.models import SiteSettings
from portal.decisions import Refused
from portal.form_tokens import new_token
from tests.factories import home as make
from tests.support.client import StrictClient
from tests.support.clock import NOW
from tests.support.html import error_of, form_data, main_of, plain, soup

pytestmark = pytest.mark.django_db

TEXT = "Le banc de la place est cassé."


@pytest.fixture
def page(site: Site) -> ContactPage:
    """The contact page of a city that left an address."""
    SiteSettings.objects.filter(site=site).update(contact_email="equipe@ville.example")
    return make.add_page(ContactPage, "contact", thanks="Bien reçu, merci.")


def send(client: Any, **answers: str) -> Any:
    data = form_data(client.get("/contact/"), wish=Wish.COMMENT, message=TEXT, **answers)
    return client.post("/contact/", data)


def message(**fields: Any) -> ContactMessage:
    values = {"wish": Wish.COMMENT, "message": TEXT, "form_token": new_token()[-40:]}
    return record_contact_message(**{**values, "at": NOW, **fields})


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish.FOLLOW_UP, True),
        (Wish.INFORMATION, True),
        (Wish.IDEA, False),
        (Wish.COMMENT, False),
        ("", False),
    ],
)
def test_which_wishes_need_an_address(wish: str, expected: bool) -> None:
    assert needs_address(wish) is expected


def test_form_shows_four_wishes_and_what_becomes_of_the_data(
    client: StrictClient, page: ContactPage
) -> None:
    found = main_of(client.get("/contact/"))

    assert [plain(choice) for choice in found.select(".choice span")] == [
        wish.label for wish in Wish
    ]
    notice = plain(found.select_one("details"))
    for word in ("Mission d’intérêt public", "Un an", "CNIL"):
        assert word in notice


def test_message_is_kept_and_thanked_at_another_address(
    client: StrictClient, page: ContactPage
) -> None:
    response = send(client, name="Camille", email="camille@mail.example")

    assert response.status_code == 302
    assert response.headers["Location"] == "/contact/?envoye=oui"
    assert "Bien reçu, merci." in plain(main_of(client.get("/contact/?envoye=oui")))
    kept = ContactMessage.objects.get()
    assert (kept.wish, kept.message, kept.name, kept.email, kept.status) == (
        Wish.COMMENT,
        TEXT,
        "Camille",
        "camille@mail.example",
        MessageStatus.NEW,
    )


def test_team_is_told_without_personal_data(
    client: StrictClient,
    page: ContactPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, name="Camille", email="camille@mail.example")

    sent = mail.outbox[0]
    assert sent.to == ["equipe@ville.example"]
    everything = f"{sent.subject} {sent.body} {sent.alternatives[0][0]}"
    for secret in ("Camille", "camille@mail.example", TEXT):
        assert secret not in everything
    assert "Faire un commentaire" in sent.subject
    assert "/admin/snippets/home/contactmessage/" in sent.body


def test_nobody_is_told_when_the_city_left_no_address(
    client: StrictClient,
    page: ContactPage,
    site: Site,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    SiteSettings.objects.filter(site=site).update(contact_email="")

    with django_capture_on_commit_callbacks(execute=True):
        send(client)

    assert mail.outbox == []
    assert ContactMessage.objects.count() == 1


def test_errors_are_said_beside_the_fields_and_keep_the_text(
    client: StrictClient, page: ContactPage
) -> None:
    data = form_data(client.get("/contact/"), message="", email="pas une adresse", name="Camille")

    response = client.post("/contact/", data)

    assert response.status_code == 200
    assert error_of(response, "message") == "Écrivez votre message, en quelques mots."
    assert error_of(response, "email").startswith("Vérifiez l’adresse")
    assert soup(response).title.get_text().strip().startswith("Erreur")
    assert soup(response).find(attrs={"name": "name"})["value"] == "Camille"
    summary = main_of(response).select_one("[role=alert]")
    assert [link["href"] for link in summary.select("a")] == [
        "#id_wish_0",
        "#id_message",
        "#id_email",
    ]
    assert ContactMessage.objects.count() == 0


def test_a_wish_that_waits_for_an_answer_needs_an_address(
    client: StrictClient, page: ContactPage
) -> None:
    data = form_data(client.get("/contact/"), wish=Wish.FOLLOW_UP, message=TEXT)

    response = client.post("/contact/", data)

    assert error_of(response, "email").startswith("Donnez une adresse")
    assert TEXT in soup(response).find("textarea").get_text()
    assert client.post("/contact/", {**data, "email": "a@b.fr"}).status_code == 302


def test_too_long_a_message_is_kept_on_screen(client: StrictClient, page: ContactPage) -> None:
    data = form_data(client.get("/contact/"), wish=Wish.COMMENT, message="x" * 4001)

    response = client.post("/contact/", data)

    assert "4001" in error_of(response, "message").replace("\u202f", "").replace("\u00a0", "")
    assert "x" * 4001 in response.content.decode()


def test_same_form_twice_is_kept_once(client: StrictClient, page: ContactPage) -> None:
    data = form_data(client.get("/contact/"), wish=Wish.COMMENT, message=TEXT)
    client.post("/contact/", data)

    response = client.post("/contact/", data)

    assert response.status_code == 409
    assert "déjà arrivé" in plain(main_of(response))
    assert TEXT in soup(response).find("textarea").get_text()
    assert ContactMessage.objects.count() == 1


@pytest.mark.parametrize("token", ["", "forged", "a:b:c"])
def test_unknown_token_asks_to_send_again(
    client: StrictClient, page: ContactPage, token: str
) -> None:
    data = form_data(client.get("/contact/"), wish=Wish.COMMENT, message=TEXT, token=token)

    response = client.post("/contact/", data)

    assert ContactMessage.objects.count() == 0
    assert "ouverte depuis trop longtemps" in plain(main_of(response))
    again = form_data(response)
    assert again["message"] == TEXT
    assert client.post("/contact/", again).status_code == 302


def test_form_sent_too_fast_is_refused(
    client: StrictClient, page: ContactPage, settings: Any
) -> None:
    settings.CONTRIBUTION_MINIMUM_SECONDS = 2

    response = send(client)

    assert "très rapide" in plain(main_of(response))
    assert ContactMessage.objects.count() == 0


def test_robots_fall_into_the_hidden_field(client: StrictClient, page: ContactPage) -> None:
    response = send(client, website="https://spam.example")

    assert response.status_code == 200
    assert ContactMessage.objects.count() == 0


def test_many_messages_from_one_place_wait(
    client: StrictClient, page: ContactPage, settings: Any
) -> None:
    settings.CONTRIBUTION_LIMIT = 1
    send(client)

    response = send(client)

    assert response.status_code == 429
    assert TEXT in soup(response).find("textarea").get_text()
    assert ContactMessage.objects.count() == 1


def test_signed_in_person_types_nothing_twice(
    client_of: Callable[..., StrictClient], agent: Any, page: ContactPage
) -> None:
    data = form_data(client_of(agent).get("/contact/"))

    assert data["email"] == agent.email
    assert data["department_name"] == agent.department_name


def test_form_needs_its_csrf_token(page: ContactPage) -> None:
    response = Client(enforce_csrf_checks=True).post("/contact/", {"message": TEXT})

    assert response.status_code == 403


def test_form_without_page_keeps_line_ends_once() -> None:
    form = ContactForm({"wish": "comment", "message": " un\r\ndeux ", "token": new_token()})

    assert form.is_valid()
    assert form.message_fields()["message"] == "un\ndeux"


def test_action_refuses_a_wish_without_the_address_it_needs() -> None:
    with pytest.raises(Refused) as refusal:
        message(wish=Wish.INFORMATION)

    assert refusal.value.reason == ContactRefusal.ADDRESS_MISSING


def test_action_refuses_the_same_form_twice() -> None:
    message(form_token="t")

    with pytest.raises(Refused) as refusal:
        message(form_token="t")

    assert refusal.value.reason == ContactRefusal.ALREADY_SENT


def test_action_lets_other_faults_through() -> None:
    with pytest.raises(IntegrityError, match="contact_message_wish_is_known"):
        message(wish="other")


def test_action_logs_without_words_of_the_person(logged: Callable[[str], list[Any]]) -> None:
    message(name="Camille")

    (record,) = logged("home.contact_message.received")
    assert "Camille" not in str(vars(record))


def test_message_is_handled_then_reopened(agent: Any, logged: Callable[[str], list[Any]]) -> None:
    kept = message()

    handled = set_message_status(message=kept, status="handled", by=agent, at=NOW)
    assert (handled.status, handled.handled_by, handled.handled_at) == ("handled", agent, NOW)
    again = set_message_status(message=kept, status="handled", by=None, at=NOW)
    assert again.handled_by == agent
    reopened = set_message_status(message=kept, status="new", by=None, at=NOW)
    assert (reopened.status, reopened.handled_by, reopened.handled_at) == ("new", None, None)
    assert len(logged("home.contact_message.handled")) == 1
    assert len(logged("home.contact_message.reopened")) == 1


def test_handled_message_has_its_date() -> None:
    kept = message()

    with pytest.raises(IntegrityError, match="handled_has_its_date"), transaction.atomic():
        ContactMessage.objects.filter(pk=kept.pk).update(status="handled")


def test_officer_lists_reads_and_handles_a_message(
    client_of: Callable[..., StrictClient], administrator: Any
) -> None:
    kept = message(name="Camille")
    browser = client_of(administrator)

    listing = browser.get("/admin/snippets/home/contactmessage/")
    edited = browser.get(f"/admin/snippets/home/contactmessage/edit/{kept.pk}/")
    browser.post(f"/admin/snippets/home/contactmessage/edit/{kept.pk}/", {"status": "handled"})

    assert "Faire un commentaire" in listing.content.decode()
    assert TEXT in edited.content.decode()
    kept.refresh_from_db()
    assert (kept.status, kept.handled_by) == ("handled", administrator)


def test_nobody_adds_a_message_in_the_admin(
    client_of: Callable[..., StrictClient], administrator: Any
) -> None:
    response = client_of(administrator).get("/admin/snippets/home/contactmessage/add/")

    assert response.status_code in {302, 403}
    assert str(message()) != ""
