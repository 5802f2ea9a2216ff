"""What the screens of one call at the desk share: who may enter, the call, the way back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User

from ..models import Activity
from .desk import ANSWER, MODERATE
from .officer_screens import OfficerScreen

IMPORT = "participation.import_contributions"
EXPORT_CONTACTS = "participation.export_contacts"
DASHBOARD = "calls:dashboard"


def may_open(user: Any) -> bool:
    """Whether this person sees the screens of calls at all: who moderates, answers or imports."""
    return user.is_active and any(user.has_perm(right) for right in (MODERATE, ANSWER, IMPORT))


class CallScreen(OfficerScreen):
    """A screen about one call; `right` is asked besides those that open the desk."""

    header_icon = "help"

    def lets(self, user: User) -> bool:
        return may_open(user) and (not self.right or user.has_perm(self.right))

    def find(self, **kwargs: Any) -> None:
        found = Activity.objects.select_related("tally")
        self.activity: Activity = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.activity.title

    def trail(self) -> list[dict[str, str]]:
        """Where one comes from: the list of calls when one may open it, then the dashboard."""
        label = _("%(title)s: dashboard") % {"title": self.activity.title}
        return [{"url": reverse(DASHBOARD, args=[self.activity.pk]), "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activity=self.activity, **kwargs)
