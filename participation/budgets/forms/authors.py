"""What an author answers about the study of their project."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StudyAnswerForm(forms.Form):
    """Agrees, or objects and says why; published with the study."""

    agrees = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("oui", _("I agree with this study")), ("non", _("I object"))],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two answers.")},
    )
    text = forms.CharField(
        label=_("What you want to say"),
        help_text=_("Published with the study, without your name. Needed when you object."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
