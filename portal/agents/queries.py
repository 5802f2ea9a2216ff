"""Reading agents: who is one and how, what waits, whether a code or a link still opens."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from wagtail.models import Site

from portal.accounts.queries import verified_addresses
from portal.cms.models import SiteSettings
from portal.keyed_hashes import keyed_now_or_before
from portal.paper_codes import normalise
from portal.sealed import BadSeal, unseal

from . import rules
from .enums import AgentSource, KeyState, RequestState
from .models import AgentCode, AgentInvitation, AgentRequest, AgentStatus, CodeBatch

if TYPE_CHECKING:
    from portal.accounts.models import User

CODE_PURPOSE = "agents.code"
LINK_PURPOSE = "agents.invitation"
# The invitation itself says until when it works; a seal only has to outlive it.
_LINK_SECONDS = 2 * 366 * 24 * 3600


def agents_now() -> "QuerySet[AgentStatus]":
    """The standing statuses, with what a list shows."""
    found = AgentStatus.objects.filter(ended_at__isnull=True, user__is_active=True)
    return found.select_related("user", "granted_by")


def standing_status(user: "User") -> AgentStatus | None:
    """How this person is known as an agent now."""
    return AgentStatus.objects.filter(user=user, ended_at__isnull=True).first()


def was_withdrawn(user: "User") -> bool:
    """Whether somebody of the city ended this person's status last, and nobody gave it back."""
    last = AgentStatus.objects.filter(user=user).order_by("granted_at", "pk").last()
    return last is not None and last.ended_at is not None and last.ended_by_id is not None


def waiting_requests() -> "QuerySet[AgentRequest]":
    """The requests to decide, the oldest first."""
    found = AgentRequest.objects.filter(state=RequestState.WAITING)
    return found.select_related("user").order_by("asked_at", "pk")


def waiting_count() -> int:
    """How many requests wait."""
    return AgentRequest.objects.filter(state=RequestState.WAITING).count()


def last_request(user: "User") -> AgentRequest | None:
    """The latest request of a person."""
    return AgentRequest.objects.filter(user=user).order_by("-asked_at", "-pk").first()


def listed_domains() -> set[str]:
    """The domains of work addresses, from the settings of the site."""
    site = Site.objects.filter(is_default_site=True).first()
    return rules.domains_in(SiteSettings.for_site(site).agent_domains) if site else set()


def work_address(user: "User") -> str:
    """The first proved address of a listed domain, or nothing."""
    domains = listed_domains()
    return next((one for one in verified_addresses(user) if rules.is_listed(one, domains)), "")


def batches() -> "QuerySet[CodeBatch]":
    """The batches with how many of their codes were used; kept apart by day only."""
    used = Count("codes", filter=Q(codes__used_on__isnull=False))
    return CodeBatch.objects.annotate(used_count=used).select_related("made_by")


def code_typed(typed: str) -> AgentCode | None:
    """The code that somebody copied, whatever its state."""
    code = normalise(typed)
    if code is None:
        return None
    known = keyed_now_or_before(CODE_PURPOSE, code)
    return AgentCode.objects.select_related("batch").filter(code_hash__in=known).first()


def pass_stands(pk: int, at: datetime) -> bool:
    """Whether the code by which a session is an agent's still opens."""
    code = AgentCode.objects.select_related("batch").filter(pk=pk).first()
    return code is not None and code.state(at) == KeyState.READY


def invitation_in(sealed: str) -> AgentInvitation | None:
    """The invitation that a mailed link carries, whatever its state."""
    try:
        [pk] = unseal(LINK_PURPOSE, sealed, seconds=_LINK_SECONDS)
    except (BadSeal, ValueError):
        return None
    return AgentInvitation.objects.filter(pk=pk).first()


def counts_by_source() -> list[tuple[str, int]]:
    """How many agents each source made known, in words; the sources in their order."""
    rows = dict(agents_now().order_by().values_list("source").annotate(n=Count("pk")))
    return [(str(source.label), rows[source]) for source in AgentSource if source in rows]
