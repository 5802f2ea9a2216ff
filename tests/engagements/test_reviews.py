"""Reviews opened, written and published: rows, record, refusals, chain, races, frozen for good."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from engagements.actions import (
    Present,
    open_review,
    publish_review,
    record_update,
    save_review,
    set_attendance,
    set_opinion,
)
from engagements.enums import Movement, ReviewRefusal, ReviewState
from engagements.models import (
    Evidence,
    Indicator,
    Milestone,
    Objective,
    PriorityPage,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)
from engagements.queries.review_lines import prepared_lines
from portal.canonical import canonical_text
from portal.decisions import Refused
from portal.security.models import SecurityEvent
from portal.subscriptions.models import Event
from tests.factories.cms import DocumentFactory
from tests.factories.engagements import CommitmentFactory, CommitmentUpdateFactory
from tests.factories.reviews import (
    ENDS_ON,
    SIGNED,
    STARTS_ON,
    news,
    opened,
    plan,
    published,
    written,
)
from tests.leaks.closed import GROUPS, close
from tests.support.clock import NOW, days
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]


def test_opening_gives_number_address_and_dates(communications):
    review = opened(user=communications, title="Automne 2025 et hiver 2026")

    assert (review.number, review.slug) == (1, "1-automne-2025-et-hiver-2026")
    assert review.due_on == date(2026, 5, 30)
    assert review.reports_due_on == review.due_on - timedelta(days=21)
    assert review.state == ReviewState.OPEN and review.previous is None
    event = SecurityEvent.objects.get(event="engagements.review.opened")
    assert (event.actor, event.details["number"]) == (communications, 1)


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ((ENDS_ON, STARTS_ON), ReviewRefusal.PERIOD_IN_DISORDER),
        ((date(2026, 5, 1), date(2026, 10, 31)), ReviewRefusal.ALREADY_OPEN),
    ],
)
def test_opening_is_refused_with_its_reason(period, reason):
    if reason == ReviewRefusal.ALREADY_OPEN:
        opened()

    with pytest.raises(Refused) as refused:
        opened(starts_on=period[0], ends_on=period[1])

    assert refused.value.reason == reason


def test_a_period_is_reviewed_once():
    plan(1)
    published()

    with pytest.raises(Refused) as refused:
        opened(starts_on=ENDS_ON, ends_on=date(2026, 10, 31))

    assert refused.value.reason == ReviewRefusal.PERIOD_ALREADY_REVIEWED


def test_publication_copies_every_commitment_and_says_who_was_silent():
    commitments = plan(3, priorities=2)
    told = news(commitments[:2])

    review = published()

    lines = list(review.lines.all())
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.update for line in lines] == [*told, None]
    assert lines[0].text == "Avancée de l’engagement 1."
    assert (lines[2].text, lines[2].reported_on, lines[2].has_update) == ("", None, False)
    assert {line.movement for line in lines} == {Movement.FIRST}
    assert {line.priority_name for line in lines} == {
        page.title for page in PriorityPage.objects.all()
    }


def test_record_is_canonical_and_its_digest_is_the_fingerprint():
    commitments = plan(2)
    news(commitments)

    review = published()

    assert hashlib.sha256(review.canonical.encode()).hexdigest() == review.fingerprint
    record = json.loads(review.canonical)
    assert canonical_text(record) == review.canonical
    assert record["format"] == "parvis-review/1"
    assert record["previous"] is None
    assert record["review"]["signed_off_by"] == SIGNED
    assert record["review"]["published_at"] == "2026-05-11T10:00:00Z"
    assert [one["fingerprint"] for one in record["lines"]] == [
        line.fingerprint for line in review.lines.all()
    ]
    assert [one["function"] for one in record["attendance"]] == [
        "Direction générale",
        "Organisations syndicales",
    ]
    assert "opened_by" not in review.canonical and "published_by" not in review.canonical


def test_line_holds_evidence_with_digests_figures_and_milestones(communications):
    [commitment] = plan(1)
    reached = Milestone.objects.create(commitment=commitment, label="Marché signé")
    Milestone.objects.create(commitment=commitment, label="Livraison")
    indicator = Indicator.objects.create(
        commitment=commitment, label="Part", unit="%", decimals=1, source="Direction des achats"
    )
    document = DocumentFactory.create()
    record_update(
        commitment=commitment,
        at=NOW,
        user=communications,
        status="under_way",
        text="Le marché est signé.",
        author_function="Direction des achats",
        reported_on=date(2026, 4, 2),
        evidence=[Evidence(kind="document", label="Le marché", document=document)],
        milestones=[reached],
        figures={indicator: Decimal("62.500")},
    )

    line = published().lines.get()

    [proof], [figure] = line.evidence, line.figures
    with document.file.open("rb") as content:
        assert proof["file_sha256"] == hashlib.sha256(content.read()).hexdigest()
    assert (proof["label"], proof["document"]) == ("Le marché", document.pk)
    assert (figure["value"], figure["unit"], figure["measured_on"]) == ("62.5", "%", "2026-04-02")
    assert (line.milestones_reached, line.milestones_total) == (1, 2)


def test_later_news_belongs_to_the_next_review():
    [commitment] = plan(1)
    first, later = date(2026, 4, 2), date(2026, 5, 4)
    said = {"at": NOW, "user": None, "author_function": "Direction des achats"}
    record_update(
        commitment=commitment, status="under_way", text="Avant.", reported_on=first, **said
    )
    record_update(commitment=commitment, status="done", text="Après.", reported_on=later, **said)

    line = published().lines.get()

    assert (line.status, line.text, line.reported_on) == ("under_way", "Avant.", first)


def test_second_review_compares_and_seals_the_first():
    commitments = plan(3)
    news(commitments)
    first = published()
    CommitmentUpdateFactory(
        commitment=commitments[0], status="done", reported_on=date(2026, 8, 3), text="Fini."
    )

    second = published(
        at=days(200), starts_on=date(2026, 5, 1), ends_on=date(2026, 10, 31), title="Second"
    )

    assert second.previous == first
    assert json.loads(second.canonical)["previous"] == {
        "number": 1,
        "fingerprint": first.fingerprint,
    }
    lines = list(second.lines.all())
    assert [line.movement for line in lines] == [Movement.DONE, Movement.SLIPPED, Movement.SLIPPED]
    assert [line.previous_state for line in lines] == ["under_way"] * 3


def test_publication_waits_for_all_that_is_asked():
    plan(1)
    review = opened()

    with pytest.raises(Refused) as refused:
        publish_review(review=review, signed_off_by=SIGNED, user=None, at=NOW)
    assert refused.value.reason == ReviewRefusal.AGENDA_MISSING
    with pytest.raises(Refused) as refused:
        publish_review(review=written(review), signed_off_by=" ", user=None, at=NOW)
    assert refused.value.reason == ReviewRefusal.SIGN_OFF_MISSING
    assert not ReviewLine.objects.exists()


def test_closed_priorities_are_not_in_the_review():
    commitments = plan(2, priorities=2)
    review = written(opened())
    hidden = commitments[1].objective.priority
    close(hidden, GROUPS)

    published_one = publish_review(review=review, signed_off_by=SIGNED, user=None, at=NOW)

    assert [line.number for line in published_one.lines.all()] == [1]
    assert not ReviewOpinion.objects.filter(priority=hidden).exists()
    assert hidden.title not in published_one.canonical


def test_publication_is_told_with_the_fingerprint_and_logged(communications):
    plan(1)

    review = published(user=communications)

    event = Event.objects.get(kind="review_published")
    assert event.topics == ["reviews", "commitments"]
    assert review.fingerprint in event.summary
    logged = SecurityEvent.objects.get(event="engagements.review.published")
    assert logged.details["fingerprint"] == review.fingerprint


def test_attendance_counts_a_function_once_and_an_empty_opinion_leaves():
    [commitment] = plan(1)
    review = opened()
    priority = commitment.objective.priority
    set_opinion(review=review, priority=priority, text="Bien.")
    set_opinion(review=review, priority=priority, text=" ")
    set_attendance(
        review=review, attendance=[Present("Sports", 1), Present(" Sports ", 2, 1), Present("")]
    )

    assert not review.opinions.exists()
    assert [(one.function, one.present, one.excused) for one in review.attendance.all()] == [
        ("Sports", 3, 1)
    ]


def test_nothing_of_a_published_review_is_written_any_more():
    [commitment] = plan(1)
    review = published()
    priority = commitment.objective.priority
    attempts = (
        lambda: save_review(review=review, user=None, at=NOW, agenda="Autre"),
        lambda: set_opinion(review=review, priority=priority, text="Autre"),
        lambda: set_attendance(review=review, attendance=[Present("Autre")]),
        lambda: publish_review(review=review, signed_off_by="Autre", user=None, at=NOW),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason == ReviewRefusal.ALREADY_PUBLISHED


@pytest.mark.parametrize("model", [Review, ReviewLine, ReviewOpinion, ReviewAttendance])
def test_database_refuses_to_change_or_delete_what_is_published(model):
    news(plan(1))
    published()
    field = {Review: "agenda", ReviewLine: "wording", ReviewOpinion: "text"}.get(model, "function")

    for attempt in (
        lambda: model.objects.update(**{field: "Autre"}),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert model.objects.exists() and not model.objects.filter(**{field: "Autre"}).exists()


def test_database_refuses_lines_that_come_after_publication():
    plan(1)
    review = published()
    late = CommitmentFactory(number=99, objective=review.lines.get().commitment.objective)
    line = review.lines.get()
    line.pk, line.commitment, line.number = None, late, 99

    with pytest.raises(DatabaseError), transaction.atomic():
        line.save(force_insert=True)


def test_preparing_lines_costs_the_same_for_one_and_three(django_assert_num_queries):
    news(plan(1))
    review = opened()
    with django_assert_num_queries(5):
        prepared_lines(review)
    objective = Objective.objects.get()
    news(CommitmentFactory(number=number, objective=objective) for number in (2, 3))
    with django_assert_num_queries(5):
        prepared_lines(review)


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_publish_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    news(plan(3))
    review = written(opened())

    def publish(number):
        return publish_review(
            review=Review.objects.get(pk=review.pk), signed_off_by=SIGNED, user=None, at=NOW
        ).fingerprint

    done = together(4, publish)

    kept = Review.objects.get()
    assert sorted(map(str, done)).count(kept.fingerprint) == 1
    assert done.count(ReviewRefusal.ALREADY_PUBLISHED) == 3
    assert kept.lines.count() == 3
    assert Event.objects.filter(kind="review_published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_openings_at_once_open_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")

    done = together(3, lambda number: opened(title=f"Bilan {number}").pk)

    assert done.count(ReviewRefusal.ALREADY_OPEN) == 2
    assert Review.objects.count() == 1


def test_open_review_may_be_given_a_date():
    review = open_review(
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        due_on=date(2026, 6, 15),
        user=None,
        at=datetime(2026, 5, 1, tzinfo=UTC),
    )

    assert (review.title, review.slug) == ("Bilan n°\u00a01", "1-bilan-n-1")
    assert review.due_on == date(2026, 6, 15)


def test_a_date_taken_back_in_the_period_is_told_taken_back():
    """Later news does not bring the new date back into the line of an earlier period."""
    [commitment] = plan(1)
    said = {"at": NOW, "user": None, "status": "under_way", "text": "Avancée.", "commitment": None}
    said |= {"commitment": commitment, "author_function": "Achats"}
    for day, due in (
        (date(2025, 12, 1), date(2026, 6, 1)),
        (date(2026, 1, 5), date(2027, 1, 1)),
        (date(2026, 2, 5), date(2026, 6, 1)),
        (date(2026, 5, 5), date(2027, 6, 1)),
    ):
        record_update(reported_on=day, due_on=due, **said)

    [line] = prepared_lines(opened()).lines

    assert (line.due_on, line.revised_due_on) == (date(2026, 6, 1), None)
