"""Questionnaires on paper: keyed in by one person, compared with the paper by another."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.decisions import Refused

from ...paper_rules import may_key_in
from .. import actions, queries
from ..forms.answering import typed_in
from ..forms.sheets import CompareForm, SheetForm, on_paper
from ..models import SheetEntry
from ..queries.drafts import opened
from ..rules.answers import kept_with
from ..rules.moments import may_compare, may_use
from .desk import SurveyScreen

_WAITING = 100


class SheetsView(SurveyScreen):
    """Keying a sheet in; the sheets that wait to be compared."""

    template_name = "surveys/admin/sheets.html"
    title = gettext_lazy("Questionnaires on paper")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        today = timezone.localdate(at)
        last = timezone.localdate(min(at, self.survey.closes_at))
        decision = may_use(self.survey, "paper")
        decision = may_key_in(self.survey, last, at) if decision else decision
        form = SheetForm(questions=self._questions(), initial={"received_on": today})
        waiting = self.survey.sheets.filter(verified_at=None).select_related("keyed_by")
        context = {
            "form": form,
            "decision": decision,
            "waiting": [
                (entry, bool(may_compare(entry, self.officer.pk))) for entry in waiting[:_WAITING]
            ],
            "compared": self.survey.sheets.exclude(verified_at=None).count(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _questions(self) -> list[Any]:
        return on_paper(queries.asked_by(self.survey).questions())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SheetForm(request.POST, questions=self._questions())
        if not form.is_valid():
            return self.again(form=form)
        typed = kept_with({}, typed_in(request.POST, form.names), form.names)
        try:
            entry = actions.key_in_sheet(
                survey=self.survey,
                typed=typed,
                received_on=form.cleaned_data["received_on"],
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("received_on", refused.reason.label)
            return self.again(form=form)
        said = _("Write no. %(number)d on the sheet: somebody else compares it, then it counts.")
        return self.said(said % {"number": entry.number})


class CompareView(SurveyScreen):
    """A sheet as keyed in, to be compared with the paper."""

    template_name = "surveys/admin/compare.html"
    title = gettext_lazy("Compare with the paper")

    def find(self, **kwargs: Any) -> None:
        found = SheetEntry.objects.select_related("survey__tally", "keyed_by")
        self.entry: SheetEntry = get_object_or_404(found, pk=kwargs["pk"], verified_at=None)
        self.survey = self.entry.survey
        if not may_compare(self.entry, self.officer.pk):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return f"{self.survey.title}, {self.entry.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"entry": self.entry, "form": self._form(None), **kwargs}
        return super().get_context_data(**context)

    def _form(self, data: Any) -> CompareForm:
        questions = on_paper(queries.asked_by(self.survey).questions())
        typed = opened(self.entry.sealed)
        return CompareForm(data, activity=self.survey, questions=questions, typed=typed)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = reverse("surveys:sheets", args=[self.survey.pk])
        if request.POST.get("action") == "discard":
            actions.discard_sheet(entry=self.entry, by=self.officer)
            return self.said(_("The sheet is taken back: nothing of it is kept."), back)
        form = self._form(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        typed = kept_with({}, typed_in(request.POST, form.names), form.names)
        try:
            answer = actions.compare_sheet(
                entry=self.entry,
                typed=typed,
                by=self.officer,
                at=timezone.now(),
                proof=form.proof(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.again(form=form)
        said = _("The sheet is counted. Its receipt: %(receipt)s, for whoever asks.")
        return self.said(said % {"receipt": answer.receipt_display}, back)
