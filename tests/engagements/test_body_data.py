"""What the portal keeps of a member: taken away, erased, forgotten with time, told in registers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from engagements.actions.body import erase_former_names, record_name_consent
from engagements.enums import ConsentRefusal
from engagements.models import BodyMeeting, BodyMember
from engagements.own_data import FOLLOW_UP_BODY
from portal.accounts.personal_data import Person
from portal.decisions import Refused
from portal.privacy.registry import processing, proofs, said
from tests.factories.accounts import AgentFactory
from tests.factories.body import BodyMeetingFactory, BodyMemberFactory
from tests.factories.engagements import DepartmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)


def person(user):
    return Person(user.pk, frozenset({user.email}))


def test_a_member_takes_their_seat_away():
    agent = AgentFactory.create()
    department = DepartmentFactory(name="Direction des sports")
    BodyMemberFactory(
        user=agent, name="Alix", function="Gardienne", department=department, consented_at=NOW
    )
    BodyMemberFactory()

    [taken] = FOLLOW_UP_BODY.export(person(agent))

    assert taken.values == {
        "name": "Alix",
        "function": "Gardienne",
        "department": "Direction des sports",
        "joined_on": date(2025, 1, 6),
        "consented_at": NOW,
    }


def test_erasing_a_member_takes_the_name_and_keeps_the_function():
    agent = AgentFactory.create()
    member = BodyMemberFactory(user=agent, function="Gardienne", consented_at=NOW)
    other = BodyMemberFactory(name="Noé")

    assert FOLLOW_UP_BODY.erase(person(agent), NOW) == 1

    member.refresh_from_db()
    kept = (member.name, member.user, member.consented_at, member.function)
    assert kept == ("", None, None, "Gardienne")
    other.refresh_from_db()
    assert other.name == "Noé"


def test_somebody_without_account_has_no_seat():
    nobody = Person(None, frozenset({"x@example.org"}))
    BodyMemberFactory()

    assert list(FOLLOW_UP_BODY.export(nobody)) == []
    assert FOLLOW_UP_BODY.erase(nobody, NOW) == 0


def test_names_of_former_members_go_after_the_delay():
    limit = NOW.date() - timedelta(days=settings.BODY_MEMBER_DAYS)
    old = BodyMemberFactory(left_on=limit - timedelta(days=1), consented_at=NOW)
    recent, sitting = BodyMemberFactory(left_on=limit), BodyMemberFactory()

    counted = erase_former_names(at=NOW, dry_run=True)
    erased = [erase_former_names(at=NOW), erase_former_names(at=NOW)]

    assert (counted, erased) == (1, [1, 0])
    names = BodyMember.objects.in_bulk([old.pk, recent.pk, sitting.pk])
    assert [bool(names[one.pk].name) for one in (old, recent, sitting)] == [False, True, True]
    assert names[old.pk].consented_at is None


def test_registers_tell_the_processing_and_the_consents():
    member = BodyMemberFactory(consented_at=NOW)
    BodyMemberFactory()

    told = processing("engagements.follow_up_body")
    mine = [proof for proof in proofs() if proof.about.startswith("member:")]

    assert said(told.retention) == "nom\xa0: un an après le départ\u202f; la fonction reste"
    assert [(one.about, one.given_at) for one in mine] == [(f"member:{member.pk}", NOW)]


def test_consent_today_is_not_in_the_future():
    member = BodyMemberFactory()

    held = record_name_consent(member=member, given_on=NOW.date(), by=None, at=NOW)

    assert held.consented_at == NOW


def test_consent_needs_a_name_and_a_past_day():
    nameless, member = BodyMemberFactory(name=""), BodyMemberFactory()
    tomorrow = NOW.date() + timedelta(days=1)

    for one, day, reason in (
        (nameless, NOW.date(), ConsentRefusal.NAME_MISSING),
        (member, tomorrow, ConsentRefusal.IN_FUTURE),
    ):
        with pytest.raises(Refused) as refused:
            record_name_consent(member=one, given_on=day, by=None, at=NOW)
        assert refused.value.reason == reason


def test_the_database_refuses_what_makes_no_sense():
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyMemberFactory(left_on=date(2024, 1, 1))
    BodyMeetingFactory(slug="meme")
    with pytest.raises(IntegrityError), transaction.atomic():
        BodyMeetingFactory(slug="meme")
    assert BodyMeeting.objects.count() == 1
