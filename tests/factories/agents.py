"""Agents: invitations, codes on paper, requests."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from portal.accounts.models import User
from portal.agents import actions
from portal.agents.models import AgentInvitation, AgentRequest, CodeBatch
from portal.cms.models import SiteSettings

from .accounts import SuperuserFactory, UserFactory

DOMAIN = "ville.example"


def list_domain(text: str = DOMAIN) -> None:
    """The city says which domain its work addresses have; needs the site."""
    SiteSettings.objects.update(agent_domains=text)


def person_at_work(email: str = f"une.agente@{DOMAIN}") -> User:
    """Somebody with an account under a confirmed work address."""
    user = UserFactory.create(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_codes(
    count: int = 1, *, at: datetime, last_day: date | None = None, department_name: str = ""
) -> tuple[CodeBatch, list[str]]:
    """Codes drawn by somebody."""
    return actions.make_batch(
        label="Cuisines des écoles",
        count=count,
        last_day=last_day or timezone.localdate(at) + timedelta(days=30),
        department_name=department_name,
        by=SuperuserFactory.create(),
        at=at,
    )


def make_invitation(email: str = "invitee@ville.example", *, at: datetime) -> AgentInvitation:
    """An invitation that waits."""
    actions.invite(people=[(email, "Éducation")], by=SuperuserFactory.create(), at=at)
    return AgentInvitation.objects.get(email=email, used_at=None, cancelled_at=None)


def make_request(*, at: datetime, email: str = f"une.agente@{DOMAIN}") -> AgentRequest:
    """A request that waits."""
    list_domain()
    return actions.ask(user=person_at_work(email), department_name="Éducation", at=at)
