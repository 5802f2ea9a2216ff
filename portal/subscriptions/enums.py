"""How often one is told, where a letter stands, why something is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Frequency(models.TextChoices):
    """When what happened is told."""

    WEEKLY = "weekly", _("One message a week, nothing when nothing happened")
    DAILY = "daily", _("One message a day, nothing when nothing happened")
    AT_ONCE = "at_once", _("At once, one message for each thing")


class FollowRefusal(models.TextChoices):
    """Why something cannot be followed, or a link does nothing."""

    UNKNOWN = "unknown", _("This cannot be followed: it does not exist, or is not public.")
    TOO_MANY = "too_many", _("You follow 500 things already: stop following one first.")


class LetterState(models.TextChoices):
    """Where a letter to subscribers stands."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    SENDING = "sending", pgettext_lazy("letter", "Leaving")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    CANCELLED = "cancelled", pgettext_lazy("letter", "Cancelled")


class LetterRefusal(models.TextChoices):
    """Why a letter cannot be changed, sent or cancelled."""

    NOT_DRAFT = "not_draft", _("This letter was sent already: write another one.")
    EMPTY = "empty", _("Write the subject and the text before sending.")
    NO_TOPIC = "no_topic", _("Choose to whom the letter goes.")
    NOBODY = "nobody", _("Nobody follows this: there is nobody to send the letter to.")
    CHANGED = "changed", _("The letter changed since you looked at it: look at it once more.")
    STARTED = "started", _("The first messages have left: the letter can no longer be cancelled.")
