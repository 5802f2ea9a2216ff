"""The second factor of staff: the rule, the one door that asks it, set-up, recovery."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.enums import Role, SecondFactorReason
from portal.accounts.rules import second_factor
from portal.decisions import ALLOWED, refuse
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, StaffFactory, SuperuserFactory, UserFactory
from tests.support.client import StrictClient
from tests.support.factors import SECRET, code_of, confirm_address, give_application, unproved
from tests.support.html import main_of, plain, soup

pytestmark = pytest.mark.usefixtures("portal_site")
EXPLAINED = "/compte/double-verification/"
INSIDE = (
    "/admin/",
    "/admin/pages/",
    "/admin/users/",
    "/admin/account/",
    "/admin/api/main/pages/",
    "/admin/participation/",
    "/admin/nowhere/",
)


@pytest.mark.parametrize("registered", [True, False])
@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("enters", [True, False])
@pytest.mark.parametrize("required", [True, False])
def test_rule_in_full(required, enters, used, registered):
    decision = second_factor(
        required=required, enters_admin=enters, used=used, registered=registered
    )

    reason = SecondFactorReason.UNUSED if registered else SecondFactorReason.MISSING
    expected = refuse(reason) if required and enters and not used else ALLOWED
    assert decision == expected


@pytest.mark.django_db
@pytest.mark.parametrize("address", INSIDE)
def test_nothing_of_the_admin_opens_without_it(moderator, address):
    response = unproved(moderator).get(address)

    assert response.status_code == 302
    assert response.url == f"{EXPLAINED}?next={address.replace('/', '%2F')}"


@pytest.mark.django_db
def test_sending_and_scripts_are_refused_too(moderator):
    browser = unproved(moderator)

    sent = browser.post("/admin/pages/1/delete/", {"next": "/"})
    asked = browser.get("/admin/pages/", headers={"X-Requested-With": "XMLHttpRequest"})

    assert (sent.status_code, sent.url) == (302, EXPLAINED)
    assert asked.status_code == 403


@pytest.mark.django_db
def test_administrator_is_asked_as_well(administrator):
    assert unproved(administrator).get("/admin/").status_code == 302


@pytest.mark.django_db
def test_people_without_rights_are_refused_by_wagtail_as_before(resident):
    response = unproved(resident).get("/admin/", follow=True)

    assert response.status_code == 403


@pytest.mark.django_db
def test_bar_of_the_editors_waits_too(moderator):
    page = unproved(moderator).get("/")
    proved = Client()
    proved.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    session = proved.session
    session["second_factor"] = "proconnect"
    session.save()

    assert page.status_code == 200
    assert "wagtail-userbar" not in page.content.decode()
    assert "wagtail-userbar" in proved.get("/").content.decode()


@pytest.mark.django_db
def test_what_proconnect_proved_is_enough(moderator):
    browser = unproved(moderator)
    session = browser.session
    session["second_factor"] = "proconnect"
    session.save()

    assert browser.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_demo_lets_in_and_says_what_production_asks(moderator, settings):
    settings.STAFF_SECOND_FACTOR = False

    page = unproved(moderator).get("/admin/")

    assert page.status_code == 200
    assert "STAFF_SECOND_FACTOR" in page.content.decode()


@pytest.mark.django_db
def test_proved_session_sees_no_notice(client_of, moderator):
    assert "STAFF_SECOND_FACTOR" not in client_of(moderator).get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_set_up_leads_back_where_one_was_going():
    moderator = StaffFactory.create(role=Role.MODERATORS)
    confirm_address(moderator)
    browser = unproved(moderator)
    page = browser.get("/admin/users/?p=1", follow=True)
    assert plain(main_of(page).h1)
    asked = browser.get(reverse("mfa_activate_totp"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))

    form = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = plain(main_of(form).select_one(".factor__key"))
    codes = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)

    assert len(main_of(codes).select(".factor__codes code")) == 10
    onward = main_of(codes).find("a", href=EXPLAINED)
    assert browser.get(onward["href"]).url == "/admin/users/?p=1"
    assert browser.get("/admin/").status_code == 200
    assert "second facteur" in mail.outbox[-1].subject
    names = set(SecurityEvent.objects.values_list("event", flat=True))
    assert "accounts.factor.added" in names


@pytest.mark.django_db
def test_square_code_is_drawn_and_named(resident):
    browser = _proves_password(unproved(resident))

    main = main_of(browser.get(reverse("mfa_activate_totp")))

    drawing = main.select_one("svg.factor__code")
    assert drawing["role"] == "img"
    assert drawing["aria-label"]
    assert main.find("img") is None


def _proves_password(browser: StrictClient) -> StrictClient:
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


@pytest.mark.django_db
def test_signing_in_asks_the_application(moderator):
    confirm_address(moderator)
    give_application(moderator)
    browser = StrictClient()

    first = browser.post(reverse("account_login"), {"login": moderator.email, "password": PASSWORD})
    assert first.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    assert browser.get(first.url).status_code == 200
    wrong = browser.post(first.url, {"code": "000000"})
    second = browser.post(first.url, {"code": code_of(SECRET)})

    assert wrong.status_code == 200
    assert second.url == "/admin/"
    assert browser.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_session_without_the_factor_is_asked_for_it(moderator):
    give_application(moderator)
    browser = unproved(moderator)

    page = browser.get("/admin/reports/", follow=True)
    link = main_of(page).select_one("main a.button")
    done = browser.post(link["href"], {"code": code_of(SECRET)}, follow=True)

    assert done.redirect_chain[-1][0] == "/admin/reports/" or done.status_code in {200, 404}
    assert browser.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_code_serves_once(moderator):
    give_application(moderator)
    code = code_of(SECRET, steps=-1)
    first, second = unproved(moderator), unproved(moderator)

    first.post(reverse("mfa_reauthenticate"), {"code": code})
    again = second.post(reverse("mfa_reauthenticate"), {"code": code})

    assert first.get("/admin/").status_code == 200
    assert again.status_code == 200
    assert second.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_code_of_another_time_is_refused(moderator):
    give_application(moderator)
    browser = unproved(moderator)

    browser.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET, steps=3)})

    assert browser.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_recovery_code_opens_once(moderator):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415

    give_application(moderator)
    code = RecoveryCodes.activate(moderator).get_unused_codes()[0]
    first, second = unproved(moderator), unproved(moderator)

    first.post(reverse("mfa_reauthenticate"), {"code": code})
    second.post(reverse("mfa_reauthenticate"), {"code": code})

    assert first.get("/admin/").status_code == 200
    assert second.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_recovery_codes_are_read_and_taken_away(moderator):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415

    give_application(moderator)
    codes = RecoveryCodes.activate(moderator).get_unused_codes()
    browser = _proves_password(unproved(moderator))

    page = browser.get(reverse("mfa_view_recovery_codes"))
    taken = browser.get(reverse("mfa_download_recovery_codes"))
    anew = browser.get(reverse("mfa_generate_recovery_codes"))

    assert [plain(code) for code in main_of(page).select(".factor__codes code")] == codes
    assert "codes-de-secours.txt" in taken["Content-Disposition"]
    assert taken.content.decode().split()[-10:] == codes
    assert "no-store" in taken["Cache-Control"]
    assert anew.status_code == 200


@pytest.mark.django_db
def test_taking_the_last_factor_away_closes_the_admin_again(moderator):
    give_application(moderator)
    browser = _proves_password(unproved(moderator))
    assert browser.get(reverse("mfa_deactivate_totp")).status_code == 200
    browser.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)})
    assert browser.get("/admin/").status_code == 200

    browser.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert browser.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_secret_is_not_readable_in_the_database(moderator):
    made = give_application(moderator)

    assert SECRET not in str(Authenticator.objects.get(pk=made.pk).data)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "account_sessions"])
def test_pages_of_ones_security_read_well(client_of, resident, name):
    assert client_of(resident).get(reverse(name)).status_code == 200


@pytest.mark.django_db
def test_adding_a_key_says_that_it_needs_a_script(resident):
    browser = _proves_password(unproved(resident))

    page = browser.get(reverse("mfa_add_webauthn"))

    assert soup(page).find("noscript") is not None
    assert soup(page).find("script", id="passkey-options")


def _reset(browser: StrictClient, pk: int, **changes: str) -> None:
    data = {"reason": "lost", "recognised": "on", **changes}
    browser.post(reverse("accounts_factor_reset", args=[pk]), data)


@pytest.mark.django_db(transaction=True)
def test_administrator_takes_a_lost_factor_away():
    administrator = SuperuserFactory.create()
    moderator = StaffFactory.create(role=Role.MODERATORS)
    give_application(moderator)
    signed_in = unproved(moderator)
    signed_in.get("/compte/")
    session = signed_in.session
    session["seen_at"] = 0
    session.save()
    signed_in.get("/compte/")
    browser = StrictClient()
    browser.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    edit = browser.get(reverse("wagtailusers_users:edit", args=[moderator.pk]))
    address = reverse("accounts_factor_reset", args=[moderator.pk])
    assert address in edit.content.decode()
    assert browser.get(address).status_code == 200

    _reset(browser, moderator.pk, recognised="")
    assert Authenticator.objects.exists()
    _reset(browser, moderator.pk)

    assert not Authenticator.objects.exists()
    assert signed_in.get("/compte/").status_code == 302
    [message] = mail.outbox
    assert message.to == [moderator.email]
    event = SecurityEvent.objects.get(event="accounts.factor.reset")
    assert (event.actor, event.details) == (
        administrator,
        {"user": moderator.pk, "reason": "lost"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["own", "nobody", "administrator"])
def test_factor_that_may_not_be_taken_away_stays(client_of, communications, whose):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    right = Permission.objects.get(codename="reset_second_factor")
    communications.user_permissions.add(right)
    person = {
        "own": lambda: communications,
        "nobody": UserFactory.create,
        "administrator": SuperuserFactory.create,
    }[whose]()
    if whose != "nobody":
        give_application(person)

    _reset(client_of(communications), person.pk)

    assert Authenticator.objects.count() == (0 if whose == "nobody" else 1)
    assert not SecurityEvent.objects.filter(event="accounts.factor.reset").exists()


@pytest.mark.django_db
def test_reset_needs_its_right(client_of, moderator, resident):
    give_application(resident)

    response = client_of(moderator).get(reverse("accounts_factor_reset", args=[resident.pk]))

    assert response.status_code in {302, 403}
    assert Authenticator.objects.count() == 1
