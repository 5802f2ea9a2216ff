"""People in the admin: Wagtail's own screens, with the portal's forms and rules."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from portal.decisions import Refused
from portal.security.actions import record_event

from . import email_changes, open_sessions, rules
from .actions import delete_user
from .forms import UserCreationForm, UserEditForm
from .models import User

RESET = "accounts.reset_second_factor"


class PeopleIndexView(IndexView):
    """The people, with their roles. Rights change one person at a time: no bulk action."""

    @cached_property
    def columns(self) -> list[Any]:
        shown = [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]
        roles = Column("roles", label=_("Roles"), accessor=_roles)
        return [*shown[:2], roles, *shown[2:]]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


def _roles(user: User) -> str:
    return ", ".join(sorted(group.name for group in user.groups.all()))


class PersonCreateView(CreateView):
    """A new person; the form knows who fills it in."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonEditView(EditView):
    """One person, for whoever may correct this account, with the way to their second factor."""

    def save_instance(self) -> User:
        """A new address takes the former one's place everywhere; a new password ends sessions."""
        by, at = cast(User, self.request.user), timezone.now()
        former = User.objects.only("email").get(pk=self.object.pk).email
        user: User = super().save_instance()
        if user.email != former:
            email_changes.give(user=user, former=former, by=by, at=at)
        if "password1" in self.form.changed_data:
            record_event("accounts.password.given", actor=by, at=at, user=user.pk)
            current = self.request.session.session_key if user.pk == by.pk else None
            open_sessions.end_others(user=user, current=current, by=by)
        return user

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)
        user = self.request.user
        if user.has_perm(RESET) and user.pk != self.object.pk:
            address = reverse("accounts_factor_reset", args=[self.object.pk])
            label = _("Second factor")
            buttons.append(Button(label, url=address, icon_name="lock", priority=15))
        return buttons

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require_below(request, self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}


class PersonDeleteView(DeleteView):
    """Deletes an account through its action, which keeps one administrator."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        _require_below(request, self.object)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refused as refused:
            messages.error(self.request, str(refused))
            return HttpResponseRedirect(self.get_success_url())

    def delete_action(self) -> None:
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete")
            by = cast(User, self.request.user)
            delete_user(user=self.object, by=by)


def _require_below(request: HttpRequest, person: User) -> None:
    by = request.user
    has_role = person.groups.exists()
    if not isinstance(by, User) or not rules.may_edit_person(by, person, has_role=has_role):
        raise PermissionDenied


class UserViewSet(WagtailUserViewSet):
    """The people of the portal."""

    menu_label = _("Accounts")
    add_to_settings_menu = False  # It stands in the menu of people.
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    create_template_name = "accounts/admin/user_create.html"
    edit_template_name = "accounts/admin/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UserEditForm if for_update else UserCreationForm
