"""What a form asks of somebody to show that they may take part; the desk's lists and codes."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.cms.folding import without_accents
from portal.decisions import ALLOWED, Decision
from portal.plain_text import clean_line
from portal.tables import BadTable, open_table

from ..actions.eligibility import CODES_AT_ONCE
from ..eligibility import CHECKED, Eligibility, Proof, RollKind, is_birth_year, roll_key
from ..models import Activity
from ..queries.eligibility import is_sent, proof_decision, roll_kind

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object

_NAMES = ("honour", "proof_code", "proof_number", "proof_name", "proof_birth_year")
# Nothing of it stays in the browser.
_PRIVATE = {"autocomplete": "off", "data-draft-skip": ""}
_MAX_LINES = 200_000
_MAX_BYTES = 20 * 1024 * 1024


class EligibilityMixin(_Form):
    """Adds to a form what its activity asks for, and nothing when it asks for nothing."""

    activity: Activity
    # False once too many were tried: what is typed is not even looked up.
    looks_up = True
    proof_decision: Decision = ALLOWED

    def offer_eligibility(self, activity: Activity) -> None:
        """Adds the fields."""
        self.activity = activity
        for name, field in _fields(activity).items():
            self.fields[name] = field

    @property
    def eligibility_fields(self) -> list[forms.BoundField]:
        """The fields that were added."""
        return [self[name] for name in _NAMES if name in self.fields]

    def proof(self) -> Proof:
        """What was given."""
        given = self.cleaned_data
        return Proof(
            declared=bool(given.get("honour")),
            name=given.get("proof_name") or "",
            birth_year=given.get("proof_birth_year"),
            number=given.get("proof_number") or "",
            code=given.get("proof_code") or "",
        )

    def clean_eligibility(self) -> None:
        """Says beside the field why what was given is not taken; uses nothing up."""
        names = [name for name in _NAMES if name in self.fields]
        if not names or not self.looks_up or any(name in self.errors for name in names):
            return
        self.proof_decision = proof_decision(self.activity, self.proof())
        # Pressed twice: the action says that it was received.
        if is_sent(getattr(self, "form_token", None)):
            self.proof_decision = ALLOWED
        if self.proof_decision.reason:
            self.add_error(names[0], self.proof_decision.reason.label)

    @property
    def failed_lookup(self) -> bool:
        """Whether something was typed that is on no list: it counts as a try."""
        return self.activity.eligibility in CHECKED and self.proof_decision.reason is not None


def _fields(activity: Activity) -> dict[str, forms.Field]:
    if activity.eligibility == Eligibility.HONOUR:
        return {"honour": _honour(activity)}
    if activity.eligibility == Eligibility.CODE:
        return {"proof_code": _code()}
    if activity.eligibility == Eligibility.ROLL:
        if roll_kind(activity) == RollKind.NUMBERS:
            return {"proof_number": _number()}
        return {"proof_name": _name(), "proof_birth_year": _birth_year()}
    return {}


def _honour(activity: Activity) -> forms.Field:
    return forms.BooleanField(
        label=activity.eligibility_condition,
        help_text=_("You declare it on your honour. It is kept with what you give."),
        error_messages={"required": _("Tick the box if the condition is yours: it is required.")},
    )


def _code() -> forms.Field:
    return forms.CharField(
        label=_("Code received on paper"),
        help_text=_("Twelve letters and figures, such as 7K2M-B9QX-PA4T."),
        max_length=60,
        widget=forms.TextInput(attrs={**_PRIVATE, "class": "input--short"}),
        error_messages={"required": _("Copy the code from your paper.")},
    )


def _number() -> forms.Field:
    return forms.CharField(
        label=_("Your number"),
        help_text=_("That of your card or of your letter. It is compared, never kept."),
        max_length=60,
        widget=forms.TextInput(attrs={**_PRIVATE, "class": "input--short"}),
        error_messages={"required": _("Copy the number of your card or of your letter.")},
    )


def _name() -> forms.Field:
    return forms.CharField(
        label=_("First name and name"),
        help_text=_("As the city writes to you. It is compared, never kept."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "data-draft-skip": ""}),
        error_messages={"required": _("Write your first name and your name.")},
    )


def _birth_year() -> forms.Field:
    return forms.IntegerField(
        label=_("Year of birth"),
        help_text=_("Four figures. It is compared, never kept."),
        widget=forms.NumberInput(
            attrs={"autocomplete": "bday-year", "data-draft-skip": "", "class": "input--short"}
        ),
        min_value=1900,
        max_value=2100,
        error_messages={"required": _("Write the year of your birth, in four figures.")},
    )


class RollForm(forms.Form):
    """The list of those who may take part, as a file that is not kept."""

    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV or XLSX, a line a person: a column “name” (and “first name” if apart) with “year "
            "of birth”, or a column “number”. Only marks that nobody can read are kept."
        ),
        error_messages={"required": _("Choose the file.")},
    )

    kind: str = RollKind.NAMES
    keys: list[str]
    faults: list[tuple[int, str]]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MAX_BYTES:
            raise ValidationError(_("This file is too big: 20 MB at most."))
        try:
            self._read(file)
        except BadTable as bad:
            raise ValidationError(bad.message) from bad
        if not self.keys:
            raise ValidationError(_("No line of this list can be used."))
        return file

    def _read(self, file: Any) -> None:
        table = open_table(file, file.name)
        columns = _Columns(table.headers)
        if not columns.complete:
            raise ValidationError(
                _("Name the columns in the first line: “name” and “year of birth”, or “number”.")
            )
        self.kind = columns.kind
        self.keys, self.faults = [], []
        for count, (line, cells) in enumerate(table.rows(), start=1):
            if count > _MAX_LINES:
                raise ValidationError(_("This list is too long: 200,000 lines at most."))
            key, fault = columns.key(cells)
            if key:
                self.keys.append(key)
            else:
                self.faults.append((line, fault))


class _Columns:
    """Which columns of a list hold what, known by their names."""

    def __init__(self, headers: list[str]) -> None:
        words = [without_accents(header).lower() for header in headers]
        self.first = _at(words, ("prenom", "first"))
        self.name = _at(words, ("nom", "name"), self.first)
        self.year = _at(words, ("naissance", "birth", "annee"))
        self.number = _at(words, ("numero", "number", "n°", "client", "adherent", "carte"))
        self.kind = RollKind.NAMES if self.year is not None else RollKind.NUMBERS

    @property
    def complete(self) -> bool:
        """Whether a person can be recognised."""
        if self.kind == RollKind.NUMBERS:
            return self.number is not None
        return self.name is not None

    def key(self, cells: list[str]) -> tuple[str, str]:
        """What is hashed of a line, or what is wrong with it."""
        if self.kind == RollKind.NUMBERS:
            key = roll_key(self.kind, Proof(number=clean_line(cells[self.number or 0])))
            return key, "" if key else gettext("no number.")
        parts = [cells[at] for at in (self.first, self.name) if at is not None]
        year = _year_in(cells[self.year or 0])
        if year is None:
            return "", gettext("no year of birth in four figures.")
        key = roll_key(self.kind, Proof(name=clean_line(" ".join(parts)), birth_year=year))
        return key, "" if key else gettext("no name.")


def _year_in(text: str) -> int | None:
    """The year in a cell that holds a year or a whole date."""
    figures = "".join(char if char.isdigit() else " " for char in text).split()
    years = [int(part) for part in figures if len(part) == 4]
    today = timezone.localdate()
    return next((year for year in years if is_birth_year(year, today)), None)


def _at(headings: list[str], words: tuple[str, ...], but: int | None = None) -> int | None:
    found = (
        at
        for at, heading in enumerate(headings)
        if at != but and any(word in heading for word in words)
    )
    return next(found, None)


class DrawForm(forms.Form):
    """How many codes of an activity, where they go."""

    label = forms.CharField(
        label=_("Where they go"),
        help_text=_("For example: letter of 12 May, neighbourhood council."),
        max_length=120,
    )
    count = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=CODES_AT_ONCE,
        initial=100,
        help_text=_("One a person, 500 at most at once. They are shown once: print them then."),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"])
