"""Codes on paper: drawn in number, used once for an account, or the key of a session."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.decisions import Refused, require
from portal.keyed_hashes import keyed
from portal.paper_codes import new_code
from portal.security.actions import record_event

from .. import rules
from ..enums import AgentRefusal, AgentSource
from ..models import AgentCode, AgentStatus, CodeBatch
from ..queries import CODE_PURPOSE, code_typed
from .statuses import grant_agent_status, held_user


@transaction.atomic
def make_batch(
    *,
    label: str,
    count: int,
    last_day: date,
    by: User,
    at: datetime,
    department_name: str = "",
) -> tuple[CodeBatch, list[str]]:
    """Draws codes and gives them back, once: only their hashes are kept, to be printed now.

    Raises Refused: TOO_MANY_CODES, END_IN_PAST.
    """
    require(rules.may_print(count))
    require(rules.may_end_on(last_day, at))
    end = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
    batch = CodeBatch.objects.create(
        label=label.strip(),
        department_name=department_name.strip(),
        count=count,
        made_at=at,
        made_by=by,
        expires_at=end,
    )
    codes: list[str] = []
    while len(codes) < count:
        drawn = new_code()
        if drawn not in codes:
            codes.append(drawn)
    # Stored in the order of their hashes: the place of a row says nothing of the sheet.
    hashes = sorted(keyed(CODE_PURPOSE, code) for code in codes)
    AgentCode.objects.bulk_create(AgentCode(batch=batch, code_hash=one) for one in hashes)
    record_event("agents.codes.made", actor=by, at=at, batch=batch.pk, count=count)
    return batch, codes


@transaction.atomic
def use_code(*, typed: str, user: User, at: datetime) -> AgentStatus:
    """Makes an account an agent's with a code, once; nothing says which code it was.

    Raises Refused: ALREADY_AGENT (the code stays), CODE_UNKNOWN, KEY_USED, KEY_CANCELLED,
    KEY_EXPIRED.
    """
    if held_user(user).is_agent:
        raise Refused(AgentRefusal.ALREADY_AGENT)
    code = _held(typed)
    require(rules.may_use(code.state(at)))
    code.used_on = timezone.localdate(at)
    code.save(update_fields=["used_on"])
    return grant_agent_status(
        user=user,
        source=AgentSource.CODE,
        at=at,
        by=code.batch.made_by,
        department_name=code.batch.department_name,
    )


def open_pass(*, typed: str, at: datetime) -> AgentCode:
    """The code by which somebody without account is an agent as long as the session lasts.

    Nothing is written: a code serves its holder from several devices until its last day, or
    until it is used for an account. Raises Refused like use_code.
    """
    code = code_typed(typed)
    if code is None:
        raise Refused(AgentRefusal.CODE_UNKNOWN)
    require(rules.may_use(code.state(at)))
    return code


@transaction.atomic
def cancel_batch(*, batch: CodeBatch, by: User, at: datetime) -> None:
    """A sheet was lost, or not printed: none of its codes opens any more."""
    held = CodeBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.cancelled_at is not None:
        raise Refused(AgentRefusal.KEY_CANCELLED)
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    record_event("agents.codes.cancelled", actor=by, at=at, batch=held.pk)


def _held(typed: str) -> AgentCode:
    """The code as it is now, until the end of the transaction."""
    found = code_typed(typed)
    if found is None:
        raise Refused(AgentRefusal.CODE_UNKNOWN)
    rows = AgentCode.objects.select_for_update(of=("self",)).select_related("batch")
    return rows.get(pk=found.pk)
