"""How somebody came to be known as an agent, where a request stands, why one is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgentSource(models.TextChoices):
    """How somebody came to be known as an agent."""

    INVITATION = "invitation", _("Invitation by e-mail")
    CODE = "code", _("Code on paper")
    REQUEST = "request", _("Request confirmed")
    PROCONNECT = "proconnect", _("ProConnect")
    OFFICER = "officer", _("Declared by an officer")
    EARLIER = "earlier", _("Known before sources were kept")


class RequestState(models.TextChoices):
    """Where the request of somebody who says to be an agent stands."""

    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class KeyState(models.TextChoices):
    """Where an invitation or a code stands."""

    READY = "ready", _("Not used yet")
    USED = "used", _("Used")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class AgentRefusal(models.TextChoices):
    """Why something is refused; the words are for the person who tried."""

    ALREADY_AGENT = "already_agent", _("Your account is already known as that of a city agent.")
    NOT_AGENT = "not_agent", _("This person is not known as an agent, or is no longer.")
    DOMAIN_NOT_LISTED = (
        "domain_not_listed",
        _(
            "None of your confirmed addresses is a work address of the city. "
            "Add yours to your account and confirm it, or use a code."
        ),
    )
    ALREADY_ASKED = "already_asked", _("Your request is already waiting.")
    ALREADY_DECIDED = "already_decided", _("Somebody already decided on this request.")
    SAME_PERSON = "same_person", _("Somebody else must decide on your own request.")
    REASON_MISSING = "reason_missing", _("Say why: the person will read it.")
    END_IN_PAST = "end_in_past", _("Choose a day to come.")
    CODE_UNKNOWN = (
        "code_unknown",
        _(
            "This is no code of ours. Compare each character with your paper: "
            "twelve letters and figures, such as 7K2M-B9QX-PA4T."
        ),
    )
    KEY_USED = (
        "key_used",
        _("This was already used. Each code and each link works once: ask for another one."),
    )
    KEY_CANCELLED = (
        "key_cancelled",
        _("This was cancelled by the city: ask for another one."),
    )
    KEY_EXPIRED = (
        "key_expired",
        _("Its time has passed: ask for another one."),
    )
    LINK_UNKNOWN = (
        "link_unknown",
        _("This link is not complete, or is none of ours. Open it again from the message."),
    )
    TOO_MANY_CODES = "too_many_codes", _("Between 1 and 500 codes at once.")
    NO_ACCOUNT = (
        "no_account",
        _("Nobody has an account under this address: invite the person instead."),
    )


REASON_OF_KEY = {
    KeyState.USED: AgentRefusal.KEY_USED,
    KeyState.CANCELLED: AgentRefusal.KEY_CANCELLED,
    KeyState.EXPIRED: AgentRefusal.KEY_EXPIRED,
}
