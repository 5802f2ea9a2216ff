"""Letters of an account: codes, links and notices, text and HTML from the same sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.notifications.mails import AWAITED, AWAITED_NOW, Delivery, send_mail


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail says; no name and no address in its subject."""

    subject: str
    paragraphs: tuple[str, ...]
    # Typed by hand, so shown large.
    code: str = ""
    # Where its button leads, and its words.
    url: str = ""
    label: str = ""
    # Said after the button.
    after: tuple[str, ...] = ()


def _address(name: str) -> str:
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse(name)


def _ignore() -> str:
    return _("If you asked for nothing, do nothing: nothing changes.")


def _login_code(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your sign-in code"),
        (_("Type this code on the page where you asked for it. It works once, for half an hour."),),
        code=context["code"],
        after=(_("Give it to nobody: the city never asks for it."), _ignore()),
    )


def _proof_code(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Your confirmation code"),
        (
            _(
                "Somebody signed in to your account is about to change something that matters. If "
                "it is you, type this code on the page where you asked for it. It works once, for "
                "half an hour."
            ),
        ),
        code=context["code"],
        after=(
            _("Give it to nobody: the city never asks for it."),
            _(
                "If it is not you, somebody else uses your account: sign in and close your other "
                "open sessions."
            ),
        ),
    )


def _confirm(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Confirm your address"),
        (_("An account was opened with this address. Confirm that the address is yours."),),
        url=context["activate_url"],
        label=_("Confirm my address"),
        after=(_ignore(),),
    )


def _already_exists(_context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("You already have an account"),
        (
            _("Somebody asked to open an account with this address, which has one already."),
            _("Sign in with a code sent to this address, or choose a new password."),
        ),
        url=_address("account_login"),
        label=_("Sign in"),
        after=(_ignore(),),
    )


def _unknown(_context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("There is no account with this address"),
        (
            _("Somebody asked to sign in with this address, but no account has it."),
            _("Perhaps you use another one. Nobody needs an account to give an idea."),
        ),
        url=_address("account_login"),
        label=_("Sign in or open an account"),
        after=(_ignore(),),
    )


def _reset(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Choose a new password"),
        (_("Somebody asked for a new password for the account that has this address."),),
        url=context["password_reset_url"],
        label=_("Choose a new password"),
        after=(_ignore(),),
    )


def _notices() -> dict[str, tuple[str, str]]:
    """Notices of something done to the account: subject and sentence."""
    return {
        "password_changed": (
            _("Your password was changed"),
            _("The password of your account was changed. Other browsers were signed out."),
        ),
        "password_reset": (
            _("Your password was changed"),
            _("A new password was chosen for your account. All browsers were signed out."),
        ),
        "password_set": (
            _("Your account has a password"),
            _("A password was chosen for your account, which had none."),
        ),
        "email_changed": (
            _("The address of your account was changed"),
            _("Your account has another e-mail address from now on: both addresses agreed."),
        ),
        "email_given": (
            _("The address of your account was changed"),
            _("The city gave your account another e-mail address. This one opens nothing now."),
        ),
        "factor_reset": (
            _("Your second factor was taken away"),
            _("An administrator took away the second factor of your account, as if it were lost."),
        ),
        **_factor_notices(),
    }


def _factor_notices() -> dict[str, tuple[str, str]]:
    return {
        "totp_activated": (
            _("A second factor was added"),
            _("An application that gives codes was added to your account."),
        ),
        "totp_deactivated": (
            _("A second factor was removed"),
            _("The application that gave codes was removed from your account."),
        ),
        "webauthn_added": (
            _("A passkey was added"),
            _("A passkey or security key was added to your account."),
        ),
        "webauthn_removed": (
            _("A passkey was removed"),
            _("A passkey or security key was removed from your account."),
        ),
        "recovery_codes_generated": (
            _("New recovery codes were made"),
            _("New recovery codes were made for your account. The former ones open nothing."),
        ),
    }


def _notice(kind: str) -> Letter:
    subject, said = _notices()[kind]
    after = (
        _("If it was not you, write to the city at once: its address stands below.")
        if kind in {"email_changed", "email_given", "factor_reset"}
        else _("If it was not you, choose a new password at once and look at your open sessions.")
    )
    label = _("See my account")
    return Letter(subject, (said,), url=_address("account"), label=label, after=(after,))


def _email_new(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Confirm your new address"),
        (
            _("An account of this portal asks to use this address from now on."),
            _("The former address must confirm it too: nothing changes before both have."),
        ),
        url=context["url"],
        label=_("Confirm this address"),
        after=(_ignore(),),
    )


def _email_taken(_context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("This address already has an account"),
        (
            _("Somebody asked to use this address for another account. It stays with yours."),
            _("If it was you, sign in to the account that has this address."),
        ),
        url=_address("account_login"),
        label=_("Sign in"),
        after=(_ignore(),),
    )


def _email_old(context: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Change of address asked for your account"),
        (
            _("Somebody asked that your account use another e-mail address."),
            _("Nothing changes before both addresses have confirmed it."),
            _("If it was not you, the same page cancels it."),
        ),
        url=context["url"],
        label=_("Confirm or cancel"),
    )


_LETTERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "login_code": _login_code,
    "proof_code": _proof_code,
    "email_confirmation": _confirm,
    "email_confirmation_signup": _confirm,
    "account_already_exists": _already_exists,
    "unknown_account": _unknown,
    "password_reset_key": _reset,
    "email_new": _email_new,
    "email_taken": _email_taken,
    "email_old": _email_old,
}


def letter(kind: str, context: Mapping[str, Any]) -> Letter:
    """The letter of this kind, in the language of the moment."""
    made = _LETTERS.get(kind)
    return made(context) if made else _notice(kind)


def send(kind: str, *, to: str, context: Mapping[str, Any] | None = None) -> None:
    """Sends a letter at once, for allauth, which opens no transaction around a page."""
    _write(kind, to, context, AWAITED_NOW)


def write(kind: str, *, to: str, context: Mapping[str, Any] | None = None) -> None:
    """Writes a letter in the transaction of what it tells; it leaves once that is committed."""
    _write(kind, to, context, AWAITED)


def _write(kind: str, to: str, context: Mapping[str, Any] | None, delivery: Delivery) -> None:
    written = letter(kind, context or {})
    send_mail(
        template="account",
        subject=written.subject,
        to=to,
        context={"letter": written},
        delivery=delivery,
    )
