"""A call for ideas seen by its readers: list, idea, form in two steps, receipt, story, feed."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution
from portal.accounts.models import User
from portal.form_tokens import new_token
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("portal_site", "now")

TEXT = "Chaque samedi, les gymnases distribuent des centaines de petites bouteilles."


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(
        slug="acheter-mieux", themes=[ThemeFactory.create(name="Achats")]
    )


def filled(call: IdeaConsultation, **fields: Any) -> dict[str, Any]:
    theme = call.themes.first()
    return {
        "title": "Prêter des gourdes aux clubs",
        "text": TEXT,
        "theme": theme.pk if theme else "",
        "token": new_token(),
        "action": "envoyer",
        **fields,
    }


def send(client: StrictClient, call: IdeaConsultation, **fields: Any) -> Any:
    return client.post(call.contribute_url, filled(call, **fields))


def read(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_stranger_gives_an_idea_and_finds_its_story(
    client: StrictClient, call: IdeaConsultation
) -> None:
    assert client.get(call.contribute_url).status_code == 200
    review = client.post(call.contribute_url, filled(call, action="relire"))
    assert "Prêter des gourdes aux clubs" in read(review)
    assert not Idea.objects.exists()
    receipt_page = client.post(call.contribute_url, filled(call), follow=True)
    idea = Idea.objects.get()
    assert idea.receipt_display in read(receipt_page)
    story = client.get(idea.story_url)
    assert story.status_code == 200
    assert "Prêter des gourdes aux clubs" in read(story)
    assert "no-store" in story.headers["Cache-Control"]


def test_changing_something_gives_the_text_back(
    client: StrictClient, call: IdeaConsultation
) -> None:
    page = client.post(call.contribute_url, filled(call, action="modifier"))
    assert TEXT in read(page)
    assert "aria-invalid" not in read(page)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Donnez un titre"),
        ("title", "x" * 101, "100 caractères"),
        ("text", "Trop court.", "30 caractères"),
        ("text", "", "30 caractères"),
        ("text", "x" * 2001, "2 000 caractères"),
        ("text", "\u200b" * 50, "30 caractères"),
        ("theme", "999999", "thème"),
        ("theme", "", "thème"),
        ("email", "tilleul@", "nom@domaine.fr"),
        ("display_name", "x" * 81, "80 caractères"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_keeps_the_rest(
    client: StrictClient, call: IdeaConsultation, field: str, value: str, message: str
) -> None:
    response = send(client, call, **{field: value})
    page = read(response)
    assert response.status_code == 200
    assert 'aria-invalid="true"' in page
    assert message in page
    assert (TEXT if field != "text" else "Prêter des gourdes aux clubs") in page
    assert "<title>Erreur" in page
    assert not Idea.objects.exists()


@pytest.mark.parametrize("text", [f"{TEXT} \x00", f"{TEXT} \x07"])
def test_control_characters_never_reach_the_database(
    client: StrictClient, call: IdeaConsultation, text: str
) -> None:
    send(client, call, text=text)
    stored = [idea.text for idea in Idea.objects.all()]
    assert stored in ([], [TEXT])


def test_the_same_form_sent_twice_makes_one_idea_and_says_so(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call)
    client.post(call.contribute_url, form)
    again = client.post(call.contribute_url, {**form, "title": "Un autre titre"})
    page = read(again)
    idea = Idea.objects.get()
    assert again.status_code == 409
    assert idea.receipt_display in page
    assert "Un autre titre" in page
    assert idea.title == "Prêter des gourdes aux clubs"


@pytest.mark.parametrize("token", ["", "forgé", "forgé:1abc:xyz"])
def test_a_forged_token_keeps_the_text_and_gives_a_new_one(
    client: StrictClient, call: IdeaConsultation, token: str
) -> None:
    response = send(client, call, token=token)
    assert TEXT in read(response)
    assert not Idea.objects.exists()


def test_a_robot_that_fills_the_hidden_field_is_stopped(
    client: StrictClient, call: IdeaConsultation
) -> None:
    assert send(client, call, website="https://spam.example").status_code == 200
    assert not Idea.objects.exists()


def test_too_fast_is_told_and_costs_nothing(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    settings.CONTRIBUTION_MINIMUM_SECONDS = 2
    assert TEXT in read(send(client, call))
    assert not Idea.objects.exists()


def test_many_ideas_from_one_connection_are_asked_to_wait(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    settings.CONTRIBUTION_LIMIT = 2
    cache.clear()
    codes = [send(client, call, title=f"Idée {n}").status_code for n in range(3)]
    assert codes == [302, 302, 429]


@pytest.mark.parametrize(("opens", "closes"), [(5, 10), (-10, -5)])
def test_outside_its_dates_the_form_says_why_and_gives_the_text_back(
    client: StrictClient, opens: int, closes: int
) -> None:
    call = IdeaConsultationFactory.create(opens_at=clock.days(opens), closes_at=clock.days(closes))
    assert client.get(call.contribute_url).status_code == 403
    response = send(client, call)
    assert response.status_code == 403
    assert TEXT in read(response)
    assert not Idea.objects.exists()


def test_a_call_for_agents_sends_visitors_to_sign_in_and_refuses_residents(
    client: StrictClient, client_of: Any, resident: User, agent: User
) -> None:
    call = AgentConsultationFactory.create(title="Réservé aux agents")
    idea = published_idea(call, author=agent, title="Idée entre agents")
    for address in (call.url, call.contribute_url, idea.url, f"{call.url}idees/flux/"):
        away = client.get(address)
        assert away.status_code == 302
        assert away.headers["Location"].startswith(reverse("account_login"))
        refused = client_of(resident).get(address)
        assert refused.status_code == 403
        assert "Idée entre agents" not in read(refused)
        assert client_of(agent).get(address).status_code == 200
    assert "Réservé aux agents" not in read(client.get("/participer/"))
    assert "Réservé aux agents" in read(client_of(agent).get("/participer/"))


def test_a_draft_call_is_not_found(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(live=False)
    assert client.get(call.url).status_code == 404
    assert client.get(call.contribute_url).status_code == 404


def test_only_published_ideas_are_shown(client: StrictClient, call: IdeaConsultation) -> None:
    shown = published_idea(call, title="Idée publiée")
    hidden = [make_idea(call, title="Idée en attente"), refused_idea(call, title="Idée refusée")]
    page = read(client.get(call.url))
    assert "Idée publiée" in page
    assert client.get(shown.url).status_code == 200
    for idea in hidden:
        assert idea.title not in page
        assert client.get(idea.url).status_code == 404
        assert idea.title not in client.get(f"{call.url}idees/flux/").content.decode()


def test_the_answer_and_its_commitment_are_on_the_page_of_the_idea_and_the_other_way(
    client: StrictClient, call: IdeaConsultation
) -> None:
    commitment = CommitmentFactory.create(number=17, wording="Acheter durable au quotidien")
    idea = answered_idea(call, commitments=[commitment])
    page = read(client.get(idea.url))
    assert "Nous le ferons avec les services." in page
    assert commitment.get_absolute_url() in page
    assert idea.url in read(client.get(commitment.get_absolute_url()))


def test_a_refused_idea_tells_its_author_why_and_keeps_the_text(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = refused_idea(call, text=TEXT)
    page = read(client.get(idea.story_url))
    assert "La question portait sur les achats." in page
    assert TEXT in page


def test_what_people_write_is_never_run(client: StrictClient, call: IdeaConsultation) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    idea = published_idea(call, title=attack[:90], text=attack, display_name="<b>Moi</b>")
    for address in (call.url, idea.url, idea.story_url, f"{call.url}idees/flux/"):
        content = client.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b>Moi</b>" not in content


def test_filters_and_words_find_what_they_say(client: StrictClient) -> None:
    school, sport = ThemeFactory.create(slug="ecole"), ThemeFactory.create(slug="sport")
    call = IdeaConsultationFactory.create(themes=[school, sport])
    published_idea(call, title="Planter des arbres à l’école", theme=school)
    answered_idea(call, title="Ouvrir les gymnases", theme=sport)
    found = {
        "?theme=ecole": ["Planter des arbres"],
        "?etat=avec-reponse": ["Ouvrir les gymnases"],
        "?etat=sans-reponse": ["Planter des arbres"],
        "?q=écoles+arbre": ["Planter des arbres"],
        "?q=gymnase": ["Ouvrir les gymnases"],
        "?q=rien": [],
        "?theme=inconnu": ["Planter des arbres", "Ouvrir les gymnases"],
        "?q=%22(+OR+*": [],
    }
    for query, titles in found.items():
        page = read(client.get(call.url + query))
        shown = [t for t in ("Planter des arbres", "Ouvrir les gymnases") if t in page]
        assert sorted(shown) == sorted(titles), query


def test_pages_follow_one_another_without_gap_or_repeat(
    client: StrictClient, call: IdeaConsultation
) -> None:
    titles = {published_idea(call, at=clock.days(n / 100)).title for n in range(23)}
    seen: list[str] = []
    address = call.url
    while address:
        response = client.get(address)
        page = response.context["page_of_ideas"]
        seen += [idea.title for idea in page.items]
        address = f"{call.url}?suite={page.next_cursor}" if page.next_cursor else ""
    assert len(seen) == 23
    assert set(seen) == titles


@pytest.mark.parametrize("cursor", ["abc", "W10", "%00", "WzEsMl0"])
def test_a_cursor_that_is_not_ours_is_not_found(
    client: StrictClient, call: IdeaConsultation, cursor: str
) -> None:
    assert client.get(f"{call.url}?suite={cursor}").status_code == 404


@pytest.mark.parametrize("typed", ["XXXXX-XXXXX", "abc", "0000000001", "<script>"])
def test_an_unknown_receipt_is_a_404_that_says_what_to_do(client: StrictClient, typed: str) -> None:
    for response in (client.get("/suivi/", {"recu": typed}), client.get(f"/suivi/{typed}/")):
        assert response.status_code == 404
        assert "Recopiez" in read(response)


def test_a_receipt_typed_in_any_form_leads_to_the_story(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = make_idea(call)
    for typed in (
        idea.receipt,
        idea.receipt_display.lower(),
        f" {idea.receipt[:5]} {idea.receipt[5:]}",
    ):
        assert client.get("/suivi/", {"recu": typed}).headers["Location"] == idea.story_url


def test_a_receipt_of_another_call_is_not_shown_here(
    client: StrictClient, call: IdeaConsultation
) -> None:
    other = make_idea(IdeaConsultationFactory.create())
    assert client.get(f"{call.url}recu/{other.receipt_display}/").status_code == 404


def test_anonymous_pages_may_be_kept_and_forms_may_not(
    client: StrictClient, call: IdeaConsultation
) -> None:
    assert "public" in client.get(call.url).headers["Cache-Control"]
    assert "no-store" in client.get(call.contribute_url).headers["Cache-Control"]


def test_a_signed_in_person_need_not_type_again(
    client_of: Any, agent: User, call: IdeaConsultation
) -> None:
    browser = client_of(agent)
    assert agent.email in read(browser.get(call.contribute_url))
    browser.post(call.contribute_url, filled(call))
    assert Contribution.objects.get().author == agent


def test_changing_something_and_reading_again_at_once_is_not_too_fast(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    form = filled(call, action="modifier")
    page = client.post(call.contribute_url, form)
    settings.CONTRIBUTION_MINIMUM_SECONDS = 2
    assert form["token"] in page.content.decode()
