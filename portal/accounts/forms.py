"""Forms of the admin for people."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from . import rules
from .actions import change_rights
from .models import User
from .queries import rights_decision
from .registry import rights_fields

if TYPE_CHECKING:
    _Form = forms.ModelForm[User]
else:
    _Form = object

_EXTRA = {"display_name", "department_name"}
# Written by an action, never by the form: see `RightsMixin`.
_ACCOUNT = (
    "email",
    "first_name",
    "last_name",
    "display_name",
    "department_name",
    "password1",
    "password2",
)
_RIGHTS = ("is_active", "is_superuser", "groups")


class RightsMixin(_Form):
    """What an administrator may give besides: roles, and what other apps register.

    Whoever may not change rights does not see these fields, and sending them changes nothing.
    """

    by: User | None

    def _offer_rights(self, by: User | None) -> None:
        self.by = by
        # Wagtail asks for both; a display name is enough here.
        for name in ("first_name", "last_name"):
            self.fields[name].required = False
        # Known before the form changes anything.
        self.was = {name: self._initial_right(name) for name in _RIGHTS}
        if by is None or not rules.may_change_rights(by):
            for name in _RIGHTS:
                self.fields.pop(name, None)
            return
        if not rules.may_give_superuser(by):
            self.fields.pop("is_superuser", None)
        for right in rights_fields():
            self.fields[right.name] = right.make()
            if self.instance.pk:
                self.initial[right.name] = right.initial(self.instance)

    @property
    def right_fields(self) -> list[forms.BoundField]:
        """The fields about rights, roles first."""
        added = [right.name for right in rights_fields()]
        return [self[name] for name in ("groups", *added, *_RIGHTS[:2]) if name in self.fields]

    @property
    def account_fields(self) -> list[forms.BoundField]:
        """The other fields, in the order that one fills them in."""
        rights = {bound.name for bound in self.right_fields}
        found = (name for name in _ACCOUNT if name in self.fields)
        return [self[name] for name in found if name not in rights]

    def _initial_right(self, name: str) -> Any:
        if name == "groups":
            return list(self.instance.groups.all()) if self.instance.pk else []
        return getattr(self.instance, name)

    def asked_rights(self) -> dict[str, Any]:
        """The roles as asked, what is not offered staying as it was."""
        given = {name: self.cleaned_data[name] for name in _RIGHTS if name in self.fields}
        return {**self.was, **given}

    def _post_clean(self) -> None:
        """Leaves the rights of the account alone: the action asks its rules and writes."""
        super()._post_clean()  # type: ignore[misc]
        self.instance.is_active = self.was["is_active"]
        self.instance.is_superuser = self.was["is_superuser"]
        if self.by is None or "groups" not in self.fields or self.errors:
            return
        decision = rights_decision(user=self.instance, by=self.by, **self.asked_rights())
        if decision.reason:
            self.add_error("groups", decision.reason.label)

    def _give_rights(self, user: User) -> None:
        if self.by is None or not rules.may_change_rights(self.by):
            return
        at = timezone.now()
        change_rights(user=user, by=self.by, **self.asked_rights())
        for right in rights_fields():
            right.save(user=user, value=self.cleaned_data[right.name], by=self.by, at=at)

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Saves the account, then gives the rights through their actions."""
        user: User = super().save(commit)  # type: ignore[misc]
        self._give_rights(user)
        user.refresh_from_db()
        return user

    def _save_m2m(self) -> None:
        """Keeps Wagtail's form from writing the groups itself."""


class UserEditForm(RightsMixin, WagtailUserEditForm):
    """Edits a person, with what the portal adds to Wagtail's user."""

    display_name = forms.CharField(label=_("Display name"), max_length=80, required=False)
    department_name = forms.CharField(
        label=_("Department, as written"), max_length=120, required=False
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(WagtailUserEditForm.Meta):
        model = User
        fields = WagtailUserEditForm.Meta.fields | _EXTRA

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_rights(by)


class UserCreationForm(RightsMixin, WagtailUserCreationForm):
    """Creates a person, with what the portal adds to Wagtail's user."""

    display_name = forms.CharField(label=_("Display name"), max_length=80, required=False)
    department_name = forms.CharField(
        label=_("Department, as written"), max_length=120, required=False
    )
    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(WagtailUserCreationForm.Meta):
        model = User
        fields = WagtailUserCreationForm.Meta.fields | _EXTRA

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_rights(by)

    def clean_email(self) -> Any:
        return self.cleaned_data["email"].lower()
