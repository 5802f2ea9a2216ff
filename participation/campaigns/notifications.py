"""Mails to those who wished to be asked again, and what is told to those who follow a campaign."""

from django.utils.translation import gettext as _

from portal.accounts.enums import Audience
from portal.cms.french_dates import long_date
from portal.sealed import seal
from portal.subscriptions.actions import publish_event

from ..notifications.letters import Letter
from .models import Campaign, Outcome, Reminder

CONFIRM_SEAL = "campaigns.reminder"
ANSWER_SEAL = "campaigns.follow_up"


def link_path(reminder: Reminder) -> str:
    """The sealed address by which somebody confirms or erases their address."""
    token = seal(CONFIRM_SEAL, reminder.pk, reminder.secret)
    return _mechanism_url(reminder.campaign, "reminder_link", token)


def answer_path(reminder: Reminder) -> str:
    """The sealed address by which somebody answers, once."""
    token = seal(ANSWER_SEAL, reminder.pk, reminder.secret)
    return _mechanism_url(reminder.campaign, "follow_up_link", token)


def _mechanism_url(campaign: Campaign, name: str, token: str) -> str:
    return campaign.mechanism.url(campaign, name, token=token)  # type: ignore[union-attr]


def _name(campaign: Campaign) -> str:
    """The campaign in the words of a mail, which leaves the portal: not those meant for agents."""
    if campaign.visibility == Audience.AGENTS:
        return _("a campaign for the city’s agents")
    return _("“%(title)s”") % {"title": campaign.title}


def mail_confirmation(reminder: Reminder) -> None:
    """Asks the owner of an address whether it is theirs, and whether they wish to be asked."""
    campaign = reminder.campaign
    day = long_date(campaign.follow_up_opens_on) if campaign.follow_up_opens_on else ""
    asked = _("This address was given to be asked again about %(campaign)s.") % {
        "campaign": _name(campaign)
    }
    when = _(
        "Confirm it by the link. You then receive one message, from %(day)s on: one question, one "
        "click. After that your address is erased."
    ) % {"day": day}
    apart = _("Your address is kept apart: it says neither what you pledged, nor whether you did.")
    Letter(
        to=reminder.email,
        subject=_("Confirm that you wish to be asked again"),
        paragraphs=[asked, when, apart],
        label=_("Confirm my address"),
        path=link_path(reminder),
        why=_(
            "You receive this message because this address was given on the page of a campaign. "
            "It was not you? Do nothing: it is erased by itself."
        ),
    ).send()


def mail_question(reminder: Reminder) -> None:
    """The question, some weeks later; its link serves once, then the address is erased."""
    campaign = reminder.campaign
    about = _("You wished to be asked again about %(campaign)s.") % {"campaign": _name(campaign)}
    last = long_date(campaign.follow_up_closes_on) if campaign.follow_up_closes_on else ""
    until = _(
        "You can answer until %(day)s. The answer is counted without your name, and your address "
        "is erased as soon as you have answered."
    ) % {"day": last}
    is_public = campaign.visibility != Audience.AGENTS
    Letter(
        to=reminder.email,
        subject=_("Did you keep it up?"),
        paragraphs=[about, campaign.later_question if is_public else "", until],
        label=_("Give my answer"),
        path=answer_path(reminder),
        why=_(
            "You receive this message because you confirmed this address to be asked once. "
            "It serves for nothing else."
        ),
    ).send()


def tell_of_outcome(outcome: Outcome) -> None:
    """What came of a campaign is public; a change of it too, with its reason."""
    campaign = outcome.campaign
    publish_event(
        kind="outcome_published",
        subject=f"activity:{campaign.pk}",
        topics=[f"activity:{campaign.pk}"],
        summary=outcome.reason[:200],
        audience=campaign.visibility,
        at=outcome.published_at,
        dedup=f"campaign_outcome:{outcome.pk}",
    )
