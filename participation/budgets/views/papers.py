"""The desk of paper ballots: the balance, a batch, its keyings, its differences, its signature."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused

from .. import paper_rules
from ..actions import papers
from ..enums import BatchState
from ..forms.codes import ReasonForm
from ..forms.papers import OpenBatchForm, PaperForm, SettleForm
from ..models import PaperBatch
from ..queries.paper import balances, budgets_taking_paper, paper_batches, places
from ..queries.rules import rules_in_force
from .paper_parts import CONDUCT, KEY_IN, PaperDeskView, budget_and_rules


class PapersDeskView(PaperDeskView):
    """A page of the desk of paper ballots."""

    right = KEY_IN
    header_icon = "doc-full-inverse"
    listing: ClassVar[Any] = ("paper_ballots:index", gettext_lazy("Paper ballots"))


class PapersView(PapersDeskView):
    """For which vote? Asked only when there are several."""

    template_name = "budgets/paper/choose.html"

    def get_page_title(self) -> str:
        return _("Paper ballots")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        budgets = list(budgets_taking_paper(timezone.now()))
        links = [(one, reverse("paper_ballots:budget", args=[one.pk])) for one in budgets]
        if len(links) == 1:
            return HttpResponseRedirect(links[0][1])
        return self.render_to_response(self.get_context_data(links=links))


class BudgetPapersView(PapersDeskView):
    """One vote: the roll against the papers, and its batches."""

    template_name = "budgets/paper/papers.html"

    def get_page_title(self) -> str:
        return _("Paper ballots")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget, rules = budget_and_rules(kwargs["pk"])
        lines = balances(budget, rules)
        return super().get_context_data(
            budget=budget,
            balances=lines,
            is_even=all(one.difference == 0 for one in lines),
            batches=list(paper_batches(budget)),
            days=list(budget.booth_days.order_by("day", "place")),
            **kwargs,
        )


class OpenBatchView(PapersDeskView):
    """A bundle of papers to begin."""

    template_name = "budgets/paper/open_batch.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.budget_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Open a batch")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget, rules = budget_and_rules(self.budget_pk)
        if "form" not in kwargs:
            kwargs["form"] = OpenBatchForm(rules=rules)
        return super().get_context_data(budget=budget, places=places(budget), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        budget, rules = budget_and_rules(self.budget_pk)
        form = OpenBatchForm(request.POST, rules=rules)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            batch = papers.open_batch(
                budget=budget, by=self.officer, at=timezone.now(), **form.fields_of_batch()
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        return HttpResponseRedirect(reverse("paper_ballots:batch", args=[batch.pk]))


class BatchDeskView(PapersDeskView):
    """A page about one batch."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.batch_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def batch(self) -> PaperBatch:
        """The batch of the address, as it is now."""
        people = ("budget__box", "opened_by", "first_by", "second_by", "signed_by")
        return get_object_or_404(PaperBatch.objects.select_related(*people), pk=self.batch_pk)

    @property
    def conducts(self) -> bool:
        """Whether the officer conducts the vote: differences are settled even if one is away."""
        return self.officer.has_perm(CONDUCT)

    def get_page_title(self) -> str:
        return _("Batch no. %(number)s") % {"number": self.batch.number}

    def back(self) -> HttpResponse:
        """To the page of the batch."""
        return HttpResponseRedirect(reverse("paper_ballots:batch", args=[self.batch_pk]))


class BatchView(BatchDeskView):
    """Where a batch stands, what is to be done now and by whom."""

    template_name = "budgets/paper/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        rules = rules_in_force(batch.budget)
        envelope = rules.envelope(batch.envelope) if rules else None
        person = self.officer.pk
        own = papers.own_readings(batch=batch, by=self.officer)
        may_resolve = paper_rules.may_resolve(batch, person, conducts=self.conducts)
        left = (
            papers.differing(batch=batch, by=self.officer, conducts=self.conducts)
            if may_resolve
            else []
        )
        return super().get_context_data(
            batch=batch,
            envelope=envelope,
            turn=paper_rules.turn_of(batch, person),
            keyed=len(own),
            next_paper=next((n for n in range(1, batch.count + 1) if n not in own), None),
            keying=paper_rules.may_key_in(batch, person),
            is_keyed_in=batch.state in {BatchState.OPEN, BatchState.FIRST_DONE},
            differing=left,
            is_compared=batch.state == BatchState.COMPARED,
            may_resolve=bool(may_resolve),
            is_ready=batch.state == BatchState.READY,
            signing=paper_rules.may_sign(batch, person),
            is_signed=batch.state == BatchState.SIGNED,
            discard_form=kwargs.pop("discard_form", None) or ReasonForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {"finish": self._finish, "sign": self._sign, "discard": self._discard}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            return self.back()
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return self.back()

    def _finish(self, request: HttpRequest) -> HttpResponse:
        batch = papers.finish_keying(batch=self.batch, by=self.officer, at=timezone.now())
        said = {
            BatchState.FIRST_DONE: _("The first keying is done: another person does the second."),
            BatchState.COMPARED: _("Both keyings are compared: some papers were read differently."),
            BatchState.READY: _("Both keyings agree on every paper."),
        }
        messages.success(request, said[BatchState(batch.state)])
        return self.back()

    def _sign(self, request: HttpRequest) -> HttpResponse:
        batch = papers.sign_off(batch=self.batch, by=self.officer, at=timezone.now())
        said = _("Batch no. %(number)s is signed off: its papers are in the box.")
        messages.success(request, said % {"number": batch.number})
        return self.back()

    def _discard(self, request: HttpRequest) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(discard_form=form))
        batch = self.batch
        reason = form.cleaned_data["reason"]
        papers.discard_batch(batch=batch, reason=reason, by=self.officer, at=timezone.now())
        messages.success(
            request, _("The batch is taken back: its papers are to be keyed in again.")
        )
        return HttpResponseRedirect(reverse("paper_ballots:budget", args=[batch.budget_id]))


class KeyInView(BatchDeskView):
    """One paper after another, with its own keyboard; what is typed is read back in words."""

    template_name = "budgets/paper/key_in.html"

    def get_page_subtitle(self) -> str:
        return _("Paper no. %(number)s") % {"number": self.kwargs["position"]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch
        decision = paper_rules.may_key_in(batch, self.officer.pk)
        if decision.reason or not 1 <= kwargs["position"] <= batch.count:
            if decision.reason:
                messages.error(request, decision.reason.label)
            return self.back()
        return self._shown(batch)

    def _shown(self, batch: PaperBatch, form: PaperForm | None = None) -> HttpResponse:
        rules = rules_in_force(batch.budget)
        envelope = rules.envelope(batch.envelope) if rules else None
        if rules is None or envelope is None:
            return self.back()
        position = self.kwargs["position"]
        own = papers.own_readings(batch=batch, by=self.officer)
        if form is None:
            form = PaperForm(
                rules=rules, envelope=batch.envelope, initial=_typed(own, position, rules)
            )
        names = {one.id: one.name for one in envelope.projects}
        before = own.get(position - 1)
        context = self.get_context_data(
            batch=batch,
            form=form,
            rules=rules,
            envelope=envelope,
            position=position,
            keyed=own,
            before=before,
            before_lines=[(one, names.get(one, ""), value) for one, value in before.choices]
            if before
            else [],
            names={**names, "_kind": str(rules.kind), "_grades": list(rules.grades)},
            papers=range(1, batch.count + 1),
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch, position = self.batch, kwargs["position"]
        _budget, rules = budget_and_rules(batch.budget_id)
        form = PaperForm(request.POST, rules=rules, envelope=batch.envelope)
        if not form.is_valid():
            return self._shown(batch, form)
        try:
            papers.key_in(
                batch=batch, reading=form.reading(position), by=self.officer, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return self.back()
        own = papers.own_readings(batch=self.batch, by=self.officer)
        after = [*range(position + 1, batch.count + 1), *range(1, position)]
        following = next((one for one in after if one not in own), None)
        if following is None:
            return self.back()
        address = reverse("paper_ballots:key_in", args=[batch.pk, following])
        return HttpResponseRedirect(address)


def _typed(own: dict[int, papers.Reading], position: int, rules: Any) -> dict[str, Any]:
    """What this person keyed in on this paper already, to correct it."""
    reading = own.get(position)
    if reading is None:
        return {}
    typed = paper_rules.typed_text(rules.kind, reading.choices)
    return {"kind": reading.kind, "typed": typed, "note": reading.note}


class SettleView(BatchDeskView):
    """One paper that was read in two ways; neither reading is shown: the paper says it."""

    template_name = "budgets/paper/settle.html"

    def get_page_subtitle(self) -> str:
        return _("Paper no. %(number)s") % {"number": self.kwargs["position"]}

    def _may(self, batch: PaperBatch) -> bool:
        person = self.officer.pk
        if not paper_rules.may_resolve(batch, person, conducts=self.conducts):
            return False
        left = papers.differing(batch=batch, by=self.officer, conducts=self.conducts)
        return self.kwargs["position"] in left

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch
        if not self._may(batch):
            return self.back()
        return self._shown(batch)

    def _shown(self, batch: PaperBatch, form: SettleForm | None = None) -> HttpResponse:
        _budget, rules = budget_and_rules(batch.budget_id)
        envelope = rules.envelope(batch.envelope)
        form = form or SettleForm(rules=rules, envelope=batch.envelope)
        names = {one.id: one.name for one in envelope.projects} if envelope else {}
        context = self.get_context_data(
            batch=batch,
            form=form,
            rules=rules,
            envelope=envelope,
            position=self.kwargs["position"],
            names={**names, "_kind": str(rules.kind), "_grades": list(rules.grades)},
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batch = self.batch
        _budget, rules = budget_and_rules(batch.budget_id)
        form = SettleForm(request.POST, rules=rules, envelope=batch.envelope)
        if not form.is_valid():
            return self._shown(batch, form) if self._may(batch) else self.back()
        try:
            papers.resolve(
                batch=batch,
                reading=form.reading(kwargs["position"]),
                by=self.officer,
                conducts=self.conducts,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, _("This paper is settled."))
        return self.back()
