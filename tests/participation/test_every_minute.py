"""run_mechanisms: commands of the core and of every mechanism; one that fails stops no other."""

import io
import logging
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from participation.management.commands import run_mechanisms
from participation.mechanism import mechanisms


def test_every_command_exists_and_runs_twice(db: Any) -> None:
    out = io.StringIO()
    call_command("run_mechanisms", stdout=out)
    call_command("run_mechanisms", stdout=out)
    assert out.getvalue() == ""


def test_one_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = mechanisms()[:2]
    monkeypatch.setattr(type(first), "every_minute", ("fails", "exits"))
    monkeypatch.setattr(type(second), "every_minute", ("works",))
    ran, errors = [], io.StringIO()

    def run(name: str, **options: Any) -> None:
        ran.append(name)
        if name == "fails":
            raise CommandError("no")
        if name == "exits":
            raise SystemExit(1)

    monkeypatch.setattr(run_mechanisms, "call_command", run)
    with caplog.at_level(logging.ERROR, "participation"), pytest.raises(SystemExit) as ended:
        call_command("run_mechanisms", stderr=errors)

    assert ended.value.code == 1
    assert {"close_activities", "fails", "exits", "works"} <= set(ran)
    events = [(record.event, record.command) for record in caplog.records]  # type: ignore[attr-defined]
    failed = "participation.minute_failed"
    assert events == [(failed, "fails"), (failed, "exits")]
    assert "fails" in errors.getvalue()
