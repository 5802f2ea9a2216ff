"""Audiences and roles, as the whole portal names them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """For whom something is meant."""

    EVERYONE = "everyone", _("Everyone")
    RESIDENTS = "residents", _("Residents and users")
    AGENTS = "agents", _("City agents")


class Role(models.TextChoices):
    """What a member of staff does on the portal; each is a group with permissions."""

    COMMUNICATIONS = "communications", _("Communications")
    PARTICIPATION = "participation", _("Participation officers")
    MODERATORS = "moderators", _("Moderators")
    RESPONDENTS = "respondents", _("Department respondents")
    PILOTS = "pilots", _("Commitment pilots")
    COMMISSIONERS = "commissioners", _("Inquiry commissioners")
    PEOPLE = "people", _("People officers")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    AUDITORS = "auditors", _("Auditors")
    ADMINISTRATORS = "administrators", _("Administrators")


class AccountRefusal(models.TextChoices):
    """Why the rights of a person may not change; the words are for the person who tried."""

    NOT_ALLOWED = "not_allowed", _("Only administrators change roles and rights.")
    ABOVE_YOU = (
        "above_you",
        _("This person may do more than you on this portal: ask an administrator."),
    )
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("One administrator must remain: give this role to somebody else first."),
    )
