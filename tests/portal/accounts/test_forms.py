"""Admin forms for people: what the portal adds to Wagtail's user."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from portal.accounts.forms import UserCreationForm, UserEditForm
from portal.accounts.models import User
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.support.factors import confirm_address

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


def _edit(browser, user, **changes):
    data = {**NEW, "email": user.email, "password1": "", "password2": "", "is_active": "on"}
    return browser.post(reverse("wagtailusers_users:edit", args=[user.pk]), {**data, **changes})


@pytest.mark.usefixtures("portal_site")
def test_address_given_in_the_admin_leaves_nothing_to_the_former_one(
    client_of, administrator, resident, django_capture_on_commit_callbacks
):
    """Else the former mailbox would go on receiving codes that open the account."""
    confirm_address(resident)
    former = resident.email

    with django_capture_on_commit_callbacks(execute=True):
        response = _edit(client_of(administrator), resident, email="autre@ville.example")

    assert response.status_code == 302
    [address] = EmailAddress.objects.filter(user=resident)
    assert (address.email, address.verified, address.primary) == (
        "autre@ville.example",
        False,
        True,
    )
    assert [message.to for message in mail.outbox] == [[former]]
    event = SecurityEvent.objects.get(event="accounts.email.given")
    assert (event.actor, event.details) == (administrator, {"user": resident.pk})


@pytest.mark.usefixtures("portal_site")
def test_password_given_in_the_admin_signs_the_person_out(client_of, administrator, resident):
    theirs = client_of(resident)
    new = "une toute autre phrase assez longue"

    _edit(client_of(administrator), resident, password1=new, password2=new)

    assert theirs.get(reverse("account")).status_code == 302
    assert SecurityEvent.objects.get(event="accounts.password.given").actor == administrator


@pytest.mark.usefixtures("portal_site")
def test_nothing_else_touches_addresses_and_sessions(client_of, administrator, resident):
    confirm_address(resident)

    _edit(client_of(administrator), resident, display_name="Autre nom")

    assert EmailAddress.objects.get().verified
    events = set(SecurityEvent.objects.values_list("event", flat=True))
    assert events.isdisjoint({"accounts.email.given", "accounts.password.given"})
