"""The retention rules of campaigns, as the daily erasure applies them."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_counted_forms, erase_reminders, erase_unconfirmed

REMINDERS = rule(
    "campaigns.reminders",
    _("Addresses to ask again, once the question is over"),
    days="CAMPAIGN_REMINDER_DAYS",
    erase=erase_reminders,
    order=102,
)
UNCONFIRMED = rule(
    "campaigns.unconfirmed",
    _("Addresses to ask again that nobody confirmed"),
    days="CAMPAIGN_UNCONFIRMED_DAYS",
    erase=erase_unconfirmed,
    order=103,
)
FORMS = rule(
    "campaigns.forms",
    _("Numbers of forms counted in campaigns"),
    days="CAMPAIGN_FORM_DAYS",
    erase=erase_counted_forms,
    order=104,
)
RULES = (REMINDERS, UNCONFIRMED, FORMS)
