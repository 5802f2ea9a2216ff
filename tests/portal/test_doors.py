"""There is one place to sign in, and its limits hold for the admin too."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory


@pytest.mark.usefixtures("portal_site")
def test_the_admin_sends_to_the_only_sign_in_page(client: Any) -> None:
    for address in (
        reverse("wagtailadmin_home"),
        "/admin/login/?next=/admin/",
        "/_util/login/?next=/",
    ):
        assert (
            client.get(address, follow=True)
            .redirect_chain[-1][0]
            .startswith(reverse("account_login"))
        )


@pytest.mark.usefixtures("portal_site")
def test_no_other_door_signs_anybody_in(client: Any) -> None:
    user = UserFactory.create()
    for address in ("/admin/login/", "/_util/login/"):
        client.post(address, {"username": user.email, "password": PASSWORD, "login": user.email})
        assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("portal_site")
def test_wrong_passwords_are_slowed_down(client: Any) -> None:
    user = UserFactory.create()
    wrong = {"login": user.email, "password": "pas le bon mot de passe"}

    codes = [client.post(reverse("account_login"), wrong).status_code for _ in range(12)]
    last = client.post(reverse("account_login"), wrong)

    assert set(codes) <= {200, 429}
    assert last.status_code == 429 or "Trop de tentatives" in last.content.decode()


@pytest.mark.usefixtures("portal_site")
def test_an_unknown_address_is_not_told_from_a_known_one(client: Any) -> None:
    known = UserFactory.create().email
    pages = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (known, "inconnu@test.example")
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
