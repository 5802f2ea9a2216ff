"""`tally`: the count on the command line, under the portal and without it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from participation.budgets.counting.cli import main
from participation.budgets.management.commands.tally import Command

ROOT = Path(__file__).resolve().parents[4]
APPROVALS = """META
key;value
num_votes;5
budget;100
vote_type;approval
PROJECTS
project_id;cost;name;district
a;36;Banc;Port
b;30;Arbre;Port
c;24;Ombre;Plateau
d;26;;
z;1;Personne;
VOTES
voter_id;vote
1;a,b
2;a,b
3;a,c
4;b,d
5;c,d
"""
POINTS = """META
key;value
budget;60
vote_type;cumulative
PROJECTS
project_id;cost
a;30
b;31
VOTES
voter_id;vote;points
1;a,b;4,1
2;a,b;1,4
"""
RANKINGS = """META
key;value
budget;10
vote_type;ordinal
PROJECTS
project_id;cost
a;10
b;10
VOTES
voter_id;vote
1;a,b
2;b
3;b
"""


@pytest.fixture
def tally(tmp_path, capsys):
    """Counts a text; the exit code, the outcome or what was printed, and the messages."""

    def run(text, *options, code=0):
        path = tmp_path / "vote.pb"
        path.write_text(text, encoding="utf-8")
        assert main([str(path), *options]) == code
        said = capsys.readouterr()
        return (json.loads(said.out) if "--json" in options and said.out else said.out), said.err

    return run


@pytest.mark.parametrize(
    ("text", "options", "winners"),
    [
        (APPROVALS, "", ["b", "a", "c", "z"]),
        (APPROVALS, "--edges parvis", ["b", "a", "c"]),
        (APPROVALS, "--ties id", ["a", "b", "c", "z"]),
        (APPROVALS, "--rule greedy-per-cost", ["b", "c", "a", "z"]),
        (APPROVALS, "--rule mes --ties id", ["a", "b", "c"]),
        (APPROVALS, "--rule mes --completion greedy --ties id", ["a", "b", "c", "z"]),
        (APPROVALS, "--rule mes --utility cardinality --exact", ["b", "c"]),
        (APPROVALS, "--guarantee-district --edges parvis", ["b", "c", "a"]),
        (APPROVALS, "--rule majority-judgment --edges parvis", ["b", "a", "c"]),
        (POINTS, "", ["a"]),
        (POINTS, "--rule mes --fast", ["a"]),
        (POINTS, "--rule mes --utility cost --exact", ["a"]),
        (RANKINGS, "", ["a"]),
        (RANKINGS, "--rank-points 1,1", ["b"]),
        (RANKINGS, "--utility cardinality --rank-points 3,2", ["b"]),
    ],
)
def test_winners_are_printed_in_the_order_of_selection(tally, text, options, winners):
    outcome, _ = tally(text, "--json", *options.split())

    assert outcome["winners"] == winners
    assert outcome["spent"] == sum(one["cost"] for one in outcome["rounds"] if one["funded"])
    assert len(outcome["rounds"]) == text.split("PROJECTS")[1].split("VOTES")[0].count("\n") - 2


def test_table_is_french(tally):
    said, messages = tally(APPROVALS, "--rule", "mes", "--completion", "add1u", "--ties", "id")

    assert "Règle\u00a0: parts égales, parts relevées pas à pas, complétées" in said
    assert "1     a       36    3     3       12,0000        parts égales  Banc" in said
    assert messages == ""


def test_strange_file_is_counted_with_a_warning(tally):
    text = APPROVALS.replace("num_votes;5", "num_votes;6")

    assert tally(text, "--json")[1] == (
        "Ligne 3\u00a0: le fichier annonce 6 bulletins et en contient 5.\n"
    )
    assert tally(text, "--strict", code=2)[1].startswith("Ligne 3")


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (APPROVALS.replace("5;c,d", "5;c,x"), "", "Ligne 19\u00a0: le bulletin nomme le projet x"),
        (APPROVALS.replace("36", "-36"), "", "Ligne 8\u00a0: -36 est un nombre négatif (cost)."),
        (APPROVALS, "--step 0", "La règle donne step = 0"),
        (APPROVALS, "--step x", "La règle donne step = x"),
        (APPROVALS, "--rank-points a", "La règle donne rank_points = a"),
        (RANKINGS, "--rule majority-judgment", "La règle majority-judgment ne compte pas"),
        ("", "", "Le fichier est vide."),
    ],
)
def test_refusal_is_a_french_sentence_and_two(tally, text, options, message):
    said, messages = tally(text, *options.split(), code=2)

    assert said == ""
    assert messages.startswith(message)
    assert "\n" not in messages.rstrip("\n")


def test_file_that_is_not_there_is_a_sentence(capsys):
    assert main(["/nulle/part.pb"]) == 2
    assert capsys.readouterr().err == "Le fichier part.pb n’existe pas ou ne s’ouvre pas.\n"


def test_command_of_the_portal_says_the_same(tmp_path):
    (tmp_path / "vote.pb").write_text(APPROVALS)
    (tmp_path / "empty.pb").write_text("")
    out, err = io.StringIO(), io.StringIO()

    call_command(Command(), str(tmp_path / "vote.pb"), "--json", stdout=out)
    with pytest.raises(SystemExit) as refusal:
        call_command(Command(), str(tmp_path / "empty.pb"), stderr=err)

    assert json.loads(out.getvalue())["winners"] == ["b", "a", "c", "z"]
    assert (refusal.value.code, "Le fichier est vide." in err.getvalue()) == (2, True)


@pytest.mark.parametrize(
    "asked", [("-m", "participation.budgets.counting"), ("manage.py", "tally")]
)
def test_anybody_counts_without_the_portal(tmp_path, asked):
    """Neither Django nor a setting: what a stranger has."""
    (tmp_path / "vote.pb").write_text(APPROVALS)
    done = subprocess.run(
        [sys.executable, "-S", *asked, tmp_path / "vote.pb", "--json"],
        cwd=ROOT,
        env={},
        capture_output=True,
        check=True,
    )

    assert json.loads(done.stdout)["winners"] == ["b", "a", "c", "z"]
