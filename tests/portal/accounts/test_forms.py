"""Admin forms for people: what the portal adds to Wagtail's user."""

import pytest
from django.urls import reverse

from portal.accounts.forms import UserCreationForm, UserEditForm
from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = {
    "email": "Nouvelle.Agente@Ville.example",
    "first_name": "Nouvelle",
    "last_name": "Agente",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "display_name": "N. A.",
    "department_name": "Accueil",
}


def test_creation_keeps_what_the_portal_adds():
    form = UserCreationForm(NEW)

    assert form.is_valid(), form.errors
    user = form.save()
    user.refresh_from_db()
    assert user.email == "nouvelle.agente@ville.example"
    assert (user.display_name, user.department_name) == ("N. A.", "Accueil")


def test_creation_refuses_an_address_already_used():
    UserFactory.create(email="nouvelle.agente@ville.example")

    form = UserCreationForm(NEW)

    assert not form.is_valid()
    assert set(form.errors) == {"email"}


def test_edition_keeps_what_the_portal_adds():
    user = UserFactory.create()
    data = {**NEW, "email": user.email, "password1": "", "password2": "", "is_active": "on"}

    form = UserEditForm(data, instance=user)

    assert form.is_valid(), form.errors
    form.save()
    assert User.objects.get().department_name == "Accueil"


def test_administrator_creates_a_person(client_of, portal_site, administrator):
    browser = client_of(administrator)
    page = browser.get(reverse("wagtailusers_users:add"))

    response = browser.post(reverse("wagtailusers_users:add"), NEW)

    assert page.status_code == 200
    assert response.status_code == 302
    assert User.objects.filter(display_name="N. A.").count() == 1
