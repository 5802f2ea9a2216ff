"""Supporting an idea by a mailed link: what counts, what is remembered, what tells nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Supporter
from participation.support_links import support_token
from portal.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    published_idea,
)
from tests.factories.reactions import supported
from tests.support.client import StrictClient
from tests.support.html import main_of, plain
from tests.support.supports import ask, figures, press, read

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter-mieux")


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call, title="Prêter des gourdes")


def link_in_mail() -> str:
    (found,) = re.findall(r"http://testserver(/\S+/soutenir/\S+)", mail.outbox[-1].body)
    return str(found)


@pytest.fixture
def mailed(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Asks for a link and lets the mail leave."""

    def send(client: Client, idea: Idea, email: str = "tilleul@test.example") -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return ask(client, idea, email)

    return send


def test_a_stranger_supports_by_a_link(
    client: StrictClient, idea: Idea, mailed: Callable[..., Any]
) -> None:
    assert "nom@domaine.fr" in read(client.get(f"{idea.url}soutenir/"))
    sent = mailed(client, idea)
    assert sent.headers["Location"] == f"{idea.url}soutenir/?envoye=oui"
    assert "Consultez votre messagerie" in read(client.get(sent.headers["Location"]))
    assert not Supporter.objects.exists()
    link = link_in_mail()
    assert "tilleul" not in link
    for _ in range(3):  # What programs that read mails do.
        page = client.get(link)
        Client().head(link)
    assert figures(idea) == (0, 0)
    assert not Supporter.objects.exists()
    assert "no-store" in page.headers["Cache-Control"]
    done = client.post(link, {"action": "soutenir"})
    assert done.headers["Location"] == f"{idea.url}#soutenir"
    assert figures(idea) == (1, 1)
    assert Supporter.objects.get().email == "tilleul@test.example"


def test_the_cookie_makes_the_next_support_one_press_and_can_be_forgotten(
    client: StrictClient, idea: Idea, mailed: Callable[..., Any], call: IdeaConsultation
) -> None:
    mailed(client, idea)
    client.post(link_in_mail(), {"action": "soutenir"})
    cookie = client.cookies[django_settings.SUPPORTER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["path"]) == (
        True,
        "Lax",
        365 * 24 * 3600,
        "/",
    )
    assert "tilleul" not in cookie.value
    second = published_idea(call)
    page = client.get(second.url)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert plain(main_of(page).find("button", class_="support")) == "Soutenir"
    press(client, second)
    assert figures(second) == (1, 1)
    press(client, second, "retirer")
    assert figures(second) == (0, 0)
    assert client.get("/participer/oublier/").status_code == 200
    forgotten = client.post("/participer/oublier/", follow=True)
    assert "ne se souvient de personne" in read(forgotten)
    assert main_of(client.get(second.url)).find("a", class_="support") is not None
    assert figures(idea) == (1, 1)


@pytest.mark.parametrize("value", ["", "1", "1:abc", "x:y:z", "é", "1:1abc:" + "A" * 43])
def test_a_forged_cookie_supports_for_nobody(client: StrictClient, idea: Idea, value: str) -> None:
    supported(idea, "a@test.example")
    client.cookies[django_settings.SUPPORTER_COOKIE_NAME] = value
    assert main_of(client.get(idea.url)).find("a", class_="support") is not None
    assert "nom@domaine.fr" in read(press(client, idea))
    assert figures(idea) == (1, 1)


def test_a_cookie_of_somebody_erased_asks_for_the_address_again(
    client: StrictClient, idea: Idea, call: IdeaConsultation
) -> None:
    client.post(
        f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/", {"action": "soutenir"}
    )
    Supporter.objects.all().delete()
    other = published_idea(call)
    assert "nom@domaine.fr" in read(press(client, other))
    assert figures(other) == (0, 0)


def test_a_shared_device_is_not_remembered(client: StrictClient, idea: Idea) -> None:
    link = f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/"
    done = client.post(link, {"action": "soutenir", "partage": "on"}, follow=True)
    assert "Votre soutien est compté." in read(done)
    assert django_settings.SUPPORTER_COOKIE_NAME not in client.cookies
    assert figures(idea) == (1, 1)


def test_a_link_used_again_counts_once_and_takes_back(client: StrictClient, idea: Idea) -> None:
    link = f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/"
    for _ in range(3):
        client.post(link, {"action": "soutenir"})
    assert figures(idea) == (1, 1)
    assert "Retirer mon soutien" in read(client.get(link))
    gone = client.post(link, {"action": "retirer"}, follow=True)
    assert "Votre soutien est retiré." in read(gone)
    client.post(link, {"action": "retirer"})
    assert figures(idea) == (0, 0)


def test_a_dead_or_foreign_link_says_what_to_do(
    client: StrictClient, idea: Idea, call: IdeaConsultation, settings: Any
) -> None:
    other = published_idea(call)
    foreign = f"{other.url}soutenir/{support_token(idea.pk, 'a@test.example')}/"
    forged = f"{idea.url}soutenir/n-importe-quoi/"
    old = f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/"
    for link, why in ((foreign, "incomplet"), (forged, "incomplet"), (old, "trop longtemps")):
        settings.SUPPORT_LINK_SECONDS = -1 if link == old else 3600
        for answer in (client.get(link), client.post(link, {"action": "soutenir"})):
            assert answer.status_code == 410
            assert why in read(answer)
            assert "Demander un nouveau lien" in read(answer)
    assert not Supporter.objects.exists()


def test_nothing_tells_whether_an_address_already_supports(
    client: StrictClient, idea: Idea, mailed: Callable[..., Any]
) -> None:
    supported(idea, "deja@test.example")
    user = UserFactory.create(email="compte@test.example")
    said = []
    for email in ("deja@test.example", "jamais@test.example", user.email):
        sent = mailed(client, idea, email)
        page = client.get(sent.headers["Location"])
        message = mail.outbox[-1]
        body = re.sub(r"/soutenir/\S+", "", message.body)
        said.append((sent.status_code, sent.headers["Location"], read(page), message.subject, body))
    assert said[0] == said[1] == said[2]


def test_links_are_limited_for_a_connection_and_for_an_address(
    client: StrictClient, idea: Idea, settings: Any
) -> None:
    settings.SUPPORT_LINKS_PER_ADDRESS = 2
    settings.SUPPORT_LINK_LIMIT = 4
    codes = [ask(client, idea, "A@test.example").status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    last = ask(client, idea, "b@test.example")
    assert last.status_code == 302
    too_many = ask(client, idea, "c@test.example")
    assert too_many.status_code == 429
    assert "c@test.example" in too_many.content.decode()
    assert "Réessayez plus tard" in read(too_many)


@pytest.mark.parametrize(
    "email",
    ["", "tilleul", "a@b", "a b@test.example", "<b>@test.example", "x" * 300 + "@test.example"],
)
def test_a_bad_address_is_told_and_kept(client: StrictClient, idea: Idea, email: str) -> None:
    answer = ask(client, idea, email)
    assert "nom@domaine.fr" in read(answer)
    assert "<title>Erreur" in answer.content.decode()
    assert (mail.outbox, Supporter.objects.exists()) == ([], False)


def test_a_robot_and_a_stale_form_send_nothing(client: StrictClient, idea: Idea) -> None:
    assert ask(client, idea, website="x").status_code == 200
    assert ask(client, idea, token="forgé").status_code == 200
    assert (mail.outbox, Supporter.objects.exists()) == ([], False)
