"""Forms of the admin for people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from .models import User

_EXTRA = {"display_name", "is_agent", "department_name"}


class UserEditForm(WagtailUserEditForm):
    """Edits a person, with what the portal adds to Wagtail's user."""

    display_name = forms.CharField(label=_("Display name"), max_length=80, required=False)
    is_agent = forms.BooleanField(label=_("City agent"), required=False)
    department_name = forms.CharField(label=_("Department"), max_length=120, required=False)

    class Meta(WagtailUserEditForm.Meta):
        model = User
        fields = WagtailUserEditForm.Meta.fields | _EXTRA


class UserCreationForm(WagtailUserCreationForm):
    """Creates a person, with what the portal adds to Wagtail's user."""

    display_name = forms.CharField(label=_("Display name"), max_length=80, required=False)
    is_agent = forms.BooleanField(label=_("City agent"), required=False)
    department_name = forms.CharField(label=_("Department"), max_length=120, required=False)

    class Meta(WagtailUserCreationForm.Meta):
        model = User
        fields = WagtailUserCreationForm.Meta.fields | _EXTRA

    def clean_email(self) -> Any:
        return self.cleaned_data["email"].lower()
