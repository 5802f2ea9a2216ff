"""The only writers of identities: link, unlink, note who entered and who was refused."""

from collections.abc import Sequence
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.personal_data import Person
from portal.agents.actions import grant_agent_status
from portal.agents.queries import was_withdrawn
from portal.decisions import Refused, require
from portal.security.actions import record_event

from . import notifications, rules
from .enums import Outcome, ProviderId, Reason
from .evidence import Evidence
from .models import Reconnection
from .queries import ways_in


@transaction.atomic
def link_identity(*, user: User, provider: str, subject: str, at: datetime) -> SocialAccount:
    """Makes an identity open an account; both controls were proved before.

    Refused when it opens another account, or when the account has one of this provider already.
    An identity that is linked to this account already changes nothing. Records the event, mails
    the person once committed; ProConnect, whose employer was verified, makes an agent.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    held = SocialAccount.objects.filter(provider=provider, uid=subject).first()
    has_one = SocialAccount.objects.filter(provider=provider, user=user).exists()
    owner = held.user_id if held else None
    require(rules.may_link(owner=owner, user=user.pk, has_one=has_one))
    if held is not None:
        return held
    made = _write(user, provider, subject)
    record_event("identity.linked", actor=user, at=at, provider=provider)
    _recognise_agent(user, provider, at)
    notifications.tell_linked(user, ProviderId(provider))
    return made


@transaction.atomic
def unlink_identity(*, user: User, pk: int, configured: Sequence[str], at: datetime) -> str:
    """Takes an identity off an account, returns its provider; Refused when it is the last way in.

    Only providers that are `configured` are ways in. What an agent is stays: agents leave by the
    decision of the city, not by a change of door.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    held = SocialAccount.objects.get(pk=pk, user=user)
    others = SocialAccount.objects.filter(user=user, provider__in=configured).exclude(pk=pk)
    has_password, has_mail_code = ways_in(user)
    require(
        rules.may_unlink(
            has_password=has_password,
            has_mail_code=has_mail_code,
            other_identities=others.count(),
        )
    )
    held.delete()
    record_event("identity.unlinked", actor=user, at=at, provider=held.provider)
    notifications.tell_unlinked(user, ProviderId(held.provider))
    return held.provider


@transaction.atomic
def note_entry(*, user: User, evidence: Evidence, at: datetime) -> None:
    """Keeps that somebody entered by a provider; an agent whom ProConnect vouches for is one."""
    record_event(
        "identity.session.opened",
        actor=user,
        at=at,
        provider=evidence.provider,
        second_factor=evidence.used_second_factor,
        assisted=evidence.is_assisted,
    )
    _recognise_agent(user, evidence.provider, at)


def note_opening(*, user: User, provider: str, at: datetime) -> None:
    """Keeps that an account was opened with an identity, which allauth wrote."""
    record_event("identity.account.opened", actor=user, at=at, provider=provider)


def note_refusal(*, provider: str, reason: str, user: User | None = None, at: datetime) -> None:
    """Keeps that an answer, or a request, was refused, and why."""
    record_event("identity.refused", actor=user, at=at, provider=provider, reason=str(reason))


@transaction.atomic
def ask_reconnection(*, provider: str, subject: str, email: str, at: datetime) -> None:
    """Asks an administrator to reconnect an identity to the account of an address.

    Says nothing of whether such an account exists: without one that holds another identity of
    this provider, nothing is kept. Asked again, it waits once, for the account named last, whose
    holder is told.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not SocialAccount.objects.filter(user=user, provider=provider).exists():
        return
    if SocialAccount.objects.filter(provider=provider, uid=subject).exists():
        return
    found = Reconnection.objects.filter(provider=provider, subject=subject)
    asked = found.filter(outcome=Outcome.WAITING).select_for_update().first()
    if asked is not None and asked.user == user:
        return
    asked = asked or Reconnection(provider=provider, subject=subject)
    asked.user, asked.asked_at = user, at
    asked.save()
    record_event("identity.reconnection.asked", at=at, provider=provider, request=asked.pk)
    notifications.tell_reconnection_asked(user, ProviderId(provider))


@transaction.atomic
def accept_reconnection(*, pk: int, by: User, at: datetime) -> None:
    """Gives the account the new identity in the place of the former; Refused once decided."""
    asked = _waiting(pk)
    user = asked.user
    taken = SocialAccount.objects.filter(provider=asked.provider, uid=asked.subject)
    if taken.exclude(user=user).exists():
        raise Refused(Reason.LINKED_ELSEWHERE)
    SocialAccount.objects.filter(provider=asked.provider, user=user).delete()
    _write(user, asked.provider, asked.subject)
    _decide(asked, Outcome.ACCEPTED, by, at)
    notifications.tell_linked(user, ProviderId(asked.provider))


@transaction.atomic
def refuse_reconnection(*, pk: int, by: User, at: datetime) -> None:
    """Leaves the account as it was, and says so to its holder; Refused once decided."""
    asked = _waiting(pk)
    _decide(asked, Outcome.REFUSED, by, at)
    notifications.tell_reconnection_refused(asked.user, ProviderId(asked.provider))


def erase_identities(person: Person, at: datetime) -> int:
    """Forgets which identities open somebody's account, and what they asked."""
    if person.user_id is None:
        return 0
    held, _held = SocialAccount.objects.filter(user_id=person.user_id).delete()
    asked, _asked = Reconnection.objects.filter(user_id=person.user_id).delete()
    decided = Reconnection.objects.filter(decided_by_id=person.user_id)
    return held + asked + decided.update(decided_by=None)


def _write(user: User, provider: str, subject: str) -> SocialAccount:
    try:
        with transaction.atomic():
            return SocialAccount.objects.create(
                user=user, provider=provider, uid=subject, extra_data={}
            )
    except IntegrityError as error:  # Somebody else linked it a moment before.
        raise Refused(Reason.LINKED_ELSEWHERE) from error


def _waiting(pk: int) -> Reconnection:
    asked = Reconnection.objects.select_for_update().get(pk=pk)
    if asked.outcome != Outcome.WAITING:
        raise Refused(Reason.ALREADY_DECIDED)
    return asked


def _decide(asked: Reconnection, outcome: Outcome, by: User, at: datetime) -> None:
    asked.outcome, asked.decided_by, asked.decided_at = outcome, by, at
    asked.subject = ""
    asked.save(update_fields=["outcome", "decided_by", "decided_at", "subject"])
    event = f"identity.reconnection.{outcome.value}"
    record_event(event, actor=by, at=at, provider=asked.provider, request=asked.pk)


def _recognise_agent(user: User, provider: str, at: datetime) -> None:
    # What the city withdrew does not come back by signing in: somebody must give it again.
    if provider == ProviderId.PROCONNECT and not was_withdrawn(user):
        grant_agent_status(user=user, source=provider, at=at)
