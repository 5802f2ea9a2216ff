"""Forms with which a person changes their own account."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from .models import User


class NameForm(forms.ModelForm):
    """The name shown beside what one writes."""

    class Meta:
        model = User
        fields = ("display_name",)
        labels = {"display_name": _("Public name")}
        help_texts = {
            "display_name": _("A pseudonym is welcome. Leave it empty to stay anonymous.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].widget.attrs["autocomplete"] = "nickname"

    def clean_display_name(self) -> str:
        name = " ".join(self.cleaned_data["display_name"].split())
        try:
            validate_email(name)
        except forms.ValidationError:
            return name
        raise forms.ValidationError(
            _("This is an e-mail address, and everybody would read it. Choose a name instead.")
        )


class EmailForm(forms.Form):
    """Another address for one's account."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("Such as name@example.org"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
