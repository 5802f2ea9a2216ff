"""Levels, states and reasons of participation, each named once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """The six levels, in rising order of shared power."""

    INFORMATION = 1, _("Information")
    AWARENESS = 2, _("Awareness")
    CONSULTATION = 3, _("Consultation")
    CONCERTATION = 4, _("Concertation")
    CO_CONSTRUCTION = 5, _("Co-construction")
    CO_DECISION = 6, _("Co-decision")


class ActivityState(models.TextChoices):
    """Where an activity stands in time."""

    COMING = "coming", _("Coming")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class StepState(models.TextChoices):
    """Where a step stands in the story it belongs to, as the drawing of phases names it."""

    PAST = "past", pgettext_lazy("step", "Finished")
    NOW = "now", pgettext_lazy("step", "In progress")
    NEXT = "next", pgettext_lazy("step", "To come")


class Moderation(models.TextChoices):
    """What became of a contribution when it was read."""

    PENDING = "pending", _("Waiting to be read")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused")


class Channel(models.TextChoices):
    """How a contribution reached the city."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")
    MAIL = "mail", _("By post")
    MEETING = "meeting", _("In a meeting")
    PHONE = "phone", _("By telephone")
    # A call that took place before the portal: how each idea came, and when, is not recorded.
    UNRECORDED = "unrecorded", _("Before this portal")


class Verdict(models.TextChoices):
    """What the city decided about a contribution."""

    RETAINED = "retained", _("Idea retained")
    PARTLY = "partly", _("Retained in part")
    DECLINED = "declined", _("Not retained")
    ALREADY_DONE = "already_done", _("Already in place")


class RefusalReason(models.TextChoices):
    """The grounds of the charter on which a contribution may be refused."""

    OFF_TOPIC = "off_topic", _("It does not answer the question asked")
    PERSONAL_DATA = "personal_data", _("It names or describes a person")
    OFFENSIVE = "offensive", _("It is insulting, discriminatory or unlawful")
    DUPLICATE = "duplicate", _("It repeats another contribution of the same person")
    ADVERTISING = "advertising", _("It is advertising or election campaigning")
    UNREADABLE = "unreadable", _("It cannot be read or understood")


class Reason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    UNPUBLISHED = "unpublished", _("This activity is not published.")
    NOT_YET_OPEN = "not_yet_open", _("This activity is not open yet.")
    CLOSED = "closed", _("This activity is closed. Nothing can be sent any more.")
    AGENTS_ONLY = (
        "agents_only",
        _("This activity is for city agents. Sign in as an agent to take part."),
    )
    ALREADY_DECIDED = "already_decided", _("Somebody already decided on this contribution.")
    NOT_PUBLISHED_YET = "not_published_yet", _("Publish the contribution before answering it.")
    REASON_MISSING = "reason_missing", _("A refusal needs its reason.")
    TEXT_MISSING = "text_missing", _("Write the answer: a decision without its reasons is not one.")
    ALREADY_SENT = "already_sent", _("This form was already sent.")
