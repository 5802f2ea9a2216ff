"""Reports in preparation: kept, sent, sent back, published once, thrown away; never two at once."""

import logging
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from engagements.actions import (
    UpdateRefused,
    discard_draft,
    publish_draft,
    return_draft,
    save_draft,
    submit_draft,
)
from engagements.enums import CommitmentStatus, DraftRefusal, DraftState, RefusalReason
from engagements.models import CommitmentUpdate, DraftEvidence, IndicatorValue, UpdateDraft
from engagements.queries.reporting import stamp
from portal.accounts.enums import Role
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory
from tests.factories.drafts import (
    NOW,
    DraftEvidenceFactory,
    DraftFactory,
    IndicatorFactory,
    MilestoneFactory,
    SentDraftFactory,
)
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    join,
)
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
SAID = {
    "reported_on": date(2026, 5, 4),
    "status": CommitmentStatus.UNDER_WAY,
    "status_reason": "",
    "text": "Le marché est signé. ",
    "next_step": "Juin : les travaux.",
    "author_function": "Direction des achats",
    "due_on": None,
    "due_precision": "month",
}


@pytest.fixture
def department():
    return DepartmentFactory()


@pytest.fixture
def commitment(department):
    return CommitmentFactory(lead_department=department)


@pytest.fixture
def pilot(department):
    person = StaffFactory(role=Role.PILOTS)
    join(department, person)
    return person


@pytest.fixture
def approver():
    return StaffFactory(role=Role.COMMUNICATIONS)


def save(commitment, by, **more):
    asked = {"said": SAID, "seen": "", "at": NOW, **more}
    return save_draft(commitment=commitment, by=by, **asked)


def refusal(action, **asked):
    with pytest.raises(Refused) as refused:
        action(**asked)
    return refused.value.reason


def test_a_report_is_kept_with_its_evidence_steps_and_figures(commitment, pilot, department):
    step, indicator = MilestoneFactory(commitment=commitment), IndicatorFactory()
    evidence = [DraftEvidence(label="Le bail", url="https://example.org/bail")]

    draft = save(
        commitment,
        pilot,
        evidence=evidence,
        milestones=[step, MilestoneFactory()],
        measures={str(indicator.pk): "12.5"},
    )

    draft.refresh_from_db()
    assert (draft.state, draft.prepared_by, draft.department) == (
        DraftState.DRAFT,
        pilot,
        department,
    )
    assert draft.text == "Le marché est signé."
    assert list(draft.milestones.all()) == [step]
    assert [one.label for one in draft.evidence.all()] == ["Le bail"]
    assert not CommitmentUpdate.objects.exists()
    assert len(mail.outbox) == 0


def test_a_report_is_found_again_and_takes_what_is_new(commitment, pilot):
    draft = save(commitment, pilot, evidence=[DraftEvidence(label="A", url="https://a.example")])

    again = save(commitment, pilot, seen=stamp(draft), said={**SAID, "text": "Autre."})

    assert again.pk == draft.pk
    assert again.text == "Autre."
    assert not again.evidence.exists()


def test_two_people_never_overwrite_each_other(commitment, pilot):
    draft = save(commitment, pilot)
    first = stamp(draft)
    save(commitment, pilot, seen=first, at=NOW + timedelta(minutes=1))

    reason = refusal(save, commitment=commitment, by=pilot, seen=first)

    assert reason == DraftRefusal.CHANGED


def test_another_department_touches_nothing(commitment, approver):
    stranger = StaffFactory(role=Role.PILOTS)
    join(DepartmentFactory(), stranger)
    draft = DraftFactory(commitment=commitment)

    asked = {"draft": draft, "by": stranger, "at": NOW}
    assert refusal(save, commitment=commitment, by=stranger, seen=stamp(draft)) == (
        RefusalReason.OTHER_DEPARTMENT
    )
    for action in (submit_draft, discard_draft):
        assert refusal(action, **asked) == RefusalReason.OTHER_DEPARTMENT
    for action, more in ((publish_draft, {}), (return_draft, {"reason": "x"})):
        reason = refusal(action, seen=stamp(draft), **asked, **more)
        assert reason == DraftRefusal.NOT_APPROVER


def test_sending_tells_those_who_approve_once(commitment, pilot, approver):
    draft = save(commitment, pilot)

    for _again in range(2):
        draft = submit_draft(draft=draft, by=pilot, at=NOW)

    assert draft.state == DraftState.SUBMITTED
    [told] = OutgoingMail.objects.filter(kind="drafts_sent")
    assert told.to == approver.email
    assert told.subject == "Un point d’étape attend votre accord"
    assert str(commitment.wording) in told.text


def test_sending_back_tells_whoever_prepared_it_why(commitment, pilot, approver):
    draft = SentDraftFactory(commitment=commitment, prepared_by=pilot)

    return_draft(draft=draft, by=approver, at=NOW, reason="Il manque la date.", seen=stamp(draft))

    draft.refresh_from_db()
    assert (draft.state, draft.returned_because) == (DraftState.RETURNED, "Il manque la date.")
    [told] = OutgoingMail.objects.filter(kind="draft_returned")
    assert told.to == pilot.email
    assert "Il manque la date." in told.text


def test_approval_publishes_all_that_was_prepared(commitment, pilot, approver):
    step, indicator = (
        MilestoneFactory(commitment=commitment),
        IndicatorFactory(commitment=commitment),
    )
    draft = SentDraftFactory(
        commitment=commitment, prepared_by=pilot, measures={str(indicator.pk): "12.5"}
    )
    draft.milestones.add(step)
    DraftEvidenceFactory(draft=draft, label="Le bail")

    update = publish_draft(draft=draft, by=approver, at=NOW, seen=stamp(draft))

    for row in (draft, step, commitment):
        row.refresh_from_db()
    assert (draft.state, draft.published_as) == (DraftState.PUBLISHED, update)
    assert (update.recorded_by, update.approved_by) == (pilot, approver)
    assert commitment.status == CommitmentStatus.UNDER_WAY
    assert (step.reached_by, step.reached_on) == (update, date(2026, 5, 4))
    assert IndicatorValue.objects.get().value == Decimal("12.5")
    assert [one.label for one in update.evidence.all()] == ["Le bail"]


def test_what_no_news_may_say_leaves_the_report_as_it_is(commitment, pilot, approver):
    draft = SentDraftFactory(commitment=commitment, text="")

    with pytest.raises(UpdateRefused):
        publish_draft(draft=draft, by=approver, at=NOW, seen=stamp(draft))

    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert not CommitmentUpdate.objects.exists()


def test_a_report_changed_since_it_was_read_is_not_published(commitment, pilot, approver):
    draft = SentDraftFactory(commitment=commitment)
    read = stamp(draft)
    UpdateDraft.objects.filter(pk=draft.pk).update(changed_at=NOW + timedelta(minutes=1))

    reason = refusal(publish_draft, draft=draft, by=approver, at=NOW, seen=read)

    assert reason == DraftRefusal.CHANGED


def test_a_correction_cites_news_of_the_same_commitment(commitment, pilot, approver):
    wrong = CommitmentUpdateFactory(commitment=commitment)
    draft = save(commitment, pilot, corrects=wrong)
    draft = submit_draft(draft=draft, by=pilot, at=NOW)

    update = publish_draft(draft=draft, by=approver, at=NOW, seen=stamp(draft))

    assert update.corrects == wrong
    other = CommitmentUpdateFactory()
    reason = refusal(save, commitment=commitment, by=pilot, corrects=other)
    assert reason == DraftRefusal.OF_ANOTHER


def test_a_report_is_thrown_away_news_never(commitment, pilot, approver):
    draft = DraftEvidenceFactory(draft__commitment=commitment).draft
    published = DraftFactory(
        state=DraftState.PUBLISHED, published_as=CommitmentUpdateFactory(commitment=commitment)
    )

    discard_draft(draft=draft, by=pilot, at=NOW)

    assert list(UpdateDraft.objects.all()) == [published]
    reason = refusal(discard_draft, draft=published, by=approver, at=NOW)
    assert reason == DraftRefusal.SETTLED


def test_the_database_refuses_a_second_report_in_preparation(commitment):
    DraftFactory(commitment=commitment)
    with pytest.raises(IntegrityError), transaction.atomic():
        SentDraftFactory(commitment=commitment)


def test_no_log_holds_what_is_prepared(commitment, pilot, approver, caplog):
    with caplog.at_level(logging.INFO):
        draft = submit_draft(draft=save(commitment, pilot), by=pilot, at=NOW)
        publish_draft(draft=draft, by=approver, at=NOW, seen=stamp(draft))

    assert "marché" not in caplog.text
    events = [getattr(record, "event", "") for record in caplog.records]
    assert [one for one in events if one.startswith("engagements.")] == [
        "engagements.draft.saved",
        "engagements.draft.sent",
        "engagements.update.recorded",
        "engagements.draft.published",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_publish_once(commitment, pilot, approver):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time")
    draft = SentDraftFactory(commitment=commitment, prepared_by=pilot)
    read = stamp(draft)

    done = together(2, lambda _n: publish_draft(draft=draft, by=approver, at=NOW, seen=read))

    assert CommitmentUpdate.objects.count() == 1
    assert DraftRefusal.SETTLED in done


@pytest.mark.django_db(transaction=True)
def test_two_begun_at_once_make_one_report(commitment, pilot):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time")

    done = together(2, lambda _n: save(commitment, pilot))

    assert UpdateDraft.objects.count() == 1
    assert DraftRefusal.CHANGED in done


def test_stamps_tell_one_state_from_the_next():
    draft = DraftFactory()
    before = stamp(draft)
    draft.changed_at += timedelta(microseconds=1)
    assert stamp(draft) != before
    assert stamp(None) == ""
