"""The retention rules of registrations, as the daily erasure applies them."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_needs, erase_registrations

NEEDS = rule(
    "workshops.needs",
    _("Needs for access told for meetings"),
    days="MEETING_NEEDS_DAYS",
    erase=erase_needs,
    order=98,
)
REGISTRATIONS = rule(
    "workshops.registrations",
    _("Registrations for meetings that are over"),
    days="MEETING_REGISTRATION_DAYS",
    erase=erase_registrations,
    order=99,
)
