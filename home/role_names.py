"""What the group of each role is called. Pure."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role

NAMES: dict[Role, str | Promise] = {
    Role.COMMUNICATIONS: pgettext_lazy("group", "Communications"),
    Role.PARTICIPATION: pgettext_lazy("group", "Participation"),
    Role.MODERATORS: pgettext_lazy("group", "Moderation"),
    Role.RESPONDENTS: pgettext_lazy("group", "Department respondents"),
    Role.PILOTS: pgettext_lazy("group", "Commitment pilots"),
    Role.FOLLOW_UP: pgettext_lazy("group", "Follow-up body"),
    Role.PEOPLE: pgettext_lazy("group", "People officers"),
    Role.DATA_PROTECTION: pgettext_lazy("group", "Data protection officer"),
    Role.AUDITORS: pgettext_lazy("group", "Auditors"),
    Role.ADMINISTRATORS: pgettext_lazy("group", "Administrators"),
}
