"""Grouping ideas in the admin: propose, follow, undo; asking to make an agent's idea public."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from .. import actions
from ..forms.consents import MergeForm, PromotionForm
from ..models import Contribution, MergeProposal
from ..queries.merging import proposals_listed, similar_in_call

MODERATE = "participation.moderate_contribution"
ANSWER = "participation.answer_contribution"
DESK = "contributions:edit"
_PAGE = 50


def may_group(user: Any) -> bool:
    """Whether this person sees to duplicates: who moderates or answers."""
    return bool(user.is_active and (user.has_perm(MODERATE) or user.has_perm(ANSWER)))


class OfficerView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin for those who moderate or answer."""

    header_icon = "link"
    permission = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not may_group(user):
            raise PermissionDenied
        if self.permission and not user.has_perm(self.permission):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [
            *items,
            *self.trail(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def trail(self) -> list[dict[str, Any]]:
        """What stands between the home page of the admin and this page."""
        return []


class ContributionView(OfficerView):
    """A page about one contribution."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Contribution.objects.select_related("activity__tally")
        self.contribution: Contribution = get_object_or_404(found, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.contribution.title

    def trail(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("contributions:index"), "label": _("Contributions")}
        name = self.contribution.say("number")
        return [listing, {"url": reverse(DESK, args=[self.contribution.pk]), "label": name}]

    def to_desk(self) -> HttpResponse:
        """Back to the desk of the contribution."""
        return HttpResponseRedirect(reverse(DESK, args=[self.contribution.pk]))


class ProposalsView(OfficerView):
    """Every proposal to group ideas: those that wait, what authors said, what was undone."""

    template_name = "participation/desk/groups.html"
    page_title = gettext_lazy("Grouped contributions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.request.GET.get("etat", "")
        page = Paginator(proposals_listed(state), _PAGE).get_page(self.request.GET.get("page"))
        states = [
            ("", _("All the groups")),
            ("open", _("Waiting for their author")),
            ("grouped", _("Grouped")),
            ("declined", _("Declined")),
            ("undone", _("Separated or taken back")),
        ]
        return super().get_context_data(page=page, state=state, states=states, **kwargs)


class ProposeView(ContributionView):
    """Chooses the idea under which this one could stand, among those that resemble or by number."""

    template_name = "participation/desk/propose_group.html"
    page_title = gettext_lazy("Group under another contribution")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "contribution": self.contribution,
            "similar": similar_in_call(self.contribution),
            "form": MergeForm(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        number = form.cleaned_data["number"]
        same_call = Contribution.objects.filter(activity=self.contribution.activity_id)
        kept = same_call.filter(number=number).first()
        if kept is None:
            form.add_error("number", _("No contribution of this activity has this number."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.propose_merge(
                merged=self.contribution,
                kept=kept,
                reason=form.cleaned_data["reason"],
                officer=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Proposed. Nothing is grouped before its author agrees."))
        return self.to_desk()


class DecideView(OfficerView):
    """Groups without an answer, takes a proposal back, separates; then back to the desk."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = MergeProposal.objects.select_related("merged", "kept")
        proposal = get_object_or_404(found, pk=kwargs["pk"])
        doing: dict[str, tuple[Callable[..., Any], str]] = {
            "group": (actions.group_unanswered, _("Grouped without an answer; it is said so.")),
            "withdraw": (actions.withdraw_proposal, _("The proposal is taken back.")),
            "undo": (actions.undo_merge, _("The two contributions stand apart again.")),
        }
        asked = doing.get(request.POST.get("action", ""))
        if asked is None:
            raise PermissionDenied
        action, done = asked
        try:
            action(proposal=proposal, officer=self.officer, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, done)
        return HttpResponseRedirect(reverse(DESK, args=[proposal.merged_id]))


class PromoteView(ContributionView):
    """Asks the author of an agents' idea whether it may be public, and where."""

    template_name = "participation/desk/ask_promotion.html"
    page_title = gettext_lazy("Make it public, with its author’s consent")
    header_icon = "view"
    permission = ANSWER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or PromotionForm(at=timezone.now())
        context = {"contribution": self.contribution, "form": form, **kwargs}
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PromotionForm(request.POST, at=timezone.now())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.ask_to_promote(
                source=self.contribution,
                target=form.calls[form.cleaned_data["target"]],
                reason=form.cleaned_data["reason"],
                officer=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, _("Asked. Nothing is public before its author agrees."))
        return self.to_desk()
