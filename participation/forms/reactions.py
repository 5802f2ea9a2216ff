"""What readers send about a contribution: the address of a support, a comment, a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ..enums import RefusalReason, Standing
from ..models.comments import COMMENT_LENGTH

REPORT_LENGTH = 1000
_BAD_ADDRESS = _("Check the address: it should look like name@domain.fr.")


class SupportLinkForm(GuardedForm):
    """The address to which the link of a support is sent; nothing else is asked."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Never published. Expected format: name@domain.fr"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give the address to which we send the link: name@domain.fr."),
            "invalid": _BAD_ADDRESS,
        },
    )


class CommentForm(GuardedForm):
    """A text; a signature, a standing and an address when one wishes."""

    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("1,000 characters at most. Do not name any person."),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your comment, in a few words."),
            "max_length": _(
                "Shorten the comment: 1,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )
    official = forms.BooleanField(label=_("Write in the city’s name"), required=False)
    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_("Shown with the comment. Leave empty to sign “Anonymous”."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Shorten the signature: 80 characters at most.")},
    )
    standing = forms.ChoiceField(
        label=_("You write as"),
        choices=Standing.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two answers, or none.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "To be told whether your comment is published. Never published. "
            "Expected format: name@domain.fr"
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _BAD_ADDRESS},
    )

    def __init__(self, *args: Any, asks_standing: bool, may_be_official: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not asks_standing:
            del self.fields["standing"]
        if not may_be_official:
            del self.fields["official"]

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])

    def comment(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        names = ("text", "display_name", "standing", "email")
        given = {name: self.cleaned_data.get(name) or "" for name in names}
        return {**given, "is_official": bool(self.cleaned_data.get("official"))}


class ReportForm(GuardedForm):
    """Which rule of the charter a text breaks, and why; an address to be told of the outcome."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this text?"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the reason that comes closest."),
            "invalid_choice": _("Choose one of these reasons."),
        },
    )
    text = forms.CharField(
        label=_("Explanation"),
        help_text=_("What you noticed, in a few words. 1,000 characters at most."),
        max_length=REPORT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _(
                "Shorten the explanation: 1,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "To be told what was decided. Never published. Expected format: name@domain.fr"
        ),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _BAD_ADDRESS},
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def report(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        return {name: self.cleaned_data[name] for name in ("reason", "text", "email")}
