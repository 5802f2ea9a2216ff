"""The form by which an idea is given."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ...models import Theme
from .. import rules
from ..models import IdeaConsultation
from ..queries import themes_of


class IdeaForm(GuardedForm):
    """Title, text, theme; a signature and an address when one wishes."""

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
    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_(
            "Shown with the idea. A pseudonym is welcome; leave empty to sign “Anonymous”."
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Shorten the signature: 80 characters at most.")},
    )
    department_name = forms.CharField(
        label=_("Your department"),
        help_text=_("If you work for the city and wish to say where."),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Shorten it: 120 characters at most.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "To receive your number and the answer. Never published. "
            "Expected format: name@domain.fr"
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def __init__(self, *args: Any, consultation: IdeaConsultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        themes = themes_of(consultation)
        if themes:
            field = cast("forms.ModelChoiceField[Theme]", self.fields["theme"])
            field.queryset = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
            field.choices = [(theme.pk, theme.name) for theme in themes]
        else:
            del self.fields["theme"]

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

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])

    def idea(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        names = ("title", "text", "theme", "display_name", "department_name", "email")
        return {
            name: self.cleaned_data.get(name) or ("" if name != "theme" else None) for name in names
        }
