"""The members and the meetings of the follow-up body in the admin."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.views import CreateView, InstanceSpecificView

from portal.cms.french_dates import date_and_hour, long_date
from portal.decisions import Refused

from ..body_panels import meeting_panels, member_panels
from ..forms.body import NameConsentForm
from ..models import BodyMeeting, BodyMember
from ..volunteers import settle_volunteer, volunteer_of
from .registers import RegisterAdmin

FROM = "volontaire"


class MemberButtonHelper(ButtonHelper):
    """Adds “Consent to be named” to the buttons of a member."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if not self.permission_helper.user_can_edit_obj(self.request.user, obj):
            return buttons
        added = [*(kwargs.get("classnames_add") or []), "button-secondary"]
        consent = {
            "url": self.url_helper.get_action_url("consent", quote(obj.pk)),
            "label": _("Consent to be named"),
            "classname": self.finalise_classname(added),
            "title": _("Record or take back the consent of this member to be named"),
        }
        return [*buttons, consent]


class MemberCreateView(CreateView):
    """A new member, prefilled from the wish of somebody who wrote, which is settled then."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        found = volunteer_of(self.request.GET.get(FROM, ""), self.request.user)
        if found and self.request.method == "GET":
            kwargs["initial"] = {
                "name": found.name,
                "function": found.department_name,
                "joined_on": timezone.localdate(),
                "volunteer": found.key,
            }
        return kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if key := form.cleaned_data.get("volunteer"):
            settle_volunteer(key, by=self.request.user, at=timezone.now())
        return response


class ConsentView(InstanceSpecificView):
    """Records, with its day, that a member agrees to be named, or no longer does."""

    page_title = _("Consent to be named")

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_edit_obj(user, self.instance))

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/name_consent.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or NameConsentForm(member=self.instance, at=timezone.now())
        return super().get_context_data(form=form, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NameConsentForm(request.POST, member=self.instance, at=timezone.now())
        if form.is_valid():
            try:
                member = form.record(request.user)
            except Refused as refused:
                form.add_error("given_on", str(refused))
            else:
                self._say(request, member)
                return redirect(self.index_url)
        messages.validation_error(request, _("The consent was not recorded."), form)
        return self.render_to_response(self.get_context_data(form=form))

    @staticmethod
    def _say(request: HttpRequest, member: BodyMember) -> None:
        if member.consented_at:
            messages.success(request, _("Consent recorded: the name is shown in public."))
        else:
            messages.success(request, _("Consent taken back: the name is not shown any more."))


class BodyMemberAdmin(RegisterAdmin):
    """The register of members."""

    model = BodyMember
    menu_label = _("Follow-up body")
    menu_icon = "group"
    edit_handler = member_panels
    create_view_class = MemberCreateView
    button_helper_class = MemberButtonHelper
    index_template_name = "engagements/admin/members.html"
    list_display = ("function", "name", "department", "joined_on", "left_on", "named_since")
    list_filter = ("leads", "department")
    list_select_related = ("department",)
    search_fields = ("function", "name")
    ordering = ("-leads", "function", "pk")
    inspect_view_fields = [
        "function",
        "name",
        "department",
        "leads",
        "joined_on",
        "left_on",
        "consented_at",
    ]

    def named_since(self, member: BodyMember) -> str:
        if member.consented_at is None:
            return str(_("No: function only"))
        return str(_("Yes, agreed on %(day)s")) % {"day": long_date(member.consented_at)}

    named_since.short_description = _("Named in public")  # type: ignore[attr-defined]
    named_since.admin_order_field = "consented_at"  # type: ignore[attr-defined]

    def consent_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        key = self.possible(instance_pk)
        return ConsentView.as_view(model_admin=self, instance_pk=key)(request)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                self.url_helper.get_action_url_pattern("consent"),
                self.consent_view,
                name=self.url_helper.get_action_url_name("consent"),
            ),
        )


class MeetingButtonHelper(ButtonHelper):
    """Adds the way to the public page of a published meeting."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if not obj.is_public:
            return buttons
        added = [*(kwargs.get("classnames_add") or []), "button-secondary"]
        public = {
            "url": reverse("engagements:meeting", args=[obj.slug]),
            "label": _("See the public page"),
            "classname": self.finalise_classname(added),
            "title": _("See the public page of this meeting"),
        }
        return [*buttons, public]


class BodyMeetingAdmin(RegisterAdmin):
    """The register of meetings."""

    model = BodyMeeting
    menu_label = _("Meetings of the body")
    menu_icon = "calendar-alt"
    edit_handler = meeting_panels
    button_helper_class = MeetingButtonHelper
    list_display = ("title", "when", "place", "state")
    list_filter = ("is_public", "is_cancelled")
    list_export = ("title", "when", "place", "state", "agenda", "minutes", "attendance")
    export_filename = "reunions"
    search_fields = ("title", "place", "agenda", "minutes")
    ordering = ("-starts_at", "-pk")
    prepopulated_fields = {"slug": ("title",)}
    inspect_view_fields = [
        "title",
        "starts_at",
        "place",
        "agenda",
        "minutes",
        "minutes_document",
        "attendance",
        "is_cancelled",
        "is_public",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BodyMeeting]:
        found: QuerySet[BodyMeeting] = super().get_queryset(request)
        return found.select_related("minutes_document")

    def when(self, meeting: BodyMeeting) -> str:
        return date_and_hour(meeting.starts_at)

    when.short_description = _("Begins at")  # type: ignore[attr-defined]
    when.admin_order_field = "starts_at"  # type: ignore[attr-defined]

    def state(self, meeting: BodyMeeting) -> str:
        shown = _("Published") if meeting.is_public else _("In preparation")
        return str(_("Cancelled")) if meeting.is_cancelled else str(shown)

    state.short_description = _("State")  # type: ignore[attr-defined]
