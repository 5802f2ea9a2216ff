"""Forms of the desk for what comes on paper: print coupons, key in, verify."""

import secrets
from datetime import datetime
from typing import Any, cast

from django import forms
from django.forms import DateInput
from django.utils.translation import gettext_lazy as _

from engagements.models import Department
from portal import uploads
from portal.plain_text import clean_line, clean_text
from portal.security.actions import record_refused_upload

from .. import paper_rules, receipts
from ..enums import KEYED_CHANNELS, Channel, CouponLayout, Reason, Standing, Wish
from ..mechanism import taking_paper
from ..models import Activity, Coupon, Neighbourhood, PaperEntry, Theme

_DAYS = {
    Reason.RECEIVED_IN_FUTURE,
    Reason.RECEIVED_TOO_EARLY,
    Reason.RECEIVED_TOO_LATE,
}


def number_in(typed: str) -> str | None:
    """The stored form of a number typed by hand, or read with the address its code holds."""
    return receipts.normalise(typed.strip().rstrip("/").rpartition("/")[2])


class PaperForm(forms.Form):
    """What somebody wrote on the paper, as it is written, and how it came."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(each.value, each.label) for each in KEYED_CHANNELS]
    )
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day it was given to the city, not the day you key it in."),
        widget=DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give the day on which it was received.")},
    )
    place_received = forms.CharField(
        label=_("Where"),
        help_text=_("For example: reception of the town hall, meeting of 12 May."),
        max_length=120,
        required=False,
    )
    title = forms.CharField(
        label=_("Title of the contribution"),
        help_text=_("As it is written. Without a title, its first words."),
        max_length=100,
        error_messages={"required": _("Give the title, or the first words of the text.")},
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("Word for word; correct nothing but obvious slips."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("None ticked"),
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("Neighbourhood"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("Not given"),
    )
    concerned_department = forms.ModelChoiceField(
        label=_("Department concerned"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("Not given"),
    )
    place = forms.CharField(label=_("Place concerned"), max_length=200, required=False)
    standing = forms.ChoiceField(
        label=_("Given by"), choices=[("", _("Not given")), *Standing.choices], required=False
    )
    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_("Public. Leave empty when “Anonymous” is ticked or nothing is written."),
        max_length=80,
        required=False,
    )
    department_name = forms.CharField(
        label=_("Department of the author"),
        help_text=_("Public. Only when an agent wrote it on the paper."),
        max_length=120,
        required=False,
    )
    wishes = forms.MultipleChoiceField(
        label=_("Wishes ticked"),
        choices=Wish.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Never public. The number and the answer are sent to it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Never public. Erased with the scan."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, activity: Activity, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity, self.at = activity, at
        themes = activity.mechanism.themes(activity) if activity.mechanism else []
        if themes:
            self._offer("theme", Theme.objects.filter(pk__in=[theme.pk for theme in themes]))
        else:
            del self.fields["theme"]
        self._offer("concerned_department", Department.objects.order_by("name"))
        if Neighbourhood.objects.exists():
            self._offer("neighbourhood", Neighbourhood.objects.all())
        else:
            del self.fields["neighbourhood"]

    def _offer(self, name: str, choices: Any) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("title", "place_received", "place", "display_name", "department_name"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        cleaned["phone"] = clean_line(cleaned.get("phone", ""))
        cleaned["text"] = clean_text(cleaned.get("text", ""))
        if not cleaned["title"] and "title" not in self.errors:
            self.add_error("title", self.fields["title"].error_messages["required"])
        return cleaned

    def written(self) -> dict[str, Any]:
        """What the actions need, under their own names."""
        names = [name for name in self.fields if name in PaperForm.base_fields]
        return {name: self.cleaned_data[name] for name in names}


class KeyInForm(PaperForm):
    """The first of the two persons: the number, how it came, and what is written."""

    number = forms.CharField(
        label=_("Number of the coupon"),
        help_text=_(
            "Type it or read its code. Nothing printed? Leave empty: a number is drawn, for you "
            "to write on the paper."
        ),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )
    scan: Any = forms.FileField(
        label=_("Scan of the paper"),
        help_text=_("A picture or a PDF. Private: only for the person who verifies."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )
    # Says that this page was already sent, when a button is pressed twice.
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    field_order = ("number", "channel", "received_on", "place_received", "scan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        carried = {"channel": Channel.PAPER, "token": secrets.token_urlsafe(24)}
        kwargs["initial"] = {**carried, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        if not typed.strip():
            return ""
        number = number_in(typed)
        if number is None:
            raise forms.ValidationError(
                _("A character of this number is wrong or lacking: compare it with the paper.")
            )
        coupon = Coupon.objects.select_related("batch", "contribution").filter(receipt=number)
        found = coupon.first()
        decision = paper_rules.may_use_coupon(found, self.activity.pk)
        if decision.reason == Reason.COUPON_USED and found and found.contribution:
            raise forms.ValidationError(
                _("%(reason)s It is no. %(number)s: “%(title)s”.")
                % {
                    "reason": decision.reason.label,
                    "number": found.contribution.number,
                    "title": found.contribution.title,
                }
            )
        if decision.reason:
            raise forms.ValidationError(decision.reason.label)
        return number

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        decision = paper_rules.may_key_in(self.activity, day, self.at)
        if decision.reason in _DAYS:
            raise forms.ValidationError(decision.reason.label)
        if decision.reason:
            self.add_error(None, decision.reason.label)
        return day

    def clean_scan(self) -> uploads.CleanFile | None:
        upload = self.cleaned_data["scan"]
        if not upload:
            return None
        try:
            return uploads.scan(upload)
        except uploads.BadFile as bad:
            record_refused_upload("paper.scan", bad.code)
            raise forms.ValidationError(bad.message) from bad

    def entry(self) -> dict[str, Any]:
        """What `key_in` needs."""
        own = {name: self.cleaned_data[name] for name in ("number", "scan")}
        return {**self.written(), **own, "form_token": f"desk-{self.cleaned_data['token']}"}


class VerifyForm(PaperForm):
    """The second person: confirms or corrects, the paper or its scan in view."""

    compared = forms.BooleanField(
        label=_("I compared every field with the paper."),
        error_messages={"required": Reason.PAPER_NOT_COMPARED.label},
    )

    def __init__(self, *args: Any, entry: PaperEntry, **kwargs: Any) -> None:
        contribution = entry.contribution
        names = set(PaperForm.base_fields) - {"wishes", "received_on", "place_received", "phone"}
        keyed = {name: getattr(contribution, name) for name in names}
        keyed |= {name: getattr(entry, name) for name in ("received_on", "place_received", "phone")}
        keyed["wishes"] = [wish.wish for wish in contribution.wishes.all()]
        super().__init__(*args, activity=contribution.activity, initial=keyed, **kwargs)
        self.entry = entry
        if entry.scan:
            self.fields["compared"].label = _("I compared every field with the scan.")
        self._keep("theme", contribution.theme)

    def _keep(self, name: str, value: Any) -> None:
        """Offers what was keyed in even when the call no longer does."""
        if value is None or name not in self.fields:
            return
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        kept = field.queryset | type(value).objects.filter(pk=value.pk)
        field.queryset = kept.distinct()

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        decision = paper_rules.arrived_in_time(self.activity, day, self.at)
        if day != self.entry.received_on and decision.reason:
            raise forms.ValidationError(decision.reason.label)
        return day


class BatchForm(forms.Form):
    """How many coupons to print, for which call, and where they go."""

    activity: Any = forms.ModelChoiceField(
        label=_("Activity"),
        queryset=Activity.objects.none(),
        error_messages={"required": _("Choose the activity for which these coupons are.")},
    )
    count = forms.IntegerField(
        label=_("Number of coupons"),
        help_text=_("From 1 to 500 at a time."),
        min_value=1,
        max_value=500,
        initial=50,
    )
    label = forms.CharField(
        label=_("Where these coupons go"),
        help_text=_("For example: reception of the town hall, meeting of 12 May."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls = cast("forms.ModelChoiceField[Activity]", self.fields["activity"])
        open_yet = Activity.objects.filter(closes_at__gt=at, mechanism_name__in=taking_paper())
        calls.queryset = open_yet.order_by("closes_at", "pk")

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"])


class PrintForm(forms.Form):
    """How a batch is laid on sheets, and whether those that came back are left out."""

    layout = forms.ChoiceField(
        label=_("Sheets"), choices=CouponLayout.choices, widget=forms.RadioSelect
    )
    unused = forms.BooleanField(label=_("Only those that did not come back"), required=False)
