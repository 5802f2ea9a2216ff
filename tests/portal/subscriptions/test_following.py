"""Following and stopping: with an account in one press, by a proved address; never telling who."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from portal.notifications.models import OutgoingMail
from portal.subscriptions.links import Handle, stop_token
from portal.subscriptions.models import Subscriber, Subscription
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import AgentConsultationFactory, published_idea
from tests.factories.subscriptions import subscriber
from tests.support import clock
from tests.support.html import soup
from tests.support.mails import deliver
from tests.support.page_forms import from_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
ASK, MINE = "/compte/abonnements/suivre/", "/compte/abonnements/"
ADDRESS = "voisine@test.example"


def form_of(client, topic="", email=ADDRESS, **more):
    page = client.get(f"{ASK}?sujet={topic}" if topic else ASK)
    token = soup(page).find("input", attrs={"name": "token"})["value"]
    sent = {
        "token": token,
        "sujet": topic,
        "topics": [topic or "commitments"],
        "frequency": "daily",
    }
    return {**sent, "email": email, **more}


def link_in_mail(path):
    deliver()
    found = re.search(rf"http://testserver({path}\S+)", mail.outbox[-1].body)
    return found[1]


def test_stranger_follows_by_a_link_and_nothing_is_kept_before(client):
    idea = published_idea()
    sent = client.post(ASK, form_of(client, f"idea:{idea.pk}", email="Voisine@test.example"))
    assert sent.url == "/compte/abonnements/lien-envoye/"
    assert not Subscriber.objects.exists()
    link = link_in_mail("/compte/abonnements/confirmer/")
    assert ADDRESS not in link
    assert "Plus qu’un clic" in client.get(link).text
    assert not Subscriber.objects.exists()
    done = client.post(link, follow=True)

    made = Subscriber.objects.get()
    assert (made.email, made.frequency, made.notice_version) == (ADDRESS, "daily", "2026-11")
    assert made.subscriptions.get().topic == f"idea:{idea.pk}"
    assert "C’est fait" in done.text
    assert idea.title in done.text


def test_pressing_the_link_again_changes_nothing(client):
    client.post(ASK, form_of(client))
    link = link_in_mail("/compte/abonnements/confirmer/")
    client.post(link)
    client.post(link)

    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)


def test_answer_is_the_same_for_known_and_unknown(client, resident):
    subscriber("news", email=ADDRESS)
    pages = []
    for email in (ADDRESS, resident.email, "inconnue@test.example"):
        answer = client.post(ASK, form_of(client, email=email), follow=True)
        pages.append(str(soup(answer).main))
        deliver()

    assert len(set(pages)) == 1
    assert len({message.subject for message in mail.outbox}) == 1
    assert len(mail.outbox) == 3


def test_one_address_receives_few_links_and_nobody_is_told(client, settings):
    settings.SUBSCRIBE_LINKS_PER_ADDRESS = 2
    answers = [client.post(ASK, form_of(client)).url for _ in range(4)]
    deliver()

    assert set(answers) == {"/compte/abonnements/lien-envoye/"}
    assert len(mail.outbox) == 2


def test_one_connection_asks_for_few_links(client, settings):
    settings.SUBSCRIBE_LIMIT = 1
    client.post(ASK, form_of(client, email="a@test.example"))
    refused = client.post(ASK, form_of(client, email="b@test.example"))

    assert refused.status_code == 429
    assert "Réessayez dans une heure" in refused.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": ""}, "Indiquez l’adresse"),
        ({"email": "nulle part"}, "Vérifiez l’adresse"),
        ({"topics": []}, "Cochez au moins"),
        ({"topics": ["idea:999"]}, "Choisissez parmi"),
        ({"frequency": "hourly"}, "Choisissez à quel rythme"),
        ({"website": "x"}, "piège"),
        ({"token": "x"}, "ouverte"),
    ],
)
def test_faults_are_said(client, changed, said):
    page = client.post(ASK, form_of(client) | changed)

    assert page.status_code == 200
    assert said in page.text
    assert not OutgoingMail.objects.exists()


def ticked(page):
    boxes = soup(page).select('input[name="topics"]')
    return [box["value"] for box in boxes if box.has_attr("checked")]


def test_home_box_leads_to_the_form_without_sending(client):
    page = client.post(ASK, from_page(email=ADDRESS, sujet=["commitments"]))

    assert ticked(page) == []
    assert soup(page).find("input", attrs={"name": "email"})["value"] == ADDRESS
    assert not soup(page).select(".errors")
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["", "?sujet=", "?sujet=idea:999", "?sujet=commitments&sujet=activities"],
)
def test_nothing_is_ticked_beforehand(client, query):
    page = client.get(f"{ASK}{query}")

    assert len(soup(page).select('input[name="topics"]')) >= 2
    assert ticked(page) == []


def test_only_the_thing_whose_button_was_pressed_is_ticked(client):
    commitment = CommitmentFactory.create()
    page = client.get(commitment.get_absolute_url())
    asked = client.get(soup(page).select_one("#suivre a.button")["href"])

    assert ticked(asked) == [f"commitment:{commitment.number}"]
    assert ticked(client.get(f"{ASK}?sujet=commitments")) == ["commitments"]


def test_what_is_for_agents_cannot_be_followed_by_others(client, client_of, resident, agent):
    call = AgentConsultationFactory.create(title="Entre agents")
    topic = f"activity:{call.pk}"
    assert "Entre agents" not in client.get(f"{ASK}?sujet={topic}").text
    refused = client_of(resident).post("/compte/abonnements/suivre/compte/", {"sujet": topic})
    assert refused.status_code == 404
    assert not Subscription.objects.exists()
    client_of(agent).post("/compte/abonnements/suivre/compte/", {"sujet": topic})

    assert Subscription.objects.get().subscriber.user == agent


def test_account_follows_and_stops_in_one_press(client_of, resident):
    idea, browser = published_idea(), client_of(resident)
    page = browser.get(idea.url)
    assert soup(page).select_one("#suivre button").get_text(strip=True) == "Suivre l’idée"
    press = {"sujet": f"idea:{idea.pk}"}
    back = browser.post("/compte/abonnements/suivre/compte/", press)
    assert back.url == f"{idea.url}#suivre"
    browser.post("/compte/abonnements/suivre/compte/", press)
    assert Subscription.objects.count() == 1
    assert "Ne plus suivre" in browser.get(idea.url).text
    browser.post("/compte/abonnements/suivre/compte/", press | {"action": "arreter"})

    assert not Subscription.objects.exists()


def test_pages_stay_the_same_for_every_stranger(client):
    commitment = CommitmentFactory.create()
    page = client.get(commitment.get_absolute_url())
    link = soup(page).select_one("#suivre a.button")

    assert link["href"] == f"{ASK}?sujet=commitment%3A{commitment.number}"
    assert not page.cookies
    assert "public" in page["Cache-Control"]


def test_address_becomes_the_account_s_own(client_of, resident):
    subscriber("news", email=resident.email)
    idea = published_idea()
    client_of(resident).post("/compte/abonnements/suivre/compte/", {"sujet": f"idea:{idea.pk}"})

    made = Subscriber.objects.get()
    assert (made.user, made.email, made.subscriptions.count()) == (resident, None, 2)


def test_list_by_link_and_by_account(client, client_of, resident):
    idea = published_idea()
    for made, browser, address in (
        (one := subscriber("news", f"idea:{idea.pk}"), client, one.manage_url),
        (subscriber(f"idea:{idea.pk}", user=resident), client_of(resident), MINE),
    ):
        assert idea.title in browser.get(address).text
        browser.post(address, {"action": "rythme", "frequency": "daily"})
        browser.post(address, {"action": "arret", "sujet": f"idea:{idea.pk}"})
        made.refresh_from_db()
        assert made.frequency == "daily"
        assert not made.subscriptions.filter(topic=f"idea:{idea.pk}").exists()
        gone = browser.post(address, {"action": "tout"}, follow=True)
        assert "vous ne recevez plus rien" in gone.text
        assert not Subscriber.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    made = subscriber(*[f"idea:{published_idea().pk}" for _ in range(count)])
    client.get(made.manage_url)

    with django_assert_num_queries(6):
        client.get(made.manage_url)


def test_one_click_without_cookie_nor_token():
    made = subscriber("news", "commitments")
    software = Client(enforce_csrf_checks=True)
    address = made.stop_url("news")
    assert software.get(address).status_code == 200
    assert made.subscriptions.count() == 2
    answer = software.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert [one.topic for one in made.subscriptions.all()] == ["commitments"]
    software.post(made.stop_url(), {"List-Unsubscribe": "One-Click"})

    assert not Subscriber.objects.exists()
    assert software.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_stop_page_says_what_stops(client):
    made = subscriber("commitments")
    page = client.get(made.stop_url("commitments"))
    assert "L’avancement de tous les engagements" in page.text
    done = client.post(made.stop_url("commitments"))

    assert "vous ne recevez plus de messages à ce sujet" in done.text


def test_stopping_everything_stops_what_waits(client, settings):
    settings.MAIL_AT_ONCE_PRIORITY = -1
    made = subscriber("news")
    OutgoingMail.objects.all().delete()
    from portal.notifications.mails import queue  # noqa: PLC0415

    queue(kind="digest", subject="s", to=made.address, text="t")
    client.post(made.stop_url())
    deliver()

    assert mail.outbox == []


@pytest.mark.parametrize("place", ["lien", "arreter", "confirmer"])
def test_forged_links_do_nothing(client, place):
    subscriber("news")
    forged = stop_token(Handle(1, "x")) if place == "lien" else "abc"
    for method in (client.get, client.post):
        assert method(f"/compte/abonnements/{place}/{forged}/").status_code == 404

    assert Subscriber.objects.count() == 1


def test_lost_link_is_sent_to_who_has_one_only(client):
    made = subscriber("news", email=ADDRESS)
    page = client.get("/compte/abonnements/retrouver/")
    token = soup(page).find("input", attrs={"name": "token"})["value"]
    answers = [
        client.post("/compte/abonnements/retrouver/", {"token": token, "email": email}).url
        for email in ("inconnue@test.example", ADDRESS)
    ]
    assert len(set(answers)) == 1

    assert client.get(link_in_mail("/compte/abonnements/lien/")).status_code == 200
    assert [message.to for message in mail.outbox] == [[made.email]]


def test_database_refuses_half_a_subscriber():
    given = {"consented_at": clock.NOW}
    with pytest.raises(IntegrityError, match="subscriber_is_an_account"), transaction.atomic():
        Subscriber.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscriber.objects.create(email=ADDRESS, frequency="hourly", **given)
    with pytest.raises(IntegrityError, match="subscription_has_a_topic"), transaction.atomic():
        subscriber("")
