"""The register of requests, and the links by which somebody without account sees their data."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import rules
from ..enums import DataRefusal, RequestKind, RequestOutcome
from ..models import DataRequest
from ..notifications import mail_link

if TYPE_CHECKING:
    from datetime import date

    from portal.accounts.models import User


@transaction.atomic
def open_request(
    *, kind: str, email: str, received_on: "date", reason: str, by: "User", at: datetime
) -> DataRequest:
    """Records a request that reached the city otherwise; it has one month.

    Raises Refused (REASON_MISSING, IN_THE_FUTURE).
    """
    require(rules.gives_reason(reason))
    if received_on > timezone.localdate(at):
        raise Refused(DataRefusal.IN_THE_FUTURE)
    request = DataRequest.objects.create(
        kind=kind,
        email=email.strip().lower(),
        received_on=received_on,
        reason=reason.strip(),
        opened_at=at,
        opened_by=by,
    )
    record_event("owndata.request.opened", actor=by, at=at, request=request.pk, kind=kind)
    return request


@transaction.atomic
def close_request(
    *, request: DataRequest, outcome: str, note: str, by: "User", at: datetime
) -> DataRequest:
    """Closes a request with what was answered; the address goes.

    Raises Refused (ALREADY_CLOSED, REASON_MISSING).
    """
    held = DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    require(rules.may_close(held))
    require(rules.gives_reason(note))
    _close(held, outcome=outcome, note=note.strip(), by=by, at=at)
    record_event("owndata.request.closed", actor=by, at=at, request=held.pk, outcome=str(outcome))
    return held


def record_done(
    *,
    kind: RequestKind,
    at: datetime,
    by: "User | None" = None,
    reason: str = "",
    request: DataRequest | None = None,
) -> DataRequest:
    """Records what was just done: closes the request that asked for it, else adds one.

    Part of what does it, in its transaction. Raises Refused (REASON_MISSING, ALREADY_CLOSED).
    """
    if by is not None:
        require(rules.gives_reason(reason))
    if request is not None:
        held = DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        require(rules.may_close(held))
    else:
        held = DataRequest(
            kind=kind,
            received_on=timezone.localdate(at),
            is_self_service=by is None,
            reason=reason.strip(),
            opened_at=at,
            opened_by=by,
        )
    return _close(held, outcome=RequestOutcome.DONE, note=reason.strip(), by=by, at=at)


def _close(
    held: DataRequest, *, outcome: str, note: str, by: "User | None", at: datetime
) -> DataRequest:
    held.outcome, held.note, held.email = outcome, note, ""
    held.closed_at, held.closed_by = at, by
    held.save()
    return held


@transaction.atomic
def record_taken(
    *,
    actor: "User | None",
    at: datetime,
    reason: str = "",
    is_officer: bool = False,
    request: DataRequest | None = None,
) -> DataRequest:
    """Records that the data of somebody was taken away, by themselves or by an officer.

    Raises Refused (REASON_MISSING, ALREADY_CLOSED).
    """
    kept = record_done(
        kind=RequestKind.ACCESS,
        at=at,
        by=actor if is_officer else None,
        reason=reason,
        request=request,
    )
    record_event(
        "owndata.archive.taken", actor=actor, at=at, request=kept.pk, self_service=not is_officer
    )
    return kept


def send_link(*, email: str) -> None:
    """Mails a link by which the owner of this address sees what is kept; stores nothing.

    The same message leaves whoever the address is, known or not.
    """
    mail_link(to=email.strip().lower())
