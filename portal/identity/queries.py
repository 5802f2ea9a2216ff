"""Reading identities: which are linked to an account, how else it is entered, what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.personal_data import Person, Taken
from portal.decisions import Decision

from .configuration import clients
from .enums import Outcome, ProviderId
from .models import Reconnection
from .rules import may_unlink


@dataclass(frozen=True, slots=True)
class Linked:
    """One provider, seen from an account: linked since when, and whether it may be unlinked."""

    provider: ProviderId
    pk: int | None = None
    linked_at: datetime | None = None
    used_at: datetime | None = None
    unlinking: Decision | None = None
    is_configured: bool = True

    @property
    def label(self) -> str:
        return self.provider.label


def identities_of(user: User) -> QuerySet[SocialAccount]:
    """The identities linked to an account, the oldest first."""
    return SocialAccount.objects.filter(user=user, provider__in=ProviderId.values).order_by("pk")


def providers_seen_by(user: User) -> list[Linked]:
    """Each provider that is configured or linked, for the page of the account."""
    configured = {client.provider for client in clients()}
    held = {ProviderId(one.provider): one for one in identities_of(user)}
    other_ways = ways_in(user) if held else (False, False)
    seen = []
    for provider in ProviderId:
        if provider in held:
            others = len(configured & set(held) - {provider})
            decision = may_unlink(
                has_password=other_ways[0], has_mail_code=other_ways[1], other_identities=others
            )
            one = held[provider]
            seen.append(
                Linked(
                    provider,
                    one.pk,
                    one.date_joined,
                    one.last_login,
                    decision,
                    provider in configured,
                )
            )
        elif provider in configured:
            seen.append(Linked(provider))
    return seen


def ways_in(user: User) -> tuple[bool, bool]:
    """Whether an account is entered by a password, and by a code sent to a verified address."""
    by_code = bool(account_settings.LOGIN_BY_CODE_ENABLED)
    verified = by_code and EmailAddress.objects.filter(user=user, verified=True).exists()
    return user.has_usable_password(), verified


def reconnections_waiting() -> QuerySet[Reconnection]:
    """Requests that an administrator must decide on, the oldest first."""
    waiting = Reconnection.objects.filter(outcome=Outcome.WAITING)
    return waiting.select_related("user").order_by("asked_at", "pk")


def reconnections_decided() -> QuerySet[Reconnection]:
    """Requests that were decided on, the latest first."""
    decided = Reconnection.objects.exclude(outcome=Outcome.WAITING)
    return decided.select_related("user", "decided_by").order_by("-decided_at", "-pk")


def kept_about(person: Person) -> Iterator[Taken]:
    """What is kept of somebody's identities, as they take it away."""
    if person.user_id is None:
        return
    labels: dict[str, str | Promise] = {
        "provider": _("Identity provider"),
        "identifier": _("Identifier by which it knows you here"),
        "linked_at": _("Linked on"),
        "used_at": _("Last used on"),
    }
    for one in SocialAccount.objects.filter(user_id=person.user_id).order_by("pk"):
        values = {
            "provider": one.provider,
            "identifier": one.uid,
            "linked_at": one.date_joined,
            "used_at": one.last_login,
        }
        yield Taken(values, labels)
    asked: dict[str, str | Promise] = {
        "provider": _("Identity provider"),
        "identifier": _("Identifier by which it knows you here"),
        "asked_at": _("Reconnection asked on"),
        "outcome": _("Outcome"),
    }
    for request in Reconnection.objects.filter(user_id=person.user_id).order_by("pk"):
        yield Taken(
            {
                "provider": request.provider,
                "identifier": request.subject,
                "asked_at": request.asked_at,
                "outcome": request.outcome,
            },
            asked,
        )
