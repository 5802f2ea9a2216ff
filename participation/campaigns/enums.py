"""What people say when asked again, by which way, and why something is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kept(models.TextChoices):
    """Whether somebody kept up what they had pledged."""

    KEPT = "kept", pgettext_lazy("pledge", "Yes, I keep it up")
    PARTLY = "partly", pgettext_lazy("pledge", "In part, or not always")
    NOT = "not", pgettext_lazy("pledge", "No, I did not")


class Way(models.TextChoices):
    """How somebody came to answer: two figures that are never added up."""

    # A mailed link, which serves once: one address, one answer.
    LINK = "link", _("Asked by e-mail, by a link that serves once")
    # The form that anybody may open: who answers is not known, nor how often.
    OPEN = "open", _("By the form open to everyone")


class ResourceKind(models.TextChoices):
    """What a document of the campaign is for."""

    POSTER = "poster", _("Poster")
    LEAFLET = "leaflet", _("Leaflet")
    GUIDE = "guide", _("Guide")
    OTHER = "other", pgettext_lazy("resource", "Other")


class CampaignReason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    ALREADY_COUNTED = "already_counted", _("It was already counted: nothing is counted twice.")
    ALREADY_PLEDGED = (
        "already_pledged",
        _("This pledge was already counted during this visit."),
    )
    UNKNOWN_PLEDGE = (
        "unknown_pledge",
        _("This pledge is no longer proposed. Choose among those of this page."),
    )
    NO_FOLLOW_UP = "no_follow_up", _("No question will be asked later in this campaign.")
    FOLLOW_UP_COMING = "follow_up_coming", _("The question is not asked yet.")
    FOLLOW_UP_OPEN = (
        "follow_up_open",
        _("The question is asked now: answer it on its page, without leaving an address."),
    )
    FOLLOW_UP_OVER = "follow_up_over", _("Answers are no longer taken.")
    LINK_USED = (
        "link_used",
        _("This link was already used, or your address is erased. A link serves once."),
    )
    NOTHING_TO_CONFIRM = "nothing_to_confirm", _("This address is already confirmed.")
    NO_QUIZ = "no_quiz", _("This campaign has no quiz.")
    OUTCOME_TOO_EARLY = (
        "outcome_too_early",
        _("The outcome is published once the campaign is over."),
    )
    OUTCOME_UNEXPLAINED = (
        "outcome_unexplained",
        _("The outcome is public: say why you change it, then publish again."),
    )
