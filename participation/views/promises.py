"""Admin pages of the life of a promise: amend a term, give the verdict, archive."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
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

from ..actions import promises as actions
from ..enums import ActivityState
from ..forms.promises import AmendmentForm, VerdictForm
from ..models import Activity
from ..rules import is_frozen

KEEP = "participation.keep_promises"


class PromisesView(WagtailAdminTemplateMixin, TemplateView):
    """What was promised, what was changed since, the verdict, the archive; one form at a time."""

    template_name = "participation/promises/page.html"
    header_icon = "tick-inverse"
    page_title = gettext_lazy("Life of the promise")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(KEEP):
            raise PermissionDenied
        self.officer = user
        found = Activity.objects.select_related("tally", "promise_verdict")
        self.activity = concrete(get_object_or_404(found, pk=kwargs["pk"]))
        return super().dispatch(request, *args, **kwargs)

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

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {
            "amend": self._amend,
            "verdict": self._give_verdict,
            "archive": self._archive,
            "unarchive": self._unarchive,
        }
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)

    def _amend(self, request: HttpRequest) -> HttpResponse:
        form = AmendmentForm.of(self.activity, request.POST, prefix="amend")
        if not form.is_valid():
            return self._again(amendment_form=form)
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
            return self._again(amendment_form=form)
        except ValidationError as error:
            _add(form, error)
            return self._again(amendment_form=form)
        said = _("The change is public: %(terms)s.")
        terms = ", ".join(self.activity.term_label(one.term) for one in made)
        return self._done(said % {"terms": terms})

    def _give_verdict(self, request: HttpRequest) -> HttpResponse:
        form = VerdictForm(request.POST, prefix="verdict")
        if not form.is_valid():
            return self._again(verdict_form=form)
        actions.give_verdict(
            activity=self.activity, by=self.officer, at=timezone.now(), **form.cleaned_data
        )
        return self._done(_("The verdict is public."))

    def _archive(self, request: HttpRequest) -> HttpResponse:
        actions.archive_activity(activity=self.activity, by=self.officer, at=timezone.now())
        return self._done(_("The activity is archived. It can be read at its address as before."))

    def _unarchive(self, request: HttpRequest) -> HttpResponse:
        actions.unarchive_activity(activity=self.activity, by=self.officer)
        return self._done(_("The activity is back among those that are over."))

    def _again(self, **forms_: Any) -> HttpResponse:
        messages.error(self.request, _("Nothing was changed: see what is to be corrected below."))
        return self.render_to_response(self.get_context_data(**forms_))

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return HttpResponseRedirect(self.request.path)


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
