"""Meetings in the admin: the list of all of them, the form of one, the ways to its screens."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton
from wagtail.log_actions import log

from portal.cms.french_dates import date_and_hour
from portal.decisions import Refused

from ...models import Contribution
from .. import actions
from ..forms.meetings import MeetingForm
from ..models import Meeting
from ..views.desk import HOLD, MeetingDeskView, SeriesView


class ContributionSearchForm(BaseFilterForm):
    """Finds a published contribution by words of its title."""

    q = forms.CharField(label=_("Title"), required=False)

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        found = super().filter(objects)
        return found.filter(title__icontains=self.search_query) if self.search_query else found


class _ContributionColumns:
    """Published contributions only, each with its call."""

    filter_form_class = ContributionSearchForm

    def get_object_list(self) -> Any:
        published = Contribution.objects.published()
        return published.select_related("activity").order_by("-published_at", "-pk")

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, Column("activity", label=_("Activity"))]  # type: ignore[misc]


class ChooseContributionView(_ContributionColumns, ChooseView):
    """The window in which a contribution is chosen."""


class ChooseContributionResultsView(_ContributionColumns, ChooseResultsView):
    """The same list, when its page or its words change."""


class ContributionChooserViewSet(ChooserViewSet):
    """A choice among the published contributions of every mechanism."""

    model = Contribution
    icon = "pilcrow"
    choose_one_text = _("Choose a contribution")
    choose_another_text = _("Choose another contribution")
    choose_view_class = ChooseContributionView
    choose_results_view_class = ChooseContributionResultsView
    register_widget = False


contribution_chooser = ContributionChooserViewSet("contribution_chooser")


class MeetingFilters(WagtailFilterSet):
    """The filters of meetings."""

    class Meta:
        model = Meeting
        fields: ClassVar[list[str]] = ["workshop", "department", "is_public", "is_cancelled"]


class MeetingIndexView(generic.IndexView):
    """Every meeting, the next one first."""

    default_ordering = ("-starts_at", "-pk")
    nothing_yet = _("No meeting yet. The desk of a workshop adds one, or a whole series.")

    def get_base_queryset(self) -> "models.QuerySet[Meeting]":
        return Meeting.objects.select_related("workshop", "department")

    def get_list_more_buttons(self, instance: Meeting) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.request.user.has_perm(HOLD):
            url = reverse("meetings:desk", args=[instance.pk])
            label = _("Who comes, attendance, notes")
            buttons.append(ListingButton(label, url=url, icon_name="group", priority=5))
        return buttons


class MeetingCreateView(generic.CreateView):
    """A new meeting takes the next number of its workshop."""

    def save_instance(self) -> Meeting:
        meeting = actions.add_meeting(meeting=self.form.save(commit=False), by=self.request.user)
        log(instance=meeting, action="wagtail.create", content_changed=True)
        return meeting

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("workshop", "")
        return {**super().get_initial(), **({"workshop": asked} if asked.isdigit() else {})}


class MeetingEditView(generic.EditView):
    """A change is told to those who registered; new seats go to who waits."""

    def save_instance(self) -> Meeting:
        meeting = actions.change_meeting(
            meeting=self.form.save(commit=False), by=self.request.user, at=timezone.now()
        )
        self.has_content_changes = self.form.has_changed()
        log(instance=meeting, action="wagtail.edit", content_changed=self.has_content_changes)
        return meeting

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except Refused as refused:
            form.add_error("capacity", refused.reason.label)
            return self.form_invalid(form)
        return response

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)
        if self.object.is_public and self.object.workshop.live:
            label, url = _("Public page"), self.object.url
            buttons.append(Button(label, url=url, icon_name="link-external", priority=200))
        return buttons

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.request.user.has_perm(HOLD):
            url = reverse("meetings:desk", args=[self.object.pk])
            label = _("Who comes, attendance, notes")
            buttons.append(HeaderButton(label, url=url, icon_name="group", priority=10))
        return buttons


class MeetingDeleteView(generic.DeleteView):
    """Removes a meeting that nobody registered for and nobody spoke in."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except models.ProtectedError:
            told = gettext(
                "People registered for this meeting or spoke in it: it can only be cancelled."
            )
            messages.error(self.request, told)
            return HttpResponseRedirect(reverse("meetings:index"))
        return response


def _seats(meeting: Meeting) -> str:
    """Seats taken out of all."""
    if not meeting.takes_registrations:
        return "–"
    return f"{meeting.seats_taken} / {meeting.capacity or '∞'}"


class MeetingViewSet(ModelViewSet):
    """The meetings of every workshop."""

    model = Meeting
    name = "meetings"
    icon = "date"
    menu_label = _("Meetings")
    index_view_class = MeetingIndexView
    add_view_class = MeetingCreateView
    edit_view_class = MeetingEditView
    delete_view_class = MeetingDeleteView
    filterset_class = MeetingFilters
    search_fields: ClassVar[list[str]] = ["title", "place"]
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar[list[Any]] = [
        "title",
        Column("workshop", label=_("Workshop")),
        Column(
            "starts_at",
            label=_("Begins"),
            accessor=lambda meeting: date_and_hour(meeting.starts_at),
            sort_key="starts_at",
        ),
        Column("department", label=_("Department")),
        Column("seats", label=_("Seats taken"), accessor=_seats),
        Column("attendance", label=_("Present"), sort_key="attendance"),
        BooleanColumn("has_minutes", label=_("Minutes")),
        BooleanColumn("is_cancelled", label=pgettext_lazy("meeting", "Cancelled")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("workshop"),
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("agenda"),
                    FieldPanel("department"),
                    FieldPanel("is_public"),
                ],
                heading=_("The meeting"),
            ),
            ObjectList(
                [
                    FieldPanel("place"),
                    FieldPanel("address"),
                    FieldPanel("transport"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("wheelchair"), FieldPanel("hearing_loop")]),
                            FieldRowPanel([FieldPanel("sign_language"), FieldPanel("childcare")]),
                            FieldPanel("access_note"),
                        ],
                        heading=_("Access"),
                    ),
                    FieldPanel("online_url"),
                ],
                heading=_("Place"),
            ),
            ObjectList(
                [
                    FieldPanel("takes_registrations"),
                    FieldPanel("capacity"),
                    FieldPanel("has_waiting_list"),
                    FieldPanel("registration_closes_at"),
                ],
                heading=_("Seats"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _("How many people came is keyed in on the screen “Who comes”."),
                    ),
                    FieldPanel("minutes"),
                    FieldPanel("minutes_document"),
                    InlinePanel(
                        "outcomes",
                        heading=_("Decisions and what they feed"),
                        label=_("Decision"),
                        panels=[
                            FieldPanel("text"),
                            FieldPanel("commitment"),
                            FieldPanel("contribution", widget=contribution_chooser.widget_class),
                            FieldPanel("activity"),
                        ],
                    ),
                ],
                heading=_("Minutes"),
            ),
        ],
        base_form_class=MeetingForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("desk/<int:pk>/", MeetingDeskView.as_view(), name="desk"),
            path("series/<int:pk>/", SeriesView.as_view(), name="series"),
        ]
