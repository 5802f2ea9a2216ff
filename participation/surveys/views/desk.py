"""The screens about one survey in the admin: words corrected, next wave, kiosks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from portal.decisions import Refused

from ...views.officer_screens import OfficerScreen
from .. import actions, queries
from ..forms.editing import KioskForm, WaveForm, WordsForm
from ..links import kiosk_token
from ..models import Kiosk, Survey
from .parts import page_url

HOLD = "surveys.hold_surveys"
ADD = "surveys.add_survey"
CHANGE = "surveys.change_survey"
EDIT_URL = "wagtailsnippets_surveys_survey:edit"


class SurveyScreen(OfficerScreen):
    """A screen about one survey, for those who hold one right."""

    header_icon = "list-ul"
    right = HOLD

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)

    def find(self, **kwargs: Any) -> None:
        """Finds what the screen is about by its `pk`; 404 otherwise."""
        found = Survey.objects.select_related("tally")
        self.survey: Survey = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.survey.title

    def trail(self) -> list[dict[str, str]]:
        listing = reverse("wagtailsnippets_surveys_survey:list")
        return [{"url": listing, "label": _("Surveys")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(survey=self.survey, **kwargs)


class WordsView(SurveyScreen):
    """The words of frozen questions, corrected in public."""

    template_name = "surveys/admin/words.html"
    title = gettext_lazy("Correct words of the questions")
    right = CHANGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = queries.version_of(self.survey)
        form = kwargs.pop("form", None)
        if version and form is None:
            form = WordsForm(questionnaire=version.questionnaire)
        return super().get_context_data(
            form=form, edit_url=reverse(EDIT_URL, args=[self.survey.pk]), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WordsForm(request.POST, questionnaire=queries.asked_by(self.survey))
        if not form.is_valid():
            return self.again(form=form)
        try:
            made = actions.correct_words(
                survey=self.survey,
                words=form.words(),
                reason=form.cleaned_data["reason"],
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.again(form=form)
        said = ngettext(
            "%(count)d correction is public on the page of the survey.",
            "%(count)d corrections are public on the page of the survey.",
            len(made),
        )
        return self.said(said % {"count": len(made)})


class WaveView(SurveyScreen):
    """The next wave of a series, as a draft."""

    template_name = "surveys/admin/wave.html"
    title = gettext_lazy("Next wave")
    right = ADD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": WaveForm(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WaveForm(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        try:
            made = actions.next_wave(survey=self.survey, by=self.officer, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.again(form=form)
        said = _("The next wave is a draft: read it over, then publish it.")
        return self.said(said, reverse(EDIT_URL, args=[made.pk]))


class KiosksView(SurveyScreen):
    """The devices on which people answer: their links, switched off one by one."""

    template_name = "surveys/admin/kiosks.html"
    title = gettext_lazy("Kiosks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kiosks = [
            (one, self.request.build_absolute_uri(self._address(one)))
            for one in self.survey.kiosks.all()
        ]
        return super().get_context_data(**{"form": KioskForm(), "kiosks": kiosks, **kwargs})

    def _address(self, kiosk: Kiosk) -> str:
        return page_url(self.survey, "kiosk", token=kiosk_token(kiosk.pk))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        if typed := request.POST.get("revoke", ""):
            if not (typed.isascii() and typed.isdigit()):
                raise PermissionDenied
            kiosk = get_object_or_404(Kiosk, pk=int(typed[:18]), survey=self.survey)
            actions.revoke_kiosk(kiosk=kiosk, by=self.officer, at=at)
            return self.said(_("This kiosk takes no answer any more."))
        form = KioskForm(request.POST)
        if not form.is_valid():
            return self.again(form=form)
        actions.make_kiosk(survey=self.survey, by=self.officer, at=at, **form.cleaned_data)
        return self.said(_("The kiosk is ready: open its link on the device, in full screen."))


class SatisfactionView(SurveyScreen):
    """A satisfaction survey ready to be edited; made by a button, never by reading an address."""

    template_name = "surveys/admin/satisfaction.html"
    title = gettext_lazy("Satisfaction survey")
    right = ADD

    def find(self, **kwargs: Any) -> None:
        """There is no survey yet."""

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super(SurveyScreen, self).get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = actions.make_satisfaction_survey(by=self.officer, at=timezone.now())
        said = _("The survey is a draft: read its questions and its promise over, then publish.")
        return self.said(said, reverse(EDIT_URL, args=[made.pk]))
