"""Comments of an idea through its pages: the form, the threads, what is refused and kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.actions import counters
from participation.enums import Moderation, ModerationMode, Standing
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Comment, Contribution
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.form_tokens import new_token
from tests.factories.accounts import AgentFactory, UserFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import make_comment, published_comment, withdraw
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, form_data, links, main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]
TEXT = "Pensez aux allergies : les étiquettes doivent rester visibles."


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter-mieux")


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call, title="Prêter des gourdes")


def read(response: Any) -> str:
    return plain(main_of(response)).replace("\u00a0", " ").replace("\u202f", " ")


def staff(user: User) -> Client:
    """Somebody who meets Wagtail's bar on public pages, which the strict client does not read."""
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def send(client: Client, idea: Idea, query: str = "", **fields: str) -> Any:
    data = {"text": TEXT, "token": new_token(), **fields}
    return client.post(f"{idea.url}commenter/{query}", data)


def test_a_stranger_comments_and_learns_what_comes_next(client: StrictClient, idea: Idea) -> None:
    page = client.get(f"{idea.url}commenter/")
    assert "no-store" in page.headers["Cache-Control"]
    sent = client.post(
        f"{idea.url}commenter/",
        form_data(
            page,
            text=TEXT,
            display_name=" Hirondelle ",
            standing="agent",
            email="a@test.example",
        ),
        follow=True,
    )
    assert "L’équipe chargée de la participation le lit" in read(sent)
    comment = Comment.objects.get()
    assert (comment.text, comment.display_name, comment.standing, comment.email) == (
        TEXT,
        "Hirondelle",
        Standing.AGENT,
        "a@test.example",
    )
    assert (comment.moderation, comment.author, comment.parent) == (Moderation.PENDING, None, None)
    assert TEXT not in read(client.get(idea.url))


def test_a_published_comment_is_read_under_the_idea(client: StrictClient, idea: Idea) -> None:
    first = published_comment(idea, TEXT, display_name="Hirondelle", standing="agent")
    published_comment(idea, "Merci.", parent=first)
    idea.refresh_from_db()
    page = client.get(idea.url)
    box = main_of(page).find(id="commentaires")
    assert plain(box.find("h2")) == "2 commentaires"
    (thread,) = box.find("ol").find_all("li", recursive=False)
    assert plain(thread.find("p")) == "Hirondelle Agent de la ville 11 mai 2026"
    assert thread.find("ol") is not None
    assert plain(thread.find("ol").find("strong")) == "Anonyme"
    found = links(page)
    assert f"{idea.url}commenter/?reponse={first.pk}" in found
    assert f"{idea.url}signaler/?commentaire={first.pk}" in found
    assert "s-maxage" in page.headers["Cache-Control"]
    assert not page.cookies


def test_a_reply_joins_its_thread(client: StrictClient, idea: Idea) -> None:
    first = published_comment(idea, "Et les allergies ?")
    query = f"?reponse={first.pk}"
    page = client.get(f"{idea.url}commenter/{query}")
    assert "Et les allergies ?" in read(page)
    form = main_of(page).find("form", method="post")
    assert form["action"] == f"{idea.url}commenter/{query}"
    sent = send(client, idea, query)
    assert sent.headers["Location"] == f"{idea.url}commenter/?envoye=oui&reponse={first.pk}"
    assert Comment.objects.get(text=TEXT).parent == first


def test_a_call_read_afterwards_says_that_it_is_public(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    assert "public dès son envoi" in read(client.get(f"{idea.url}commenter/"))
    sent = client.get(send(client, idea).headers["Location"])
    assert "Votre commentaire est publié" in read(sent)
    assert TEXT in read(client.get(idea.url))
    assert counters.recount(activity=call) is False


def test_an_officer_comments_in_the_citys_name(
    client_of: ClientOf, client: StrictClient, officer: User, idea: Idea
) -> None:
    sent = send(client_of(officer), idea, official="on")
    assert sent.headers["Location"].endswith("?envoye=publie")
    who = main_of(client.get(idea.url)).find(class_="comment__who")
    assert plain(who) == "L’équipe participation Ville 11 mai 2026"


def test_nobody_else_speaks_for_the_city(
    client_of: ClientOf, client: StrictClient, moderator: User, resident: User, idea: Idea
) -> None:
    for browser in (client, staff(moderator), client_of(resident)):
        page = browser.get(f"{idea.url}commenter/")
        assert main_of(page).find(attrs={"name": "official"}) is None
        send(browser, idea, official="on")
    found = Comment.objects.values_list("is_official", "moderation")
    assert list(found) == [(False, Moderation.PENDING)] * 3


# ---- bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("text", "", "Écrivez votre commentaire"),
        ("text", " \u200b\u202e ", "Écrivez votre commentaire"),
        ("text", "x" * 1001, "1 000 caractères"),
        ("text", "mot" * 3_334, "1 000 caractères"),
        ("display_name", "x" * 81, "80 caractères"),
        ("standing", "maire", "Choisissez une des deux réponses"),
        ("email", "tilleul@", "nom@domaine.fr"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_keeps_the_rest(
    client: StrictClient, idea: Idea, field: str, value: str, message: str
) -> None:
    answer = send(client, idea, **{field: value})
    told = read(answer) if field == "standing" else error_of(answer, field)
    assert message in told.replace("\u00a0", " ")
    assert "<title>Erreur" in answer.content.decode()
    kept = main_of(answer).find("textarea", attrs={"name": "text"}).get_text().strip("\n")
    assert kept == (TEXT if field != "text" else value)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("{{ 7|add:7 }} {% now 'Y' %}", "{{ 7|add:7 }} {% now 'Y' %}"),
        ("Un \u202eétrange\u202c texte", "Un étrange texte"),
        ("x" * 1000, "x" * 1000),
        ("ligne\r\nautre", "ligne\nautre"),
        ("مرحبا", "مرحبا"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_what_is_typed_is_shown_as_it_is_and_does_nothing(
    client: StrictClient, idea: Idea, typed: str, stored: str
) -> None:
    call = idea.activity
    IdeaConsultation.objects.filter(pk=call.pk).update(moderation_mode=ModerationMode.AFTER)
    send(client, idea, text=typed, display_name="<b>Moi</b>")
    assert Comment.objects.get().text == stored
    # The strict client reads no unrendered tag in what people type.
    page = client.get(idea.url) if "{" not in typed else None
    if page:
        content = page.content.decode()
        assert "<script>alert" not in content
        assert "<img src=x" not in content
        assert "<b>Moi</b>" not in content


def test_control_characters_never_reach_the_database(client: StrictClient, idea: Idea) -> None:
    send(client, idea, text=f"{TEXT}\x00")
    assert list(Comment.objects.values_list("text", flat=True)) in ([], [TEXT])


@pytest.mark.parametrize("fields", [{"token": "forgé"}, {"website": "https://spam.example"}])
def test_a_robot_or_a_stale_form_keeps_the_text_and_stores_nothing(
    client: StrictClient, idea: Idea, fields: dict[str, str]
) -> None:
    assert TEXT in send(client, idea, **fields).content.decode()
    assert not Comment.objects.exists()


def test_the_same_form_sent_twice_makes_one_comment(client: StrictClient, idea: Idea) -> None:
    token = new_token()
    assert send(client, idea, token=token).status_code == 302
    again = send(client, idea, token=token, text="Autrement dit.")
    assert again.status_code == 409
    assert "Autrement dit." in again.content.decode()
    assert Comment.objects.get().text == TEXT


def test_many_comments_from_one_connection_are_asked_to_wait(
    client: StrictClient, idea: Idea, settings: Any
) -> None:
    settings.CONTRIBUTION_LIMIT = 2
    answers = [send(client, idea) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert TEXT in answers[-1].content.decode()


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "9" * 30, "1e3", "é"])
def test_a_reply_to_nothing_is_not_found(client: StrictClient, idea: Idea, asked: str) -> None:
    assert client.get(f"{idea.url}commenter/", {"reponse": asked}).status_code == 404
    assert send(client, idea, f"?reponse={asked}").status_code == 404
    assert not Comment.objects.exists()


def test_a_comment_of_another_idea_is_neither_answered_nor_shown(
    client: StrictClient, idea: Idea, call: IdeaConsultation
) -> None:
    other = published_comment(published_idea(call))
    pending = make_comment(idea)
    for comment in (other, pending):
        assert send(client, idea, f"?reponse={comment.pk}").status_code == 404
        assert client.get(f"{idea.url}commentaires/{comment.pk}/").status_code == 404
    assert Comment.objects.count() == 2


# ---- who may, when ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "audience", "visibility", "code"),
    [
        ("anonymous", "everyone", "everyone", 302),
        ("resident", "everyone", "everyone", 302),
        ("agent", "everyone", "everyone", 302),
        ("anonymous", "agents", "everyone", 403),
        ("resident", "agents", "everyone", 403),
        ("agent", "agents", "everyone", 302),
        ("resident", "agents", "agents", 403),
        ("agent", "agents", "agents", 302),
    ],
)
def test_who_comments(
    client: StrictClient,
    client_of: ClientOf,
    person: str,
    audience: str,
    visibility: str,
    code: int,
) -> None:
    call = IdeaConsultationFactory.create(audience=audience, visibility=visibility)
    idea = published_idea(call, author=AgentFactory.create())
    people = {"resident": UserFactory, "agent": AgentFactory}
    browser = client_of(people[person].create()) if person in people else client
    assert send(browser, idea).status_code == code
    assert Comment.objects.count() == int(code == 302)


def test_a_visitor_of_an_agents_call_is_sent_to_sign_in(client: StrictClient) -> None:
    idea = published_idea(AgentConsultationFactory.create(), author=AgentFactory.create())
    assert send(client, idea).headers["Location"].startswith(reverse("account_login"))
    call = AgentConsultationFactory.create(visibility=Audience.EVERYONE)
    idea = published_idea(call, author=AgentFactory.create())
    page = client.get(idea.url)
    assert "Seuls les agents de la ville commentent" in read(page)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("state", ["closed", "not_allowed", "coming"])
def test_a_call_that_takes_no_comment_says_why_and_gives_the_text_back(
    client: StrictClient, idea: Idea, state: str
) -> None:
    published_comment(idea, "Lu avant.")
    changes: dict[str, Any] = {
        "closed": {"closes_at": clock.days(-1)},
        "not_allowed": {"comments_allowed": False},
        "coming": {"opens_at": clock.days(1)},
    }[state]
    IdeaConsultation.objects.filter(pk=idea.activity_id).update(**changes)
    assert client.get(f"{idea.url}commenter/").status_code == 403
    refused = send(client, idea)
    assert refused.status_code == 403
    assert TEXT in refused.content.decode()
    page = client.get(idea.url)
    assert "Lu avant." in read(page)
    assert f"{idea.url}commenter/" not in "".join(links(page))
    assert main_of(page).find(id="commentaires").find(class_="closed") is not None
    if state == "closed":
        assert "Les commentaires sont fermés depuis le 10 mai 2026" in read(page)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("state", ["pending", "refused", "merged"])
def test_an_idea_that_is_not_published_takes_no_comment(
    client: StrictClient, officer: User, call: IdeaConsultation, state: str
) -> None:
    idea = {"refused": refused_idea}.get(state, make_idea)(call)
    if state == "merged":
        kept = Contribution.objects.get(pk=published_idea(call).pk)
        Contribution.objects.filter(pk=idea.pk).update(moderation=state, merged_into=kept)
    for browser in (client, staff(officer)):
        assert browser.get(f"{idea.url}commenter/").status_code == 404
        assert send(browser, idea).status_code == 404
    assert not Comment.objects.exists()


# ---- reading ---------------------------------------------------------------------------------


def test_a_withdrawn_comment_leaves_a_line_without_its_words(
    client: StrictClient, idea: Idea
) -> None:
    first = published_comment(idea, "Mots blessants.", display_name="Colère")
    published_comment(idea, "Je réponds.", parent=first)
    withdraw(first)
    for address in (idea.url, f"{idea.url}commentaires/{first.pk}/"):
        said = read(client.get(address))
        assert "Commentaire retiré par la modération" in said
        assert "Je réponds." in said
        assert "Mots blessants." not in said
        assert "Colère" not in said


def test_a_long_discussion_has_pages_and_long_threads_their_own(
    client: StrictClient, idea: Idea
) -> None:
    first = published_comment(idea)
    for _ in range(7):
        published_comment(idea, parent=first)
    for _ in range(22):
        published_comment(idea)
    page = client.get(idea.url)
    found = links(page)
    assert found[f"{idea.url}commentaires/{first.pk}/"] == "Lire les 2 autres réponses"
    (after,) = [href for href, words in found.items() if words == "Commentaires suivants"]
    second = client.get(idea.url + after.split("#")[0])
    assert len(main_of(second).find(id="commentaires").select("ol > li.comment")) == 3
    assert "Commentaires précédents" in links(second).values()
    thread = client.get(f"{idea.url}commentaires/{first.pk}/")
    assert len(main_of(thread).select("ol.comments--replies > li")) == 7
    assert client.get(f"{idea.url}?commentaires=faux").status_code == 404
    assert client.get(f"{idea.url}commentaires/{first.pk}/?suite=faux").status_code == 404
    assert client.get(f"{idea.url}commentaires/{2**70}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_comments_cost_the_same_for_one_and_three(
    client: StrictClient, idea: Idea, count: int
) -> None:
    for _ in range(count):
        first = published_comment(idea)
        for _ in range(count):
            published_comment(idea, parent=first)
    with CaptureQueriesContext(connection) as asked:
        client.get(idea.url)
    about = [query for query in asked if 'FROM "participation_comment"' in query["sql"]]
    assert len(about) == 2
