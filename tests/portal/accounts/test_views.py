"""Account pages: restyled, readable, closed to strangers."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cms import make_site
from tests.support.html import error_of, form_data, main_of, plain, soup

pytestmark = pytest.mark.django_db
OPEN_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN_PAGES = ["account", "account_email", "account_change_password", "account_logout"]


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_pages_read_well(client, portal_site, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert plain(main_of(response).h1)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_read_well(client_of, portal_site, resident, name):
    response = client_of(resident).get(reverse(name))

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("name", OWN_PAGES[:-1])
def test_own_pages_are_closed_to_strangers(client, portal_site, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_person_signs_in_and_out(client, portal_site):
    user = UserFactory.create(email="voisine@test.example")
    from allauth.account.models import EmailAddress  # noqa: PLC0415

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = client.get(reverse("account_login"))
    data = form_data(page, login="Voisine@Test.example", password=PASSWORD)

    response = client.post(reverse("account_login"), data, follow=True)

    assert response.redirect_chain[-1][0] == reverse("account")
    assert "voisine@test.example" in plain(main_of(response))
    client.post(reverse("account_logout"))
    assert client.get(reverse("account")).status_code == 302


def test_wrong_password_says_so_without_saying_who_exists(client, portal_site):
    UserFactory.create(email="voisine@test.example")
    messages = []
    for address in ("voisine@test.example", "personne@test.example"):
        response = client.post(reverse("account_login"), {"login": address, "password": "faux"})
        errors = main_of(response).select_one(".errors")
        messages.append(plain(errors))
        assert response.status_code == 200
        assert soup(response).title.get_text().startswith("Erreur")
        assert soup(response).find(attrs={"name": "login"})["value"] == address

    assert messages[0] == messages[1]


def test_new_account_is_checked_by_mail(client, portal_site):
    page = client.get(reverse("account_signup"))
    data = form_data(page, email="Nouvelle@test.example", password1=PASSWORD)

    response = client.post(reverse("account_signup"), data, follow=True)

    assert response.status_code == 200
    assert User.objects.get().email == "nouvelle@test.example"
    [message] = mail.outbox
    assert re.search(r"https?://\S+/compte/\S+", message.body)
    assert "example.com" not in message.subject + message.body


def test_short_password_is_explained_beside_its_field(client, portal_site):
    response = client.post(
        reverse("account_signup"), {"email": "nouvelle@test.example", "password1": "court"}
    )

    assert "12" in error_of(response, "password1")
    assert User.objects.count() == 0


def test_city_may_close_registration(client):
    make_site(registration_open=False)

    response = client.get(reverse("account_signup"))
    client.post(reverse("account_signup"), {"email": "n@test.example", "password1": PASSWORD})

    assert main_of(response).find("form", method="post") is None
    assert User.objects.count() == 0


def test_login_fields_help_password_managers(client, portal_site):
    page = soup(client.get(reverse("account_login")))

    assert page.find(attrs={"name": "login"})["autocomplete"] in {"email", "username"}
    assert page.find(attrs={"name": "password"})["autocomplete"] == "current-password"


def test_login_never_leads_to_another_site(client, portal_site):
    from allauth.account.models import EmailAddress  # noqa: PLC0415

    user = UserFactory.create(email="voisine@test.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    data = {"login": user.email, "password": PASSWORD, "next": "https://ailleurs.example/"}

    response = client.post(reverse("account_login"), data)

    assert "ailleurs" not in response.url


def test_many_wrong_passwords_are_stopped(client, portal_site):
    user = UserFactory.create(email="voisine@test.example")
    statuses = {
        client.post(reverse("account_login"), {"login": user.email, "password": "faux"}).status_code
        for _ in range(12)
    }
    good = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert statuses <= {200, 429}
    assert good.status_code in {200, 429}


def _sign_in(client, user, **data):
    from allauth.account.models import EmailAddress  # noqa: PLC0415

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    data = {"login": user.email, "password": PASSWORD, **data}
    return client.post(reverse("account_login"), data)


def test_staff_sign_in_to_the_admin(client, moderator):
    response = _sign_in(client, moderator)

    assert response.url == reverse("wagtailadmin_home")


def test_agent_without_a_role_signs_in_to_the_account(client, portal_site, agent):
    response = _sign_in(client, agent)

    assert response.url == reverse("account")


def test_page_asked_for_wins_over_the_admin(client, moderator):
    response = _sign_in(client, moderator, next="/participer/")

    assert response.url == "/participer/"


def test_stranger_at_the_admin_signs_in_and_comes_back(client, portal_site):
    response = client.get("/admin/", follow=True)

    assert [status for _url, status in response.redirect_chain] == [302, 302]
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next=/admin/"
    assert main_of(response).find("input", {"name": "next"})["value"] == "/admin/"


def test_person_without_rights_at_the_admin_is_refused_once(client_of, portal_site, resident):
    response = client_of(resident).get("/admin/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert plain(main_of(response).h1)


def test_account_leads_everybody_to_what_is_open(client_of, portal_site, resident):
    main = main_of(client_of(resident).get(reverse("account")))

    assert main.find("a", href=reverse("participation:activities"))
    assert main.find("a", href="/actualites/") is None


def test_account_tells_agents_what_is_theirs(client_of, portal_site, agent):
    main = main_of(client_of(agent).get(reverse("account")))

    assert main.find("a", href="/actualites/")
    assert len(main.select(".inline-facts dt")) == 2
