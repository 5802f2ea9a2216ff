"""Whoever holds the whole database, and every log, learns nothing of who chose what.

After sealing, without the link key; before it, without BALLOT_BOX_SECRET. The voters of these
tests all choose something different, so that any lead would show.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from participation.budgets import ballot_box
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.drafts import save_draft
from participation.budgets.actions.opening import open_box
from participation.budgets.enums import SecretKind
from participation.budgets.models import (
    Ballot,
    BallotBox,
    BallotDraft,
    BallotReceipt,
    BoxSecret,
    SealedBallot,
    VoterEntry,
    VoterKey,
)
from tests.support import clock
from tests.support.votes import make_vote, make_voter, vote

VOTERS = 200
BOX = (Ballot, SealedBallot, BallotReceipt)
# The bounds of chance: in random orders, as many matches as a Poisson law of mean 1 gives, and a
# correlation of ranks of standard deviation 1/√199. Each is passed once in a million runs.
MOST_MATCHES, MOST_CORRELATION = 9, 0.35


def _choices() -> list[tuple[int, ...]]:
    """Two hundred different ballots, in no order."""
    every = [one for size in (1, 2, 3) for one in combinations(range(1, 13), size)]
    random.Random(6).shuffle(every)
    return every[:VOTERS]


def _matches(guessed: list[Any], true: list[Any]) -> int:
    return sum(one == other for one, other in zip(guessed, true, strict=True))


def _correlation(first: list[int], second: list[int]) -> float:
    """Spearman's, of two orders of the same things."""
    count = len(first)
    total = sum((one - other) ** 2 for one, other in zip(first, second, strict=True))
    return 1 - 6 * total / (count * (count**2 - 1))


def _physical() -> str:
    return "ctid" if connection.vendor == "postgresql" else "rowid"


def _rows(columns: str, table: str, order: str = "1") -> list[tuple[Any, ...]]:
    """What whoever holds the database reads, identifiers written in one way."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY {order}')  # noqa: S608 - our words
        return [
            tuple(one.hex if isinstance(one, UUID) else one for one in row)
            for row in cursor.fetchall()
        ]


def _orders(model: type[models.Model], *columns: str) -> dict[str, list[str]]:
    """The rows of a table in each order in which somebody may read it, by their identifiers."""
    ways = {"place": _physical(), **{one: one for one in columns}}
    if connection.vendor == "postgresql":
        ways["transaction"] = "xmin::text::bigint, ctid"
    table = model._meta.db_table
    return {name: [row[0] for row in _rows("id", table, way)] for name, way in ways.items()}


@dataclass
class Sealed:
    """A sealed vote, and what only this test knows: who chose what, by the line of the roll."""

    budget: Any
    truth: dict[str, tuple[int, ...]]
    # As mails tell them, in the order in which people voted.
    receipts: list[str]
    wrapped_link: str


@pytest.fixture
def sealed(transactional_db: None) -> Sealed:
    budget = make_vote(12)
    open_box(budget=budget, at=clock.NOW)
    chosen = _choices()
    receipts = [
        vote(budget, number, *one, at=clock.NOW).receipt for number, one in enumerate(chosen)
    ]
    voters = VoterKey.objects.filter(kind="mail").order_by("pk")
    truth = {
        entry.hex: one
        for entry, one in zip(voters.values_list("entry", flat=True), chosen, strict=True)
    }
    # These attacks do find a box that was not mixed: line by line.
    box = BallotBox.objects.get()
    names = {ballot_box.pseudonym(box, UUID(entry)): entry for entry in truth}
    linked = [names[row[0]] for row in _rows("pseudonym", "budgets_ballot", _physical())]
    assert linked == _orders(VoterEntry)["place"]
    wrapped = BoxSecret.objects.get(kind=SecretKind.LINK).wrapped
    seal_box(budget=budget, at=clock.at_closing(budget))
    return Sealed(budget, truth, receipts, wrapped)


def test_database_of_a_sealed_vote_matches_voters_and_ballots_no_better_than_chance(sealed):
    box = BallotBox.objects.get()
    ballots = {
        row.pk.hex: tuple(int(project) for project, _one in ballot_box.open_sealed(box, row.sealed))
        for row in SealedBallot.objects.all()
    }
    assert sorted(ballots.values()) == sorted(sealed.truth.values())

    found = []
    for way, voters in _voters_in_every_order(sealed).items():
        true = [sealed.truth[voter] for voter in voters]
        for other, rows in _orders(SealedBallot, "id", "sealed").items():
            guessed = [ballots[row] for row in rows]
            place = {said: rank for rank, said in enumerate(guessed)}
            correlation = _correlation(list(range(VOTERS)), [place[said] for said in true])
            found.append((way, other, _matches(guessed, true), round(correlation, 2)))

    leads = [one for one in found if one[2] > MOST_MATCHES or abs(one[3]) > MOST_CORRELATION]
    assert leads == [], found
    assert len(found) >= 18


def _voters_in_every_order(sealed: Sealed) -> dict[str, list[str]]:
    """Lines of the roll as the roll, its keys, the mails and the receipts order them."""
    found = {f"roll by {way}": rows for way, rows in _orders(VoterEntry, "id").items()}
    keys = VoterKey.objects.filter(kind="mail").order_by("pk")
    found["keys"] = [one.hex for one in keys.values_list("entry", flat=True)]
    # Who holds the mails knows whose each receipt is.
    hashes = map(ballot_box.receipt_hash, sealed.receipts)
    owners = dict(zip(hashes, found["keys"], strict=True))
    names = {one.pk.hex: owners[one.receipt_hash] for one in BallotReceipt.objects.all()}
    for way, rows in _orders(BallotReceipt, "id", "receipt_hash").items():
        found[f"receipts by {way}"] = [names[row] for row in rows]
    assert all(sorted(rows) == sorted(sealed.truth) for rows in found.values())
    return found


@pytest.mark.alone
def test_nothing_of_a_sealed_ballot_or_of_its_key_is_anywhere_else(sealed):
    ballots = {one for row in _rows("id, sealed", "budgets_sealedballot") for one in row}
    receipts = {row[0] for row in _rows("id", "budgets_ballotreceipt")}

    for table in connection.introspection.table_names():
        if table not in {"budgets_sealedballot", "budgets_ballotreceipt"}:
            values = {str(one) for row in _rows("*", table) for one in row}
            assert not values & (ballots | receipts), table
    assert not ballots & receipts
    assert not Ballot.objects.exists()
    _assert_wiped(sealed.wrapped_link)


def _assert_wiped(wrapped: str) -> None:
    """The destroyed key is in no file of the database that a copy of the disk would hold."""
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal"):
            path = Path(f"{connection.settings_dict['NAME']}{suffix}")
            assert not path.exists() or wrapped.encode() not in path.read_bytes()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('budgets_ballot')")
        assert cursor.fetchone() == (0,)
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('budgets_boxsecret'))")
        assert wrapped.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_open_box_without_its_secret_says_nothing_of_any_choice(settings):
    budget = make_vote(12)
    truth = []
    for number in range(VOTERS):
        chosen = 1 + number % 2
        vote(budget, number, chosen, at=clock.NOW)
        truth.append(chosen)
    # In the order of the table one knows whose ballot each is: what it says stays sealed.
    columns = "sealed, receipt_hash, pseudonym, id"
    rows = _rows(columns, "budgets_ballot", _physical())

    assert len({len(row[0]) for row in rows}) == 1
    for column in range(4):
        order = sorted(range(VOTERS), key=lambda place: str(rows[place][column]))
        half = set(order[: VOTERS // 2])
        right = sum((truth[place] == 1) is (place in half) for place in range(VOTERS))
        # Half by chance, within five standard deviations.
        assert abs(right - VOTERS // 2) < 36, column
    for feature in (_ones, _first_bits):
        by_choice = [
            sum(feature(row[0]) for row, one in zip(rows, truth, strict=True) if one == which) / 100
            for which in (1, 2)
        ]
        assert abs(by_choice[0] - by_choice[1]) < 0.08
    settings.BALLOT_BOX_SECRET = "deviné" + "x" * 50
    with pytest.raises(Exception, match="clé de cette urne"):
        ballot_box.open_sealed(BallotBox.objects.get(), rows[0][0])


def _ones(sealed: str) -> float:
    raw = sealed.encode()
    return sum(byte.bit_count() for byte in raw) / (len(raw) * 8)


def _first_bits(sealed: str) -> float:
    return (ord(sealed[20]) % 32) / 32 / 4


def test_roll_and_box_have_nothing_in_common_but_the_vote():
    for model in BOX:
        kinds = {field.name: field for field in model._meta.get_fields()}
        related = {
            name: field.related_model.__name__ for name, field in kinds.items() if field.is_relation
        }
        assert related == {"budget": "ParticipatoryBudget"}, model
        assert isinstance(model._meta.pk, models.UUIDField), model
        assert model._meta.pk.default.__name__ == "uuid4", model
    for model in (*BOX, BallotDraft):
        timed = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.DateTimeField | models.TimeField | models.AutoField)
        ]
        assert timed == [], model
    dated = [one.name for one in VoterEntry._meta.fields if isinstance(one, models.DateField)]
    assert dated == ["voted_on"]
    assert not isinstance(VoterEntry._meta.get_field("voted_on"), models.DateTimeField)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.related_model in (*BOX, BallotDraft):
                raise AssertionError(f"{model.__name__}.{field.name} leads to the box")


@pytest.mark.django_db
def test_database_itself_has_no_relation_nor_hour_between_roll_and_box():
    with connection.cursor() as cursor:
        for model in (*BOX, BallotDraft):
            table = model._meta.db_table
            relations = connection.introspection.get_relations(cursor, table)
            assert set(relations) == {"budget_id"}
            for column in connection.introspection.get_table_description(cursor, table):
                kind = str(connection.introspection.get_field_type(column.type_code, column))
                assert "Time" not in kind, (table, column.name)


@pytest.mark.django_db
def test_logs_of_a_whole_vote_hold_no_name_key_choice_nor_receipt(caplog):
    caplog.set_level(logging.DEBUG)
    # What the ORM traces is only written where somebody debugs.
    caplog.set_level(logging.INFO, logger="django.db.backends")
    budget = make_vote(12)
    voter = make_voter(budget, 1)
    given = {"budget": budget, "voter": voter, "envelope": "ville", "choices": (("11", 1),)}
    save_draft(contact="votant1@ville.example", at=clock.NOW, **given)
    receipt = vote(budget, 1, 11, at=clock.NOW).receipt
    vote(budget, 1, 12, at=clock.NOW)
    _refused(lambda: vote(budget, 2, 11, mail="votant1@ville.example"))
    row = Ballot.objects.get()
    marks = [receipt, row.sealed, row.pseudonym, row.receipt_hash, row.pk.hex, str(row.pk)]
    entry = VoterEntry.objects.get()
    marks += [*voter.all_hashes, entry.pk.hex, str(entry.pk), "votant1", "camille", '"11"', "'11'"]
    seal_box(budget=budget, at=clock.at_closing(budget))

    written = [f"{one.getMessage()} {one.__dict__}".lower() for one in caplog.records]

    assert any("budgets.cast" in line for line in written)
    for mark in marks:
        assert not any(mark.lower() in line for line in written), mark


def _refused(work: Callable[[], Any]) -> None:
    with pytest.raises(Exception, match="déjà dans l’urne"):
        work()
