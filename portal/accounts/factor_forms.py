"""Forms of the second factor: allauth's own, with our words and a code that works once."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

_APP_CODE = _("Code")
_APP_HINT = _("6 figures from your application, or one of your recovery codes.")


def _plain_code(form: Any, hint: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = _APP_CODE, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"inputmode": "numeric", "class": "input--short"}


def _is_first_use(user_pk: int, code: str) -> bool:
    """Whether this code of an application serves for the first time in all of its life."""
    digits = "".join(filter(str.isdigit, code))
    life = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(f"accounts.totp:{user_pk}:{digits}", 1, life))


class _OnceMixin:
    """Refuses a code that was already used: allauth remembers it for one period only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self, _APP_HINT)

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        by_application = self.authenticator.type == Authenticator.Type.TOTP  # type: ignore[attr-defined]
        if by_application and not _is_first_use(self.user.pk, code):  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_OnceMixin, base_forms.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(_OnceMixin, base_forms.ReauthenticateForm):
    """The second factor, asked again."""


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The first code of a new application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain_code(self, _("The 6 figures that the application shows now."))

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _is_first_use(self.user.pk, code)
        return code


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey or security key, under a name of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("To recognise it: “My telephone”, “Blue key”.")
        self.fields["name"].max_length = 80
        wordless = self.fields["passwordless"]
        wordless.initial = True
        wordless.label = _("Sign in with this key alone, without password or code")
        wordless.help_text = _("The device then asks for your finger, your face or its own code.")


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
