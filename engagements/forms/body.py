"""Input about the members of the follow-up body: who they are, what they agreed to."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from portal.accounts.models import User

from ..actions.body import record_name_consent, withdraw_name_consent
from ..models import BodyMember


class BodyMemberForm(WagtailAdminModelForm):
    """A member; the account is given by its address, so that no list of accounts is shown."""

    account = forms.EmailField(
        label=_("E-mail address of the account"),
        required=False,
        help_text=_(
            "If the member has an account of the city’s agents: they then find their seat among "
            "their own data, and may have it erased."
        ),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )
    # Which wish becomes a member; its source is asked again when the form is sent.
    volunteer = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.name:
            # It was erased: nobody has to invent another one.
            self.fields["name"].required = False
        if self.instance.user:
            self.initial.setdefault("account", self.instance.user.email)

    def clean_account(self) -> User | None:
        email = self.cleaned_data["account"]
        if not email:
            return None
        found = User.objects.filter(email__iexact=email, is_agent=True, is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                _("No agent has an account with this address: correct it, or leave it empty.")
            )
        return found

    def save(self, commit: bool = True) -> BodyMember:
        self.instance.user = self.cleaned_data["account"]
        member: BodyMember = super().save(commit=commit)
        return member


class NameConsentForm(forms.Form):
    """The day on which a member agreed to be named, or the end of it."""

    GIVEN, WITHDRAWN = "given", "withdrawn"

    act = forms.ChoiceField(choices=[(GIVEN, GIVEN), (WITHDRAWN, WITHDRAWN)])
    given_on = forms.DateField(
        label=_("Day of the agreement"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("The day on which the member said yes, in writing or at a meeting."),
    )

    def __init__(self, data: Any = None, *, member: BodyMember, at: datetime) -> None:
        super().__init__(data, initial={"given_on": timezone.localdate(at)})
        self.member = member
        self.at = at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        giving = cleaned.get("act") == self.GIVEN
        if giving and not cleaned.get("given_on") and "given_on" not in self.errors:
            self.add_error("given_on", _("Give the day on which the member agreed."))
        return cleaned

    def record(self, by: User) -> BodyMember:
        """Records the act of a valid form. Raises Refused."""
        if self.cleaned_data["act"] == self.WITHDRAWN:
            return withdraw_name_consent(member=self.member, by=by)
        given_on = self.cleaned_data["given_on"]
        return record_name_consent(member=self.member, given_on=given_on, by=by, at=self.at)
