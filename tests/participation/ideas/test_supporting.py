"""Supporting an idea through its pages: one press, the mailed link, the cookie, the list, races."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, Support, Supporter
from participation.support_links import support_token
from portal.accounts.enums import Audience
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory, UserFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import supported
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import links, main_of, plain, soup
from tests.support.supports import ask, figures, press, read

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(slug="acheter-mieux")


@pytest.fixture
def idea(call: IdeaConsultation) -> Idea:
    return published_idea(call, title="Prêter des gourdes")


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
        "not_allowed": "On ne peut plus soutenir de contribution ici.",
        "coming": "pas encore ouvert",
    }
    said = plain(box).replace("\u00a0", " ")
    assert said.startswith("Soutiens 1 soutien")
    assert words[state] in said
    assert (Supporter.objects.count(), figures(idea)) == (1, (1, 1))


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
