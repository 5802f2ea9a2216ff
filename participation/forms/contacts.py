"""The form by which contacts are taken out of the portal: why, whose, in which format."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.imports import REASON_LENGTH
from ..enums import WISHES_WITH_ANSWER, Wish


class ContactsForm(forms.Form):
    """The reason is kept with the name of who asks; others at the desk read it."""

    reason = forms.CharField(
        label=_("What the contacts are for"),
        help_text=_(
            "For example: invite to the follow-up body of 12 June those who wished it. Kept with "
            "your name, and read by the other officers."
        ),
        min_length=REASON_LENGTH,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say what the contacts are for, in ten characters at least."),
            "min_length": _("Say what the contacts are for, in ten characters at least."),
        },
    )
    whose = forms.ChoiceField(
        label=_("Whose contacts"),
        choices=[
            ("wish", _("Those who wish to be written back to (follow-up, information)")),
            *(
                (wish.value, _("Only the wish: %(wish)s") % {"wish": wish.label})
                for wish in Wish
                if wish in WISHES_WITH_ANSWER
            ),
            ("all", _("Everybody who left an address")),
        ],
        widget=forms.RadioSelect,
        initial="wish",
    )
    kind = forms.ChoiceField(
        label=_("Format"),
        choices=[("csv", "CSV"), ("xlsx", "XLSX")],
        widget=forms.RadioSelect,
        initial="csv",
    )

    def wishes(self) -> list[str]:
        """The wishes asked for; none for everybody."""
        whose: Any = self.cleaned_data["whose"]
        if whose == "all":
            return []
        return sorted(WISHES_WITH_ANSWER) if whose == "wish" else [whose]
