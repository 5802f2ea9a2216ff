"""Forms about agents: one's own page, and the desk of those who look after them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.cms.folding import without_accents
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line
from portal.tables import BadTable, open_table

from . import rules
from .models import AgentInvitation

MAX_LINES = 5_000
_MAX_BYTES = 2 * 1024 * 1024
_SALT = "agents.list"
_LIST_SECONDS = 3600
_EMAIL_WORDS = ("mail", "courriel", "adresse")
_DEPARTMENT_WORDS = ("service", "direction", "department", "departement")


class CodeForm(GuardedForm):
    """The code that somebody copies from paper."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_(
            "Twelve letters and figures, such as 7K2M-B9QX-PA4T. Capitals, spaces and hyphens do "
            "not matter."
        ),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "input--short",
            }
        ),
        error_messages={"required": _("Copy the code from your paper.")},
    )


class AskForm(GuardedForm):
    """The request of somebody whose work address is confirmed."""

    department_name = forms.CharField(
        label=_("Your department"),
        help_text=_("It helps to confirm your request; nobody else reads it."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": _("Shorten it: 120 characters at most.")},
    )

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])


class DeclareForm(forms.Form):
    """An officer says that an account is an agent's."""

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("Who has no account yet is invited instead."),
    )
    department_name = forms.CharField(label=_("Department"), max_length=120, required=False)
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("For a contract or a placement. Leave empty otherwise."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])


class EndForm(forms.Form):
    """The last day of a status."""

    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("The day is included. Leave empty for no end."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ReasonForm(forms.Form):
    """Why a status is withdrawn or a request refused."""

    reason = forms.CharField(
        label=_("Because"),
        help_text=_("The person reads it. For example: you no longer work for the city."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the person will read it.")},
    )


class CodesForm(forms.Form):
    """How many codes, for whom, until when."""

    label = forms.CharField(
        label=_("For whom"),
        help_text=_("For example: school kitchens, meeting of 12 May. It stands on the sheet."),
        max_length=120,
    )
    department_name = forms.CharField(
        label=_("Department"),
        help_text=_("Given to the accounts opened with these codes. Leave empty when mixed."),
        max_length=120,
        required=False,
    )
    count = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=rules.CODES_AT_ONCE,
        help_text=_("One an agent, 500 at most at once. They are shown once: print them then."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("The day is included."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        last_day = timezone.localdate() + timedelta(days=settings.AGENT_CODE_DAYS)
        kwargs["initial"] = {"last_day": last_day, "count": 20, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"])

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])


@dataclass
class ReadList:
    """What a list of agents holds: whom to invite, who needs a code, what is wrong."""

    people: list[tuple[str, str]] = field(default_factory=list)
    # Department → agents without address.
    without_address: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    agents_count: int = 0
    waiting_count: int = 0

    @property
    def to_invite(self) -> int:
        """How many would receive a mail."""
        return len(self.people) - self.agents_count

    @property
    def without_count(self) -> int:
        """How many have no address."""
        return sum(self.without_address.values())


class ListForm(forms.Form):
    """The list of agents, as a file; nothing is sent before it was read again."""

    file = forms.FileField(
        label=_("List of agents"),
        help_text=_(
            "CSV or XLSX, a line an agent: a column for the e-mail address, one for the "
            "department, or one of them. Names are not needed: leave them out."
        ),
        error_messages={"required": _("Choose the file.")},
    )

    read: ReadList

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > _MAX_BYTES:
            raise ValidationError(_("This file is too big: 2 MB at most."))
        try:
            self.read = read_list(file, file.name)
        except BadTable as bad:
            raise ValidationError(bad.message) from bad
        return file


def read_list(file: Any, name: str) -> ReadList:
    """The list in a table, each line that cannot be used said with its number."""
    table = open_table(file, name)
    headings = [without_accents(heading).lower() for heading in table.headers]
    email_at = _column(headings, _EMAIL_WORDS)
    department_at = _column(headings, _DEPARTMENT_WORDS)
    if email_at is None and department_at is None:
        raise ValidationError(
            _("No column is called “e-mail” or “department”: name them in the first line.")
        )
    found = ReadList()
    seen: set[str] = set()
    for count, (line, cells) in enumerate(table.rows(), start=1):
        if count > MAX_LINES:
            raise ValidationError(_("This list is too long: 5,000 lines at most."))
        email = clean_line(cells[email_at]).lower() if email_at is not None else ""
        department = clean_line(cells[department_at])[:120] if department_at is not None else ""
        if fault := _fault(email, department, seen):
            found.faults.append((line, fault))
        elif email:
            found.people.append((email, department))
            seen.add(email)
        else:
            found.without_address[department] = found.without_address.get(department, 0) + 1
    _compare(found)
    return found


def _column(headings: list[str], words: tuple[str, ...]) -> int | None:
    found = (at for at, heading in enumerate(headings) if any(word in heading for word in words))
    return next(found, None)


def _fault(email: str, department: str, seen: set[str]) -> str:
    """What is wrong with a line, in words; nothing when it can be used."""
    if not email:
        return "" if department else gettext("neither an address nor a department.")
    try:
        validate_email(email)
    except ValidationError:
        return gettext("this is no e-mail address.")
    return gettext("this address is already above.") if email in seen else ""


def _compare(found: ReadList) -> None:
    """Counts who is known already."""
    emails = [email for email, _department in found.people]
    agents = User.objects.filter(email__in=emails, is_agent=True, is_active=True)
    waiting = AgentInvitation.objects.ready(timezone.now()).filter(email__in=emails)
    found.agents_count, found.waiting_count = agents.count(), waiting.count()


def carried(found: ReadList) -> str:
    """The list as the second step hands it on: signed, so that only what was read is sent."""
    return signing.dumps(found.people, salt=_SALT, compress=True)


def uncarried(text: str) -> list[tuple[str, str]]:
    """The list that the first step read. Raises BadSignature when forged or an hour old."""
    rows = signing.loads(text, salt=_SALT, max_age=_LIST_SECONDS)
    return [(str(email), str(department)) for email, department in rows]
