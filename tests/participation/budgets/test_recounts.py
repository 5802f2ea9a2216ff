"""Recounts: the published script alone in an empty environment; whatever is altered is seen."""

import hashlib
import json
from pathlib import Path

import pytest

from participation.budgets.actions.recounts import recount, recount_when_due
from participation.budgets.models import VoteEvent
from portal.notifications.models import OutgoingMail
from tests.support import clock
from tests.support.counted import counted, folder_of, recounted_alone

pytestmark = pytest.mark.django_db


def altered(folder, name, before, after):
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def test_published_script_finds_the_same_winners(tmp_path):
    folder = folder_of(counted(), tmp_path)

    done = recounted_alone(folder)

    assert (done.returncode, done.stderr) == (0, "")


ALTERATIONS = [
    ("ville.pb", "\n1;", "\n1;6,"),
    ("regle.json", '"budget":120000', '"budget":220000'),
    ("resultat.json", '"winners":["1","2"]', '"winners":["2","1"]'),
    ("recepisses.txt", "\n", "\n0\n"),
]


@pytest.mark.parametrize(("name", "before", "after"), ALTERATIONS)
def test_one_thing_altered_is_detected(tmp_path, name, before, after):
    folder = folder_of(counted(), tmp_path)
    altered(folder, name, before, after)

    assert recounted_alone(folder).returncode != 0


def test_ballot_altered_with_its_manifest_is_detected_by_the_count_itself(tmp_path):
    folder = folder_of(counted(), tmp_path)
    path = folder / "ville.pb"
    lines = path.read_text().splitlines()
    lines[-1] = "5;6"
    lines[-2] = "4;6"
    path.write_text("\n".join(lines) + "\n")
    manifest = json.loads((folder / "manifeste.json").read_text())
    data = path.read_bytes()
    manifest["ville.pb"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    (folder / "manifeste.json").write_text(json.dumps(manifest))

    done = recounted_alone(folder)

    assert done.returncode == 1
    assert "ville" in done.stdout


def test_recount_of_the_day_is_noted_once():
    count = counted()
    at = clock.after(count.budget)

    made = recount_when_due(count=count, at=at)

    assert made.is_identical, made.report
    assert made.script_sha256 == count.files.get(name="recompter.py").sha256
    assert recount_when_due(count=count, at=at) is None
    assert VoteEvent.objects.filter(kind="recounted").count() == 1
    assert not OutgoingMail.objects.exists()


def test_altered_file_in_the_storage_is_said_and_officers_told(conductor):
    count = counted()
    stored = count.files.get(name="ville.pb").stored
    with Path(stored.path).open("ab") as file:
        file.write(b"6;1\n")

    made = recount(count=count, at=clock.after(count.budget))

    assert not made.is_identical
    assert "ville.pb" in made.report
    assert [mail.to for mail in OutgoingMail.objects.all()] == [conductor.email]
    assert json.loads(VoteEvent.objects.get(kind="recounted").facts) == {"identical": False}


def test_missing_file_is_said():
    count = counted()
    count.files.get(name="regle.json").stored.storage.delete(
        count.files.get(name="regle.json").stored.name
    )

    made = recount(count=count, at=clock.after(count.budget))

    assert not made.is_identical
    assert "regle.json" in made.report
