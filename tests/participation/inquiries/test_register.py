"""The register: to the second, chained, append-only, never losing anybody's words."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from participation.inquiries.actions import forget_addresses, forget_writer, mask, unmask
from participation.inquiries.enums import InquiryReason, MaskingGround, ObservationChannel
from participation.inquiries.models import (
    Inquiry,
    Masking,
    Observation,
    ObservationFile,
    Register,
)
from participation.inquiries.queries.register_checks import verify_register
from portal import frozen_rows
from portal.decisions import Refused
from tests.factories.inquiries import announced, local, observation, pdf_of
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def faults(inquiry: Inquiry, *, with_files: bool = False) -> list[tuple[str, str]]:
    register = Register.objects.select_related("inquiry").get(pk=inquiry.pk)
    return [(one.row, one.what) for one in verify_register(register, with_files=with_files)]


def altered(statement: str, *values: Any) -> None:
    """What somebody does who holds the database and takes the triggers away first."""
    frozen_rows.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    frozen_rows.install(connection)


# Ordinary days, and the two Sundays on which the clock of Paris changes.
SPANS = [
    (local(2026, 6, 1, 9), local(2026, 7, 3, 17, 30)),
    (local(2026, 10, 25, 2, 30), local(2026, 11, 28, 3)),
    (local(2027, 2, 20, 9), local(2027, 3, 28, 3)),
]


@pytest.mark.parametrize(("opens_at", "closes_at"), SPANS)
def test_it_opens_and_closes_to_the_second(opens_at: datetime, closes_at: datetime) -> None:
    inquiry = announced(opens_at=opens_at, closes_at=closes_at)
    for moment, reason in (
        (clock.before(inquiry), InquiryReason.BEFORE_OPENING),
        (clock.at_closing(inquiry), InquiryReason.AFTER_CLOSING),
        (clock.at_closing(inquiry) + clock.INSTANT, InquiryReason.AFTER_CLOSING),
    ):
        with pytest.raises(Refused) as refused:
            observation(inquiry, at=moment)
        assert refused.value.reason == reason

    first = observation(inquiry, at=clock.at_opening(inquiry))
    last = observation(inquiry, at=clock.at_the_last_second(inquiry))

    assert (first.number, last.number, last.previous) == (1, 2, first.fingerprint)
    # What came in time is in time, whenever it is written down; what came late never is.
    after = clock.after(inquiry)
    keyed = {"channel": ObservationChannel.PAPER, "at": after}
    kept = observation(inquiry, received_at=clock.at_the_last_second(inquiry), **keyed)
    assert kept.is_late_entry
    with pytest.raises(Refused):
        observation(inquiry, received_at=clock.at_closing(inquiry), **keyed)
    with pytest.raises(Refused):
        observation(inquiry, received_at=after + clock.INSTANT, **keyed)


def test_the_database_refuses_to_change_or_lose_a_line() -> None:
    inquiry = announced()
    line = observation(inquiry, name="Jeanne", email="j@test.example", files=[pdf_of()])
    by = inquiry.members.get()
    mask(
        observation=line,
        by=by,
        ground=MaskingGround.INSULT,
        reason="Injure.",
        at=clock.during(inquiry),
    )
    for change in ({"text": "Autre"}, {"number": 9}, {"name": "Autre"}, {"channel": "post"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Observation.objects.filter(pk=line.pk).update(**change)
    rows = (Observation, ObservationFile, Masking, Register)
    for model in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")
    for piece in (inquiry.dossier.all(), inquiry.members.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            piece._raw_delete("default")
        with pytest.raises(DatabaseError), transaction.atomic():
            piece.update(**{"title" if piece.model.__name__ == "DossierPiece" else "name": "x"})
    for change in ({"live": False}, {"slug": "ailleurs"}, {"opens_at": clock.NOW}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Inquiry.objects.filter(pk=inquiry.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(order_number="1")
    assert not faults(inquiry, with_files=True)


def test_an_altered_row_is_named() -> None:
    inquiry = announced()
    lines = [observation(inquiry, f"Numéro {n}", name="Jean", files=[pdf_of()]) for n in range(4)]
    assert not faults(inquiry, with_files=True)
    table = Observation._meta.db_table

    altered(f"UPDATE {table} SET text = %s WHERE id = %s", "Pour !", lines[1].pk)  # noqa: S608
    assert faults(inquiry) == [("2", "folded"), ("2", "line")]
    altered(f"UPDATE {table} SET text = %s WHERE id = %s", "Numéro 1", lines[1].pk)  # noqa: S608
    altered(f"UPDATE {table} SET name = %s WHERE id = %s", "Paul", lines[2].pk)  # noqa: S608
    assert faults(inquiry) == [("3", "name")]
    altered(f"UPDATE {table} SET name = %s WHERE id = %s", "Jean", lines[2].pk)  # noqa: S608
    stored = ObservationFile.objects.get(observation=lines[0])
    Path(stored.file.path).write_bytes(b"autre")
    assert faults(inquiry, with_files=True) == [("1", f"file {stored.file_name}")]
    altered(f"DELETE FROM {ObservationFile._meta.db_table} WHERE id = %s", stored.pk)  # noqa: S608
    assert faults(inquiry) == [("1", "files")]
    with pytest.raises(SystemExit) as exit_:
        call_command("verify_register", inquiry.slug, stderr=StringIO())
    assert exit_.value.code == 1


def test_a_receipt_proves_a_line_and_the_command_says_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    inquiry = announced()
    line = observation(inquiry)
    expected = f"{inquiry.slug}:1={line.fingerprint}"
    call_command("verify_register", "--files", "--expect", expected)
    assert "1 registre, tel qu’il a été reçu" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("verify_register", "--json", "--expect", f"{inquiry.slug}:1={'0' * 64}")
    assert '"fingerprint"' in capsys.readouterr().out


def test_who_wrote_is_forgotten_and_the_chain_still_holds() -> None:
    inquiry = announced()
    line = observation(inquiry, name="Jeanne", email="j@test.example")
    other = observation(inquiry, name="Paul", email="p@test.example")

    assert forget_writer(emails=["j@test.example"], at=clock.NOW) == 1

    line.refresh_from_db()
    assert (line.name, line.email, line.name_salt, line.email_salt) == (None,) * 4
    assert line.text == "Gardez les arbres." and line.name_digest
    later = inquiry.closes_at + timedelta(days=366)
    assert forget_addresses(at=later, dry_run=True) == 1
    assert forget_addresses(at=later) == 1
    other.refresh_from_db()
    assert (other.name, other.email) == ("Paul", None)
    assert not faults(inquiry)


def test_hiding_is_an_event_that_only_the_commissioner_adds() -> None:
    inquiry = announced()
    other = announced()
    line = observation(inquiry)
    by, at = inquiry.members.get(), clock.during(inquiry)
    hide = {"observation": line, "ground": MaskingGround.INSULT, "at": at}
    with pytest.raises(Refused, match="conduit"):
        mask(by=other.members.get(), reason="Injure.", **hide)
    with pytest.raises(Refused):
        mask(by=by, reason=" ", **hide)
    mask(by=by, reason="Injure.", **hide)
    with pytest.raises(Refused):
        mask(by=by, reason="Encore.", **hide)
    assert Observation.objects.with_masking().get(pk=line.pk).is_masked
    unmask(observation=line, by=by, reason="Le juge a dit non.", at=at)
    assert not Observation.objects.with_masking().get(pk=line.pk).is_masked
    line.refresh_from_db()
    assert line.text == "Gardez les arbres." and not faults(inquiry)
