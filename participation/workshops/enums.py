"""States, access facts and reasons of workshops."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Access(models.TextChoices):
    """Whether a place offers something: nobody has to guess what was not said."""

    YES = "yes", pgettext_lazy("access", "Yes")
    NO = "no", pgettext_lazy("access", "No")
    ON_REQUEST = "on_request", _("On request")
    UNKNOWN = "", _("Not known yet")


class RegistrationState(models.TextChoices):
    """Where a registration stands. SEATED and OFFERED hold seats."""

    SEATED = "seated", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    # A seat came free: it is kept until the deadline, for this registration alone.
    OFFERED = "offered", _("Seat offered, to be confirmed")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    LAPSED = "lapsed", _("Offer not confirmed in time")


HOLDING = frozenset({RegistrationState.SEATED, RegistrationState.OFFERED})
STANDING = frozenset({*HOLDING, RegistrationState.WAITING})


class MeetingTime(models.TextChoices):
    """Where a meeting stands in time; the words of addresses."""

    COMING = "a-venir", _("To come")
    PAST = "passees", _("Past")


class Rhythm(models.IntegerChoices):
    """How many days apart the meetings of a series are."""

    DAILY = 1, _("Every day")
    WEEKLY = 7, _("Every week")
    FORTNIGHTLY = 14, _("Every two weeks")
    FOUR_WEEKLY = 28, _("Every four weeks")


class WorkshopReason(models.TextChoices):
    """Why something about a meeting is refused, in words for the person."""

    MEETING_CANCELLED = "meeting_cancelled", _("This meeting is cancelled.")
    NO_REGISTRATION = "no_registration", _("No registration is needed: simply come.")
    REGISTRATION_CLOSED = (
        "registration_closed",
        _("Registrations for this meeting are closed."),
    )
    FULL = "full", _("No seat is left, and this meeting has no waiting list.")
    TOO_MANY_SEATS = "too_many_seats", _("There are not so many seats in this meeting.")
    ALREADY_SENT = "already_sent", _("This form was already sent.")
    NOTHING_TO_CONFIRM = "nothing_to_confirm", _("There is no seat to confirm any more.")
    ALREADY_CANCELLED = "already_cancelled", _("This registration is already cancelled.")
    MEETING_OVER = "meeting_over", _("This meeting has begun: nothing can be changed any more.")
    NOT_OVER = "not_over", _("This meeting has not begun yet.")
    BELOW_SEATED = (
        "below_seated",
        _("More seats are taken already: the capacity cannot go below them."),
    )
    TOO_MANY_MEETINGS = "too_many_meetings", _("A series holds 200 meetings at most.")
