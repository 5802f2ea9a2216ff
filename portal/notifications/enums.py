"""The life of a mail, how much it hurries, and what a try of sending it came to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", pgettext_lazy("mail", "To be sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Given up")
    CANCELLED = "cancelled", pgettext_lazy("mail", "Cancelled")


class Priority(models.IntegerChoices):
    """What leaves first: the lower the number, the sooner."""

    AWAITED = 0, _("Somebody waits for it")
    USUAL = 5, _("Usual")
    MANY = 9, _("To many people")


class Outcome(models.TextChoices):
    """What became of one try."""

    SENT = "sent", _("The mail server took it")
    RETRY = "retry", _("To be tried again later")
    GIVE_UP = "give_up", _("It will never be taken")
    SERVER_DOWN = "server_down", _("The mail server does not answer")
    CANCELLED = "cancelled", _("It must not leave any more")


class MailReason(models.TextChoices):
    """Why something is refused about a mail."""

    NOT_GIVEN_UP = "not_given_up", _("Only a mail that was given up can be tried again.")
    BODY_ERASED = "body_erased", _("The text of this mail is erased: it cannot be sent any more.")
    NOT_WAITING = "not_waiting", _("This mail is no longer waiting: it cannot be cancelled.")
