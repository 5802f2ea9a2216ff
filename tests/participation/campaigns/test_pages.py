"""The pages of a campaign, read by the strict client: without script, without account."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.campaigns import actions
from participation.campaigns.enums import Kept, Way
from participation.campaigns.models import (
    Campaign,
    FollowUpCount,
    PledgeCount,
    QuizCount,
    Reminder,
)
from portal.form_tokens import new_token
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import AgentFactory
from tests.factories.campaigns import (
    QUESTION,
    AgentCampaignFactory,
    CampaignFactory,
    message,
    pledged,
    published_testimony,
    quizzed,
    reminded,
    told,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")
DATE = {
    "title": "Stand au marché",
    "starts_at": "2026-05-16T10:00:00+02:00",
    "ends_at": None,
    "place": "Place du marché",
    "note": "Sans marche",
}


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory.create(slug="tri")


@pytest.fixture
def asking() -> Campaign:
    """A campaign that asks now."""
    day = clock.NOW.date()
    return CampaignFactory.create(slug="demande", follow_up_opens_on=day, follow_up_closes_on=day)


def words(page: Any) -> str:
    return plain(main_of(page))


def form(**fields: Any) -> dict[str, Any]:
    return {"token": new_token(), **fields}


def mailed_path(campaign: Campaign) -> str:
    """The address in the last mail."""
    found = re.search(rf"{campaign.url}\S+", OutgoingMail.objects.latest("pk").text)
    assert found
    return found.group()


def quiz_form(campaign: Campaign, *places: Any) -> dict[str, Any]:
    keys = (f"q-{one.key}" for one in campaign.questions)
    return form(**{key: place for key, place in zip(keys, places, strict=True) if place != ""})


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_every_part_is_read(client: StrictClient) -> None:
    campaign = CampaignFactory.create(
        messages=[
            message(video_url="https://film.example/1", video_label="Le tri, 2 min", source="X")
        ],
        dates=[("date", DATE)],
        resources=[
            (
                "resource",
                {
                    "kind": "poster",
                    "title": "Grande affiche",
                    "document": None,
                    "url": "https://ville.example/a.pdf",
                    "note": "A3",
                },
            )
        ],
    )
    pledged(campaign)
    said = words(client.get(campaign.url))
    for part in (
        "Un tiers de nos poubelles se composte",
        "Le tri, 2 min",
        "Je trie mes déchets alimentaires",
        "Demandez un seau.",
        "1 résolution",
        "2 questions, avec leurs réponses expliquées",
        "Stand au marché",
        "Place du marché",
        "Grande affiche",
        "Nous posons la question à partir du",
        "Des appuis sur le bouton, pas des personnes",
        "promis pour le 30 juillet 2026",
    ):
        assert part in said, part
    assert "Stand au marché" in words(client.get(f"{campaign.url}affiche/"))
    assert "SUMMARY:Stand au marché" in client.get(f"{campaign.url}dates.ics").content.decode()
    calendar = client.get("/calendrier/?mois=2026-05")
    assert "Stand au marché" in words(calendar)


def test_a_bare_campaign_announces_nothing_empty(client: StrictClient) -> None:
    bare = CampaignFactory.create(
        messages=[], pledges=[], quiz=[], follow_up_opens_on=None, follow_up_closes_on=None
    )
    titles = [plain(each) for each in main_of(client.get(bare.url)).select("h2")]
    assert not {"À retenir", "Je m’engage à…", "Qu’en savez-vous ?", "Dates"} & set(titles)
    for rest in ("contribuer/", "quiz/", "quiz/reponses/"):
        assert client.get(bare.url + rest).headers["Location"] == bare.url
    assert client.get(f"{bare.url}et-depuis/").status_code == 403
    assert client.get(f"{bare.url}rappel/").status_code == 403


def test_the_page_asks_as_many_queries_for_one_and_three(
    client: Client, campaign: Campaign
) -> None:
    pledged(campaign)
    published_testimony(campaign)
    client.get(campaign.url)
    assert _queries(client, campaign.url) == 12
    for _time in range(2):
        pledged(campaign, 1)
        published_testimony(campaign)
    assert _queries(client, campaign.url) == 12


def test_anonymous_pages_may_be_cached(client: Client, campaign: Campaign) -> None:
    for rest in ("", "quiz/reponses/", "affiche/"):
        assert "s-maxage" in client.get(campaign.url + rest).headers["Cache-Control"]
    for rest in ("contribuer/", "quiz/", "rappel/"):
        assert "no-store" in client.get(campaign.url + rest).headers["Cache-Control"]


def test_one_press_is_one_pledge_once_a_visit(client: StrictClient, campaign: Campaign) -> None:
    address, key = f"{campaign.url}contribuer/", campaign.offered[0].key
    sent = client.post(address, form(pledge=key))
    assert sent.headers["Location"] == f"{address}?compte=oui#resolution-{key}"
    cookie = sent.cookies[settings.PLEDGE_COOKIE_NAME]
    assert (cookie["path"], cookie["max-age"], cookie["expires"]) == (address, "", "")
    page = client.get(f"{address}?compte=oui")
    assert "Votre résolution est comptée" in words(page)
    assert len(main_of(page).select("button[name=pledge]")) == 1
    assert "prise 1 fois" in words(page)

    again = client.post(address, form(pledge=key))
    assert again.status_code == 409
    assert "déjà comptée pendant cette visite" in words(again)
    same = form(pledge=campaign.offered[1].key)
    assert client.post(address, same).status_code == 302
    assert StrictClient().post(address, same).status_code == 409
    assert [row.count for row in PledgeCount.objects.order_by("pk")] == [1, 1]


def test_a_pledge_that_cannot_be_taken_says_why(client: StrictClient, campaign: Campaign) -> None:
    address = f"{campaign.url}contribuer/"
    assert "appuyez sur son bouton" in words(client.post(address, form()))
    assert client.post(address, form(pledge="inconnue")).status_code == 409
    client.cookies[settings.PLEDGE_COOKIE_NAME] = "faux"
    assert client.get(address).status_code == 200
    Campaign.objects.update(closes_at=clock.days(-1))
    closed = client.post(address, form(pledge=campaign.offered[0].key))
    assert closed.status_code == 403
    assert "terminée depuis le" in words(closed)
    Campaign.objects.update(opens_at=clock.days(1), closes_at=clock.days(2))
    assert "à partir du" in words(client.get(address))
    assert not PledgeCount.objects.exists()


def test_pledges_are_throttled(client: StrictClient, campaign: Campaign, monkeypatch: Any) -> None:
    monkeypatch.setattr("participation.campaigns.views.pledging.PRESSES", 1)
    address = f"{campaign.url}contribuer/"
    assert client.post(address, form(pledge=campaign.offered[0].key)).status_code == 302
    page = client.post(address, form(pledge=campaign.offered[1].key))
    assert page.status_code == 429


def test_the_quiz_is_graded_and_kept_by_nobody(client: StrictClient, campaign: Campaign) -> None:
    address = f"{campaign.url}quiz/"
    assert "Plusieurs réponses sont justes" in words(client.get(address))
    typed = quiz_form(campaign, "0", ["0", "2"])
    page = client.post(address, typed)
    said = words(page)
    assert page.status_code == 200
    assert "1 bonne réponse sur 2" in plain(main_of(page).select_one("h1"))
    for part in (
        "C’est juste",
        "Pas tout à fait",
        "L’acier se recycle.",
        "Il ne pourrit pas.",
        "Consignes de tri",
        "mauvaise réponse, votre réponse",
    ):
        assert part in said, part
    assert "1 sur 2 au quiz" in main_of(page).select_one("textarea").get_text()

    assert client.post(address, typed).status_code == 200
    assert [(row.answered_count, row.right_count) for row in QuizCount.objects.order_by("key")] in (
        [(1, 1), (1, 0)],
        [(1, 0), (1, 1)],
    )


def test_an_unfinished_quiz_keeps_what_was_ticked(client: StrictClient, campaign: Campaign) -> None:
    page = client.post(f"{campaign.url}quiz/", quiz_form(campaign, "1", ""))
    assert "Cochez au moins une réponse." in words(page)
    ticked = main_of(page).select("input[type=radio][checked]")
    assert [each["value"] for each in ticked] == ["1"]
    assert not QuizCount.objects.exists()


def test_the_answers_are_read_without_taking_the_quiz(
    client: StrictClient, campaign: Campaign
) -> None:
    quizzed(campaign, {0}, {0}, times=12)
    said = words(client.get(f"{campaign.url}quiz/reponses/"))
    assert "100 % de bonnes réponses, sur 12" in said
    assert "Ce qui pourrit devient de la terre." in said
    assert "votre réponse" not in said
    with_script = {**QUESTION, "question": "<script>x</script> ?" + "w" * 200}
    odd = CampaignFactory.create(quiz=[("question", with_script)])
    assert "<script>x" in words(client.get(f"{odd.url}quiz/reponses/"))


def test_somebody_says_later_that_it_was_kept(client: StrictClient, asking: Campaign) -> None:
    address = f"{asking.url}et-depuis/"
    assert address in client.get(asking.url).content.decode()
    wrong = client.post(address, form(text="Des mots à garder", display_name="Léo"))
    assert "Choisissez une des trois réponses" in words(wrong)
    assert "Des mots à garder" in wrong.content.decode()
    assert 'value="Léo"' in wrong.content.decode()

    typed = form(answer="partly", text="Plus facile à deux.", display_name="Léo")
    sent = client.post(address, typed)
    thanks = words(client.get(sent.headers["Location"]))
    testimony = asking.contributions.get()
    assert testimony.receipt_display in thanks
    assert "suivre" in thanks
    assert client.post(address, typed).status_code == 409
    row = FollowUpCount.objects.get()
    assert (row.way, row.answer, row.count) == (Way.OPEN, Kept.PARTLY, 1)
    story = words(client.get(testimony.story_url))
    assert "Réponse de la ville" not in story
    # Out of its days: the words typed are given back.
    past = {"follow_up_opens_on": "2026-05-02", "follow_up_closes_on": "2026-05-10"}
    Campaign.objects.update(**past)
    late = client.post(address, form(answer="kept", text="Trop tard mais gardé"))
    assert late.status_code == 403
    assert "Trop tard mais gardé" in late.content.decode()


def test_a_mailed_link_serves_once(client: StrictClient, asking: Campaign) -> None:
    reminded(asking)
    path = mailed_path(asking)
    assert "sert une seule fois" in words(client.get(path))
    assert client.post(path, form(answer="")).status_code == 200
    assert client.post(path, form(answer="kept")).status_code == 302
    used = client.post(path, form(answer="not", text="Encore des mots"))
    assert used.status_code == 403
    assert "Encore des mots" in used.content.decode()
    assert not Reminder.objects.exists()
    assert client.get(f"{asking.url}et-depuis/faux/").status_code == 404


def test_an_address_is_left_confirmed_and_erased(client: StrictClient, campaign: Campaign) -> None:
    address = f"{campaign.url}rappel/"
    assert "nom@domaine.fr" in error_of(client.post(address, form(email="ada")), "email")
    sent = client.post(address, form(email="Ada@test.example"))
    assert "suivez le lien" in words(client.get(sent.headers["Location"]))
    reminder = Reminder.objects.get()
    assert reminder.email == "ada@test.example"
    path = mailed_path(campaign)
    assert "Confirmer mon adresse" in words(client.get(path))
    assert not Reminder.objects.get().is_confirmed
    assert "Votre adresse est confirmée." in words(client.post(path, {"action": "confirmer"}))
    assert client.post(path, {"action": "confirmer"}).status_code == 409
    assert "Votre adresse est effacée." in words(client.post(path, {"action": "effacer"}))
    assert client.get(path).status_code == 404
    for _time in range(3):
        client.post(address, form(email="b@test.example"))
    assert client.post(address, form(email="b@test.example")).status_code == 429


def test_a_campaign_for_agents_is_theirs_alone(client: StrictClient, client_of: Any) -> None:
    campaign = AgentCampaignFactory.create()
    for rest in ("", "contribuer/", "quiz/", "affiche/", "chiffres.csv"):
        assert client.get(campaign.url + rest).status_code == 302
    browser = client_of(AgentFactory.create())
    assert browser.get(campaign.url).status_code == 200
    sent = browser.post(f"{campaign.url}contribuer/", form(pledge=campaign.offered[0].key))
    assert sent.status_code == 302
    assert "account" not in {field.name for field in PledgeCount._meta.fields}


def test_figures_are_open_and_say_nothing_of_few(client: StrictClient, campaign: Campaign) -> None:
    pledged(campaign)
    quizzed(campaign, {0}, {0, 1}, times=12)
    told(campaign, Kept.KEPT, times=3)
    found = json.loads(client.get(f"{campaign.url}chiffres.json").content)
    assert found["columns"] == ["figure", "about", "value", "count", "total"]
    assert [(one["figure"], one["count"], one["total"]) for one in found["figures"]] == [
        ("pledge", 1, 1),
        ("pledge", 0, 1),
        ("quiz", 12, 12),
        ("quiz", 12, 12),
    ]
    file = client.get(f"{campaign.url}chiffres.csv").content.decode("utf-8-sig")
    assert file.startswith('"figure"')
    testimony = published_testimony(campaign)
    rows = json.loads(b"".join(client.get(f"{campaign.url}temoignages.json").streaming_content))
    assert rows["testimonies"][0]["text"] == testimony.text


def test_testimonies_are_listed_and_read_at_their_address(
    client: StrictClient, campaign: Campaign
) -> None:
    made = [published_testimony(campaign) for _time in range(11)]
    page = client.get(campaign.url)
    assert len(main_of(page).select(".testimony")) == 10
    link = main_of(page).select_one("#temoignages a[rel=next]")["href"]
    assert made[0].text in words(client.get(link.split("#")[0]))
    assert client.get(f"{campaign.url}?suite=faux").status_code == 404
    assert made[3].text in words(client.get(made[3].url))
    assert client.get(f"{campaign.url}temoignages/99/").status_code == 404


def test_the_outcome_stands_on_the_page_with_the_figures_of_its_day(client: StrictClient) -> None:
    campaign = CampaignFactory.create(
        opens_at=clock.days(-40),
        closes_at=clock.days(-20),
        follow_up_opens_on=clock.days(-15).date(),
        follow_up_closes_on=clock.days(-5).date(),
        answer_by=clock.days(-1).date(),
    )
    assert "il est en retard" in words(client.get(campaign.url))
    card = words(client.get("/participer/"))
    assert "Bilan promis pour le" in card
    pledged(campaign)
    quizzed(campaign, {0}, {0, 1}, times=12)
    told(campaign, Kept.KEPT, times=12, at=clock.days(-10))
    actions.record_outcome(campaign=campaign, text="<p>On trie mieux.</p>", by=None, at=clock.NOW)
    actions.record_outcome(
        campaign=campaign, text="<p>On trie bien.</p>", reason="Coquille.", by=None, at=clock.NOW
    )
    pledged(campaign, 1, at=clock.days(-30))
    said = words(client.get(campaign.url))
    for part in (
        "On trie bien.",
        "On trie mieux.",
        "Modifié parce que : Coquille.",
        "1 résolution prise",
        "1 version précédente",
        "Par le formulaire ouvert à tout le monde",
    ):
        assert part in said, part
    assert campaign.announced == []
