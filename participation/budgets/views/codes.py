"""The desk for voting codes: batches, a new one with its file, the letter, cancelling."""

from typing import Any

from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused

from .. import paper_rules, pdf
from ..actions.codes import MadeCodes, cancel_codes, make_codes
from ..forms.codes import LETTERS, MakeCodesForm, ReasonForm
from ..models import CodeBatch
from ..queries.paper import budgets_offering_codes, code_batches
from .paper_parts import MAKE_CODES, PaperDeskView, budget_and_rules


class CodesView(PaperDeskView):
    """Every batch: what it was for, how many codes served; the votes that offer codes."""

    template_name = "budgets/paper/codes.html"
    right = MAKE_CODES
    listing = ("voting_codes:index", gettext_lazy("Voting codes"))
    header_icon = "key"

    def get_page_title(self) -> str:
        return _("Voting codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            budgets=list(budgets_offering_codes(timezone.now())),
            batches=list(code_batches()),
            few=paper_rules.FEW,
            has_pdf=pdf.engine() is not None,
            **kwargs,
        )


class MakeCodesView(CodesView):
    """A new batch: what comes back is the file, the only place where its codes can be read."""

    template_name = "budgets/paper/make_codes.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.budget_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Make voting codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget, rules = budget_and_rules(self.budget_pk)
        if "form" not in kwargs:
            kwargs["form"] = MakeCodesForm(rules=rules)
        context = super(CodesView, self).get_context_data(budget=budget, **kwargs)
        return {**context, "has_pdf": pdf.engine() is not None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        budget, rules = budget_and_rules(self.budget_pk)
        form = MakeCodesForm(request.POST, rules=rules)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        letters = form.cleaned_data["file"] == LETTERS
        if letters and pdf.engine() is None:
            form.add_error("file", _("Letters cannot be drawn on this server: take the table."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            # Letters that could not be drawn leave no batch behind.
            with transaction.atomic():
                made = make_codes(
                    budget=budget, by=self.officer, at=timezone.now(), **form.fields_of_batch()
                )
                drawn = pdf.letters_pdf(budget, rules, made.codes) if letters else None
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        return _file(made, drawn)


def _file(made: MadeCodes, letters: bytes | None) -> HttpResponseBase:
    """The file with the codes; nothing keeps it on the way."""
    name = f"codes-{made.batch.budget_id}-{made.batch.pk}"
    if letters is not None:
        response: HttpResponseBase = HttpResponse(letters, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    else:
        pieces = pdf.codes_csv(made.batch.budget, made.codes)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class LetterModelView(CodesView):
    """The letter with a mark in place of the code."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        budget, rules = budget_and_rules(kwargs["pk"])
        if pdf.engine() is None:
            raise Http404
        response = HttpResponse(pdf.letter_model(budget, rules), content_type="application/pdf")
        response.headers["Content-Disposition"] = 'attachment; filename="lettre-modele.pdf"'
        return response


class CancelCodesView(CodesView):
    """A batch to cancel, with the reason."""

    template_name = "budgets/paper/cancel_codes.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.batch_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Cancel voting codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = get_object_or_404(code_batches(), pk=self.batch_pk)
        kwargs.setdefault("form", ReasonForm())
        return super(CodesView, self).get_context_data(batch=batch, few=paper_rules.FEW, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        batch = get_object_or_404(CodeBatch, pk=self.batch_pk)
        try:
            cancel_codes(
                batch=batch, reason=form.cleaned_data["reason"], by=self.officer, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(reverse("voting_codes:index"))
        said = _("The codes of this batch that were not used do not vote any more.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse("voting_codes:index"))
