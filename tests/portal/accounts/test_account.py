"""The page of one's account: who one is here, what protects it, and the name others read."""

import pytest
from django.urls import reverse

from portal.accounts import registry
from portal.security.models import SecurityEvent
from tests.support.factors import give_application
from tests.support.html import error_of, main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def test_page_says_what_protects_the_account(client_of, resident):
    before = plain(main_of(client_of(resident).get(reverse("account"))))
    give_application(resident)
    after = plain(main_of(client_of(resident).get(reverse("account"))))

    assert "Ajouter un second facteur" in before
    assert "Une application vous donne des codes." in after
    assert "Gérer mon second facteur" in after


def test_name_is_changed_and_shown(client_of, resident):
    browser = client_of(resident)

    page = browser.post(
        reverse("account_rename"), {"display_name": "  Voisine   du quai "}, follow=True
    )

    resident.refresh_from_db()
    assert resident.display_name == "Voisine du quai"
    assert plain(main_of(page).select_one("[data-preview-of]")) == "Voisine du quai"
    assert SecurityEvent.objects.get(event="accounts.name.changed").details == {}


def test_name_may_be_empty(client_of, resident):
    page = client_of(resident).post(reverse("account_rename"), {"display_name": ""}, follow=True)

    assert plain(main_of(page).select_one("[data-preview-of]")) == "Anonyme"


def test_address_is_no_name(client_of, resident):
    browser = client_of(resident)

    page = browser.post(reverse("account_rename"), {"display_name": "moi@exemple.fr"})

    assert "adresse" in error_of(page, "display_name")
    resident.refresh_from_db()
    assert resident.display_name == "Habitante du quartier"
    assert "Habitante du quartier" in plain(main_of(page).select_one(".inline-facts"))


def test_other_rooms_add_their_sections(client_of, resident, monkeypatch):
    monkeypatch.setattr(registry, "_sections", [lambda request: "<h2>Mes voisins</h2>"])

    page = main_of(client_of(resident).get(reverse("account")))

    assert "Mes voisins" in plain(page)


def test_renaming_is_sent_not_read(client_of, resident):
    assert client_of(resident).get(reverse("account_rename")).status_code == 405
