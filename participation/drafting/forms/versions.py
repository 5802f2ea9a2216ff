"""Which two versions are compared."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import TextVersion


class CompareForm(forms.Form):
    """Two different versions; the older one first, whatever the order asked."""

    de = forms.TypedChoiceField(label=_("Older version"), coerce=int)
    a = forms.TypedChoiceField(label=_("Newer version"), coerce=int)
    tout = forms.BooleanField(label=_("Show also what did not change"), required=False)

    def __init__(self, *args: Any, versions: list[TextVersion], **kwargs: Any) -> None:
        numbers = [one.number for one in versions]
        kwargs.setdefault("initial", {"de": numbers[-1], "a": numbers[0]} if numbers else {})
        super().__init__(*args, **kwargs)
        self._by_number = {one.number: one for one in versions}
        for name in ("de", "a"):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [(one.number, str(one)) for one in versions]
            field.error_messages["invalid_choice"] = _("Choose one of the versions of this text.")
            field.error_messages["required"] = _("Choose one of the versions of this text.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("de") and cleaned.get("de") == cleaned.get("a"):
            self.add_error("a", _("Choose two different versions."))
        return cleaned

    def chosen(self) -> tuple[TextVersion, TextVersion]:
        """The older one, then the newer one."""
        first, last = sorted((self.cleaned_data["de"], self.cleaned_data["a"]))
        return self._by_number[first], self._by_number[last]
