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
