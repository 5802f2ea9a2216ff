"""The desk for what comes on paper: keyed in by one person, verified by another."""

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused
from portal.security.actions import record_event

from .. import actions, paper_rules
from ..forms.paper import KeyInForm, PaperForm, VerifyForm
from ..mechanism import takes_paper
from ..models import Activity, PaperEntry
from ..queries.paper import calls_taking_paper

KEY_IN = "participation.key_in_contributions"
_CARRIED = ("channel", "received_on", "place_received")
# What a scan may be given back as: what the check of its content wrote.
_SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


class PaperView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk for paper, for those who key in and verify."""

    header_icon = "doc-full-inverse"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(KEY_IN):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse("paper:index"), "label": _("On paper")}
        return [
            *items,
            listing,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class ChooseCallView(PaperView):
    """For which call? Asked only when there are several."""

    template_name = "participation/paper/choose.html"

    def get_page_title(self) -> str:
        return _("Key in a paper")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        calls = list(calls_taking_paper(timezone.now()))
        if len(calls) == 1:
            return HttpResponseRedirect(reverse("paper:key_in", args=[calls[0].pk]))
        return self.render_to_response(self.get_context_data(calls=calls))


class KeyInView(PaperView):
    """The form by which the first person keys in."""

    template_name = "participation/paper/key_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        activities = Activity.objects.select_related("tally")
        self.activity: Activity = get_object_or_404(activities, pk=kwargs["pk"])
        if not takes_paper(self.activity):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Key in a paper")

    def get_page_subtitle(self) -> str:
        return self.activity.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        if "form" not in kwargs:
            asked = self.request.GET
            carried = {name: asked[name] for name in _CARRIED if name in asked}
            initial = {"received_on": timezone.localdate(at), **carried}
            kwargs["form"] = KeyInForm(activity=self.activity, at=at, initial=initial)
        last_day = paper_rules.last_day(self.activity)
        reason = paper_rules.may_key_in(self.activity, last_day, at).reason
        return super().get_context_data(
            activity=self.activity,
            refusal=reason if reason in paper_rules.NOTHING_TO_KEY_IN else None,
            last_day=last_day,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        form = KeyInForm(request.POST, request.FILES, activity=self.activity, at=at)
        if not form.is_valid():
            messages.error(request, _("Nothing was keyed in yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form))
        fields = form.entry()
        try:
            entry = actions.key_in(activity=self.activity, keyed_by=self.officer, at=at, **fields)
        except Refused as refused:
            form.add_error(None, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        return self._onward(entry, form)

    def _onward(self, entry: PaperEntry, form: KeyInForm) -> HttpResponse:
        """The next paper, with what papers of one pile share; the number first if it is new."""
        contribution = entry.contribution
        said = _("%(receipt)s is keyed in, as no. %(number)s. Somebody else verifies it.")
        values = {"receipt": contribution.receipt_display, "number": contribution.number}
        messages.success(self.request, said % values)
        carried = {
            "channel": contribution.channel,
            "received_on": entry.received_on.isoformat(),
            "place_received": entry.place_received,
        }
        if not form.cleaned_data["number"]:
            following = f"{reverse('paper:keyed', args=[entry.pk])}?{urlencode(carried)}"
        elif self.request.POST.get("action") == "next":
            following = f"{reverse('paper:key_in', args=[self.activity.pk])}?{urlencode(carried)}"
        else:
            following = reverse("paper:verify", args=[entry.pk])
        return HttpResponseRedirect(following)


def entry_of(pk: int) -> PaperEntry:
    """The entry with what its pages show."""
    related = PaperEntry.objects.select_related(
        "contribution__activity",
        "contribution__theme",
        "contribution__neighbourhood",
        "contribution__concerned_department",
        "keyed_by",
        "verified_by",
    )
    return get_object_or_404(related.prefetch_related("contribution__wishes"), pk=pk)


class KeyedView(PaperView):
    """The number that was drawn, large, to be written on the paper and given to its author."""

    template_name = "participation/paper/keyed.html"

    def get_page_title(self) -> str:
        return _("Write this number on the paper")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = entry_of(kwargs["pk"])
        following = reverse("paper:key_in", args=[entry.contribution.activity_id])
        query = self.request.GET.urlencode()
        return super().get_context_data(
            entry=entry,
            contribution=entry.contribution,
            story_url=settings.WAGTAILADMIN_BASE_URL + entry.contribution.story_url,
            next_url=f"{following}?{query}" if query else following,
            **kwargs,
        )


class VerifyView(PaperView):
    """The second person: the paper beside what was keyed in; what was done, once it is."""

    template_name = "participation/paper/verify.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.entry = entry_of(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.entry.contribution.receipt_display

    def get_page_subtitle(self) -> str:
        return self.entry.contribution.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, contribution = self.entry, self.entry.contribution
        decision = paper_rules.may_verify(contribution, entry.keyed_by_id, self.officer.pk)
        if decision and "form" not in kwargs:
            kwargs["form"] = VerifyForm(entry=entry, at=timezone.now())
        labels = {name: field.label for name, field in PaperForm.base_fields.items()}
        context = {
            "entry": entry,
            "contribution": contribution,
            "activity": contribution.activity,
            "refusal": decision.reason,
            "may_discard": bool(paper_rules.may_discard(contribution)),
            "corrections": [labels.get(name, name) for name in entry.corrections],
            "is_picture": entry.scan_type.startswith("image/"),
            "form": None,
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {"verify": self._verify, "discard": self._discard}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)

    def _verify(self, request: HttpRequest) -> HttpResponse:
        at = timezone.now()
        form = VerifyForm(request.POST, entry=self.entry, at=at)
        if not form.is_valid():
            messages.error(request, _("Nothing is verified yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form))
        actions.verify_entry(entry=self.entry, verified_by=self.officer, at=at, **form.written())
        return self._onward(_("No. %(number)s is verified."))

    def _discard(self, request: HttpRequest) -> HttpResponse:
        actions.discard_entry(entry=self.entry, by=self.officer, at=timezone.now())
        return self._onward(_("No. %(number)s is taken back: nothing of it is kept."))

    def _onward(self, done: str) -> HttpResponse:
        """Says what was done, then shows the next entry that this person may verify."""
        said = done % {"number": self.entry.contribution.number}
        waiting = PaperEntry.objects.to_verify().exclude(keyed_by=self.officer)
        following = waiting.first()
        if following:
            said = " ".join([said, _("Here is the next one to verify.")])
        messages.success(self.request, said)
        address = reverse("paper:verify", args=[following.pk]) if following else None
        return HttpResponseRedirect(address or reverse("paper:index"))


@require_safe
@never_cache
@xframe_options_sameorigin
def scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of a paper, for those who verify and nobody else; shown in its page."""
    if not request.user.has_perm(KEY_IN):
        raise PermissionDenied
    entry = get_object_or_404(PaperEntry, pk=pk)
    if not entry.scan or entry.scan_type not in _SHOWN:
        raise Http404
    try:
        opened = entry.scan.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record_event("participation.scan.read", actor=cast(User, request.user), entry=entry.pk)
    name = f"{entry.contribution.receipt_display}.{str(entry.scan.name).rpartition('.')[2]}"
    return FileResponse(opened, content_type=entry.scan_type, filename=name)
