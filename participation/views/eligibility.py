"""Who may take part in one call, at the desk: the list, the codes, the figures. Never who."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused
from portal.form_tokens import new_token
from portal.paper_codes import display
from portal.throttle import take

from .. import actions
from ..eligibility import Eligibility
from ..forms.eligibility import DrawForm, RollForm
from ..models import EligibilityBatch
from ..queries.eligibility import figures_of
from .call_screens import CallScreen

CHECK = "participation.check_eligibility"
_DAY = 24 * 3600


class EligibilityView(CallScreen):
    """What the call asks for, and what the city brought for it."""

    template_name = "participation/desk/eligibility.html"
    header_icon = "group"
    right = CHECK
    title = gettext_lazy("Who may take part")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = self.activity.eligibility
        if way == Eligibility.ROLL:
            kwargs.setdefault("roll_form", RollForm())
        if way == Eligibility.CODE:
            kwargs.setdefault("draw_form", DrawForm(initial={"token": new_token()}))
        figures = figures_of(self.activity)
        return super().get_context_data(figures=figures, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing: dict[str, Callable[[], HttpResponse]] = {
            "roll": self._roll,
            "draw": self._draw,
            "cancel": self._cancel,
        }
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action()
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)

    def _roll(self) -> HttpResponse:
        form = RollForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            messages.error(self.request, _("The file was not taken: see why below."))
            return self.render_to_response(self.get_context_data(roll_form=form))
        new, went = actions.import_roll(
            activity=self.activity,
            kind=form.kind,
            keys=form.keys,
            by=self.officer,
            at=timezone.now(),
        )
        said = _("The list is brought: %(new)d lines are new, %(went)d went.")
        messages.success(self.request, said % {"new": new, "went": went})
        if not form.faults:
            return HttpResponseRedirect(self.request.path)
        return self.render_to_response(self.get_context_data(faults=form.faults))

    def _draw(self) -> HttpResponse:
        form = DrawForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(draw_form=form))
        drawn = dict(form.cleaned_data)
        # The page reloaded would draw other codes, for nobody.
        if not take("eligibility-codes", drawn.pop("token")[-40:], limit=1, seconds=_DAY):
            messages.error(
                self.request,
                _(
                    "These codes were already shown, once. If they were not printed, cancel their "
                    "batch and draw others."
                ),
            )
            return HttpResponseRedirect(self.request.path)
        batch, codes = actions.draw_codes(
            activity=self.activity, by=self.officer, at=timezone.now(), **drawn
        )
        context = {
            "activity": self.activity,
            "batch": batch,
            "codes": [display(code) for code in codes],
            "back": self.request.path,
            "address": settings.WAGTAILADMIN_BASE_URL.split("://")[-1] + self.activity.url,
        }
        return render(self.request, "participation/desk/print_eligibility.html", context)

    def _cancel(self) -> HttpResponse:
        asked = self.request.POST.get("batch", "")
        pk = int(asked[:18]) if asked.isascii() and asked.isdigit() else 0
        batch = get_object_or_404(EligibilityBatch, pk=pk, activity=self.activity)
        actions.cancel_codes(batch=batch, by=self.officer, at=timezone.now())
        messages.success(self.request, _("The batch is cancelled: none of its codes is taken."))
        return HttpResponseRedirect(self.request.path)
