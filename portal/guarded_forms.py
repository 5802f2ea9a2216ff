"""A form that strangers may send: recognised when sent twice, doubted when a robot sends it."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from . import proof_of_work, throttle
from .form_tokens import BadToken, TooFast, new_token, number_in, read_token


def _without_nul(data: Any) -> Any:
    """What was sent, without NUL: nobody types one, no database keeps it, no page may show it."""
    if not isinstance(data, QueryDict):
        return data
    if not any("\x00" in value for _name, values in data.lists() for value in values):
        return data
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    return clean


class TokenInput(forms.HiddenInput):
    """The token, and where the portal asks for it, the place of the browser's work."""

    template_name = "components/token.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **super().get_context(name, value, attrs),
            "asks_work": proof_of_work.is_asked(),
            "bits": settings.PROOF_OF_WORK_BITS,
            "seconds": settings.UNPROVED_MINIMUM_SECONDS,
        }


class GuardedForm(forms.Form):
    """Adds a signed token and a field that must stay empty; no puzzle is asked of anybody.

    Where the portal asks for a proof of work, a form without one (no JavaScript, an old browser) is
    taken too: later, less often, and read before it is public (`is_proved`).
    """

    # Filled in by robots only; people do not see it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=TokenInput, required=False)
    # Filled in by a script; drawn by the token.
    work = forms.CharField(widget=forms.HiddenInput, required=False)

    # The number inside the token: stored with what the form sends, and the key of its files. A new
    # one when the token is not ours any more.
    form_token: str = ""
    is_proved: bool = True
    _too_fast: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A token given back (“change something”) keeps its age.
        kwargs["initial"] = {"token": new_token(), **(kwargs.get("initial") or {})}
        if args:
            args = (_without_nul(args[0]), *args[1:])
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
        token = cleaned.get("token", "")
        # Said only when nothing else is: a person who corrects has read.
        if self.errors:
            return cleaned
        if self._too_fast:
            self.add_error(
                None, _("That was very fast. Read your text once more, then send it again.")
            )
        elif proof_of_work.is_asked():
            self._ask_proof(token, cleaned.get("work", ""))
        return cleaned

    def _ask_proof(self, token: str, work: str) -> None:
        """Notes whether the browser worked for this form; without it, there is no hurry."""
        proved = proof_of_work.proves(token, work) and proof_of_work.spend(self.form_token)
        self.is_proved = proved
        if proved:
            return
        try:
            read_token(token, minimum=settings.UNPROVED_MINIMUM_SECONDS)
        except BadToken:
            self.add_error(
                None,
                _(
                    "Your browser could not check this form by itself. Your text is kept: read it "
                    "once more, then send it again in some twenty seconds."
                ),
            )

    def take(self, scope: str, key: str, *, limit: int, seconds: int) -> bool:
        """Counts this form among those of a connection; those without proof are fewer."""
        if self.is_proved:
            return throttle.take(scope, key, limit=limit, seconds=seconds)
        fewer = max(limit // settings.UNPROVED_DIVIDER, 1)
        return throttle.take(f"{scope}-unproved", key, limit=fewer, seconds=seconds)
