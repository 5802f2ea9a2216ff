"""Forms to sign in, to open an account and to choose a password: allauth's own, with our words."""

from typing import Any

from allauth.account import forms as account_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm

_EMAIL = _("E-mail address")
_EMAIL_HINT = _("Such as name@example.org")


def _plain(form: Any) -> None:
    """A label says what a field is; nothing is written inside it."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in {"email", "login"}:
            field.label = _EMAIL
            field.widget.attrs["autocomplete"] = "username" if name == "login" else "email"


class _PlainMixin:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class RequestLoginCodeForm(_PlainMixin, account_forms.RequestLoginCodeForm):
    """Asks for a code by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _EMAIL_HINT


class LoginForm(_PlainMixin, account_forms.LoginForm):
    """Signs in with a password; the page offers the code by mail beside it."""

    @cached_property
    def code_form(self) -> RequestLoginCodeForm:
        """The other way, on the same page."""
        return RequestLoginCodeForm()


class ConfirmLoginCodeForm(_PlainMixin, account_forms.ConfirmLoginCodeForm):
    """The code that came by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code received by e-mail")
        self.fields["code"].help_text = _("8 letters; capitals and the dash do not matter.")
        self.fields["code"].widget.attrs["class"] = "input--short"


class SignupForm(_PlainMixin, GuardedForm, account_forms.SignupForm):
    """Opens an account; robots are told from people as on the other forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _EMAIL_HINT


class ChangePasswordForm(_PlainMixin, account_forms.ChangePasswordForm):
    """Another password, for who knows the present one."""


class SetPasswordForm(_PlainMixin, account_forms.SetPasswordForm):
    """A password for an account that has none."""


class ResetPasswordForm(_PlainMixin, account_forms.ResetPasswordForm):
    """Asks for a link to choose a new password."""


class ResetPasswordKeyForm(_PlainMixin, account_forms.ResetPasswordKeyForm):
    """The new password, behind the mailed link."""


class ReauthenticateForm(_PlainMixin, account_forms.ReauthenticateForm):
    """The password, asked again."""
