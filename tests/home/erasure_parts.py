"""What the other apps of the base keep about the person of the erasure."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.utils import timezone

from engagements.enums import ReviewState
from engagements.models import (
    BodyMember,
    Commitment,
    CommitmentUpdate,
    CommitmentWording,
    DepartmentMember,
    Review,
    UpdateDraft,
)
from participation.ideas.models import IdeaConsultation
from participation.models import EligibilityBatch, Roll
from portal.accounts.models import EmailChange, OpenSession, User
from portal.agents.models import AgentInvitation, AgentRequest, AgentStatus, CodeBatch
from portal.identity.models import Reconnection
from portal.notifications.models import OutgoingMail
from portal.privacy.models import Consent, ConsentText, InactivityWarning, RetentionRun
from portal.subscriptions.models import Letter, Subscriber
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.support.contract import contracts

SERVICE = "Service du patrimoine"


def build(user: User, call: IdeaConsultation) -> None:
    """A row in every table of accounts, agents, identities, mails, consents, subscriptions."""
    at = timezone.now()
    _account(user, at)
    _agent(user, at)
    _identities(user, at)
    _mails(user, at)
    EligibilityBatch.objects.create(activity=call, label="Un", count=1, made_at=at, made_by=user)
    Roll.objects.create(activity=call, kind="names", imported_at=at, imported_by=user)
    DepartmentMember.objects.create(department=DepartmentFactory.create(), user=user, since=at)
    _commitments(user, at)
    # What mechanisms keep, around the clock of the tests.
    for contract in contracts().values():
        contract.leave_traces(user, at)
    RetentionRun.objects.create(started_at=at, started_by=user)
    InactivityWarning.objects.create(user=user, warned_at=at)


def _commitments(user: User, at: Any) -> None:
    """A seat in the follow-up body; a report, an approval, a wording, a published review."""
    day, function = at.date(), "Service du patrimoine"
    BodyMember.objects.create(
        name=user.display_name, function=function, user=user, joined_on=day, consented_at=at
    )
    commitment = Commitment.objects.order_by("number").last() or CommitmentFactory.create()
    said = {"status": "under_way", "reported_on": day, "author_function": function}
    CommitmentUpdate.objects.create(
        commitment=commitment, text="Avance", recorded_at=at, approved_by=user, **said
    )
    UpdateDraft.objects.create(
        commitment=commitment, text="Avance", started_at=at, changed_at=at, prepared_by=user, **said
    )
    CommitmentWording.objects.create(
        commitment=commitment, version=9, wording="Faire", reason="Mieux", recorded_at=at,
        recorded_by=user,
    )  # fmt: skip
    Review.objects.create(
        number=1, slug="un", title="Un", starts_on=day, ends_on=day, reports_due_on=day,
        due_on=day, state=ReviewState.PUBLISHED, opened_at=at, opened_by=user, published_at=at,
        published_by=user, signed_off_by=function, canonical="{}", fingerprint="0" * 64,
    )  # fmt: skip


def _account(user: User, at: Any) -> None:
    EmailChange.objects.create(user=user, new_email=f"nouvelle.{user.email}", asked_at=at)
    session = next(
        row for row in Session.objects.all()
        if row.get_decoded().get("_auth_user_id") == str(user.pk)
    )  # fmt: skip
    OpenSession.objects.create(session=session, user=user, opened_at=at, seen_at=at)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})


def _agent(user: User, at: Any) -> None:
    later = at + timedelta(days=30)
    AgentInvitation.objects.create(email=user.email, invited_at=at, expires_at=later)
    AgentInvitation.objects.create(
        email="collegue@test.example", invited_at=at, expires_at=later, invited_by=user
    )
    AgentRequest.objects.create(user=user, email=user.email, asked_at=at, department_name=SERVICE)
    other = User.objects.get(email="autre@test.example")
    AgentRequest.objects.create(user=other, email=other.email, asked_at=at, decided_by=user)
    AgentStatus.objects.create(user=user, source="invitation", granted_at=at)
    AgentStatus.objects.create(
        user=other, source="invitation", granted_at=at, granted_by=user, ended_by=user, ended_at=at
    )
    CodeBatch.objects.create(label="Un", count=1, made_at=at, expires_at=later, made_by=user)


def _identities(user: User, at: Any) -> None:
    SocialAccount.objects.create(user=user, provider="franceconnect", uid="abc", extra_data={})
    Reconnection.objects.create(provider="franceconnect", subject="abc", user=user, asked_at=at)
    other = User.objects.get(email="autre@test.example")
    Reconnection.objects.create(
        provider="franceconnect", subject="def", user=other, asked_at=at, decided_by=user
    )


def _mails(user: User, at: Any) -> None:
    OutgoingMail.objects.create(
        kind="letter",
        to=user.email,
        subject="Une lettre",
        text=f"Bonjour {user.get_full_name()}",
        html=f"<p>{user.get_full_name()}</p>",
        message_id="<a@test.example>",
        reader=user,
        created_at=at,
        due_at=at,
    )
    Subscriber.objects.create(user=user, frequency="weekly", consented_at=at)
    # Before the account, by the address alone.
    Subscriber.objects.create(email=user.email, frequency="weekly", consented_at=at)
    Letter.objects.create(
        subject="À tous", body="<p>Bonjour</p>", written_by=user, sent_by=user, written_at=at
    )
    text = ConsentText.objects.create(digest="a", text="Je le veux.", first_shown_at=at)
    Consent.objects.create(user=user, kind="news", text=text, channel="account", given_at=at)
