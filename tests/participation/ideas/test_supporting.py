"""Supporting an idea through its pages: one press, the mailed link, the cookie, the list, races."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.actions import counters
from participation.enums import Moderation
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, Support, Supporter
from participation.support_links import support_token
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
from tests.factories.reactions import supported
from tests.participation.test_actions import together
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import links, main_of, plain, soup

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter-mieux")


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call, title="Prêter des gourdes")


def read(response: Any) -> str:
    return plain(main_of(response)).replace("\u00a0", " ").replace("\u202f", " ")


def press(client: Client, idea: Idea, action: str = "soutenir", **more: str) -> Any:
    return client.post(f"{idea.url}soutenir/", {"action": action, **more})


def ask(client: Client, idea: Idea, email: str = "tilleul@test.example", **more: str) -> Any:
    data = {"email": email, "token": new_token(), **more}
    return client.post(f"{idea.url}soutenir/", data)


def link_in_mail() -> str:
    (found,) = re.findall(r"http://testserver(/\S+/soutenir/\S+)", mail.outbox[-1].body)
    return str(found)


def figures(idea: Idea) -> tuple[int, int]:
    """What the idea says, and what the database holds; the call's own figures agree."""
    idea.refresh_from_db()
    assert counters.recount(activity=idea.activity) is False
    return idea.support_count, Support.objects.filter(contribution=idea).count()


# ---- one press -------------------------------------------------------------------------------


def test_a_signed_in_person_supports_and_takes_it_back(
    client_of: ClientOf, resident: User, idea: Idea
) -> None:
    browser = client_of(resident)
    button = main_of(browser.get(idea.url)).find("button", class_="support")
    assert plain(button) == "Soutenir"
    assert str(button["aria-label"]).startswith("Soutenir l’idée n°")
    back = press(browser, idea)
    assert back.headers["Location"] == f"{idea.url}#soutenir"
    assert figures(idea) == (1, 1)
    page = browser.get(idea.url)
    button = main_of(page).find("button", class_="support--on")
    assert (plain(button), button["value"]) == ("Soutenue", "retirer")
    assert str(button["aria-label"]).startswith("Soutenue")
    assert main_of(page).find(id="soutenir") is not None
    press(browser, idea)
    assert figures(idea) == (1, 1)
    press(browser, idea, "retirer")
    press(browser, idea, "retirer")
    assert figures(idea) == (0, 0)


def test_the_list_offers_the_same_and_brings_one_back(
    client_of: ClientOf, client: StrictClient, resident: User, idea: Idea, call: IdeaConsultation
) -> None:
    assert f"{idea.url}soutenir/" in links(client.get(call.url))
    browser = client_of(resident)
    address = f"{call.url}?q=gourdes"
    form = main_of(browser.get(address)).find("form", action=f"{idea.url}soutenir/")
    sent = {str(field["name"]): str(field["value"]) for field in form.find_all("input")}
    back = press(browser, idea, suite=sent["suite"], vue=sent["vue"])
    assert back.headers["Location"] == f"{address}#soutenir-{idea.number}"
    row = main_of(browser.get(address)).find(id=f"soutenir-{idea.number}")
    assert plain(row) == "1 soutien Soutenue"


@pytest.mark.parametrize(
    "back", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", "\\x", ""]
)
def test_nobody_is_led_to_another_site(
    client_of: ClientOf, resident: User, idea: Idea, back: str
) -> None:
    location = press(client_of(resident), idea, suite=back).headers["Location"]
    assert location == f"{idea.url}#soutenir"


def test_the_script_receives_the_box_drawn_anew(
    client_of: ClientOf, resident: User, idea: Idea
) -> None:
    browser = client_of(resident)
    headers = {"X-Requested-With": "support"}
    answer = browser.post(
        f"{idea.url}soutenir/", {"action": "soutenir", "vue": "rang"}, headers=headers
    ).json()
    assert answer["said"] == "Votre soutien est compté."
    drawn = soup(answer["html"]).find(attrs={"data-support": True})
    assert plain(drawn) == "1 soutien Soutenue"
    answer = browser.post(f"{idea.url}soutenir/", {"action": "retirer"}, headers=headers).json()
    assert answer["said"] == "Votre soutien est retiré."
    assert soup(answer["html"]).find(id="soutenir") is not None
    assert figures(idea) == (0, 0)


def test_one_person_pressing_without_end_is_asked_to_wait(
    client_of: ClientOf, resident: User, idea: Idea, settings: Any
) -> None:
    settings.SUPPORT_LIMIT = 2
    codes = [press(client_of(resident), idea).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


# ---- who may, when ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "audience", "visibility", "code"),
    [
        ("anonymous", "everyone", "everyone", 200),
        ("resident", "everyone", "everyone", 302),
        ("agent", "everyone", "everyone", 302),
        ("resident", "agents", "everyone", 403),
        ("anonymous", "agents", "everyone", 403),
        ("agent", "agents", "everyone", 302),
        ("anonymous", "agents", "agents", 302),
        ("resident", "agents", "agents", 403),
        ("agent", "agents", "agents", 302),
    ],
)
def test_who_supports_by_one_press(
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
    assert press(browser, idea).status_code == code
    counted = person == "agent" or (person == "resident" and audience == "everyone")
    assert figures(idea) == ((1, 1) if counted else (0, 0))
    assert Supporter.objects.count() == int(counted)


def test_a_call_of_agents_read_by_all_says_who_supports(client: StrictClient) -> None:
    call = AgentConsultationFactory.create(visibility=Audience.EVERYONE)
    idea = published_idea(call, author=AgentFactory.create())
    page = client.get(idea.url)
    assert "Seuls les agents de la ville soutiennent" in read(page)
    assert main_of(page).find(class_="support") is None
    assert main_of(client.get(call.url)).find(class_="support") is None
    refused = client.get(f"{idea.url}soutenir/")
    assert refused.status_code == 403
    assert reverse("account_login") in str(links(refused))
    assert ask(client, idea).status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize("state", ["pending", "refused", "merged", "unconfirmed"])
def test_an_idea_that_is_not_published_has_no_support_page(
    client: StrictClient, client_of: ClientOf, resident: User, call: IdeaConsultation, state: str
) -> None:
    idea = {"refused": refused_idea}.get(state, make_idea)(call, email="a@test.example")
    fields: dict[str, Any] = {"moderation": state}
    if state == "merged":
        fields["merged_into"] = Contribution.objects.get(pk=published_idea(call).pk)
    if state != "pending":
        Contribution.objects.filter(pk=idea.pk).update(**fields)
    token = support_token(idea.pk, "a@test.example")
    for address in (f"{idea.url}soutenir/", f"{idea.url}soutenir/{token}/"):
        assert client.get(address).status_code == 404
        assert client_of(resident).post(address, {"action": "soutenir"}).status_code == 404
    assert ask(client, idea).status_code == 404
    assert (Support.objects.count(), Supporter.objects.count(), mail.outbox) == (0, 0, [])


@pytest.mark.parametrize("state", ["closed", "not_allowed", "coming"])
def test_a_call_that_takes_no_support_says_why(
    client: StrictClient, client_of: ClientOf, resident: User, idea: Idea, state: str
) -> None:
    token = support_token(idea.pk, "a@test.example")
    supported(idea)
    changes: dict[str, Any] = {
        "closed": {"closes_at": clock.days(-1)},
        "not_allowed": {"supports_allowed": False},
        "coming": {"opens_at": clock.days(1)},
    }[state]
    IdeaConsultation.objects.filter(pk=idea.activity_id).update(**changes)
    browser = client_of(resident)
    for action in ("soutenir", "retirer"):
        answer = press(browser, idea, action)
        assert answer.status_code == 403
        assert client.post(f"{idea.url}soutenir/{token}/", {"action": action}).status_code == 403
    assert ask(client, idea).status_code == 403
    page = browser.get(idea.url)
    box = main_of(page).find(id="soutenir")
    assert box.find("button") is None
    words = {
        "closed": "Les soutiens sont clos depuis le 10 mai 2026.",
        "not_allowed": "On ne peut plus soutenir d’idée dans cet appel.",
        "coming": "pas encore ouvert",
    }
    said = plain(box).replace("\u00a0", " ")
    assert said.startswith("Soutiens 1 soutien")
    assert words[state] in said
    assert (Supporter.objects.count(), figures(idea)) == (1, (1, 1))


# ---- the mailed link -------------------------------------------------------------------------


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


# ---- what others may keep --------------------------------------------------------------------


def test_anonymous_pages_stay_without_cookie_and_may_be_kept(
    client: StrictClient, idea: Idea, call: IdeaConsultation
) -> None:
    for address in (call.url, idea.url):
        page = client.get(address)
        assert "s-maxage" in page.headers["Cache-Control"]
        assert not page.cookies
        assert b"csrfmiddlewaretoken" not in page.content
        assert f"{idea.url}soutenir/" in links(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_once_what_one_supports(
    client_of: ClientOf, resident: User, call: IdeaConsultation, count: int
) -> None:
    browser = client_of(resident)
    for _ in range(count):
        press(browser, published_idea(call))
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(call.url)
    assert len(main_of(page).find_all(class_="support--on")) == count
    about = [query for query in asked if "participation_support" in query["sql"]]
    assert len(about) == 1


# ---- races -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_hundred_presses_of_one_person_at_once_make_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    signed_in = Client()
    signed_in.force_login(UserFactory.create(), backend="django.contrib.auth.backends.ModelBackend")

    def work(_number: int) -> int:
        browser = Client()
        browser.cookies = signed_in.cookies
        return sum(press(browser, idea).status_code == 302 for _ in range(10))

    assert sum(together(20, work)) == 200
    assert figures(idea) == (1, 1)
    assert Supporter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hundred_links_of_one_address_at_once_make_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    links_ = [f"{idea.url}soutenir/{support_token(idea.pk, 'a@test.example')}/" for _ in range(20)]

    def work(number: int) -> int:
        posts = (Client().post(links_[number], {"action": "soutenir"}) for _ in range(10))
        return sum(answer.status_code == 302 for answer in posts)

    assert sum(together(20, work)) == 200
    assert figures(idea) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_presses_and_withdrawals_at_once_keep_the_figures_right() -> None:
    idea = published_idea(IdeaConsultationFactory.create())
    signed_in = Client()
    signed_in.force_login(UserFactory.create(), backend="django.contrib.auth.backends.ModelBackend")

    def work(number: int) -> int:
        browser = Client()
        browser.cookies = signed_in.cookies
        action = "retirer" if number % 2 else "soutenir"
        return sum(press(browser, idea, action).status_code == 302 for _ in range(5))

    assert sum(together(16, work)) == 80
    shown, held = figures(idea)
    assert shown == held <= 1
    assert idea.moderation == Moderation.PUBLISHED
