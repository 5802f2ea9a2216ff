"""What people send about what they follow: an address, how often, which topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.guarded_forms import GuardedForm

from .enums import Frequency
from .links import Asked
from .models import Letter
from .queries import follower_counts
from .registry import Subject, find_subjects, general_topics

_BAD_ADDRESS = _("Check the address: it should look like name@domain.fr.")


def _email(missing: Any) -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Never published. Expected format: name@domain.fr"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": missing, "invalid": _BAD_ADDRESS},
    )


class SubscribeForm(GuardedForm):
    """What to follow, how often, and the address that a link will prove."""

    topics = forms.MultipleChoiceField(
        label=_("What do you wish to follow?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one thing to follow."),
            "invalid_choice": _("Choose among what is proposed."),
        },
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often you wish to be told."),
            "invalid_choice": _("Choose how often you wish to be told."),
        },
    )
    email = _email(_("Give the address to which we send the link: name@domain.fr."))

    def __init__(self, *args: Any, subjects: Sequence[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = self.fields["topics"]
        topics.choices = [(one.key, one.label) for one in subjects]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What the link will carry."""
        given = self.cleaned_data
        return Asked(given["email"].lower(), given["frequency"], tuple(given["topics"]))


class FrequencyForm(forms.Form):
    """How often one is told."""

    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often you wish to be told."),
            "invalid_choice": _("Choose how often you wish to be told."),
        },
    )


class LostLinkForm(GuardedForm):
    """The address whose list of subscriptions one wishes to find again."""

    email = _email(_("Give the address that receives our messages: name@domain.fr."))


class LetterForm(forms.ModelForm):
    """What a letter says and to whom it goes; complete only when it is sent."""

    topics = forms.MultipleChoiceField(
        label=_("To those who follow"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever follows several of these receives the letter once."),
    )

    class Meta:
        model = Letter
        fields = ("subject", "body", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys, counts = general_topics(), follower_counts()
        found = find_subjects(keys)
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (key, _follow_label(found[key].label, counts.get(key, 0)))
            for key in keys
            if key in found
        ]


def _follow_label(label: str, count: int) -> str:
    said = ngettext("%(label)s (%(count)d person)", "%(label)s (%(count)d people)", count)
    return said % {"label": label, "count": count}
