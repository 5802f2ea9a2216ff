"""The officers' desk in the admin: read a contribution, publish or refuse it, see to its answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from .. import actions
from ..forms import RefusalForm
from ..models import Contribution
from ..queries import answering
from ..stories import story
from .answering import desk_context

MODERATE = "participation.moderate_contribution"
ANSWER = "participation.answer_contribution"


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """One contribution with what may be done about it, according to the officer's rights."""

    template_name = "participation/desk/contribution.html"
    header_icon = "pilcrow"
    index_url_name = ""
    edit_url_name = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            raise PermissionDenied
        if not (user.has_perm(MODERATE) or answering.may_handle(user, kwargs["pk"])):
            raise PermissionDenied
        self.officer = user
        found = Contribution.objects.with_story().select_related("moderated_by", "assignment")
        self.contribution: Contribution = get_object_or_404(found, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Idea no. %(number)s") % {"number": self.contribution.number}

    def get_page_subtitle(self) -> str:
        return self.contribution.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse(self.index_url_name), "label": _("Contributions")}
        if not (self.officer.has_perm(MODERATE) or self.officer.has_perm(ANSWER)):
            listing = {"url": reverse("answering:index"), "label": _("Answers to prepare")}
        return [*items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contribution = self.contribution
        user = self.request.user
        pending = contribution.awaits_reading
        context = {
            "contribution": contribution,
            "activity": contribution.activity,
            "steps": story(contribution, timezone.now()),
            "may_moderate": pending and user.has_perm(MODERATE),
            "refusal_form": RefusalForm(prefix="refusal") if pending else None,
            **desk_context(contribution, user),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {"publish": self._publish, "refuse": self._refuse}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)

    def _require(self, permission: str) -> None:
        if not self.request.user.has_perm(permission):
            raise PermissionDenied

    def _publish(self, request: HttpRequest) -> HttpResponse:
        self._require(MODERATE)
        actions.publish_contribution(
            contribution=self.contribution, moderator=self.officer, at=timezone.now()
        )
        return self._onward(_("Idea no. %(number)s is published."))

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        self._require(MODERATE)
        form = RefusalForm(request.POST, prefix="refusal")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(refusal_form=form))
        actions.refuse_contribution(
            contribution=self.contribution,
            moderator=self.officer,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            at=timezone.now(),
        )
        return self._onward(_("Idea no. %(number)s is refused; its author can read the reason."))

    def _onward(self, done: str) -> HttpResponse:
        """Says what was done, then shows the next contribution that waits, else the list."""
        following = Contribution.objects.to_read().first()
        said = done % {"number": self.contribution.number}
        if following:
            said = " ".join([said, _("Here is the next one to read.")])
        messages.success(self.request, said)
        if following:
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[following.pk]))
        return HttpResponseRedirect(reverse(self.index_url_name))
