"""Requests about personal data, and why one may be refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What somebody asks for, by the rights of the GDPR."""

    ACCESS = "access", _("To know and to take away what is kept")
    ERASURE = "erasure", _("To be erased")
    CORRECTION = "correction", _("To have something corrected")
    OBJECTION = "objection", _("To object to a use")


class RequestOutcome(models.TextChoices):
    """How a request ended."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused, with the reason")


class DataRefusal(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    LAST_ADMINISTRATOR = (
        "last_administrator",
        _(
            "This is the last account that administers the portal: it cannot be erased. Make "
            "somebody else an administrator first."
        ),
    )
    REASON_MISSING = "reason_missing", _("Say why, in ten characters at least.")
    ALREADY_CLOSED = "already_closed", _("Somebody already closed this request.")
    HAS_ACCOUNT = (
        "has_account",
        _("This address is that of an account: its owner signs in to see what is kept."),
    )
    IN_THE_FUTURE = "in_the_future", _("This day has not come yet.")
    TOO_MANY = "too_many", _("That was enough for today. Try again tomorrow.")
    NAME_UNCHANGED = "name_unchanged", _("This is already your public name.")
