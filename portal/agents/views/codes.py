"""Codes on paper in the admin: drawn, printed once, cancelled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused
from portal.form_tokens import new_token
from portal.paper_codes import display
from portal.throttle import take

from .. import actions
from ..forms import CodesForm
from ..models import CodeBatch
from ..queries import batches
from .desk import AgentDeskView

_DAY = 24 * 3600


class MakeCodesView(AgentDeskView):
    """How many codes, for whom; the answer is the sheets to print, shown once."""

    template_name = "agents/admin/make_codes.html"
    header_icon = "print"
    listing = ("agent_codes:index", gettext_lazy("Codes"))

    def get_page_title(self) -> str:
        return _("Print codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            asked = self.request.GET
            count = asked.get("count", "")
            initial = {"label": asked.get("service", "")[:120], "token": new_token()}
            initial["department_name"] = initial["label"]
            if count.isascii() and count.isdigit():
                initial["count"] = count[:4]
            kwargs["form"] = CodesForm(initial=initial)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CodesForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        drawn = dict(form.cleaned_data)
        # The page reloaded would draw other codes, for nobody.
        if not take("agent-codes", drawn.pop("token")[-40:], limit=1, seconds=_DAY):
            messages.error(
                request,
                _(
                    "These codes were already shown, once. If they were not printed, cancel their "
                    "batch and draw others."
                ),
            )
            return self.render_to_response(self.get_context_data())
        try:
            batch, codes = actions.make_batch(by=self.officer, at=timezone.now(), **drawn)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.render_to_response(self.get_context_data(form=form))
        return render(request, "agents/admin/print_codes.html", sheet(batch, codes))


def sheet(batch: CodeBatch, codes: list[str]) -> dict[str, Any]:
    """What the page to print shows: the codes as people read them, and where they go."""
    return {
        "batch": batch,
        "codes": [display(code) for code in codes],
        "last_day": timezone.localdate(batch.expires_at - timedelta(microseconds=1)),
        "address": settings.WAGTAILADMIN_BASE_URL.split("://")[-1] + reverse("agent"),
    }


class BatchView(AgentDeskView):
    """One batch: how many codes were used, and how to cancel the others."""

    template_name = "agents/admin/batch.html"
    header_icon = "print"
    listing = ("agent_codes:index", gettext_lazy("Codes"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.batch = get_object_or_404(batches(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.batch.label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_over = self.batch.expires_at <= timezone.now()
        return super().get_context_data(batch=self.batch, is_over=is_over, **kwargs)

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        return {"cancel": self._cancel}

    def _cancel(self) -> HttpResponse:
        def cancel() -> None:
            actions.cancel_batch(batch=self.batch, by=self.officer, at=timezone.now())

        done = _("The batch is cancelled: none of its codes opens anything.")
        form = Form(self.request.POST)
        return self.attempt(form, cancel, done, reverse("agent_codes:index"), form=form)
