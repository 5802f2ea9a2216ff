"""The screens of those who hold meetings: who comes, how many came, what was said; series."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...views.officer_screens import ActionsScreen
from .. import actions, rules
from ..forms.desk import AttendanceForm, CancelMeetingForm, NoteForm, PhoneForm
from ..forms.meetings import COLUMNS, MeetingsFileForm, SeriesForm
from ..models import Meeting, Registration, Workshop
from ..queries.registrations import desk_of

HOLD = "workshops.hold_meetings"
CHANGE = "workshops.change_meeting"
ADD = "workshops.add_meeting"


class WorkshopScreen(ActionsScreen):
    """A screen of workshops: for those who hold meetings, unless it says otherwise."""

    header_icon = "group"
    right = HOLD

    def trail(self) -> list[dict[str, str]]:
        return [{"url": reverse("meetings:index"), "label": _("Meetings")}]


class MeetingDeskView(WorkshopScreen):
    """Everything done about one meeting besides its texts; one form at a time."""

    template_name = "workshops/admin/desk.html"
    title = gettext_lazy("Who comes to the meeting")

    def find(self, **kwargs: Any) -> None:
        found = Meeting.objects.select_related("workshop__tally")
        self.meeting: Meeting = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.meeting.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        may_change = self.officer.has_perm(CHANGE)
        context = {
            "meeting": self.meeting,
            "desk": desk_of(self.meeting),
            "may_count": bool(rules.may_key_attendance(self.meeting, at)),
            "may_register": bool(rules.may_register(self.meeting, at)),
            "may_cancel": may_change and bool(rules.may_cancel_meeting(self.meeting, at)),
            "edit_url": reverse("meetings:edit", args=[self.meeting.pk]) if may_change else "",
            "may_end": at < self.meeting.starts_at,
            "phone_form": PhoneForm(prefix="phone"),
            "attendance_form": AttendanceForm(
                prefix="count", initial={"count": self.meeting.attendance}
            ),
            "cancel_form": CancelMeetingForm(prefix="cancel"),
            "note_form": NoteForm(prefix="note"),
            **kwargs,
        }
        return super().get_context_data(**context)

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        return {
            "register": self._register,
            "unregister": self._unregister,
            "count": self._count,
            "cancel": self._cancel,
            "note": self._note,
        }

    def _register(self, request: HttpRequest) -> HttpResponse:
        form = PhoneForm(request.POST, prefix="phone")
        if not form.is_valid():
            return self.again(phone_form=form)
        made = actions.register(
            meeting=self.meeting,
            at=timezone.now(),
            reader=self.officer,
            **form.registration(),
        )
        said = _("%(state)s. Give this number: %(number)s.")
        values = {"state": made.get_state_display(), "number": made.receipt_display}
        return self.said(said % values)

    def _unregister(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("registration", "")
        if not (typed.isascii() and typed.isdigit()):
            raise PermissionDenied
        found = get_object_or_404(Registration, pk=int(typed[:18]), meeting=self.meeting)
        actions.cancel_registration(registration=found, at=timezone.now(), by=self.officer)
        return self.said(_("The registration is cancelled; its seats go to who waits."))

    def _count(self, request: HttpRequest) -> HttpResponse:
        form = AttendanceForm(request.POST, prefix="count")
        if not form.is_valid():
            return self.again(attendance_form=form)
        actions.key_attendance(
            meeting=self.meeting,
            count=form.cleaned_data["count"],
            by=self.officer,
            at=timezone.now(),
        )
        return self.said(_("The number of people present is public."))

    def _cancel(self, request: HttpRequest) -> HttpResponse:
        if not self.officer.has_perm(CHANGE):
            raise PermissionDenied
        form = CancelMeetingForm(request.POST, prefix="cancel")
        if not form.is_valid():
            return self.again(cancel_form=form)
        actions.cancel_meeting(
            meeting=self.meeting,
            reason=form.cleaned_data["reason"],
            by=self.officer,
            at=timezone.now(),
        )
        return self.said(_("The meeting is cancelled; those who left an address are told."))

    def _note(self, request: HttpRequest) -> HttpResponse:
        form = NoteForm(request.POST, prefix="note")
        if not form.is_valid():
            return self.again(note_form=form)
        entry = actions.note_contribution(
            meeting=self.meeting, keyed_by=self.officer, at=timezone.now(), **form.note()
        )
        said = _("Noted as %(number)s: give it to who spoke. Somebody else verifies it.")
        return self.said(said % {"number": entry.contribution.receipt_display})


class SeriesView(WorkshopScreen):
    """Many meetings at once: alike by a rhythm, or each its line of a file."""

    template_name = "workshops/admin/series.html"
    title = gettext_lazy("Add a series of meetings")
    right = ADD

    def find(self, **kwargs: Any) -> None:
        self.workshop: Workshop = get_object_or_404(Workshop, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.workshop.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "workshop": self.workshop,
            "series_form": SeriesForm(workshop=self.workshop, prefix="series"),
            "file_form": MeetingsFileForm(workshop=self.workshop, prefix="file"),
            "columns": COLUMNS,
            **kwargs,
        }
        return super().get_context_data(**context)

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        return {"series": self._by_rhythm, "file": self._by_file}

    def _by_rhythm(self, request: HttpRequest) -> HttpResponse:
        form = SeriesForm(request.POST, workshop=self.workshop, prefix="series")
        if not form.is_valid():
            return self.again(series_form=form)
        return self._add(form.meetings())

    def _by_file(self, request: HttpRequest) -> HttpResponse:
        form = MeetingsFileForm(request.POST, request.FILES, workshop=self.workshop, prefix="file")
        if not form.is_valid():
            return self.again(file_form=form)
        return self._add(form.meetings)

    def _add(self, wanted: list[Meeting]) -> HttpResponse:
        made = actions.add_meetings(meetings=wanted, by=self.officer)
        listing = f"{reverse('meetings:index')}?workshop={self.workshop.pk}"
        return self.said(_("%(count)d meetings are added.") % {"count": len(made)}, listing)
