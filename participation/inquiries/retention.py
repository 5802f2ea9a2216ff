"""The retention rule of registers, as the daily erasure applies it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import forget_addresses

ADDRESSES = rule(
    "inquiries.addresses",
    _("Addresses left in registers of regulated consultations"),
    days="INQUIRY_ADDRESS_DAYS",
    erase=forget_addresses,
    order=105,
)
