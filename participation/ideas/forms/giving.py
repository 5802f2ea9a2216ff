"""The form by which an idea is given."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Department
from portal.accounts.enums import Audience
from portal.cms.folding import without_accents
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ...enums import WISHES_WITH_ANSWER, Standing, Wish
from ...forms.eligibility import EligibilityMixin
from ...forms.files import FilesForm
from ...forms.giving import SignedForm
from ...models import Neighbourhood, Theme
from .. import rules
from ..models import IdeaConsultation
from ..queries import themes_of

_FILES = ("pictures", "document")
# What the audience of a call already says, so that nobody is asked.
_KNOWN_STANDING = {Audience.AGENTS: Standing.AGENT, Audience.RESIDENTS: Standing.RESIDENT}


class IdeaForm(EligibilityMixin, SignedForm, FilesForm, GuardedForm):
    """Title, text, theme; then what one wishes to add, a signature, an address."""

    field_order = (
        "title",
        "text",
        "theme",
        "neighbourhood",
        "place",
        "concerned_department",
        *_FILES,
        "display_name",
        "standing",
        "department_name",
        "wishes",
        "email",
    )

    title = forms.CharField(
        label=_("Title of the idea"),
        help_text=_("One sentence that starts with a verb. 100 characters at most."),
        max_length=rules.TITLE_MAXIMUM,
        error_messages={
            "required": _("Give your idea a title, for example: Lend tools between neighbours."),
            "max_length": _("Shorten the title: 100 characters at most, you wrote %(show_value)d."),
        },
    )
    text = forms.CharField(
        label=_("Your idea"),
        help_text=_(
            "Which problem did you see? What do you propose? Between 30 and 2,000 characters. "
            "Do not name any person."
        ),
        max_length=rules.TEXT_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 9, "data-count": rules.TEXT_MAXIMUM}),
        error_messages={
            "required": _("Describe your idea: 30 characters at least."),
            "max_length": _(
                "Shorten the text: 2,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the theme that comes closest."),
            "invalid_choice": _("Choose one of the themes of this call."),
        },
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("Neighbourhood"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("The whole city, or I do not know"),
        error_messages={"invalid_choice": _("Choose one of the neighbourhoods of the list.")},
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("An address, a street, a building. It is public: not your own address."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Shorten the place: 200 characters at most.")},
    )
    concerned_department = forms.ModelChoiceField(
        label=_("Department concerned"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("I do not know"),
        error_messages={"invalid_choice": _("Choose one of the departments of the list.")},
    )
    standing = forms.ChoiceField(
        label=_("You write as"),
        required=False,
        choices=[*Standing.choices, ("", _("I prefer not to say"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
    department_name = forms.CharField(
        label=_("Your department"),
        help_text=_("If you work for the city and wish to say where."),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Shorten it: 120 characters at most.")},
    )
    wishes = forms.MultipleChoiceField(
        label=_("What you wish besides"),
        help_text=_("The choices of the project’s paper form. Readers may sort the ideas by them."),
        required=False,
        choices=Wish.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among the wishes of the list.")},
    )

    def __init__(self, *args: Any, consultation: IdeaConsultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        self._offer("theme", Theme, themes_of(consultation))
        self._offer("neighbourhood", Neighbourhood, list(Neighbourhood.objects.all()))
        self._offer("concerned_department", Department, list(Department.objects.all()))
        self.offer_eligibility(consultation)
        if consultation.audience in _KNOWN_STANDING:
            del self.fields["standing"]
        if consultation.audience != Audience.AGENTS:
            del self.fields["department_name"]

    def _offer(self, name: str, model: Any, offered: list[Any]) -> None:
        """Offers these in a field, by name; the field goes when there is nothing to offer."""
        if not offered:
            del self.fields[name]
            return
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = model.objects.filter(pk__in=[one.pk for one in offered])
        offered.sort(key=lambda one: without_accents(one.name))
        empty = [("", field.empty_label)] if field.empty_label else []
        field.choices = [*empty, *((one.pk, one.name) for one in offered)]

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if len(text) < rules.TEXT_MINIMUM:
            raise forms.ValidationError(
                _("Say a little more: 30 characters at least, you wrote %(length)d."),
                params={"length": len(text)},
            )
        return text

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])

    def clean_place(self) -> str:
        return clean_line(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.clean_eligibility()
        unanswerable = WISHES_WITH_ANSWER & set(cleaned.get("wishes") or ())
        if unanswerable and not cleaned.get("email") and "email" not in self.errors:
            wished = "; ".join(str(Wish(wish).label) for wish in sorted(unanswerable))
            self.add_error(
                "email",
                _("Give your e-mail address, so that the city can write to you: %(wished)s.")
                % {"wished": wished},
            )
        return cleaned

    def forgive(self) -> None:
        """Forgets what was said of a form that is not being sent, except of its files."""
        for name in [name for name in self.errors if name not in _FILES]:
            del self.errors[name]

    @property
    def says_where(self) -> bool:
        """Whether the part that says where, or which department, has something to show."""
        names = ("neighbourhood", "place", "concerned_department")
        return any(self[name].value() or self[name].errors for name in names if name in self.fields)

    @property
    def standing_label(self) -> str:
        """In which capacity somebody writes, in words, when they said so."""
        standing = self.cleaned_data.get("standing")
        return str(Standing(standing).label) if standing else ""

    @property
    def wish_labels(self) -> list[str]:
        """The wishes, in words."""
        return [str(Wish(wish).label) for wish in self.cleaned_data.get("wishes") or ()]

    def carried(self) -> Iterator[tuple[str, str]]:
        """What the second reading hands on unseen: names and values, without the files."""
        for bound in self:
            if bound.name in _FILES:
                continue
            value = bound.value()
            for one in value if isinstance(value, list) else [value]:
                if one not in (None, ""):
                    yield bound.html_name, str(one)

    def idea(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        lines = ("title", "text", "display_name", "department_name", "email", "place", "standing")
        choices = ("theme", "neighbourhood", "concerned_department")
        given = self.cleaned_data
        known = _KNOWN_STANDING.get(Audience(self.consultation.audience), "")
        return {
            **{name: given.get(name) or "" for name in lines},
            **{name: given.get(name) for name in choices},
            "standing": given.get("standing") or known,
            "wishes": given.get("wishes") or [],
            "proof": self.proof(),
        }
