"""Contributions added to an account by their receipt, listed there, let go; by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import actions, rules
from participation.enums import Moderation, Reason
from participation.ideas.models import Idea
from participation.models import Contribution
from participation.queries.own import contributions_of, left_with
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.accounts import AgentFactory, StaffFactory, UserFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support.client import StrictClient
from tests.support.html import error_of, links, said
from tests.support.threads import together

pytestmark = pytest.mark.usefixtures("portal_site", "now")

ClientOf = Callable[[User], StrictClient]
ADDRESS = "Moi@Test.example"
PAGE = "/compte/contributions/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def proved(user: User, email: str) -> User:
    """The same account, which has confirmed one more address."""
    EmailAddress.objects.create(user=user, email=email, verified=True)
    return user


@pytest.fixture
def person(resident: User) -> User:
    return proved(resident, ADDRESS.lower())


@pytest.fixture
def idea() -> Idea:
    return published_idea(title="Prêter des gourdes", email=ADDRESS)


def owner(idea: Contribution) -> int | None:
    return Contribution.objects.values_list("author", flat=True).get(pk=idea.pk)


def add(browser: StrictClient, receipt: str) -> Any:
    return browser.post(PAGE, {"receipt": receipt})


# ---- the rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "email", "proved_ones", "expected"),
    [
        (None, "Moi@test.example", {"moi@test.example"}, None),
        (None, "autre@test.example", {"moi@test.example"}, Reason.NOT_PROVED_YOURS),
        (None, "moi@test.example", set(), Reason.NOT_PROVED_YOURS),
        (None, "", {"moi@test.example"}, Reason.NOT_PROVED_YOURS),
        (8, "moi@test.example", {"moi@test.example"}, Reason.NOT_PROVED_YOURS),
        (7, "moi@test.example", {"moi@test.example"}, Reason.ALREADY_YOURS),
    ],
)
def test_only_the_address_left_with_it_proves_a_contribution(
    author: int | None, email: str, proved_ones: set[str], expected: Reason | None
) -> None:
    contribution = Contribution(author_id=author, email=email)
    decision = rules.may_attach(contribution, User(pk=7), frozenset(proved_ones))
    assert decision.reason == expected


# ---- adding ------------------------------------------------------------------------------------


def test_a_receipt_and_a_confirmed_address_add_a_contribution(
    client_of: ClientOf, person: User, idea: Idea
) -> None:
    browser = client_of(person)
    before = said(browser.get("/compte/"))
    assert "1 contribution a été laissée avec une adresse de votre compte." in before
    assert "Prêter des gourdes" not in before
    typed = idea.receipt_display.lower().replace("-", " ")
    assert add(browser, typed).headers["Location"] == PAGE
    assert owner(idea) == person.pk
    page = browser.get(PAGE)
    assert "« Prêter des gourdes » est maintenant dans votre compte." in said(page)
    assert links(page)[idea.story_url] == "Prêter des gourdes"
    assert links(page)[idea.url] == "Page publique"
    home = browser.get("/compte/")
    assert idea.story_url in links(home)
    assert "laissée avec une adresse" not in said(home)


def test_whatever_is_wrong_the_answer_is_the_same(
    client_of: ClientOf, person: User, idea: Idea
) -> None:
    """An unknown number, somebody else's, one without address, another account's: one message."""
    taken = published_idea(title="Prise", email=ADDRESS, author=UserFactory.create())
    unproved = proved(UserFactory.create(), "nouvelle@test.example")
    EmailAddress.objects.filter(user=unproved).update(verified=False)
    others = [
        published_idea(title="Autre", email="autre@test.example"),
        published_idea(title="Sans adresse"),
        published_idea(title="Non confirmée", email="nouvelle@test.example"),
        taken,
    ]
    staged = published_idea(title="Importée", email=ADDRESS)
    Contribution.objects.filter(pk=staged.pk).update(moderation=Moderation.STAGED)
    numbers = [one.receipt_display for one in (*others, staged)]
    browser = client_of(person)
    pages = [add(browser, number) for number in ("00000-00000", *numbers)]
    assert {page.status_code for page in pages} == {200}
    told = {error_of(page, "receipt") for page in pages}
    assert len(told) == 1
    assert "Rien n’a été ajouté" in told.pop()
    assert list(contributions_of(person)) == []
    assert add(client_of(unproved), others[2].receipt_display).status_code == 200
    assert owner(others[2]) is None
    assert owner(taken) == taken.author_id


def test_a_miscopied_number_is_recognised_without_asking_the_table(
    client_of: ClientOf, person: User
) -> None:
    page = add(client_of(person), "00000-00001")
    assert "Un caractère est faux ou manque" in error_of(page, "receipt")
    assert "Tapez le numéro" in error_of(add(client_of(person), ""), "receipt")


def test_what_is_there_already_is_said(client_of: ClientOf, person: User, idea: Idea) -> None:
    actions.attach_contribution(receipt=idea.receipt, user=person)
    page = add(client_of(person), idea.receipt_display)
    assert "déjà dans votre compte" in error_of(page, "receipt")


def test_tries_are_limited_for_an_account(
    client_of: ClientOf, person: User, idea: Idea, settings: Any
) -> None:
    settings.ATTACH_LIMIT = 2
    browser = client_of(person)
    assert [add(browser, "00000-00000").status_code for _ in range(3)] == [200, 200, 429]
    late = add(browser, idea.receipt_display)
    assert late.status_code == 429
    assert "Beaucoup de numéros ont été essayés" in said(late)
    assert owner(idea) is None
    other = proved(UserFactory.create(), "autre@test.example")
    assert add(client_of(other), "00000-00000").status_code == 200


def test_strangers_are_asked_to_sign_in(client: StrictClient, idea: Idea) -> None:
    for address in (PAGE, reverse("participation:let_go", args=[idea.receipt_display])):
        for answer in (client.get(address), client.post(address)):
            assert answer.headers["Location"] == f"/compte/login/?next={address}"


# ---- the list ----------------------------------------------------------------------------------


def test_the_list_says_where_each_stands(client_of: ClientOf, person: User) -> None:
    call = IdeaConsultationFactory.create(title="Acheter mieux")
    make_idea(call, title="En attente", author=person)
    refused_idea(call, title="Refusée", author=person)
    answered_idea(call, title="Retenue", author=person)
    published_idea(call, title="D’une autre", author=UserFactory.create())
    page = said(client_of(person).get(PAGE))
    assert "3 contributions dans votre compte" in page
    for title, state in (
        ("En attente", "En attente de lecture"),
        ("Refusée", "Refusée"),
        ("Retenue", "Idée retenue"),
    ):
        assert f"{title} {state}" in page
    assert "D’une autre" not in page


def test_an_empty_account_says_what_to_do(client_of: ClientOf, resident: User) -> None:
    page = client_of(resident).get(PAGE)
    assert "Rien dans votre compte pour l’instant" in said(page)
    assert "laissée" not in said(page).split("Deux choses")[0]
    assert PAGE in links(client_of(resident).get("/compte/"))


def test_a_long_list_is_cut_in_pages(client_of: ClientOf, person: User) -> None:
    call = IdeaConsultationFactory.create()
    for number in range(21):
        make_idea(call, title=f"Idée {number:02}", author=person)
    browser = client_of(person)
    first, second = browser.get(PAGE), browser.get(f"{PAGE}?page=2")
    assert "?page=2" in links(first)
    assert "Idée 00" in said(second)
    assert "Idée 20" not in said(second)
    assert browser.get(f"{PAGE}?page=zz").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client_of: ClientOf, person: User, count: int
) -> None:
    for _ in range(count):
        published_idea(author=person)
    browser = client_of(person)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        browser.get(PAGE)
    about = [query for query in asked if "contribution" in query["sql"]]
    assert len(about) == 3


def test_only_what_no_account_has_is_counted() -> None:
    published_idea(email=ADDRESS)
    make_idea(email="moi@TEST.example")
    published_idea(email=ADDRESS, author=UserFactory.create())
    published_idea(email="autre@test.example")
    assert left_with({"moi@test.example"}) == 2
    assert left_with({"moi@test.example", "autre@test.example"}) == 3
    assert left_with(frozenset()) == 0


# ---- letting go --------------------------------------------------------------------------------


def test_a_contribution_is_let_go_by_a_press(client_of: ClientOf, person: User, idea: Idea) -> None:
    actions.attach_contribution(receipt=idea.receipt, user=person)
    browser = client_of(person)
    address = reverse("participation:let_go", args=[idea.receipt_display])
    assert address in links(browser.get(PAGE))
    assert "Vous pourrez l’ajouter de nouveau" in said(browser.get(address))
    assert owner(idea) == person.pk
    assert browser.post(address).headers["Location"] == PAGE
    assert owner(idea) is None
    assert "n’est plus dans votre compte" in said(browser.get(PAGE))
    assert browser.get(address).status_code == 404
    kept = Contribution.objects.get(pk=idea.pk)
    assert (kept.email, kept.moderation) == (ADDRESS, Moderation.PUBLISHED)


def test_nobody_lets_go_what_belongs_to_another(
    client_of: ClientOf, person: User, idea: Idea
) -> None:
    actions.attach_contribution(receipt=idea.receipt, user=person)
    browser = client_of(UserFactory.create())
    address = reverse("participation:let_go", args=[idea.receipt_display])
    assert [browser.get(address).status_code, browser.post(address).status_code] == [404, 404]
    actions.detach_contribution(contribution=idea, user=UserFactory.create())
    assert owner(idea) == person.pk


def test_one_is_told_when_it_could_not_come_back(client_of: ClientOf, person: User) -> None:
    idea = published_idea(author=person)
    page = client_of(person).get(reverse("participation:let_go", args=[idea.receipt_display]))
    assert "Vous ne pourrez pas l’ajouter de nouveau" in said(page)


# ---- what others see ---------------------------------------------------------------------------


def test_an_agents_anonymous_idea_stays_anonymous_for_officers() -> None:
    """Every screen of an unsigned idea, once its author let it go and added it again."""
    agent = proved(AgentFactory.create(first_name="Zoé", last_name="Zibeline"), ADDRESS.lower())
    idea = published_idea(AgentConsultationFactory.create(), author=agent, email=ADDRESS)
    officer = Client()  # Wagtail's bar for its staff would not pass the strict client.
    officer.force_login(StaffFactory.create(role=Role.PARTICIPATION), backend=BACKEND)
    actions.detach_contribution(contribution=idea, user=agent)
    actions.attach_contribution(receipt=idea.receipt, user=agent)
    screens = [reverse("contributions:edit", args=[idea.pk]), reverse("contributions:index")]
    for address in (*screens, idea.url, idea.activity.url, idea.story_url):
        page = officer.get(address).content.decode()
        for word in (agent.email, agent.display_name, "Zibeline"):
            assert word not in page, (address, word)
    assert not mail.outbox or all(agent.email not in str(sent.body) for sent in mail.outbox)


def test_the_log_names_no_account(
    person: User, idea: Idea, logged: Callable[[str], list[Any]]
) -> None:
    actions.attach_contribution(receipt=idea.receipt, user=person)
    (record,) = logged("participation.contribution.attached")
    assert (record.user, record.contribution) == (None, idea.pk)


# ---- at once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_accounts_at_once_never_both_have_it() -> None:
    """Even if both had proved the address, in two spellings."""
    idea = published_idea(email=ADDRESS)
    people = [proved(UserFactory.create(), email) for email in (ADDRESS, ADDRESS.lower())]
    results = together(
        8, lambda n: actions.attach_contribution(receipt=idea.receipt, user=people[n % 2])
    )
    won = [n for n, result in enumerate(results) if isinstance(result, Contribution)]
    assert len(won) == 1
    assert owner(idea) == people[won[0] % 2].pk
    assert {r for r in results if not isinstance(r, Contribution)} <= {
        Reason.ALREADY_YOURS,
        Reason.NOT_PROVED_YOURS,
    }


def test_the_action_refuses_with_its_reason(person: User) -> None:
    with pytest.raises(Refused) as refused:
        actions.attach_contribution(receipt="nimporte", user=person)
    assert refused.value.reason == Reason.NOT_PROVED_YOURS
    assert settings.ATTACH_LIMIT >= 5
