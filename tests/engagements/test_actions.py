"""Recording progress: its effect, its refusals, what it logs."""

import logging
from datetime import UTC, date, datetime

import pytest
from wagtail.log_actions import registry

from engagements.actions import UpdateRefused, record_update
from engagements.enums import CommitmentStatus, DatePrecision
from engagements.models import CommitmentUpdate
from tests.factories.engagements import CommitmentFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)


def report(commitment, **changes):
    values = {
        "commitment": commitment,
        "status": CommitmentStatus.UNDER_WAY,
        "text": " Le marché est signé. ",
        "author_function": "Direction des achats",
        "reported_on": date(2026, 5, 4),
        "at": AT,
        "user": None,
    }
    return record_update(**{**values, **changes})


def test_a_report_adds_news_and_changes_the_status():
    commitment = CommitmentFactory(status=CommitmentStatus.UNKNOWN)

    update = report(commitment)

    assert commitment.status == CommitmentStatus.UNDER_WAY
    assert list(commitment.updates.all()) == [update]
    assert update.text == "Le marché est signé."
    assert update.recorded_at == AT


def test_older_news_is_kept_but_does_not_change_the_status():
    commitment = CommitmentFactory()
    report(commitment, status=CommitmentStatus.DONE)

    report(commitment, status=CommitmentStatus.UNDER_WAY, reported_on=date(2026, 1, 4))

    assert commitment.status == CommitmentStatus.DONE
    assert commitment.updates.count() == 2


def test_the_first_due_date_stays_and_the_new_one_stands_beside_it():
    commitment = CommitmentFactory()

    report(commitment, due_on=date(2026, 6, 1), due_precision=DatePrecision.MONTH)
    assert (commitment.due_on, commitment.revised_due_on) == (date(2026, 6, 1), None)

    report(commitment, due_on=date(2027, 1, 15), due_precision=DatePrecision.DAY)
    assert commitment.due_on == date(2026, 6, 1)
    assert commitment.due_precision == DatePrecision.MONTH
    assert commitment.revised_due_on == date(2027, 1, 15)
    assert commitment.revised_due_precision == DatePrecision.DAY


def test_the_first_due_date_announced_again_takes_the_new_one_back():
    commitment = CommitmentFactory()
    report(commitment, due_on=date(2026, 6, 1), reported_on=date(2026, 5, 1))
    wrong = report(commitment, due_on=date(2027, 1, 1), reported_on=date(2026, 5, 2))

    report(commitment, due_on=date(2026, 6, 1), reported_on=date(2026, 5, 3), corrects=wrong)

    assert (commitment.due_on, commitment.revised_due_on) == (date(2026, 6, 1), None)


def test_a_commitment_said_done_by_mistake_is_done_from_the_day_it_really_is():
    commitment = CommitmentFactory()
    wrong = report(commitment, status=CommitmentStatus.DONE, reported_on=date(2026, 1, 5))
    assert commitment.done_on == date(2026, 1, 5)
    report(commitment, reported_on=date(2026, 1, 5), corrects=wrong)
    assert commitment.done_on is None

    report(commitment, status=CommitmentStatus.DONE, reported_on=date(2026, 4, 2))
    report(commitment, status=CommitmentStatus.DONE, reported_on=date(2026, 5, 2))

    assert commitment.done_on == date(2026, 4, 2)


def test_characters_that_no_feed_can_hold_are_left_out():
    update = report(CommitmentFactory(), text="Une ligne\x0bpuis une autre", next_step="Juin\x02")

    assert (update.text, update.next_step) == ("Une lignepuis une autre", "Juin")


def test_dropping_publishes_its_reason():
    commitment = CommitmentFactory()

    report(commitment, status=CommitmentStatus.DROPPED, status_reason=" Remplacé par la loi. ")

    assert commitment.status == CommitmentStatus.DROPPED
    assert commitment.status_reason == "Remplacé par la loi."


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, "text_missing"),
        ({"status": CommitmentStatus.DROPPED}, "reason_missing"),
        ({"reported_on": date(2026, 5, 12)}, "date_in_future"),
        ({"due_on": date(2025, 1, 1)}, "due_before_first"),
    ],
)
def test_a_refused_report_writes_nothing(change, code):
    commitment = CommitmentFactory(due_on=date(2026, 1, 1))

    with pytest.raises(UpdateRefused) as refusal:
        report(commitment, **change)

    commitment.refresh_from_db()
    assert refusal.value.code == code
    assert commitment.status == CommitmentStatus.UNKNOWN
    assert not CommitmentUpdate.objects.exists()


def test_a_report_is_logged_without_its_text(caplog):
    commitment = CommitmentFactory(number=17)

    with caplog.at_level(logging.INFO, logger="engagements.actions.updates"):
        update = report(commitment)

    (record,) = [one for one in caplog.records if one.name == "engagements.actions.updates"]
    assert record.event == "engagements.update.recorded"
    assert (record.commitment, record.update) == (17, update.pk)
    assert "marché" not in record.getMessage()
    (entry,) = registry.get_logs_for_instance(commitment)
    assert entry.action == "engagements.report_progress"
