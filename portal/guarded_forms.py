"""A form that strangers may send: recognised when sent twice, doubted when a robot sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .form_tokens import BadToken, TooFast, new_token, number_in, read_token


class GuardedForm(forms.Form):
    """Adds a signed token and a field that must stay empty; no puzzle is asked of anybody."""

    # Filled in by robots only; people do not see it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    # The number inside the token: stored with what the form sends, and the key of its files. A new
    # one when the token is not ours any more.
    form_token: str = ""
    _too_fast: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A token given back (“change something”) keeps its age.
        kwargs["initial"] = {"token": new_token(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        try:
            self.form_token = read_token(token)
        except TooFast as fast:
            self.form_token = fast.number
            self._too_fast = True
        except BadToken as error:
            fresh = new_token()
            self.form_token = number_in(fresh)
            data = self.data.copy()  # type: ignore[attr-defined]
            data["token"] = fresh
            self.data = data
            raise forms.ValidationError(
                _("This page had been open for too long. Your text is kept: send it again.")
            ) from error
        return token

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error("website", _("Leave this field empty: it is a trap for robots."))
        # Said only when nothing else is: a person who corrects has read.
        if self._too_fast and not self.errors:
            self.add_error(
                None, _("That was very fast. Read your text once more, then send it again.")
            )
        return cleaned
