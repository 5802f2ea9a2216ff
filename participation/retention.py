"""The retention rules of the room, as the daily erasure applies them."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from . import actions

RULES = (
    rule(
        "participation.contribution_addresses",
        _("Addresses left with contributions"),
        days="ADDRESS_RETENTION_DAYS",
        erase=actions.erase_addresses,
        order=50,
    ),
    rule(
        "participation.comment_addresses",
        _("Addresses left with comments"),
        days="ADDRESS_RETENTION_DAYS",
        erase=actions.erase_comment_addresses,
        order=51,
    ),
    rule(
        "participation.supporter_addresses",
        _("Addresses of supporters"),
        days="ADDRESS_RETENTION_DAYS",
        erase=actions.erase_supporter_addresses,
        order=52,
    ),
    rule(
        "participation.unconfirmed",
        _("Contributions never confirmed"),
        days="UNCONFIRMED_RETENTION_DAYS",
        erase=actions.erase_unconfirmed,
        order=60,
    ),
    rule(
        "participation.staged_files",
        _("Files of forms never sent"),
        days="",
        erase=actions.erase_staged_files,
        order=70,
    ),
    rule(
        "participation.refused",
        _("Refused texts"),
        days="REFUSED_RETENTION_DAYS",
        erase=actions.erase_refused,
        order=80,
    ),
    rule(
        "participation.scans",
        _("Scans of papers, telephones and corrections"),
        days="ADDRESS_RETENTION_DAYS",
        erase=actions.erase_scans,
        order=90,
    ),
    rule(
        "participation.rolls",
        _("Lists of who may take part, and codes"),
        days="ELIGIBILITY_RETENTION_DAYS",
        erase=actions.erase_rolls,
        order=95,
    ),
)
