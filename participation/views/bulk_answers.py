"""Answering and assigning in number: choose in the list, write once, look, then do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User

from .. import actions, rules
from ..enums import AnswerOutcome
from ..forms.desk import AssignmentForm, BulkAnswerForm
from ..models import Contribution
from ..queries import answering
from ..wording import VERDICTS
from .answering_list import matching

INDEX_URL = "answering:index"
# What one request does well within its time; more is done in several goes.
LIMIT = 500


class ManyView(WagtailAdminTemplateMixin, TemplateView):
    """Something done to the ideas chosen in the list, only to those this person may answer."""

    header_icon = "comment"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not answering.may_enter(user):
            raise PermissionDenied
        self.user = user
        if request.method != "POST":
            return HttpResponseRedirect(reverse(INDEX_URL))
        self.contributions = self._chosen()
        if not self.contributions:
            messages.error(request, _("Choose at least one contribution in the list."))
            return HttpResponseRedirect(reverse(INDEX_URL))
        return super().dispatch(request, *args, **kwargs)

    def _chosen(self) -> list[Contribution]:
        """Those ticked, or all those that the list showed; never more than the limit."""
        if self.request.POST.get("all"):
            asked = QueryDict(self.request.POST.get("filters", ""))
            found = matching(asked, answering.to_answer(self.user))
            ids = list(found.order_by("pk").values_list("pk", flat=True)[: LIMIT + 1])
        else:
            ids = [int(pk) for pk in self.request.POST.getlist("idea") if pk.isdecimal()]
        if len(ids) > LIMIT:
            said = _("Only the first %(limit)s contributions are taken: do the others afterwards.")
            messages.warning(self.request, said % {"limit": LIMIT})
        return answering.chosen(ids[:LIMIT], self.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse(INDEX_URL), "label": _("Answers to prepare")}
        return [
            *items,
            listing,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class BulkAnswerView(ManyView):
    """One decision for several ideas: written, looked at, then done."""

    template_name = "participation/desk/bulk_write.html"

    def get_page_title(self) -> str:
        return _("Answer several contributions")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get("step", "")
        data = request.POST if step in {"preview", "do", "write"} else None
        form = BulkAnswerForm(
            data,
            contributions=self.contributions,
            may_publish=self.user.has_perm(answering.PUBLISH),
        )
        if data is None or step == "write" or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self._do(form) if step == "do" else self._preview(form)

    def _wording(self, form: BulkAnswerForm) -> actions.Wording:
        return actions.Wording(
            verdict=form.cleaned_data["verdict"],
            text=form.cleaned_data["text"],
            commitments=tuple(form.cleaned_data["commitments"]),
        )

    def _preview(self, form: BulkAnswerForm) -> HttpResponse:
        wording, additions = self._wording(form), form.additions()
        lines = [
            {
                "contribution": one,
                "text": wording.for_one(additions[one.pk]),
                "effect": _effect(one, wording.verdict),
            }
            for one in self.contributions
        ]
        self.template_name = "participation/desk/bulk_preview.html"
        outcome = AnswerOutcome(form.cleaned_data["outcome"])
        return self.render_to_response(
            self.get_context_data(
                form=form,
                lines=lines,
                outcome=outcome,
                verdict=dict(VERDICTS)[wording.verdict],
                commitments=wording.commitments,
                sent=_again(self.request.POST),
            )
        )

    def _do(self, form: BulkAnswerForm) -> HttpResponse:
        results = actions.draft_answers(
            contributions=self.contributions,
            wording=self._wording(form),
            additions=form.additions(),
            outcome=form.cleaned_data["outcome"],
            author=self.user,
        )
        done = [result for result in results if not result.refusal]
        self.template_name = "participation/desk/bulk_report.html"
        return self.render_to_response(
            self.get_context_data(
                done=done,
                refused=[result for result in results if result.refusal],
                outcome=AnswerOutcome(form.cleaned_data["outcome"]),
            )
        )


def _effect(contribution: Contribution, verdict: str) -> str:
    """What the answer of one idea would become, in words."""
    answer = getattr(contribution, "answer", None)
    if answer and (refusal := rules.may_replace(answer, verdict)).reason:
        return str(refusal.reason.label)
    if answer is None:
        return _("A new answer")
    return _("Corrects the public answer") if answer.live else _("Replaces the draft")


def _again(post: QueryDict) -> list[tuple[str, str]]:
    """What was sent, to be sent again by the next step."""
    left = {"csrfmiddlewaretoken", "step", "all", "filters", "idea"}
    return [(name, value) for name in post if name not in left for value in post.getlist(name)]


class BulkAssignView(ManyView):
    """Several ideas entrusted to one department."""

    template_name = "participation/desk/bulk_assign.html"

    def get_page_title(self) -> str:
        return _("Assign several contributions")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not answering.answers_everything(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AssignmentForm(request.POST if request.POST.get("step") == "do" else None)
        if not form.is_bound or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        done, refused = actions.assign_contributions(
            contributions=self.contributions,
            officer=self.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        said = ngettext(
            "%(count)s contribution is entrusted to %(department)s.",
            "%(count)s contributions are entrusted to %(department)s.",
            len(done),
        )
        messages.success(
            request, said % {"count": len(done), "department": form.cleaned_data["department"]}
        )
        for contribution, error in refused:
            messages.error(request, f"{contribution.number}: {error.reason.label}")
        return HttpResponseRedirect(reverse(INDEX_URL))
