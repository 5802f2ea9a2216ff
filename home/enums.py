"""Closed lists of the room: status of messages, plates of the news, kinds of results."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageStatus(models.TextChoices):
    """Where a message to the city stands."""

    NEW = "new", _("To be handled")
    HANDLED = "handled", _("Handled")


class ContactRefusal(models.TextChoices):
    """Why a message may not be kept; the words are for the person who wrote it."""

    ALREADY_SENT = "already_sent", _("This message was already received. It was not sent twice.")
    ADDRESS_MISSING = "address_missing", _("This wish needs an e-mail address for the answer.")


class Plate(models.TextChoices):
    """The drawings shown by news without a picture, named as in the sprite."""

    TERRACES = "art-1", _("Terraces")
    MEETING = "art-2", _("Meeting")
    BALLOT = "art-3", _("Ballot")


class ResultKind(models.TextChoices):
    """What a search finds; values are those of addresses (?type=)."""

    PAGES = "pages", _("Pages")
    NEWS = "actualites", _("News")
    ACTIVITIES = "participation", _("Calls and consultations")
    CONTRIBUTIONS = "idees", _("Ideas and contributions")
    COMMITMENTS = "engagements", _("Commitments")


class IdentityField(models.TextChoices):
    """What a legal section may repeat from the settings of the city."""

    PUBLISHER = "publisher", _("Publisher")
    SIRET = "siret", _("SIRET number")
    DIRECTOR = "publication_director", _("Director of publication")
    HOST = "host_name", _("Host")
    HOST_ADDRESS = "host_address", _("Address of the host")
    ADDRESS = "contact_address", _("Postal address")
    PHONE = "contact_phone", _("Telephone")
    EMAIL = "contact_email", _("E-mail")
    DPO = "dpo_email", _("Data protection officer")
