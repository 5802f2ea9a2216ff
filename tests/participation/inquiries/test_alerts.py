"""Due dates are told once when they come near and once when they passed, to those concerned."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from participation.inquiries.actions import file_document
from participation.inquiries.actions.alerts import send_alerts
from participation.inquiries.enums import DocumentKind, MemberRole
from participation.inquiries.models import AlertSent
from portal.accounts.enums import Role
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory
from tests.factories.inquiries import announced, pdf_of
from tests.factories.inquiry_rooms import seat_of, seated
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


def told(*addresses: str) -> list[int]:
    """How many alerts each of these received."""
    about = OutgoingMail.objects.filter(subject__startswith="Une échéance")
    return [about.filter(to=address).count() for address in addresses]


def test_dates_are_told_when_near_and_when_late(portal_site: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        leader = seated(inquiry)
        owner = seated(inquiry, MemberRole.APPLICANT)
        city = StaffFactory.create(role=Role.PARTICIPATION)
    people = (leader.email, owner.email, city.email)
    end = inquiry.closes_at
    send_alerts(at=clock.NOW)
    assert told(*people) == [0, 0, 0]

    minutes_days = inquiry.regime.minutes_days
    OutgoingMail.objects.all().delete()
    AlertSent.objects.all().delete()
    send_alerts(at=end + timedelta(days=minutes_days - 4))
    before = told(*people)
    send_alerts(at=end + timedelta(days=minutes_days - 3))
    assert [now - was for now, was in zip(told(*people), before, strict=True)] == [1, 0, 1]
    with time_machine.travel(end + timedelta(days=minutes_days - 1), tick=False):
        call_command("run_inquiries")
    assert told(*people)[0] == before[0] + 1

    late = end + timedelta(days=minutes_days + 1)
    send_alerts(at=late)
    assert told(*people)[0] == before[0] + 2
    file_document(
        inquiry=inquiry,
        kind=DocumentKind.MINUTES,
        title="Synthèse",
        given=pdf_of(),
        by=seat_of(inquiry, leader),
        at=late,
    )
    send_alerts(at=late + timedelta(days=1))
    assert told(*people)[0] == before[0] + 2
    # The reply runs from the minutes: its owner is told, the commissioner is not.
    send_alerts(at=late + timedelta(days=inquiry.regime.reply_days + 1))
    assert told(*people)[1] == 1
