"""Forms of an import: the file, which column holds what, what to do with it, why it is undone."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.security.actions import record_refused_upload
from portal.tables import BadTable, open_table

from ..actions.imports import REASON_LENGTH
from ..enums import Channel, Moderation
from ..import_columns import ANSWER_COLUMNS, BY_NAME
from ..models import ContributionImport

MAX_FILE = 100 * 1024 * 1024
SAMPLES = 3


class ImportFileForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("File of contributions"),
        help_text=_(
            "CSV or XLSX, 100 MB at most. The first line names the columns, each further line is "
            "one contribution."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
        error_messages={
            "required": _("Choose the file to import."),
            "empty": _("This file is empty. Its first line must name the columns."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(_("This file is over 100 MB. Split it into several files."))
        try:
            open_table(file, file.name)
        except BadTable as bad:
            record_refused_upload("import", bad.code)
            raise forms.ValidationError(bad.message) from bad
        return file


class ImportColumnsForm(forms.Form):
    """Which column of the file holds what, and what the file does not say."""

    moderation = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=[
            (Moderation.PENDING, _("They wait to be read, like any contribution received")),
            (Moderation.PUBLISHED, _("They are published at once: they were read elsewhere")),
        ],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How they were received, when the file does not say"), choices=Channel.choices
    )
    received_on = forms.DateField(
        label=_("When they were received, when the file does not say"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answered_on = forms.DateField(
        label=_("When they were answered, when the file does not say"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    unknown_theme = forms.ChoiceField(label=_("A theme that is not in the list"))
    unknown_neighbourhood = forms.ChoiceField(label=_("A neighbourhood that is not in the list"))
    options = (
        "moderation",
        "channel",
        "received_on",
        "answered_on",
        "unknown_theme",
        "unknown_neighbourhood",
    )

    def __init__(
        self,
        *args: Any,
        imported: ContributionImport,
        samples: dict[str, list[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.imported = imported
        self.samples = samples or {}
        headings = imported.options.get("headings", [])
        mechanism = imported.activity.mechanism
        self.names = [name for name in BY_NAME if mechanism and name in mechanism.importable]
        choices = [("", _("— not in the file —")), *((heading, heading) for heading in headings)]
        for name in self.names:
            column = BY_NAME[name]
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=str(column.label),
                choices=choices,
                required=column.required,
                initial=imported.mapping.get(name, ""),
                error_messages={"required": _("Say which column holds the titles.")},
            )
        unknown = [
            ("refuse", _("is a fault to mend in the file")),
            ("create", _("is created")),
        ]
        for name in ("unknown_theme", "unknown_neighbourhood"):
            self.fields[name].choices = unknown  # type: ignore[attr-defined]
        for name, value in {**_defaults(imported), **imported.options}.items():
            if name in self.options:
                self.fields[name].initial = value

    def columns(self) -> list[Any]:
        """The fields that choose a column, with some of the values of the one that is chosen."""
        return [
            (self[f"column_{name}"], self.samples.get(self[f"column_{name}"].value() or "", []))
            for name in self.names
        ]

    def choices(self) -> list[Any]:
        """The other fields."""
        return [self[name] for name in self.options]

    def clean_received_on(self) -> date:
        return _past(self.cleaned_data["received_on"])

    def clean_answered_on(self) -> date | None:
        day = self.cleaned_data["answered_on"]
        return _past(day) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, str] = {}
        for name in self.names:
            heading = cleaned.get(f"column_{name}")
            if heading and heading in chosen:
                message = _("This column already holds “%(label)s”: choose each column once.")
                words = {"label": BY_NAME[chosen[heading]].label}
                self.add_error(f"column_{name}", forms.ValidationError(message, params=words))
            elif heading:
                chosen[heading] = name
        answers = ANSWER_COLUMNS & set(chosen.values())
        if answers and cleaned.get("moderation") == Moderation.PENDING:
            message = _(
                "The file brings answers, and only what is published has one: publish all "
                "at once, or leave out the columns of the answer."
            )
            self.add_error("moderation", message)
        self._mapping = {name: heading for heading, name in chosen.items()}
        return cleaned

    def mapping(self) -> dict[str, str]:
        """Name of the field → heading of its column."""
        return self._mapping

    def chosen(self) -> dict[str, Any]:
        """What to do with the lines, as the import keeps it."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name in self.options
            if (value := self.cleaned_data[name]) is not None
        }


def _defaults(imported: ContributionImport) -> dict[str, Any]:
    """What one most often wants: a call that is over took place before the portal."""
    today = timezone.localdate()
    last = timezone.localdate(imported.activity.closes_at - timedelta(seconds=1))
    over = last < today
    return {
        "moderation": Moderation.PENDING,
        "channel": Channel.UNRECORDED if over else Channel.PAPER,
        "received_on": min(last, today - timedelta(days=1)),
        "unknown_theme": "refuse",
        "unknown_neighbourhood": "refuse",
    }


def _past(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("Check the date: it must be a day of the past."))
    return day


class UndoImportForm(forms.Form):
    """Why an import is undone, and whether what grew on it goes too."""

    reason = forms.CharField(
        label=_("Why it is undone"),
        min_length=REASON_LENGTH,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say why it is undone, in ten characters at least."),
            "min_length": _("Say why it is undone, in ten characters at least."),
        },
    )
    despite_growth = forms.BooleanField(
        label=_("Erase them too: nobody will read them again"), required=False
    )
