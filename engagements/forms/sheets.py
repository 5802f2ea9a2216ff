"""The spreadsheet of reports as it comes back: the file, then the lines that were checked."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.security.actions import record_refused_upload
from portal.tables import BadTable, Table, open_table
from portal.xlsx_tables import formulas

from ..sheet_columns import COLUMNS, places

MAX_FILE = 5 * 1024 * 1024
MAX_LINES = 2_000
# What one form may send back, under the limit of the server.
MAX_KEPT = 2_000_000
KEEP, SEND = "keep", "send"
CHOICES = [
    (KEEP, _("They are kept as drafts: you read them again, then send them")),
    (SEND, _("They are sent for approval at once")),
]


class SheetForm(forms.Form):
    """The file, and what becomes of its lines."""

    file = forms.FileField(
        label=_("Spreadsheet of reports"),
        help_text=_("The XLSX file made here, filled in. CSV is read too. 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("Choose the spreadsheet."),
            "empty": _("This file is empty. Make a spreadsheet here and fill it in."),
        },
    )
    fate = forms.ChoiceField(
        label=_("What becomes of the reports"),
        choices=CHOICES,
        initial=KEEP,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> Any:
        """Refuse what is no table of reports, with what to do instead."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(_("This file is over 5 MB: it is not the one made here."))
        try:
            self.table: Table = open_table(file, file.name)
            self.rows = []
            for line in self.table.rows():
                self.rows.append(line)
                if len(self.rows) > MAX_LINES:
                    raise forms.ValidationError(_("This file has too many lines."))
            self.formulas = formulas(file) if self.table.kind == "xlsx" else []
        except BadTable as bad:
            record_refused_upload("reports", bad.code)
            raise forms.ValidationError(bad.message) from bad
        self.places, missing = places(self.table.headers)
        if missing:
            raise forms.ValidationError(
                _("Columns are missing: %(names)s. Make a spreadsheet here and fill it in."),
                params={"names": ", ".join(missing)},
            )
        if self.formulas:
            raise forms.ValidationError(
                _("Formulas stand in these cells: %(cells)s. Write what they give instead."),
                params={"cells": ", ".join(self.formulas[:10])},
            )
        return file


class LinesForm(forms.Form):
    """The lines that were checked, sent again to be kept."""

    fate = forms.ChoiceField(choices=CHOICES, widget=forms.HiddenInput)
    lines = forms.CharField(max_length=MAX_KEPT, widget=forms.HiddenInput, strip=False)

    def clean_lines(self) -> list[tuple[int, list[str]]]:
        """Lines as `written` wrote them; whatever else was sent is refused."""
        try:
            found = json.loads(self.cleaned_data["lines"])
            lines = [(int(line), [str(cell) for cell in cells]) for line, cells in found]
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise forms.ValidationError(_("Send the spreadsheet again.")) from error
        if len(lines) > MAX_LINES or any(len(cells) != len(COLUMNS) for _line, cells in lines):
            raise forms.ValidationError(_("Send the spreadsheet again."))
        return lines


def written(lines: Any) -> str:
    """Lines as the page carries them until they are confirmed."""
    return json.dumps([[one.line, one.cells] for one in lines], ensure_ascii=False)
