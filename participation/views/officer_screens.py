"""What screens of the admin share: a right to enter, what they are about, one action at a time."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused


class OfficerScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who hold `right`; the person is then `officer`."""

    right = ""
    title: Any = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not self.lets(user):
            raise PermissionDenied
        self.officer = user
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def lets(self, user: User) -> bool:
        """Whether this person may enter."""
        return user.has_perm(self.right)

    def find(self, **kwargs: Any) -> None:
        """Fetches what the screen is about; raises Http404 or PermissionDenied."""

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [
            *items,
            *self.trail(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def trail(self) -> list[dict[str, str]]:
        """What stands between the home page of the admin and this page."""
        return []

    def said(self, text: str, url: str = "") -> HttpResponse:
        """Says what was done, and leads there; to the same page when nowhere is said."""
        messages.success(self.request, text)
        return HttpResponseRedirect(url or self.request.path)

    def refused(self, reason: Any, **context: Any) -> HttpResponse:
        """Says why nothing was done, on the same page, with what was typed."""
        messages.error(self.request, str(reason))
        return self.render_to_response(self.get_context_data(**context))

    def again(self, **forms: Any) -> HttpResponse:
        """The same page with what is to be corrected in these forms."""
        return self.refused(_("Nothing is kept yet: correct what is marked."), **forms)


class ActionsScreen(OfficerScreen):
    """A screen with several forms: the field `action` says which one was sent."""

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        """What is done, by the name that the button sends."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Does what was asked; a name that nothing bears is refused, so is what rules refuse."""
        action = self.doing().get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)
