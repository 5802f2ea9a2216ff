"""Erasing a person: everything at once, in one transaction."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.personal_data import Person, sources
from portal.decisions import require
from portal.security.actions import record_event

from ..enums import RequestKind
from ..models import DataRequest
from ..notifications import mail_erased
from ..queries import may_be_erased
from .requesting import record_done

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """What was erased, and the number of the request under which it is recorded."""

    request: DataRequest
    counts: dict[str, int] = field(default_factory=dict)
    withdrawn: int = 0


@transaction.atomic
def erase_person(
    *,
    person: Person,
    at: datetime,
    withdraw: bool = False,
    removals: "Mapping[str, list[str]] | None" = None,
    by: User | None = None,
    reason: str = "",
    request: DataRequest | None = None,
    tell: str = "",
) -> Erased:
    """Takes a person out of everything that the portal keeps, and deletes the account.

    `withdraw`: what may still be taken back is, with its words; else it stays without its author.
    `removals`: source → keys of texts that the city is asked to look at. `by` and `reason`: the
    officer who does it on request; `tell`: the address that hears it is done, then is forgotten.
    Public counts do not change by forgetting. Raises Refused (LAST_ADMINISTRATOR,
    REASON_MISSING, ALREADY_CLOSED).
    """
    if person.user_id:
        # Two administrators who go at the same moment wait for one another.
        administrators = User.objects.select_for_update().filter(is_superuser=True)
        list(administrators.order_by("pk").values_list("pk", flat=True))
    require(may_be_erased(person))
    withdrawn = _withdraw(person, at) if withdraw else 0
    for source in sources():
        if source.ask_removal and (keys := (removals or {}).get(source.name)):
            source.ask_removal(person, keys, at)
    # The register first: it forgets the address of the request that it closes.
    kept = record_done(kind=RequestKind.ERASURE, by=by, reason=reason, request=request, at=at)
    counts = {source.name: source.erase(person, at) for source in sources()}
    counts = {name: count for name, count in counts.items() if count}
    DataRequest.objects.filter(pk=kept.pk).update(counts={**counts, "withdrawn": withdrawn})
    _record(kept, by=by, at=at, withdrawn=withdrawn, counts=counts)
    if tell:
        mail_erased(to=tell, reference=kept.reference, has_account=bool(person.user_id))
    return Erased(kept, counts, withdrawn)


def _withdraw(person: Person, at: datetime) -> int:
    able = [source.withdraw for source in sources() if source.withdraw]
    return sum(withdraw(person, at) for withdraw in able)


def _record(
    kept: DataRequest,
    *,
    by: User | None,
    at: datetime,
    withdrawn: int,
    counts: dict[str, int],
) -> None:
    things = sum(counts.values())
    # An officer who erases their own account is gone by now.
    actor = User.objects.filter(pk=by.pk).first() if by else None
    record_event(
        "owndata.person.erased",
        actor=actor,
        at=at,
        request=kept.pk,
        self_service=by is None,
        withdrawn=withdrawn,
        things=things,
    )
    logger.info(
        "Person erased",
        extra={"event": "owndata.person.erased", "request": kept.pk, "things": things},
    )
