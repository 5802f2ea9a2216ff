"""A meeting in the admin, and many at once from a rhythm or a file."""

from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from engagements.models import Department
from portal.cms.folding import without_accents
from portal.cms.french_dates import date_and_hour
from portal.plain_text import clean_line
from portal.tables import BadTable, open_table

from .. import rules
from ..enums import Rhythm
from ..models import Meeting, Workshop

# The columns of a file of meetings, as cities write them; the first three are needed.
COLUMNS = ("titre", "date", "heure", "duree", "lieu", "adresse", "service", "places")
_NEEDED = ("titre", "date", "heure")
_MINUTES = 120
_FILE_BYTES = 2_000_000


class MeetingForm(WagtailAdminModelForm):
    """A meeting: within the dates of its workshop, never with fewer seats than are taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["workshop"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk:
            decision = rules.may_change_capacity(self.instance, cleaned.get("capacity"))
            if decision.reason:
                self.add_error("capacity", decision.reason.label)
        workshop, starts_at = cleaned.get("workshop"), cleaned.get("starts_at")
        if workshop and starts_at and not rules.takes_place_within(workshop, starts_at):
            self.add_error("starts_at", outside(workshop))
        return cleaned


def outside(workshop: Workshop) -> str:
    """Why a day is refused, and what to do."""
    return gettext(
        "The workshop takes place from %(first)s to %(last)s: choose a day within it, or change "
        "its dates."
    ) % {"first": date_and_hour(workshop.opens_at), "last": date_and_hour(workshop.closes_at)}


class SeriesForm(forms.Form):
    """So many meetings alike, at the same hour, some days apart."""

    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        help_text=_("The same for all; their number is added: “Meeting 1”."),
    )
    first_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    at = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    minutes = forms.IntegerField(
        label=_("Length, in minutes"), min_value=15, max_value=720, initial=_MINUTES
    )
    rhythm = forms.TypedChoiceField(
        label=_("Rhythm"), choices=Rhythm.choices, coerce=int, initial=Rhythm.WEEKLY
    )
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=rules.SERIES_MAXIMUM, initial=8
    )
    skip = forms.CharField(
        label=_("Days without a meeting"),
        required=False,
        max_length=600,
        help_text=_("Separated by spaces, as in 2026-12-24 2026-12-31: they are passed over."),
    )
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=20_000, required=False)

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop

    def clean_skip(self) -> set[date]:
        days = set()
        for word in self.cleaned_data["skip"].replace(",", " ").split():
            try:
                days.add(date.fromisoformat(word))
            except ValueError as error:
                said = _("%(word)s is no day: write 2026-12-24.")
                raise ValidationError(said, params={"word": word}) from error
        return days

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            if any(
                not rules.takes_place_within(self.workshop, meeting.starts_at)
                for meeting in self.meetings()
            ):
                self.add_error("first_on", outside(self.workshop))
            elif not self.meetings():
                self.add_error("skip", _("No day is left: every one is passed over."))
        return cleaned

    def meetings(self) -> list[Meeting]:
        """The meetings asked for, not kept yet."""
        given = self.cleaned_data
        moments = rules.moments_of_series(
            datetime.combine(given["first_on"], given["at"]),
            every_days=given["rhythm"],
            count=given["count"],
            skip=given["skip"],
        )
        return [
            Meeting(
                workshop=self.workshop,
                title=f"{given['title']} {rank}",
                starts_at=timezone.make_aware(moment),
                ends_at=timezone.make_aware(moment) + timedelta(minutes=given["minutes"]),
                place=given["place"],
                capacity=given["capacity"],
            )
            for rank, moment in enumerate(moments, start=1)
        ]


class MeetingsFileForm(forms.Form):
    """Meetings from a spreadsheet: all are kept, or none, and each wrong line is named."""

    file = forms.FileField(
        label=_("File (CSV or XLSX)"),
        help_text=_("One meeting a line; columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)},
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        self.meetings: list[Meeting] = []

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _FILE_BYTES:
            raise ValidationError(_("This file is too large: 2 MB at most."))
        self.meetings = self._read(file, file.name)
        return file

    def _read(self, file: BinaryIO, name: str) -> list[Meeting]:
        try:
            table = open_table(file, name)
            heads = [without_accents(head).lower() for head in table.headers]
            if missing := [head for head in _NEEDED if head not in heads]:
                said = _("The file has no column %(columns)s. Nothing was kept.")
                raise ValidationError(said, params={"columns": ", ".join(missing)})
            rows = [(line, dict(zip(heads, cells, strict=False))) for line, cells in table.rows()]
        except BadTable as bad:
            raise ValidationError(_("This file cannot be read as a table.")) from bad
        if not rows:
            raise ValidationError(_("Below its headings, this file holds no meeting."))
        if reason := rules.may_add(len(rows)).reason:
            raise ValidationError(reason.label)
        departments = _departments({row.get("service", "") for _line, row in rows})
        return self._each(rows, departments)

    def _each(
        self, rows: list[tuple[int, dict[str, str]]], departments: dict[str, Department]
    ) -> list[Meeting]:
        made, faults = [], []
        for line, row in rows:
            try:
                made.append(_meeting(self.workshop, row, departments))
            except ValueError as fault:
                faults.append(gettext("Line %(line)d: %(fault)s") % {"line": line, "fault": fault})
        if faults:
            raise ValidationError(faults[:20])
        return made


def _departments(names: set[str]) -> dict[str, Department]:
    wanted = [clean_line(name) for name in names if name.strip()]
    found = Department.objects.filter(Q(name__in=wanted) | Q(slug__in=wanted))
    return {key.lower(): one for one in found for key in (one.name, one.slug)}


def _meeting(
    workshop: Workshop, row: dict[str, str], departments: dict[str, Department]
) -> Meeting:
    """One line as a meeting. Raises ValueError in words for whoever wrote the file."""
    title = clean_line(row["titre"])
    if not 0 < len(title) <= 150:
        raise ValueError(gettext("give a title of 150 characters at most."))
    starts_at = timezone.make_aware(datetime.combine(_day(row["date"]), _hour(row["heure"])))
    if not rules.takes_place_within(workshop, starts_at):
        raise ValueError(outside(workshop))
    name = clean_line(row.get("service", ""))
    if name and name.lower() not in departments:
        raise ValueError(gettext("there is no department “%(name)s”.") % {"name": name})
    return Meeting(
        workshop=workshop,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=_number(row.get("duree", ""), 720) or _MINUTES),
        place=clean_line(row.get("lieu", ""))[:150],
        address=clean_line(row.get("adresse", ""))[:200],
        department=departments.get(name.lower()),
        capacity=_number(row.get("places", ""), 20_000),
    )


def _day(typed: str) -> date:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(typed.strip()[:10], shape).date()
        except ValueError:
            continue
    raise ValueError(gettext("write the date as 2026-12-24 or 24/12/2026."))


def _hour(typed: str) -> time:
    words = typed.strip().lower().replace("h", ":").replace(" ", "")
    hours, _sep, minutes = words.partition(":")
    try:
        return time(int(hours), int(minutes[:2] or 0))
    except ValueError as error:
        raise ValueError(gettext("write the hour as 18:30 or 18 h 30.")) from error


def _number(typed: str, most: int) -> int | None:
    words = typed.strip().partition(".")[0]
    if not words:
        return None
    if not words.isascii() or not words.isdigit() or not 1 <= int(words[:9]) <= most:
        said = gettext("write a whole number between 1 and %(most)d, or nothing.")
        raise ValueError(said % {"most": most})
    return int(words)
