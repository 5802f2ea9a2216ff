"""Second factors in tests: an application that gives codes, sessions that proved nothing."""

import time

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from portal.accounts.models import User
from portal.accounts.second_factors import SESSION_KEY

from .client import StrictClient

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the application shows now, or so many steps later."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD + steps
    return format_hotp_value(hotp_value(secret, counter))


def give_application(user: User) -> Authenticator:
    """An application of this person, with the secret of the tests."""
    made: Authenticator = TOTP.activate(user, SECRET).instance
    return made


def confirm_address(user: User) -> None:
    """The address of an account made in a test is confirmed."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def unproved(user: User) -> StrictClient:
    """The browser of somebody signed in with a password alone."""
    browser = StrictClient()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    del session[SESSION_KEY]
    session.save()
    return browser
