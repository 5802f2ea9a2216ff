"""People in the admin: Wagtail's own screens, with the portal's forms."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import EditView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .forms import UserCreationForm, UserEditForm

RESET = "accounts.reset_second_factor"


class UserEditView(EditView):
    """One person, with the way to their second factor."""

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
