"""An account from its opening to the admin: confirmed, signed in by code, a second factor added."""

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from .visitor import READING_MILLISECONDS, Visitor

PHONE = {"viewport": {"width": 390, "height": 844}}
PASSWORD = "une phrase de passe assez longue"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)


def _last(pattern: str | re.Pattern[str], text: str) -> str:
    found: list[str] = re.findall(pattern, text)
    assert found, "the mail did not come"
    return found[-1]


def _reads_well(visitor: Visitor) -> None:
    """What axe finds; nothing can be asked of a browser whose scripts are off."""
    if visitor.runs_scripts:
        assert visitor.axe() == []


def _sends(visitor: Visitor, inside: str = "main form") -> None:
    """Presses the first button of a form, and waits for the page that follows."""
    with visitor.page.expect_navigation():
        visitor.page.locator(f"{inside} button:not([type=button])").first.click()


def _shown_code(secret: str) -> str:
    """What an application shows now; never one that is about to change."""
    if time.time() % 30 > 27:
        time.sleep(4)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def _opens_account(visitor: Visitor, mails: Callable[[], str], email: str) -> None:
    page = visitor.goes_to("/compte/signup/")
    _reads_well(visitor)
    page.locator("main input[name=email]").fill(email)
    page.locator("main input[name=password1]").fill(PASSWORD)
    page.wait_for_timeout(READING_MILLISECONDS)
    _sends(visitor)
    visitor.goes_to(_last(r"https?://[^/\s]+(/compte/confirm-email/\S+)", mails()))
    _sends(visitor)


def _signs_in_by_code(visitor: Visitor, mails: Callable[[], str], email: str) -> None:
    page = visitor.goes_to("/compte/login/")
    _reads_well(visitor)
    page.locator(".ways-in input[name=email]").fill(email)
    _sends(visitor, ".ways-in form:has(input[name=email])")
    assert visitor.path() == "/compte/login/code/confirm/"
    _reads_well(visitor)
    page.locator("main input[name=code]").fill(_last(CODE, mails()).lower())
    _sends(visitor)


def _adds_application(visitor: Visitor) -> str:
    """Adds an application that gives codes, and reads the recovery codes; its secret."""
    page = visitor.goes_to("/compte/second-facteur/totp/activate/")
    _reads_well(visitor)
    page.locator("details summary").click()
    secret = page.locator(".factor__key").inner_text().strip()
    page.locator("main input[name=code]").fill(_shown_code(secret))
    _sends(visitor)
    assert page.locator(".factor__codes code").count() == 10
    _reads_well(visitor)
    return secret


@pytest.mark.parametrize("script", [True, False])
def test_account_from_opening_to_second_factor(
    visit: Callable[..., Visitor], mails: Callable[[], str], script: bool
) -> None:
    """The whole way, with JavaScript and without."""
    person = visit(java_script_enabled=script, **PHONE)
    email = f"nouvelle-{str(script).lower()}@demo.example"
    _opens_account(person, mails, email)
    _signs_in_by_code(person, mails, email)
    assert person.path() == "/compte/"
    _reads_well(person)

    secret = _adds_application(person)
    for address in ("/compte/appareils/", "/compte/second-facteur/", "/compte/email/"):
        person.goes_to(address)
        _reads_well(person)
    person.goes_to("/compte/logout/")
    _sends(person)

    # From now on a password is not enough.
    page = person.goes_to("/compte/login/")
    page.locator(".ways-in input[name=login]").fill(email)
    page.locator(".ways-in input[name=password]").fill(PASSWORD)
    _sends(person, ".ways-in form:has(input[name=password])")
    assert person.path() == "/compte/second-facteur/authenticate/"
    _reads_well(person)
    recovery = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1))
    page.locator("main input[name=code]").fill(recovery)
    _sends(person)
    assert person.path() == "/compte/"


def test_staff_with_a_second_factor_enter_the_admin(visit: Callable[..., Visitor]) -> None:
    """A passkey of the browser's own: added, then enough to sign in and enter the admin."""
    staff = visit()
    protocol = staff.context.new_cdp_session(staff.page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page = staff.signs_in("pilotage")
    staff.goes_to("/compte/second-facteur/webauthn/add/")
    assert staff.axe() == []
    with page.expect_navigation():
        page.locator("[data-passkey] button[type=button]").click()
    assert page.locator(".factor__codes code").count() == 10
    staff.goes_to("/compte/logout/")
    _sends(staff)

    staff.goes_to("/compte/login/")
    with page.expect_navigation():
        page.locator("[data-passkey] button[type=button]").click()
    page.wait_for_url("**/admin/")
    assert staff.path() == "/admin/"

    # The demo account is left as it was found.
    staff.goes_to("/compte/second-facteur/webauthn/")
    assert staff.axe() == []
    page.locator("main .rows a.button").last.click()
    page.wait_for_load_state()
    if "remove" not in page.url:
        page.locator("main input[name=password]").fill("parvis-demo-2026")
        _sends(staff)
    _sends(staff)
    assert staff.path() == "/compte/second-facteur/webauthn/"
