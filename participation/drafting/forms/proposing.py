"""The form of an amendment or of a remark; the filters of their list."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ...forms.giving import SignedForm
from .. import rules
from ..enums import WITH_TEXT, AmendmentKind
from ..queries.reading import DEFAULT_ORDER, STATES, WAITING, AmendmentFilters

_SHORTER = _("Shorten this text: it may have %(limit_value)d characters, you wrote %(show_value)d.")


class AmendmentForm(SignedForm, GuardedForm):
    """The text proposed, what it changes in one sentence, why; a signature and an address."""

    field_order = ("proposed", "title", "text", "display_name", "email")

    # The version in front of its author.
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    proposed = forms.CharField(
        label=_("The paragraph as you propose it"),
        help_text=_("Change the words directly. What you do not touch stays as it is."),
        max_length=rules.PROPOSED_MAXIMUM,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "data-count": rules.PROPOSED_MAXIMUM}),
        error_messages={
            "required": _("Write the text that you propose. To remove a paragraph, go back to it."),
            "max_length": _SHORTER,
        },
    )
    title = forms.CharField(
        label=_("In one sentence, what do you change?"),
        help_text=_("For example: Open on Sundays too. 100 characters at most."),
        max_length=rules.TITLE_MAXIMUM,
        error_messages={
            "required": _("Say in one sentence what you change, for example: Open on Sundays too."),
            "max_length": _(
                "Shorten the sentence: 100 characters at most, you wrote %(show_value)d."
            ),
        },
    )
    text = forms.CharField(
        label=_("Why?"),
        help_text=_("Your reasons, in a few words. Public: do not name any person."),
        max_length=rules.REASONS_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": rules.REASONS_MAXIMUM}),
        error_messages={
            "required": _("Give your reasons: they help the drafting group to decide."),
            "max_length": _SHORTER,
        },
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["display_name"].help_text = _(
            "Shown with the amendment. A pseudonym is welcome; leave empty to sign “Anonymous”."
        )
        self.fields["email"].help_text = _(
            "To receive your number and the decision. Never published. "
            "Expected format: name@domain.fr"
        )
        if kind not in WITH_TEXT:
            del self.fields["proposed"]
        if kind == AmendmentKind.ADD:
            self.fields["proposed"].label = _("The paragraph that you add")
            self.fields["proposed"].help_text = _("One idea, in a few sentences.")
        if kind == AmendmentKind.DELETE:
            self.fields["title"].label = _("In one sentence, what disappears?")
            self.fields["title"].help_text = _(
                "For example: Remove the fee. 100 characters at most."
            )
        if kind == AmendmentKind.REMARK:
            self._ask_remark()

    def _ask_remark(self) -> None:
        title, text = self.fields["title"], cast("forms.CharField", self.fields["text"])
        title.label = _("Your remark, in one sentence")
        title.help_text = _("For example: Who pays for the works? 100 characters at most.")
        title.error_messages["required"] = _(
            "Write your remark, for example: Who pays for the works?"
        )
        text.label, text.required = _("Details"), False
        text.help_text = _("Public: do not name any person.")

    def clean_proposed(self) -> str:
        text = clean_text(self.cleaned_data["proposed"])
        if not text:
            raise forms.ValidationError(self.fields["proposed"].error_messages["required"])
        return text

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if len(title) < rules.TITLE_MINIMUM:
            raise forms.ValidationError(
                _("Say a little more: 10 characters at least, you wrote %(length)d."),
                params={"length": len(title)},
            )
        return title

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if self.kind != AmendmentKind.REMARK and len(text) < rules.REASON_MINIMUM:
            raise forms.ValidationError(
                _("Say a little more: 10 characters at least, you wrote %(length)d."),
                params={"length": len(text)},
            )
        return text

    def amendment(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        names = ("title", "text", "display_name", "email", "read")
        given = {name: self.cleaned_data[name] for name in names}
        return {**given, "kind": self.kind, "proposed": self.cleaned_data.get("proposed", "")}

    @property
    def typed(self) -> str:
        """The text proposed as it stands in the form, to show its difference."""
        if "proposed" not in self.fields:
            return ""
        return clean_text(str(self["proposed"].value() or "").replace("\x00", ""))


class AmendmentFilterForm(forms.Form):
    """The filters of the list of amendments; a value that is not offered is left out."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    etat = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Whatever the decision")),
            (WAITING, _("Waiting for a decision")),
            *((name, outcome.label) for name, outcome in STATES.items()),
        ],
    )
    quoi = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("Amendments and remarks")),
            ("modifier", _("Changes of a paragraph")),
            ("ajouter", _("Paragraphs added")),
            ("supprimer", _("Paragraphs removed")),
            ("commenter", _("Remarks")),
        ],
    )
    ordre = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("recents", _("The latest first")), ("soutenus", _("The most supported first"))],
    )

    def filters(self) -> AmendmentFilters:
        """What was asked, without what was not understood."""
        self.is_valid()
        asked = self.cleaned_data
        return AmendmentFilters(
            words=clean_line(asked.get("q", "")),
            state=asked.get("etat", ""),
            kind=asked.get("quoi", ""),
            order=asked.get("ordre") or DEFAULT_ORDER,
        )
