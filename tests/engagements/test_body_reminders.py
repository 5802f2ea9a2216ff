"""Reminders of the open review and escalations: to whom, when, with what words, never twice."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from engagements.actions.reminders import Reminded, remind_pilots
from engagements.enums import CommitmentStatus, ReminderKind
from engagements.models import FollowUpSettings, ReviewReminder
from engagements.queries.reminders import departments_awaited
from portal.accounts.enums import Role
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.body import published_review, review
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    ObjectiveFactory,
    join,
)
from tests.support.mails import deliver
from tests.support.threads import together


def at(year, month, day):
    return datetime(year, month, day, 7, tzinfo=UTC)


EARLY, FIRST, LAST, DUE, LATE = (
    at(2026, 5, 1),
    at(2026, 5, 12),
    at(2026, 6, 4),
    at(2026, 6, 11),
    at(2026, 6, 17),
)


def world(*, numbers=(1, 2), name="Direction des sports"):
    """A department with a pilot, its commitments without news, and an open review."""
    department = DepartmentFactory(name=name)
    pilot = StaffFactory.create(role=Role.PILOTS, email=f"pilote-{department.pk}@ville.example")
    join(department, pilot)
    objective = ObjectiveFactory()
    for number in numbers:
        CommitmentFactory(number=number, objective=objective, lead_department=department)
    return department, pilot


def recipients():
    deliver()
    return sorted(address for message in mail.outbox for address in message.to)


@pytest.mark.django_db
def test_each_pilot_is_reminded_first_then_last(portal_site):
    department, pilot = world()
    review()

    sent = [remind_pilots(at=when) for when in (EARLY, FIRST, FIRST, LAST, LAST, DUE)]

    assert [one.departments for one in sent] == [0, 1, 0, 1, 0, 0]
    assert recipients() == [pilot.email] * 2
    kinds = ReviewReminder.objects.filter(department=department).values_list("kind", flat=True)
    assert sorted(kinds) == [ReminderKind.FIRST, ReminderKind.LAST]


@pytest.mark.django_db
def test_the_mail_lists_commitments_with_the_form_of_each(portal_site):
    world(numbers=(7, 8))
    review(title="Bilan du premier semestre 2026")

    remind_pilots(at=FIRST)
    deliver()

    [message] = mail.outbox
    html = message.alternatives[0][0]
    for body in (message.body, html):
        said = body.replace("\xa0", " ")
        assert "Bilan du premier semestre 2026" in said
        assert "10 juin 2026" in said
        assert "Faire le point d’étape de l’engagement 7" in said
        assert reverse("engagements_commitment_modeladmin_progress", args=[1])[:-3] in said
    assert message.subject == "Des points d’étape sont attendus de vous"


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_was_reported_or_is_over(portal_site):
    department, _pilot = world(numbers=(1,))
    done = CommitmentFactory(number=9, lead_department=department, status=CommitmentStatus.DONE)
    open_review = review()
    [awaited] = departments_awaited(open_review)
    assert done not in awaited.commitments
    CommitmentUpdateFactory(commitment=awaited.commitments[0], reported_on=date(2026, 1, 1))

    sent = [remind_pilots(at=when) for when in (FIRST, LAST, LATE)]

    assert sent == [Reminded()] * 3
    assert OutgoingMail.objects.count() == 0


@pytest.mark.django_db
def test_news_of_before_the_period_do_not_count(portal_site):
    world(numbers=(1,))
    [awaited] = departments_awaited(review())
    CommitmentUpdateFactory(commitment=awaited.commitments[0], reported_on=date(2025, 12, 31))

    assert remind_pilots(at=FIRST).departments == 1


@pytest.mark.django_db
def test_only_active_members_who_may_report_are_written_to(portal_site):
    department, pilot = world()
    join(department, UserFactory.create(email="sans-droit@ville.example"))
    join(department, StaffFactory.create(role=Role.PILOTS, is_active=False))
    review()

    remind_pilots(at=FIRST)

    assert recipients() == [pilot.email]


@pytest.mark.django_db
def test_a_department_without_pilot_is_reminded_once_it_has_one(portal_site):
    department = DepartmentFactory()
    CommitmentFactory(number=1, lead_department=department)
    review()

    assert remind_pilots(at=FIRST).departments == 0
    join(department, StaffFactory.create(role=Role.PILOTS))
    assert remind_pilots(at=FIRST).departments == 1


@pytest.mark.django_db
def test_late_reports_are_escalated_once(portal_site):
    world()
    review()
    body = StaffFactory.create(role=Role.FOLLOW_UP, email="instance@ville.example")
    FollowUpSettings.objects.create(site=portal_site, escalation_email="dg@ville.example")

    sent = [remind_pilots(at=when).escalated for when in (DUE, LATE, LATE)]

    assert sent == [False, True, False]
    assert recipients() == ["dg@ville.example", body.email]
    assert "Direction des sports" in mail.outbox[0].body
    assert {message.subject for message in mail.outbox} == {"Des points d’étape sont en retard"}


@pytest.mark.django_db
def test_a_late_review_is_told_once_when_none_is_open(portal_site):
    published_review(1, on=date(2025, 10, 1))
    told = [
        StaffFactory.create(role=Role.FOLLOW_UP, email="instance@ville.example"),
        StaffFactory.create(role=Role.COMMUNICATIONS, email="com@ville.example"),
    ]

    sent = [
        remind_pilots(at=when).overdue for when in (at(2026, 4, 1), at(2026, 4, 2), at(2026, 5, 2))
    ]

    assert sent == [False, True, False]
    assert recipients() == sorted(person.email for person in told)
    assert "1er avril 2026" in mail.outbox[0].body.replace("\xa0", " ")


@pytest.mark.django_db
def test_an_open_review_tells_nobody_that_it_is_late_to_open(portal_site):
    published_review(1, on=date(2025, 1, 1))
    review(2)
    StaffFactory.create(role=Role.FOLLOW_UP)

    assert remind_pilots(at=EARLY) == Reminded()


@pytest.mark.django_db
def test_nothing_happens_without_any_review(portal_site):
    world()

    assert remind_pilots(at=LATE) == Reminded()


@pytest.mark.django_db
@pytest.mark.parametrize("with_department", [True, False])
def test_the_database_keeps_one_reminder_of_a_kind(portal_site, with_department):
    department = DepartmentFactory() if with_department else None
    values = {"review": review(), "department": department, "kind": "late", "sent_at": FIRST}
    ReviewReminder.objects.create(**values)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewReminder.objects.create(**values)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_awaited_departments_cost_the_same_for_one_and_for_three(
    portal_site, django_assert_num_queries, count
):
    for number in range(count):
        world(numbers=(number * 2 + 1, number * 2 + 2), name=f"Direction {number}")
    open_review = review()

    with django_assert_num_queries(2):
        awaited = departments_awaited(open_review)

    assert [len(one.commitments) for one in awaited] == [2] * count


@pytest.mark.django_db
def test_the_command_says_what_it_sent(portal_site):
    world()
    review()
    out = StringIO()

    with time_machine.travel(FIRST, tick=False):
        call_command("remind_pilots", stdout=out)

    assert out.getvalue() == "Departments reminded: 1.\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="real threads need PostgreSQL")
def test_several_runs_at_once_send_each_reminder_once(portal_site):
    world()
    world(numbers=(3,), name="Direction des parcs")
    review()

    sent = together(4, lambda _number: remind_pilots(at=FIRST).departments)

    assert sum(sent) == 2
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db
def test_the_home_of_the_admin_says_where_reviews_stand(client_of, portal_site):
    world()
    review()
    home = reverse("wagtailadmin_home")

    said = client_of(StaffFactory.create(role=Role.FOLLOW_UP)).get(home).content.decode()
    pilot = client_of(StaffFactory.create(role=Role.PILOTS)).get(home).content.decode()

    assert "1 service n’a pas envoyé tous ses points d’étape" in said
    assert "Direction des sports" in said
    assert "rhythm-heading" in said and "rhythm-heading" not in pilot
