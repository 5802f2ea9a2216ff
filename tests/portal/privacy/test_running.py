"""Runs of the erasure: recorded, dry or not; a failing rule holds up no other."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from portal.privacy import registry
from portal.privacy.actions import (
    erase_expired_sessions,
    erase_old_consents,
    erase_old_events,
    erase_old_runs,
    give_consent,
    run_retention,
)
from portal.privacy.models import Consent, ConsentText, RetentionRun
from portal.privacy.queries.register import is_late, last_run
from portal.privacy.registry import ConsentKind, RetentionRule
from portal.security.actions import record_event
from portal.security.models import SecurityEvent
from tests.support.clock import NOW, days

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three rules: the second fails."""
    applied: list[str] = []

    def fail(at: Any) -> int:
        raise RuntimeError

    def rule(name: str, order: int, apply: Any) -> RetentionRule:
        return RetentionRule(name, name, "", count=lambda at: 7, apply=apply, order=order)

    known = {
        "first": rule("first", 1, lambda at: applied.append("first") or 2),
        "second": rule("second", 2, fail),
        "third": rule("third", 3, lambda at: applied.append("third") or 5),
    }
    monkeypatch.setattr(registry, "_rules", known)
    return applied


def test_run_records_each_rule_and_goes_on_after_a_failure(rules, administrator):
    run = run_retention(at=NOW, by=administrator)

    assert rules == ["first", "third"]
    lines = [(line.rule, line.count, line.failed) for line in run.lines.all()]
    assert lines == [("first", 2, False), ("second", 0, True), ("third", 5, False)]
    assert (run.started_by, run.dry_run, run.total, run.has_failed) == (
        administrator,
        False,
        7,
        True,
    )
    assert run.ended_at is not None
    event = SecurityEvent.objects.get(event="privacy.retention.ran")
    assert event.details == {"run": run.pk, "total": 7}


def test_dry_run_only_counts(rules):
    run = run_retention(at=NOW, dry_run=True)

    assert rules == []
    assert [line.count for line in run.lines.all()] == [7, 7, 7]
    assert not SecurityEvent.objects.filter(event__startswith="privacy.").exists()


def test_run_killed_on_its_way_keeps_what_it_finished(rules, monkeypatch):
    class Killed(BaseException):
        """The process ends here."""

    def die(at: Any) -> int:
        raise Killed

    registry._rules["second"] = RetentionRule("second", "", "", lambda at: 0, die, 2)
    with pytest.raises(Killed):
        run_retention(at=NOW)

    run = RetentionRun.objects.get()
    assert run.ended_at is None
    assert [line.rule for line in run.lines.all()] == ["first"]
    assert last_run() is None


def test_command_says_each_count_and_fails_when_a_rule_did(rules):
    said = StringIO()

    with pytest.raises(CommandError, match="second"):
        call_command("erase_old_data", stdout=said)

    assert said.getvalue().splitlines() == ["first\u00a0: 2.", "third\u00a0: 5."]


def test_admin_is_told_when_nothing_ran_for_three_days(rules):
    assert is_late(NOW)

    run_retention(at=days(-3))
    assert not is_late(NOW)
    assert is_late(NOW + SECOND)
    run_retention(at=NOW, dry_run=True)
    assert is_late(NOW + SECOND)


def test_expired_sessions_go():
    for name, expires in (("gone", NOW - SECOND), ("kept", NOW)):
        Session.objects.create(session_key=name, session_data="", expire_date=expires)

    assert erase_expired_sessions(at=NOW, dry_run=True) == 1
    assert erase_expired_sessions(at=NOW) == 1

    assert [session.pk for session in Session.objects.all()] == ["kept"]


def test_security_events_go_after_a_year():
    record_event("gone", at=days(-366))
    record_event("kept", at=days(-364))

    assert erase_old_events(at=NOW) == 1

    left = SecurityEvent.objects.filter(event__in=["gone", "kept"])
    assert [event.event for event in left] == ["kept"]


def test_records_of_runs_go_after_two_years():
    for days_ago in (731, 729):
        RetentionRun.objects.create(started_at=days(-days_ago))

    assert erase_old_runs(at=NOW) == 1

    assert RetentionRun.objects.get().started_at == days(-729)


def test_proofs_go_three_years_after_the_withdrawal(monkeypatch):
    monkeypatch.setitem(registry._kinds, "news", ConsentKind("news", "news"))
    held = {"kind": "news", "text": "Oui", "at": days(-2000)}
    gone, kept, active = (give_consent(email=f"{n}@test.example", **held) for n in "abc")
    Consent.objects.filter(pk=gone.pk).update(withdrawn_at=days(-1096))
    Consent.objects.filter(pk=kept.pk).update(withdrawn_at=days(-1094))

    assert erase_old_consents(at=NOW) == 1

    assert set(Consent.objects.all()) == {kept, active}
    assert ConsentText.objects.count() == 1


def test_batches_leave_nothing_behind(settings):
    settings.RETENTION_BATCH = 2
    for _number in range(5):
        record_event("gone", at=days(-400))

    assert erase_old_events(at=NOW) == 5
    assert not SecurityEvent.objects.filter(event="gone").exists()
