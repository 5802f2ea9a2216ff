"""One's own page: code, request, invitation; what each state says; limits."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from participation import rules
from participation.enums import Reason
from portal.accounts.models import User
from portal.agents.middleware import CodeHolder
from portal.agents.models import AgentCode, AgentRequest
from portal.agents.queries import LINK_PURPOSE
from portal.paper_codes import display, new_code
from portal.sealed import seal
from tests.factories.accounts import AgentFactory, SuperuserFactory, UserFactory
from tests.factories.agents import (
    list_domain,
    make_codes,
    make_invitation,
    make_request,
    person_at_work,
)
from tests.factories.participation import AgentConsultationFactory, published_idea
from tests.support.clock import during
from tests.support.html import error_of, form_data, main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
PAGE = "/compte/agent/"


def now() -> Any:
    return timezone.now()


def send(browser: Any, action: str, **fields: str) -> Any:
    page = browser.get(PAGE)
    token = main_of(page).find("input", attrs={"name": "token"})["value"]
    return browser.post(PAGE, {"action": action, "token": token, **fields})


def test_visitor_reads_how_one_becomes_an_agent(client: Any) -> None:
    page = client.get(PAGE)

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert main_of(page).find("input", attrs={"name": "code"})
    assert not main_of(page).find("input", attrs={"name": "department_name"})


def test_code_makes_the_account_an_agent(client_of: Any, resident: User) -> None:
    _batch, [code] = make_codes(at=now())
    browser = client_of(resident)

    response = send(browser, "code", code=display(code).lower())

    assert response.url == PAGE
    resident.refresh_from_db()
    assert resident.is_agent
    assert "Code sur papier" in plain(main_of(browser.get(PAGE)))


def test_code_alone_opens_a_session_of_an_agent_nobody_can_name(client: Any) -> None:
    """An agent without e-mail reads and gives an idea in a call for agents, anonymously."""
    _batch, [code] = make_codes(at=now())
    call = AgentConsultationFactory.create(
        opens_at=now() - timedelta(days=1), closes_at=now() + timedelta(days=1)
    )
    assert client.get(call.url).status_code in {302, 403, 404}

    assert send(client, "code", code=code).url == PAGE
    form = client.get(call.contribute_url)
    text = "Un vestiaire qui ferme, pour les équipes du matin."
    fields = form_data(form, title="Réparer le vestiaire", text=text, action="envoyer")
    given = client.post(call.contribute_url, fields)

    assert given.status_code == 302, plain(main_of(given))
    idea = call.contributions.get()
    assert (idea.author, idea.email, idea.display_name) == (None, "", "")
    assert AgentCode.objects.get().used_on is None
    assert User.objects.filter(is_agent=True, is_superuser=False).count() == 0
    left = client.post(PAGE, {"action": "leave"})
    assert left.url == PAGE
    assert client.get(call.url).status_code in {302, 403, 404}


def test_code_alone_neither_supports_nor_comments() -> None:
    """Both are counted once a person, and a code says nothing of whom."""
    call = AgentConsultationFactory.create()
    idea = published_idea(call, author=AgentFactory.create())
    at = during(call)

    for rule in (rules.may_support, rules.may_comment):
        decision = rule(idea, CodeHolder(), at)
        assert decision.reason == Reason.NEEDS_ACCOUNT
        assert rules.would_signing_in_help(decision, CodeHolder())
    everyone = published_idea()
    assert rules.may_comment(everyone, CodeHolder(), during(everyone.activity))


def test_session_of_a_code_ends_with_its_batch(client: Any) -> None:
    from portal.agents.actions import cancel_batch  # noqa: PLC0415

    batch, [code] = make_codes(at=now())
    call = AgentConsultationFactory.create()
    send(client, "code", code=code)
    assert client.get(call.url).status_code == 200

    cancel_batch(batch=batch, by=SuperuserFactory.create(), at=now())

    assert client.get(call.url).status_code in {302, 403, 404}


def test_wrong_code_is_explained_and_limited(client: Any) -> None:
    make_codes(at=now())
    first = send(client, "code", code="7K2M-B9QX-PA4T")
    assert "7K2M-B9QX-PA4T" in error_of(first, "code")
    for _try in range(settings.AGENT_CODE_LIMIT - 1):
        assert send(client, "code", code=new_code()).status_code == 200

    _batch, [good] = make_codes(at=now())
    response = send(client, "code", code=good)

    assert response.status_code == 429
    assert error_of(response, "code")


def test_code_already_used_says_so(client_of: Any) -> None:
    _batch, [code] = make_codes(at=now())
    send(client_of(UserFactory.create()), "code", code=code)

    response = send(client_of(UserFactory.create()), "code", code=code)

    assert error_of(response, "code").startswith("Déjà utilisé")


def test_work_address_asks_and_waits(client_of: Any) -> None:
    list_domain()
    browser = client_of(person_at_work())

    response = send(browser, "ask", department_name=" Éducation ")

    assert response.url == PAGE
    assert AgentRequest.objects.get().department_name == "Éducation"
    page = main_of(browser.get(PAGE))
    assert "attend" in plain(page)
    assert not page.find("input", attrs={"name": "department_name"})


def test_other_address_is_told_what_to_do(client_of: Any, resident: User) -> None:
    list_domain()

    page = main_of(client_of(resident).get(PAGE))

    assert page.find("a", href=reverse("account_email"))


def test_refused_request_says_why(client_of: Any) -> None:
    from portal.agents.actions import refuse_request  # noqa: PLC0415

    request = make_request(at=now())
    refuse_request(
        request=request, reason="Contrat terminé.", by=SuperuserFactory.create(), at=now()
    )

    assert "Contrat terminé." in plain(main_of(client_of(request.user).get(PAGE)))


@pytest.mark.parametrize("action", ["", "autre", "leave"])
def test_unknown_buttons_do_nothing(client: Any, action: str) -> None:
    assert client.post(PAGE, {"action": action}).status_code in {200, 302}


def link_to(invitation: Any) -> str:
    return reverse("agent_invitation", args=[seal(LINK_PURPOSE, invitation.pk)])


def test_invitation_asks_a_press(client: Any, client_of: Any, resident: User) -> None:
    address = link_to(make_invitation(at=now()))
    visitor = main_of(client.get(address))
    assert visitor.find("a", href=lambda href: href and href.startswith("/compte/login/?next="))
    browser = client_of(resident)
    browser.get(address)
    resident.refresh_from_db()
    assert not resident.is_agent  # Reading is not confirming.

    assert browser.post(address).url == PAGE

    resident.refresh_from_db()
    assert resident.is_agent
    assert "fonctionne" in plain(main_of(client_of(UserFactory.create()).get(address))).lower()


def test_forged_invitation_leads_nowhere(client: Any) -> None:
    page = client.get(reverse("agent_invitation", args=["faux"]))

    assert page.status_code == 404


def test_account_page_leads_there(client_of: Any, resident: User) -> None:
    page = main_of(client_of(resident).get(reverse("account")))

    assert page.find("a", href=PAGE)
