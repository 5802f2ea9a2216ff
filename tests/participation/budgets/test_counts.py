"""The count: everything published at once, or nothing; once; the key destroyed."""

import json

import pytest
from django.core.files.storage import default_storage

from participation.budgets.actions import counts, publication
from participation.budgets.actions.casting import cast_ballot, put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.counting.faults import Fault
from participation.budgets.enums import (
    CITY_ENVELOPE,
    BatchState,
    BudgetReason,
    PaperKind,
    ProjectStage,
    Realisation,
    VoteChannel,
)
from participation.budgets.models import (
    BallotBox,
    BoxSecret,
    Count,
    PaperBatch,
    Project,
    PublishedFile,
    SealedBallot,
    VoteEvent,
)
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.support import clock
from tests.support.counted import content_of, counted, folder_of, recounted_alone, sealed
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db


def refused(budget):
    with pytest.raises(Refused) as refusal:
        count_and_publish(budget=budget, by=None, at=clock.after(budget))
    return refusal.value.reason


def test_count_publishes_everything_and_destroys_the_key():
    count = counted()

    [envelope] = json.loads(count.result)["envelopes"]
    assert envelope["winners"] == ["1", "2"]
    assert (envelope["spent"], envelope["ballots"]) == (100_000, 5)
    assert sorted(count.files.values_list("name", flat=True)) == [
        "LISEZMOI.txt",
        "bulletins.csv",
        "manifeste.json",
        "recepisses.txt",
        "recompter.py",
        "regle.json",
        "resultat.json",
        "ville.pb",
    ]
    assert not BoxSecret.objects.exists()
    assert BallotBox.objects.get().counted_at == count.made_at
    kinds = list(VoteEvent.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-3:] == ["counted", "key_destroyed", "published"]


def test_ballots_are_in_clear_and_projects_know_their_outcome():
    count = counted()

    assert set(SealedBallot.objects.values_list("sealed", flat=True)) == {""}
    assert sorted(SealedBallot.objects.values_list("choices", flat=True)) == sorted(
        [
            '[["1",1],["2",1],["3",1]]',
            '[["1",1],["2",1]]',
            '[["1",1]]',
            '[["1",1],["4",1]]',
            '[["4",1],["5",1]]',
        ]
    )
    stages = dict(Project.objects.filter(budget=count.budget).values_list("number", "stage"))
    assert [number for number, stage in stages.items() if stage == ProjectStage.ELECTED] == [1, 2]
    assert list(stages.values()).count(ProjectStage.NOT_ELECTED) == 4
    assert set(
        Project.objects.filter(stage=ProjectStage.ELECTED).values_list("realisation", flat=True)
    ) == {Realisation.AWAITED}


def test_published_files_hold_no_word_of_a_voter():
    count = counted()

    texts = {one.name: content_of(one).decode() for one in count.files.all()}

    header, *rows = texts["bulletins.csv"].splitlines()
    assert header == "numero,enveloppe,bulletin"
    assert sorted(row.partition(",")[2] for row in rows) == [
        "ville,1:1",
        "ville,1:1 2:1",
        "ville,1:1 2:1 3:1",
        "ville,1:1 4:1",
        "ville,4:1 5:1",
    ]
    votes = texts["ville.pb"].split("VOTES\n")[1].splitlines()
    assert votes[0] == "voter_id;vote"
    assert [row.split(";")[0] for row in votes[1:]] == ["1", "2", "3", "4", "5"]
    assert texts["recepisses.txt"].splitlines() == sorted(texts["recepisses.txt"].splitlines())
    assert len(texts["recepisses.txt"].splitlines()) == 5
    assert "ville" in texts["LISEZMOI.txt"]
    for name in ("ville.pb", "bulletins.csv", "recepisses.txt", "resultat.json"):
        assert not any(word in texts[name] for word in ("@", "votant", "Martin", "online"))


def test_names_of_stored_files_cannot_be_guessed():
    first = counted().files.get(name="regle.json")

    folder, token, name = first.stored.name.split("/")[-3:]
    assert (folder, len(token), name) == (str(first.count.budget_id), 32, "regle.json")


def test_box_is_counted_once_and_sealed_first():
    budget = make_vote()
    assert refused(budget) == BudgetReason.NOT_CLOSED
    vote(budget, 1, 1)
    assert refused(budget) == BudgetReason.NOT_CLOSED
    count = counted()
    assert refused(count.budget) == BudgetReason.ALREADY_COUNTED


def test_papers_not_signed_off_are_waited_for():
    budget = sealed(on_paper=True)
    batch = PaperBatch.objects.create(
        budget=budget,
        number=1,
        place="Mairie",
        envelope=CITY_ENVELOPE,
        count=2,
        opened_at=clock.NOW,
    )

    assert refused(budget) == BudgetReason.PAPER_PENDING
    assert not Count.objects.exists()

    PaperBatch.objects.filter(pk=batch.pk).update(state=BatchState.SIGNED)
    assert count_and_publish(budget=budget, by=None, at=clock.after(budget))


def test_papers_count_with_the_others_blank_and_void_apart():
    budget = sealed(((1,), (2,)), on_paper=True)
    for kind, chosen in (("valid", (("2", 1),)), ("blank", ()), ("void", ())):
        put_paper(
            budget=budget,
            envelope=CITY_ENVELOPE,
            channel=VoteChannel.BOOTH,
            kind=PaperKind(kind),
            choices=chosen,
        )

    count = count_and_publish(budget=budget, by=None, at=clock.after(budget))

    about = json.loads(count.about)
    [envelope] = json.loads(count.result)["envelopes"]
    assert (envelope["ballots"], envelope["winners"][0]) == (3, "2")
    assert (about["valid"], about["blank"], about["void"]) == (3, 1, 1)
    csv = content_of(count.files.get(name="bulletins.csv")).decode()
    assert len(csv.splitlines()) == 4


def test_two_counts_that_differ_publish_nothing_and_alert(monkeypatch, conductor):
    budget = sealed(counting_rule="mes")
    before = list(VoteEvent.objects.values_list("kind", flat=True))

    def slip(*args, **kwargs):
        raise Fault("two-counts")

    monkeypatch.setattr(counts.counting, "count_envelope", slip)

    assert refused(budget) == BudgetReason.COUNTS_DIFFER
    assert not Count.objects.exists() and not PublishedFile.objects.exists()
    assert list(VoteEvent.objects.values_list("kind", flat=True)) == before
    assert BoxSecret.objects.count() == 1
    assert set(SealedBallot.objects.values_list("choices", flat=True)) == {""}
    assert [mail.to for mail in OutgoingMail.objects.all()] == [conductor.email]


@pytest.mark.parametrize("step", ["_manifest", "_receipts", "read_me"])
def test_count_killed_in_the_middle_leaves_nothing(monkeypatch, step):
    budget = sealed()

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publication, step, killed)
        with pytest.raises(KeyboardInterrupt):
            count_and_publish(budget=budget, by=None, at=clock.after(budget))

    assert not Count.objects.exists() and not PublishedFile.objects.exists()
    assert BallotBox.objects.get().counted_at is None
    assert set(Project.objects.values_list("stage", flat=True)) == {ProjectStage.ON_BALLOT}
    tokens, _files = default_storage.listdir(f"budgets/{budget.pk}")
    assert not any(default_storage.listdir(f"budgets/{budget.pk}/{one}")[1] for one in tokens)
    assert count_and_publish(budget=budget, by=None, at=clock.after(budget)).files.count() == 8


KINDS = {
    "points": ({"ballot_kind": "points", "points": 10, "points_each": 6}, (("1", 6), ("2", 4))),
    "ranking": ({"ballot_kind": "ranking", "rank_points": "5, 3, 1"}, (("2", 1), ("1", 2))),
    "grades": (
        {
            "ballot_kind": "grades",
            "grades": "Très bien\nBien\nPassable",
            "counting_rule": "majority-judgment",
            "max_choices": 6,
        },
        (("1", 0), ("2", 2)),
    ),
    "knapsack": ({"ballot_kind": "knapsack"}, (("1", 1), ("2", 1))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_ballot_is_counted_and_recounted(kind, tmp_path):
    fields, choices = KINDS[kind]
    budget = make_vote(envelope=120_000, **fields)
    cast_ballot(
        budget=budget,
        voter=make_voter(budget, 1),
        envelope=CITY_ENVELOPE,
        choices=choices,
        at=clock.during(budget),
    )
    seal_box(budget=budget, at=clock.after(budget))

    count = count_and_publish(budget=budget, by=None, at=clock.after(budget))

    [envelope] = json.loads(count.result)["envelopes"]
    assert envelope["winners"][0] == ("2" if kind == "ranking" else "1")
    assert recounted_alone(folder_of(count, tmp_path)).returncode == 0


@pytest.mark.parametrize("ballots", [(), ((1,),)])
def test_empty_and_single_boxes_are_counted(ballots):
    count = counted(ballots)

    [envelope] = json.loads(count.result)["envelopes"]
    assert envelope["winners"] == (["1"] if ballots else [])
