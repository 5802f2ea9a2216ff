"""verify_count: quiet when all is as published, names what was altered behind the triggers."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from participation.budgets.models import Count, RuleVersion, SealedBallot, VoteEvent
from portal import frozen_rows
from portal.canonical import digest
from tests.support.counted import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


@pytest.fixture
def count(db):
    """A counted vote; the triggers are off."""
    made = counted()
    frozen_rows.remove(connection)
    yield made
    frozen_rows.install(connection)


def verify(count, *options):
    out, errors = StringIO(), StringIO()
    try:
        call_command("verify_count", count.budget.slug, *options, stdout=out, stderr=errors)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def named(count):
    return {(one["what"], one["key"]) for one in json.loads(verify(count, "--json")[1])}


def test_quiet_success(count):
    code, out, errors = verify(count)

    assert (code, errors) == (0, "")
    assert count.budget.title in out


def test_unknown_vote_is_said(db):
    with pytest.raises(CommandError):
        call_command("verify_count", "inconnu")


def test_one_ballot_changed_is_named(count):
    ballot = SealedBallot.objects.filter(choices='[["1",1]]').get()
    SealedBallot.objects.filter(pk=ballot.pk).update(choices='[["6",1]]')

    assert {what for what, _key in named(count)} == {"ballots", "envelope"}
    assert verify(count)[0] == 1


def test_one_ballot_added_is_named(count):
    SealedBallot.objects.create(
        budget=count.budget, envelope="ville", channel="online", choices='[["6",1]]'
    )

    assert ("ballots", "") in named(count)


def test_one_rule_changed_is_named(count):
    version = count.rules
    text = version.text.replace('"budget":120000', '"budget":220000')
    RuleVersion.objects.filter(pk=version.pk).update(text=text)

    assert ("rules", "1") in named(count)


def test_one_rule_changed_with_its_fingerprint_is_named_by_the_journal(count):
    text = count.rules.text.replace('"budget":120000', '"budget":220000')
    RuleVersion.objects.filter(pk=count.rules_id).update(text=text, sha256=digest(text))

    assert {what for what, _key in named(count)} >= {"journal", "result", "envelope"}


@pytest.mark.parametrize("change", ["facts", "happened_at", "gone"])
def test_one_line_of_the_journal_is_named(count, change):
    line = VoteEvent.objects.get(kind="sealed")
    rows = VoteEvent.objects.filter(pk=line.pk)
    if change == "gone":
        rows._raw_delete("default")
    elif change == "facts":
        rows.update(facts='{"ballots":6}')
    else:
        rows.update(happened_at=count.made_at.replace(year=2020))

    found = named(count)

    assert {what for what, _key in found} == {"journal"}
    assert any(key.startswith(str(line.number)) for _what, key in found)


def test_result_changed_is_named(count):
    result = count.result.replace('"winners":["1","2"]', '"winners":["1","4"]')
    Count.objects.filter(pk=count.pk).update(result=result)

    assert {what for what, _key in named(count)} >= {"result", "envelope"}


def test_file_changed_or_gone_is_named(count):
    first, second = count.files.filter(name__in=["regle.json", "ville.pb"])
    Path(first.stored.path).write_text("{}")
    second.stored.storage.delete(second.stored.name)

    assert named(count) == {("file", "regle.json"), ("file", "ville.pb")}
