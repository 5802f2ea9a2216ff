"""Rows that the database itself refuses to change: news published, reviews, events."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from engagements.enums import Movement, ReviewState
from engagements.models import (
    CommitmentUpdate,
    Evidence,
    Milestone,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)
from portal import frozen_rows
from portal.frozen_rows import FrozenRows
from tests.factories.accounts import UserFactory
from tests.factories.engagements import CommitmentFactory, CommitmentUpdateFactory, EvidenceFactory
from tests.factories.progress import milestone

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def refused(words: str):
    """What the database says, without breaking the test's own transaction."""
    return pytest.raises(DatabaseError, match=words)


def open_review() -> Review:
    return Review.objects.create(
        number=1,
        slug="un",
        title="Un",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        reports_due_on=date(2026, 6, 1),
        due_on=date(2026, 6, 30),
        opened_at=NOW,
        opened_by=UserFactory(),
    )


def publish(review: Review) -> None:
    review.state, review.published_at = ReviewState.PUBLISHED, NOW
    review.canonical, review.fingerprint, review.signed_off_by = "{}", "0" * 64, "La présidence"
    review.save()


def line_of(review: Review) -> ReviewLine:
    commitment = CommitmentFactory()
    return ReviewLine.objects.create(
        review=review,
        commitment=commitment,
        number=commitment.number,
        wording=commitment.wording,
        priority_number=1,
        priority_name="Une",
        objective="Un",
        status="unknown",
        state="unknown",
        due_precision="day",
        revised_due_precision="day",
        movement=Movement.FIRST,
        fingerprint="0" * 64,
    )


def test_published_news_is_neither_changed_nor_deleted():
    update = CommitmentUpdateFactory()
    with refused("append-only"), transaction.atomic():
        CommitmentUpdate.objects.filter(pk=update.pk).update(text="Autre chose.")
    with refused("kept"), transaction.atomic():
        CommitmentUpdate.objects.filter(pk=update.pk)._raw_delete("default")
    update.refresh_from_db()
    assert update.text == "Le marché est signé."


def test_news_forgets_who_recorded_it_and_nothing_else():
    update = CommitmentUpdateFactory(recorded_by=UserFactory())
    update.recorded_by.delete()
    update.refresh_from_db()
    assert update.recorded_by is None
    with refused("append-only"), transaction.atomic():
        CommitmentUpdate.objects.filter(pk=update.pk).update(recorded_by=UserFactory())


def test_evidence_is_kept_as_published():
    evidence = EvidenceFactory()
    with refused("append-only"), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(url="https://example.org/autre")
    assert Evidence.objects.get(pk=evidence.pk).url == evidence.url


def test_an_open_review_is_written_and_a_published_one_is_not():
    review = open_review()
    ReviewAttendance.objects.create(review=review, function="Agents", present=3)
    line = line_of(review)
    review.agenda = "Point 1"
    review.save()
    ReviewAttendance.objects.update(present=4)
    publish(review)
    for change in (
        lambda: Review.objects.filter(pk=review.pk).update(title="Deux"),
        lambda: Review.objects.filter(pk=review.pk).update(state=ReviewState.OPEN),
        lambda: ReviewAttendance.objects.update(present=5),
        lambda: ReviewLine.objects.filter(pk=line.pk).update(text="Autre"),
    ):
        with refused("append-only"), transaction.atomic():
            change()
    with refused("kept"), transaction.atomic():
        ReviewLine.objects.filter(pk=line.pk)._raw_delete("default")
    with refused("kept"), transaction.atomic():
        Review.objects.filter(pk=review.pk)._raw_delete("default")
    with refused("closed"), transaction.atomic():
        line_of(review)
    assert ReviewAttendance.objects.get().present == 4
    assert not ReviewOpinion.objects.exists()


def test_nothing_joins_a_published_review_from_an_open_one():
    review = open_review()
    publish(review)
    other = Review.objects.get(pk=review.pk)
    other.pk, other.number, other.slug, other.state = None, 2, "deux", ReviewState.OPEN
    other.save()
    present = ReviewAttendance.objects.create(review=other, function="Agents", present=3)
    with refused("append-only"), transaction.atomic():
        ReviewAttendance.objects.filter(pk=present.pk).update(review=review)
    ReviewAttendance.objects.filter(pk=present.pk).update(present=4)
    assert not review.attendance.exists()


def test_a_step_that_news_says_is_reached_only_moves_in_its_list():
    update = CommitmentUpdateFactory()
    step = milestone(update.commitment, "Ouvrir")
    Milestone.objects.filter(pk=step.pk).update(label="Ouvrir au public")
    Milestone.objects.filter(pk=step.pk).update(reached_by=update, reached_on=update.reported_on)
    Milestone.objects.filter(pk=step.pk).update(position=4)
    for change in (
        {"reached_on": date(2026, 1, 1)},
        {"label": "Fermer"},
        {"reached_on": None, "reached_by": None},
    ):
        with refused("append-only"), transaction.atomic():
            Milestone.objects.filter(pk=step.pk).update(**change)
    with refused("kept"), transaction.atomic():
        Milestone.objects.filter(pk=step.pk)._raw_delete("default")
    step.refresh_from_db()
    assert (step.label, step.position) == ("Ouvrir au public", 4)
    assert (step.reached_by, step.reached_on) == (update, update.reported_on)


def test_a_published_review_forgets_who_opened_it():
    review = open_review()
    publish(review)
    review.opened_by.delete()
    review.refresh_from_db()
    assert review.opened_by is None


def test_each_registered_table_exists_and_has_its_triggers():
    names = {f"{one.table}_frozen_update" for one in frozen_rows.registered()}
    asked = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert names <= {name for (name,) in cursor.fetchall()}
    assert {one.table for one in frozen_rows.registered()} <= set(
        connection.introspection.table_names()
    )


def test_triggers_taken_away_come_back():
    update = CommitmentUpdateFactory()
    frozen_rows.remove(connection)
    CommitmentUpdate.objects.filter(pk=update.pk).update(text="Changé par un opérateur.")
    frozen_rows.ensure(using="default")
    with refused("append-only"), transaction.atomic():
        CommitmentUpdate.objects.filter(pk=update.pk).update(text="Encore.")
    update.refresh_from_db()
    assert update.text == "Changé par un opérateur."


def test_a_table_that_does_not_exist_yet_is_left():
    frozen_rows.install(connection, [FrozenRows("nowhere_nothing")])
    assert "nowhere_nothing" not in connection.introspection.table_names()


def test_triggers_give_way_to_migrations_of_sqlite_and_come_back():
    """SQLite remakes a table to alter it, and stops at a trigger of another one that names it."""
    before = _triggers()

    frozen_rows.lift(plan=[])
    unplanned = _triggers()
    frozen_rows.lift(plan=["a migration"])
    lifted = _triggers()
    frozen_rows.ensure()

    assert unplanned == before == _triggers() > 0
    assert lifted == (0 if connection.vendor == "sqlite" else before)


def _triggers() -> int:
    catalogue = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor], ["%_frozen_%"])
        return int(cursor.fetchone()[0])
