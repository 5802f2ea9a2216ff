"""The screens of the drafting group: the queue of amendments, one decision, conflicts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from portal.decisions import Refused

from ...enums import Moderation
from ...views.officer_screens import OfficerScreen
from .. import actions
from ..actions.holding import latest_version, wording_of
from ..enums import CHANGES, AmendmentKind
from ..forms.desk import BulkDecisionForm, DecisionForm, DeskFilterForm, OrderForm
from ..models import Drafting, TextAmendment
from ..queries.deciding import (
    LISTED,
    desk_amendments,
    desk_counts,
    places_to_order,
    shown_clashes,
)
from ..queries.working import working_text

DECIDE = "drafting.decide_amendments"


class DraftingScreen(OfficerScreen):
    """A screen of the admin for those who decide on amendments."""

    header_icon = "edit"
    right = DECIDE
    drafting: Drafting

    def find(self, **kwargs: Any) -> None:
        """Finds the text that the screen is about by its `pk`; 404 otherwise."""
        found = Drafting.objects.select_related("tally")
        self.drafting = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.drafting.title

    def trail(self) -> list[dict[str, str]]:
        desk = reverse("drafting:desk", args=[self.drafting.pk])
        return [{"url": desk, "label": _("Amendments")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(drafting=self.drafting, **kwargs)

    def back_to(self, name: str = "drafting:desk") -> HttpResponse:
        """Back to a screen of this text."""
        return HttpResponseRedirect(reverse(name, args=[self.drafting.pk]))


class DeskView(DraftingScreen):
    """Every amendment of a choice, with what is to be done in number."""

    template_name = "drafting/admin/desk.html"
    title = gettext_lazy("Amendments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = DeskFilterForm(self.request.GET)
        choice = filters.choice()
        pages = Paginator(desk_amendments(self.drafting, choice), LISTED)
        working = working_text(self.drafting)
        asked = self.request.GET.copy()
        asked.pop("p", None)
        context = {
            "filters": DeskFilterForm(initial=vars(choice)),
            "choice": choice,
            "page": pages.get_page(self.request.GET.get("p")),
            "asked": asked.urlencode(),
            "counts": desk_counts(self.drafting),
            "clashes": len(working.clashes),
            "ready": len(working.decisions) + len(working.retouches),
            "bulk_form": BulkDecisionForm(prefix="bulk"),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = [int(key) for key in request.POST.getlist("chosen") if key.isdecimal()][:LISTED]
        form = BulkDecisionForm(request.POST, prefix="bulk")
        if not keys:
            messages.error(request, _("Tick at least one amendment: nothing was decided."))
            return self.render_to_response(self.get_context_data(bulk_form=form, chosen=keys))
        if not form.is_valid():
            messages.error(request, _("Nothing is kept yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(bulk_form=form, chosen=keys))
        rows = TextAmendment.objects.filter(
            activity=self.drafting.pk, pk__in=keys, kind__in=CHANGES
        )
        results = actions.decide_amendments(
            amendments=rows.order_by("number"),
            by=self.officer,
            at=timezone.now(),
            **form.cleaned_data,
        )
        self._tell(results)
        return HttpResponseRedirect(request.get_full_path())

    def _tell(self, results: list[Any]) -> None:
        done = sum(1 for one in results if not one.refusal)
        if done:
            told = ngettext(
                "%(count)d amendment is decided.", "%(count)d amendments are decided.", done
            )
            messages.success(self.request, told % {"count": done})
        for one in results:
            if one.refusal:
                name = _("Amendment no. %(number)s") % {"number": one.amendment.number}
                messages.error(self.request, f"{name}: {one.refusal}")


class DecideView(DraftingScreen):
    """One amendment: its difference with the text as it is now, and the decision."""

    template_name = "drafting/admin/decide.html"
    title = gettext_lazy("Decide")

    def find(self, **kwargs: Any) -> None:
        found = TextAmendment.objects.select_related(
            "paragraph", "activity", "decision__integrated_in", "answer"
        )
        self.amendment: TextAmendment = get_object_or_404(
            found, pk=kwargs["pk"], moderation=Moderation.PUBLISHED, kind__in=CHANGES
        )
        super().find(pk=self.amendment.activity_id)

    def get_page_title(self) -> str:
        return self.amendment.say("number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        amendment = self.amendment
        current = wording_of(amendment.paragraph_id, latest_version(self.drafting.pk))
        decision = getattr(amendment, "decision", None)
        working = working_text(self.drafting)
        others = [
            one
            for one in working.decisions
            if one.paragraph_id == amendment.paragraph_id and one.amendment_id != amendment.pk
        ]
        context = {
            "amendment": amendment,
            "decision": decision,
            "current": current,
            "has_moved": current is not None and current != amendment.base,
            "others": others,
            "form": DecisionForm(prefix="decision", initial=self._initial(decision)),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _initial(self, decision: Any) -> dict[str, str]:
        """The text proposed, to be cut; the words of the last decision, to be corrected."""
        amendment = self.amendment
        whole = amendment.base if amendment.kind == AmendmentKind.DELETE else amendment.proposed
        answer = getattr(amendment, "answer", None)
        if decision is None:
            return {"text": whole}
        said = answer.text if answer else ""
        return {"outcome": decision.outcome, "text": decision.text or whole, "reason": said}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionForm(request.POST, prefix="decision")
        if not form.is_valid():
            messages.error(request, _("Nothing is kept yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.decide_amendment(
                amendment=self.amendment, by=self.officer, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            # At the field, with all that was typed.
            form.add_error(None, refused.reason.label)
            messages.error(request, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(
            request, _("The decision on amendment no. %(number)s is public.") % self._number()
        )
        return self.back_to()

    def _number(self) -> dict[str, int]:
        return {"number": self.amendment.number}


class ConflictsView(DraftingScreen):
    """Adopted amendments that contradict each other; where an order is enough, it is chosen."""

    template_name = "drafting/admin/conflicts.html"
    title = gettext_lazy("Conflicts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clashes = shown_clashes(working_text(self.drafting))
        context = {
            "clashes": [one for one in clashes if not one.is_about_order],
            "orders": [OrderForm(decisions=rows) for rows in places_to_order(clashes)],
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        clashes = shown_clashes(working_text(self.drafting))
        for rows in places_to_order(clashes):
            form = OrderForm(request.POST, decisions=rows)
            if not form.is_valid():
                continue  # Another place than the one that was sent.
            try:
                actions.choose_order(drafting=self.drafting, ranks=form.ranks(), by=self.officer)
            except Refused as refused:
                messages.error(request, refused.reason.label)
            else:
                messages.success(request, _("The order is chosen."))
            return self.back_to("drafting:conflicts")
        messages.error(request, _("This conflict is no longer there: look at the list again."))
        return self.back_to("drafting:conflicts")
