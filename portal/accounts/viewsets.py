"""People in the admin: Wagtail's own screens, with the portal's forms."""

from typing import Any, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import EditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from portal.security.actions import record_event

from . import email_changes, open_sessions
from .forms import UserCreationForm, UserEditForm
from .models import User

RESET = "accounts.reset_second_factor"


class UserEditView(EditView):
    """One person, with the way to their second factor."""

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


class UserViewSet(WagtailUserViewSet):
    """The people of the portal."""

    edit_view_class = UserEditView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UserEditForm if for_update else UserCreationForm
