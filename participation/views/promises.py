"""Admin pages of the life of a promise: amend a term, give the verdict, archive."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.decisions import Refused

from ..actions import promises as actions
from ..enums import ActivityState
from ..forms.promises import AmendmentForm, VerdictForm
from ..models import Activity
from ..rules import is_frozen
from .officer_screens import ActionsScreen

KEEP = "participation.keep_promises"


class PromisesView(ActionsScreen):
    """What was promised, what was changed since, the verdict, the archive; one form at a time."""

    template_name = "participation/promises/page.html"
    header_icon = "tick-inverse"
    title = gettext_lazy("Life of the promise")
    right = KEEP

    def find(self, **kwargs: Any) -> None:
        found = Activity.objects.select_related("tally", "promise_verdict")
        self.activity = concrete(get_object_or_404(found, pk=kwargs["pk"]))

    def get_page_subtitle(self) -> str:
        return self.activity.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        activity = self.activity
        closed = activity.state(at) == ActivityState.CLOSED
        verdict = getattr(activity, "promise_verdict", None)
        context = {
            "activity": activity,
            "at": at,
            "is_closed": closed,
            "is_frozen": is_frozen(activity),
            "verdict": verdict,
            "amendments": activity.amendments.select_related("decided_by"),
            "amendment_form": AmendmentForm.of(activity, prefix="amend"),
            "verdict_form": None if verdict or not closed else VerdictForm(prefix="verdict"),
            "edit_url": edit_url(activity),
            **kwargs,
        }
        return super().get_context_data(**context)

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        return {
            "amend": self._amend,
            "verdict": self._give_verdict,
            "archive": self._archive,
            "unarchive": self._unarchive,
        }

    def _amend(self, request: HttpRequest) -> HttpResponse:
        form = AmendmentForm.of(self.activity, request.POST, prefix="amend")
        if not form.is_valid():
            return self.again(amendment_form=form)
        try:
            made = actions.amend_activity(
                activity=self.activity,
                terms=form.terms(),
                reason=form.cleaned_data["reason"],
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.again(amendment_form=form)
        except ValidationError as error:
            _add(form, error)
            return self.again(amendment_form=form)
        said = _("The change is public: %(terms)s.")
        terms = ", ".join(self.activity.term_label(one.term) for one in made)
        return self.said(said % {"terms": terms})

    def _give_verdict(self, request: HttpRequest) -> HttpResponse:
        form = VerdictForm(request.POST, prefix="verdict")
        if not form.is_valid():
            return self.again(verdict_form=form)
        actions.give_verdict(
            activity=self.activity, by=self.officer, at=timezone.now(), **form.cleaned_data
        )
        return self.said(_("The verdict is public."))

    def _archive(self, request: HttpRequest) -> HttpResponse:
        actions.archive_activity(activity=self.activity, by=self.officer, at=timezone.now())
        return self.said(_("The activity is archived. It can be read at its address as before."))

    def _unarchive(self, request: HttpRequest) -> HttpResponse:
        actions.unarchive_activity(activity=self.activity, by=self.officer)
        return self.said(_("The activity is back among those that are over."))


def concrete(activity: Activity) -> Activity:
    """The activity as its mechanism's own model; itself when its mechanism was dropped."""
    if activity.mechanism is None:
        return activity
    model: type[Activity] = apps.get_model(activity.mechanism.activity_model)
    found: Activity = model._default_manager.select_related("tally", "promise_verdict").get(
        pk=activity.pk
    )
    return found


def edit_url(activity: Activity) -> str:
    """The page where the activity itself is edited; empty when its mechanism was dropped."""
    if activity.mechanism is None:
        return ""
    model: Any = apps.get_model(activity.mechanism.activity_model)
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[activity.pk])


def _add(form: forms.BaseForm, error: ValidationError) -> None:
    """Puts what the model found at the field it is about, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)
