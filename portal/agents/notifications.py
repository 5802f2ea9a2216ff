"""What agents and those who look after them receive by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.queries import with_right
from portal.cms.french_dates import long_date
from portal.notifications.mails import send_mail
from portal.sealed import seal

from .models import AgentInvitation, AgentRequest, AgentStatus
from .queries import LINK_PURPOSE


@dataclass(frozen=True)
class _Letter:
    """To whom, what about, and the one thing to do; nothing personal in the subject."""

    to: str
    subject: str
    paragraphs: Sequence[str]
    label: str
    path: str
    why: str

    def write(self) -> None:
        context = {
            "paragraphs": [paragraph for paragraph in self.paragraphs if paragraph],
            "label": self.label,
            "url": settings.WAGTAILADMIN_BASE_URL + self.path,
            "why": self.why,
        }
        send_mail(template="agent_letter", subject=self.subject, to=self.to, context=context)


def mail_invitation(invitation: AgentInvitation) -> None:
    """The link that makes an account an agent's, once."""
    sealed = seal(LINK_PURPOSE, invitation.pk)
    last_day = long_date(invitation.expires_at)
    _Letter(
        to=invitation.email,
        subject=_("You are invited as a city agent"),
        paragraphs=[
            _(
                "The city says that you work for it. Once you have confirmed it, you read the "
                "calls and news meant for agents, and take part in them."
            ),
            _("This link works once, until %(day)s. Do not hand it on.") % {"day": last_day},
            _("You need an account on this site, with any address of yours: it takes a minute."),
        ],
        label=_("Confirm that I am an agent"),
        path=reverse("agent_invitation", args=[sealed]),
        why=_(
            "You receive this message because your address is on the list of agents that the city "
            "sent. It is erased if you do not answer."
        ),
    ).write()


def mail_granted(status: AgentStatus) -> None:
    """The account is now an agent's."""
    until = (
        _("Your account stays so until %(day)s, that day included.")
        % {"day": long_date(status.ends_on)}
        if status.ends_on
        else ""
    )
    _Letter(
        to=status.user.email,
        subject=_("Your account is that of a city agent"),
        paragraphs=[
            _("You now read the calls and news meant for agents, and take part in them."),
            until,
            _("What you write there is never shown to anybody with your name unless you sign it."),
        ],
        label=_("See what is open"),
        path="/participer/",
        why=_why_account(),
    ).write()


def mail_ended(status: AgentStatus) -> None:
    """The account is no longer an agent's, and why."""
    _Letter(
        to=status.user.email,
        subject=_("Your account is no longer that of a city agent"),
        paragraphs=[
            _("The calls and news meant for agents are closed to you from now on."),
            _("Because: %(reason)s") % {"reason": status.end_reason} if status.end_reason else "",
            _("Your account stays yours, and so does what you gave. Is it a mistake? Tell us."),
        ],
        label=_("See my situation"),
        path=reverse("agent"),
        why=_why_account(),
    ).write()


def mail_refused(request: AgentRequest) -> None:
    """The request is refused, and why."""
    _Letter(
        to=request.user.email,
        subject=_("Your request as a city agent"),
        paragraphs=[
            _("You asked to be known as a city agent. The city could not confirm it."),
            _("Because: %(reason)s") % {"reason": request.reason},
            _("You may ask again once this has changed, or use a code of the city."),
        ],
        label=_("See my situation"),
        path=reverse("agent"),
        why=_why_account(),
    ).write()


def mail_officers(waiting: int) -> None:
    """Tells those who confirm agents that requests wait; says nothing of whom."""
    for officer in with_right("agents", "manage_agents").filter(is_superuser=False):
        said = ngettext(
            "%(count)d person asks to be known as a city agent.",
            "%(count)d people ask to be known as city agents.",
            waiting,
        )
        _Letter(
            to=officer.email,
            subject=_("Requests of agents to confirm"),
            paragraphs=[
                said % {"count": waiting},
                _("Nothing is granted until one of you has confirmed it."),
            ],
            label=_("Read the requests"),
            path=reverse("agent_requests:index"),
            why=_("You receive this message because you confirm the agents of the city."),
        ).write()


def _why_account() -> str:
    return _("You receive this message because it changes what your account opens.")
