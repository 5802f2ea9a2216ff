"""By what a voter is recognised: a set of keyed hashes, and what their meeting means. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.decisions import ALLOWED, Decision, refuse
from portal.keyed_hashes import keyed, keyed_now_or_before

from ..eligibility import name_key
from .enums import PROOFS, BudgetReason, KeyKind, VoteChannel

VoterKeys = tuple[tuple[KeyKind, str], ...]


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who votes: the way, and the hashes that recognise them; nothing that names them.

    `former` are the same things hashed under the portal's former keys: a SECRET_KEY changed during
    a vote lets nobody vote twice.
    """

    channel: VoteChannel
    keys: VoterKeys
    former: VoterKeys = ()

    @property
    def proofs(self) -> VoterKeys:
        """What proves who votes, the surest first."""
        held = [one for one in self.keys if one[0] in PROOFS]
        return tuple(sorted(held, key=lambda one: (PROOFS.index(one[0]), one[1])))

    @property
    def all_hashes(self) -> list[str]:
        """Every hash under which the voter may be on the roll."""
        return sorted({key for _kind, key in (*self.keys, *self.former)})

    def hashes_of(self, kind: KeyKind) -> list[str]:
        """Every hash of this voter's keys of one kind; none when they gave none."""
        return sorted({key for one, key in (*self.keys, *self.former) if one == kind})

    @property
    def person(self) -> str:
        """The hash of the name and date of birth; nothing when they were not asked."""
        return next((key for kind, key in self.keys if kind == KeyKind.PERSON), "")


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key of the roll that a voter meets: of what kind, on which line, by which channel."""

    kind: str
    key: str
    entry: UUID
    channel: str


def key_of(budget_pk: int, kind: KeyKind | str, value: str) -> str:
    """The hash under which this value is on the roll of this budget, and of no other."""
    return keyed(f"budgets.{KeyKind(kind)}", f"{budget_pk}:{plain_value(kind, value)}")


def known_voter(
    budget_pk: int, channel: VoteChannel, values: Iterable[tuple[KeyKind, str]]
) -> Voter:
    """The voter of these values (account number, addresses, telephone, code, person)."""
    given = [(KeyKind(kind), value) for kind, value in values if value]
    hashed = [
        (
            kind,
            keyed_now_or_before(f"budgets.{kind}", f"{budget_pk}:{plain_value(kind, value)}"),
        )
        for kind, value in given
    ]
    return Voter(
        channel=channel,
        keys=tuple(dict.fromkeys((kind, found[0]) for kind, found in hashed)),
        former=tuple((kind, one) for kind, found in hashed for one in found[1:]),
    )


def plain_value(kind: KeyKind | str, value: str) -> str:
    """A value whatever the way it was typed, so that one mailbox or telephone serves once."""
    value = unicodedata.normalize("NFKC", value).strip()
    if kind == KeyKind.MAIL:
        local, _at, domain = value.casefold().rpartition("@")
        # What follows a plus sign reaches the same mailbox.
        return f"{local.partition('+')[0]}@{domain}"
    if kind == KeyKind.PHONE:
        digits = "".join(char for char in value if char.isdigit())
        if value.startswith("+"):
            return digits
        if digits.startswith("00"):
            return digits[2:]
        return f"33{digits[1:]}" if digits.startswith("0") else digits
    if kind == KeyKind.CODE:
        return "".join(char for char in value.upper() if char.isalnum())
    return value


def person_value(surname: str, first_names: str, born_on: date) -> str:
    """A person whatever the order, accents, case and hyphens of their names."""
    return f"{name_key(f'{surname} {first_names}')}|{born_on.isoformat()}"


def may_enter(voter: Voter, found: list[FoundKey], *, other_person: bool = False) -> Decision:
    """Whether a voter may be entered, or change their ballot, given the keys already on the roll.

    Paper and screen exclude one another. Only a proof authorises a change; a name alone never
    replaces a ballot. `other_person` says that the line bears another name and date of birth.
    """
    if not found:
        return ALLOWED
    if len({one.entry for one in found}) > 1:
        return refuse(BudgetReason.TWO_VOTERS)
    is_online = voter.channel == VoteChannel.ONLINE
    if found[0].channel != VoteChannel.ONLINE:
        return refuse(BudgetReason.ALREADY_ON_PAPER)
    if not is_online:
        return refuse(BudgetReason.ALREADY_ONLINE)
    if not any(one.kind in PROOFS for one in found):
        return refuse(BudgetReason.SAME_PERSON)
    return refuse(BudgetReason.OTHER_PERSON) if other_person else ALLOWED
