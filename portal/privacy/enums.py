"""The words of the law: why data may be kept, how a consent was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """The legal basis of a processing (GDPR, art. 6-1)."""

    MISSION = "mission", _("mission of public interest (GDPR, art. 6-1-e)")
    OBLIGATION = "obligation", _("legal obligation (GDPR, art. 6-1-c)")
    CONSENT = "consent", _("consent (GDPR, art. 6-1-a)")


class ConsentChannel(models.TextChoices):
    """How somebody said yes."""

    ONLINE = "online", _("On a form of the portal")
    ACCOUNT = "account", _("On the page of the account")
    MAIL = "mail", _("By a mailed link")
    PAPER = "paper", _("On paper")


class ConsentReason(models.TextChoices):
    """Why a consent can not be noted or taken back."""

    NOBODY = "nobody", _("A consent needs an account or an address.")
    UNKNOWN = "unknown", _("This portal asks no such consent.")
