"""Audiences, roles and reasons, as the whole portal names them."""

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
    FOLLOW_UP = "follow_up", _("Follow-up body")
    PEOPLE = "people", _("People officers")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    AUDITORS = "auditors", _("Auditors")
    ADMINISTRATORS = "administrators", _("Administrators")


class SecondFactorReason(models.TextChoices):
    """Why the admin stays closed to somebody who may enter it."""

    MISSING = "missing", _("Your account has no second factor yet.")
    UNUSED = "unused", _("This session was opened without your second factor.")


class EmailChangeReason(models.TextChoices):
    """Why a change of address is refused."""

    SAME = "same", _("This is already the address of your account.")
    OVER = (
        "over",
        _("This change of address is over: cancelled, done, or too old. Ask for it anew."),
    )
    TAKEN = "taken", _("This address cannot be used for your account. Choose another one.")
    NO_FACTOR = "no_factor", _("Prove it is you with your second factor first.")
    NEW_FACTOR = (
        "new_factor",
        _("Your second factor is too recent to replace your address: it must be three days old."),
    )


class FactorResetReason(models.TextChoices):
    """Why the second factor of somebody is not reset."""

    OWN = "own", _("Your own second factor is changed in your account, not here.")
    NONE = "none", _("This person has no second factor.")
    ABOVE = "above", _("Only an administrator may reset the second factor of an administrator.")


class FactorLoss(models.TextChoices):
    """Why somebody's second factor is taken away; kept with the security event."""

    LOST = "lost", _("Telephone or key lost")
    STOLEN = "stolen", _("Telephone or key stolen")
    REPLACED = "replaced", _("Telephone or key replaced")
    DOUBT = "doubt", _("Somebody else may have used it")


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
