"""Entering somebody on the roll of voters, once. Knows nothing of ballots."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from portal.decisions import require

from .. import voters
from ..enums import KeyKind
from ..models import VoterEntry, VoterKey


def write_entry(
    *, budget_pk: int, voter: voters.Voter, envelope: str, at: datetime
) -> tuple[VoterEntry, bool]:
    """The voter's line, and whether it was there already; called inside a transaction.

    Raises Refused (ALREADY_ON_PAPER, ALREADY_ONLINE, SAME_PERSON, OTHER_PERSON, TWO_VOTERS), and
    lets pass the IntegrityError of whoever loses a race: the caller tries again.
    """
    met = _met(budget_pk, voter)
    found = [voters.FoundKey(one.kind, one.key, one.entry_id, one.entry.channel) for one in met]
    require(voters.may_enter(voter, found))
    if not met:
        return _new_entry(budget_pk, voter, envelope, at), False
    entry = met[0].entry
    missing = [one for one in voter.keys if one[1] not in {key.key for key in met}]
    # Their name may have met the line under a former key.
    if voter.person and all(one.kind != KeyKind.PERSON for one in met):
        bears_another = VoterKey.objects.filter(entry=entry, kind=KeyKind.PERSON).exists()
        require(voters.may_enter(voter, found, other_person=bears_another))
    if entry.envelope != envelope:
        VoterEntry.objects.filter(pk=entry.pk).update(envelope=envelope)
        entry.envelope = envelope
    _write_keys(budget_pk, entry, missing)
    return entry, True


def _met(budget_pk: int, voter: voters.Voter) -> list[VoterKey]:
    """The keys of the roll that this voter meets, their lines held until the end."""
    hashes = voter.all_hashes
    if not hashes or not _is_met(budget_pk, hashes):
        return []
    rows = VoterKey.objects.filter(budget_id=budget_pk, key__in=hashes)
    held = rows.select_for_update(of=("entry",)).select_related("entry")
    return list(held.order_by("entry", "key"))


def _is_met(budget_pk: int, hashes: list[str]) -> bool:
    """Whether one of these keys is on the roll; nearly everybody comes once, and holds nothing.

    Whoever writes one at this moment is met by the database's own refusal.
    """
    asked = ", ".join(["%s"] * len(hashes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM budgets_voterkey WHERE budget_id = %s AND key IN ({asked}) LIMIT 1",  # noqa: S608 - only places
            [budget_pk, *hashes],
        )
        return cursor.fetchone() is not None


def _new_entry(budget_pk: int, voter: voters.Voter, envelope: str, at: datetime) -> VoterEntry:
    entry = VoterEntry.objects.create(
        budget_id=budget_pk,
        channel=voter.channel,
        envelope=envelope,
        voted_on=timezone.localdate(at),
    )
    _write_keys(budget_pk, entry, list(voter.keys))
    return entry


def _write_keys(budget_pk: int, entry: VoterEntry, keys: list[tuple[KeyKind, str]]) -> None:
    # In one order for everybody: two people who share keys wait for one another, never both.
    VoterKey.objects.bulk_create(
        VoterKey(entry=entry, budget_id=budget_pk, kind=kind, key=key)
        for kind, key in sorted(keys, key=lambda one: one[1])
    )
