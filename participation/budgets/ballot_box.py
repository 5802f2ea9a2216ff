"""The keys, seals and pseudonyms of a ballot box, and the one reading of its ballots.

Keys are drawn for each box and kept wrapped by BALLOT_BOX_SECRET, which is not in the database:
a copy of the database neither links nor reads ballots (docs/decisions/0023-ballot-box.md).
"""

import hashlib
import hmac
import logging
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.decisions import Refused, require
from portal.paper_codes import ALPHABET, display

from .enums import BudgetReason, PaperKind, SecretKind, VoteChannel
from .models import BallotBox, BoxSecret, ParticipatoryBudget, SealedBallot
from .rulebook import Choices, Rulebook, choices_text, read_choices
from .rules import may_read_ballots

logger = logging.getLogger("participation")

_KEY, _NONCE, _BLOCK = 32, 12, 64
RECEIPT_LENGTH = 16  # Of 5 bits: 80, drawn at random.
_BATCH = 2_000
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class BoxKeys:
    """The keys of a box, for the time of one request: never kept, so that destroyed means gone."""

    seal: bytes
    # None once destroyed.
    link: bytes | None
    # The bytes that every ballot takes once padded.
    size: int


class OpenedBallot(NamedTuple):
    """One ballot of a sealed box, opened for the count."""

    envelope: str
    kind: PaperKind
    channel: VoteChannel
    choices: Choices


def draw_secrets(box: BallotBox) -> list[BoxSecret]:
    """Two new keys for a box, wrapped, not saved yet."""
    return [
        BoxSecret(box=box, kind=kind, wrapped=_wrap(box.pk, kind, os.urandom(_KEY)))
        for kind in SecretKind
    ]


def box_with_keys(budget_pk: int, *, shared: bool = False) -> BallotBox | None:
    """The box with its budget's hours, its rules and keys, in one query; None when not opened.

    With `shared`, nobody seals or interrupts the box until the end of the transaction: hundreds who
    cast share it, whoever seals it waits for them. SQLite has one writer, who has begun already.
    """
    lock = " FOR SHARE OF box" if shared and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_BOX + lock, [SecretKind.SEAL.value, SecretKind.LINK.value, budget_pk])
        row = cursor.fetchone()
    if row is None:
        return None
    opened_at, paused_at, sealed_at, counted_at, opens_at, closes_at = map(_moment, row[:6])
    box = BallotBox(
        budget_id=budget_pk,
        rules_id=row[6],
        opened_at=cast("datetime", opened_at),  # never empty in the table
        paused_at=paused_at,
        sealed_at=sealed_at,
        counted_at=counted_at,
    )
    box._state.adding, box._state.db = False, connection.alias
    # Only what the rules of a vote ask of its budget: the rest is read again by who needs it.
    hours = {"opens_at": opens_at, "closes_at": closes_at, "live": bool(row[7])}
    box.budget = _budget_with(budget_pk, hours)
    names = ("rules_text", "wrapped_seal", "wrapped_link")
    box.__dict__.update(zip(names, row[8:], strict=True))
    return box


# Written out: a voter waits for it, and drawing these words anew costs more than reading the row.
_BOX = """
    SELECT box.opened_at, box.paused_at, box.sealed_at, box.counted_at,
           activity.opens_at, activity.closes_at, box.rules_id, activity.live,
           (SELECT text FROM budgets_ruleversion AS version
             WHERE version.budget_id = box.budget_id ORDER BY number DESC LIMIT 1),
           (SELECT wrapped FROM budgets_boxsecret AS secret
             WHERE secret.box_id = box.budget_id AND secret.kind = %s),
           (SELECT wrapped FROM budgets_boxsecret AS secret
             WHERE secret.box_id = box.budget_id AND secret.kind = %s)
      FROM budgets_ballotbox AS box
      JOIN participation_activity AS activity ON activity.id = box.budget_id
     WHERE box.budget_id = %s"""


def _moment(value: Any) -> datetime | None:
    """An hour as this database gives it: SQLite, as text without its zone."""
    column = BallotBox._meta.get_field("opened_at").get_col("box")
    for convert in connection.ops.get_db_converters(column):
        value = convert(value, column, connection)
    found: datetime | None = value
    return found


def _budget_with(pk: int, known: dict[str, Any]) -> ParticipatoryBudget:
    """A budget of which only these fields are read."""
    known = {"id": pk, "activity_ptr_id": pk, **known}
    # The others stay deferred; `from_db` takes them in the order of the columns.
    columns = [field.attname for field in ParticipatoryBudget._meta.concrete_fields]
    names = [name for name in columns if name in known]
    values = [known[name] for name in names]
    return ParticipatoryBudget.from_db(connection.alias, names, values)


def rules_of(box: BallotBox) -> Rulebook:
    """The rules in force of a box that came with its keys."""
    return Rulebook.read(_loaded(box).rules_text)


def seal(box: BallotBox, choices: Choices) -> str:
    """A ballot that only this box's key opens: of one length, without any hour inside."""
    return seal_text(box, choices_text(choices))


def open_sealed(box: BallotBox, sealed: str) -> Choices:
    """What a sealed ballot says. Raises Refused (KEY_MISSING) when the key does not open it.

    For the actions that write ballots, and for the count: see `may_read_ballots`.
    """
    return read_choices(open_text(box, sealed))


def seal_text(box: BallotBox, text: str) -> str:
    """A text sealed as ballots are: a basket, whom to remind."""
    keys = keys_of(box)
    data = text.encode() + b"\x80"
    data += b"\x00" * (-len(data) % keys.size)
    return _encrypt(keys.seal, _about(box.pk, SecretKind.SEAL), data)


def open_text(box: BallotBox, sealed: str) -> str:
    """The text inside. Raises Refused (KEY_MISSING)."""
    data = _decrypt([keys_of(box).seal], _about(box.pk, SecretKind.SEAL), sealed)
    return data.rstrip(b"\x00").removesuffix(b"\x80").decode()


def pseudonym(box: BallotBox, entry: UUID) -> str:
    """Under which name the ballot of a line of the roll is in the box, while the link key lives.

    Raises Refused (KEY_MISSING) once it is destroyed.
    """
    return _linked(box, "ballot", entry.hex)


def draft_pseudonym(box: BallotBox, proof: str) -> str:
    """Under which name the basket of whoever holds this proof is kept."""
    return _linked(box, "draft", proof)


def keys_of(box: BallotBox) -> BoxKeys:
    """The keys of a box, unwrapped once for this object. Raises Refused (KEY_MISSING)."""
    keys: BoxKeys | None = box.__dict__.get("_keys")
    if keys is None:
        loaded = _loaded(box)
        if not loaded.wrapped_seal:
            raise _missing(box.pk)
        link = loaded.wrapped_link
        keys = BoxKeys(
            seal=_unwrap(box.pk, SecretKind.SEAL, loaded.wrapped_seal),
            link=_unwrap(box.pk, SecretKind.LINK, link) if link else None,
            size=ballot_size(Rulebook.read(loaded.rules_text)),
        )
        box.__dict__["_keys"] = keys
    return keys


def ballot_size(rules: Rulebook) -> int:
    """Bytes that the longest ballot of these rules takes, in whole blocks: all take as many."""
    most = max((len(one.projects) for one in rules.envelopes), default=0)
    ids = (project.id for one in rules.envelopes for project in one.projects)
    highest = max(rules.points_each, rules.max_choices, len(rules.grades), 1)
    each = max(map(len, ids), default=1) + len(str(highest)) + len('["",],')
    longest = 2 + each * min(rules.max_choices, most) + 1
    return -(-longest // _BLOCK) * _BLOCK


def new_receipt() -> str:
    """A receipt as it is shown: 80 random bits, in four groups of four characters."""
    return display("".join(secrets.choice(ALPHABET) for _ in range(RECEIPT_LENGTH)))


def receipt_hash(typed: str) -> str:
    """The fingerprint of a receipt however it was typed; nothing when it cannot be one."""
    code = "".join(char for char in typed.upper() if char.isalnum()).translate(_MISREAD)
    if len(code) != RECEIPT_LENGTH or any(char not in ALPHABET for char in code):
        return ""
    return hashlib.sha256(code.encode()).hexdigest()


def all_opened(
    budget: ParticipatoryBudget, *, at: datetime | None = None
) -> Iterator[OpenedBallot]:
    """Every ballot of a sealed box, paper included, opened one after the other: for the count.

    Raises Refused (EMBARGO) before the box is sealed, at once and not at the first ballot.
    """
    box = BallotBox.objects.filter(pk=budget.pk).first()
    require(may_read_ballots(box, at or timezone.now()))
    if box is None:
        raise Refused(BudgetReason.EMBARGO)
    return _opened(box)


def _opened(box: BallotBox) -> Iterator[OpenedBallot]:
    rows = SealedBallot.objects.filter(budget_id=box.pk).order_by("pk")
    columns = rows.values_list("envelope", "kind", "channel", "sealed", "choices")
    for envelope, kind, channel, sealed, choices in columns.iterator(chunk_size=_BATCH):
        if kind != PaperKind.VALID:
            said: Choices = ()
        else:
            said = open_sealed(box, sealed) if sealed else read_choices(choices)
        yield OpenedBallot(envelope, PaperKind(kind), VoteChannel(channel), said)


def wrapped_anew(secret: BoxSecret) -> str:
    """The same key wrapped by today's BALLOT_BOX_SECRET."""
    kind = SecretKind(secret.kind)
    return _wrap(secret.box_id, kind, _unwrap(secret.box_id, kind, secret.wrapped))


class _Loaded(NamedTuple):
    rules_text: str
    wrapped_seal: str | None
    wrapped_link: str | None


def _loaded(box: BallotBox) -> _Loaded:
    """What `box_with_keys` brought along, or asked for now."""
    source = box if "wrapped_seal" in box.__dict__ else box_with_keys(box.pk)
    if source is None:
        raise _missing(box.pk)
    held = source.__dict__
    return _Loaded(held["rules_text"], held["wrapped_seal"], held["wrapped_link"])


def _linked(box: BallotBox, purpose: str, value: str) -> str:
    key = keys_of(box).link
    if key is None:
        raise _missing(box.pk)
    return hmac.new(key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def _wrap(box_pk: int, kind: SecretKind, key: bytes) -> str:
    return _encrypt(_masters()[0], _about(box_pk, kind), key)


def _unwrap(box_pk: int, kind: SecretKind, wrapped: str) -> bytes:
    return _decrypt(_masters(), _about(box_pk, kind), wrapped)


def _masters() -> list[bytes]:
    """Keys that wrap: of today's secret, then of those before it."""
    given = [settings.BALLOT_BOX_SECRET, *settings.BALLOT_BOX_SECRET_FALLBACKS]
    return [hashlib.sha256(f"budgets.ballot_box:{one}".encode()).digest() for one in given]


def _about(box_pk: int, kind: SecretKind) -> bytes:
    """What a sealed thing is bound to: moved to another box, it does not open."""
    return f"parvis-box/1:{box_pk}:{kind}".encode()


def _encrypt(key: bytes, about: bytes, data: bytes) -> str:
    nonce = os.urandom(_NONCE)
    return urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, data, about)).decode()


def _decrypt(keys: list[bytes], about: bytes, sealed: str) -> bytes:
    raw = urlsafe_b64decode(sealed)
    for key in keys:
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about)
        except InvalidTag:
            continue
    logger.error("A key of a ballot box does not open", extra={"event": "budgets.key_missing"})
    raise Refused(BudgetReason.KEY_MISSING)


def _missing(box_pk: int) -> Refused:
    logger.error(
        "A ballot box has no key", extra={"event": "budgets.key_missing", "budget": box_pk}
    )
    return Refused(BudgetReason.KEY_MISSING)
