"""The public recount: one file, no portal, and nothing altered goes unseen."""

import ast
import io
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.budgets.counting.api import (
    count_envelope,
    digest_of_rules,
    elections_of,
    other_rules,
    rule_of,
)
from participation.budgets.counting.dossier import differences
from participation.budgets.counting.dossier import recount as recount_here
from participation.budgets.counting.faults import Fault
from participation.budgets.counting.script import script_text

from .folders import BALLOTS, POINTS_RULES, RULES, VOTES, alter_json, publish, seal


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("script") / "recompter.py"
    path.write_text(script_text(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("folder") / "dossier", RULES, BALLOTS)


@pytest.fixture
def folder(published, tmp_path):
    return shutil.copytree(published, tmp_path / "dossier")


def recount(script, *arguments):
    """The script as a citizen runs it, with nothing of ours around."""
    done = subprocess.run(
        ["env", "-i", sys.executable, "-I", script, *arguments], capture_output=True, check=False
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def test_folder_as_published_is_counted_alike(script, published):
    code, said = recount(script, f"{published}/")

    assert (code, said.splitlines()[-1]) == (0, "Recompte identique")
    assert "ville\u00a0: 10 bulletins, 800\u00a0€ dépensés, projets retenus\u00a0: 2, 3." in said


@pytest.mark.parametrize("kind", VOTES)
def test_every_kind_of_ballot_is_counted_alike(kind, tmp_path):
    rules, ballots = VOTES[kind]

    said = []
    assert differences(publish(tmp_path / "dossier", rules, ballots), said.append) == []
    assert len(said) == 2


def test_script_is_the_same_each_time_and_defines_each_name_once():
    script_text.cache_clear()
    first = script_text()
    script_text.cache_clear()
    tree = ast.parse(first, feature_version=(3, 9))
    names = Counter()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] += 1
        elif isinstance(node, ast.Assign):
            names.update(
                one.id
                for one in ast.walk(node)
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
            )

    assert script_text() == first
    assert [name for name, many in names.items() if many > 1] == []


def test_script_imports_only_the_standard_library():
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(script_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert imported - set(sys.stdlib_module_names) == set()


def _last_ballot(folder):
    path = folder / "ville.pb"
    text = path.read_text()
    path.write_text(text[: text.rindex("10;")] + "10;3\n")


def _lost_ballot(folder):
    path = folder / "ville.pb"
    text = path.read_text().replace("num_votes;10", "num_votes;9")
    path.write_text(text[: text.rindex("10;")])


def _cost(folder):
    path = folder / "ville.pb"
    path.write_text(path.read_text().replace("\n1;600;", "\n1;500;"))


def _result(change):
    return lambda folder: alter_json(folder / "resultat.json", change)


def _rule(change):
    return lambda folder: alter_json(folder / "regle.json", change)


def _rule_and_its_digest(change):
    def alter(folder):
        alter_json(folder / "regle.json", change)
        rules = {}
        alter_json(folder / "regle.json", rules.update)
        digest = digest_of_rules(rules)
        alter_json(folder / "resultat.json", lambda held: held.update(rules_sha256=digest))

    return alter


ALTERATIONS = {
    "a ballot": _last_ballot,
    "a ballot less": _lost_ballot,
    "a cost in the ballots": _cost,
    "winners": _result(lambda held: held["envelopes"][0]["winners"].reverse()),
    "spent": _result(lambda held: held["envelopes"][0].update(spent=1)),
    "ballots": _result(lambda held: held["envelopes"][0].update(ballots=11)),
    "a price": _result(lambda held: held["envelopes"][0]["rounds"][0].update(votes=9)),
    "an envelope less": _result(lambda held: held["envelopes"].pop()),
    "the title of the rules": _rule(lambda held: held.update(title="Autre")),
    "the rule": _rule_and_its_digest(lambda held: held["count"].update(rule="greedy")),
    "a step": _rule_and_its_digest(lambda held: held["count"].update(step=50)),
    "a cost": _rule_and_its_digest(lambda held: held["envelopes"][0]["projects"][0].update(cost=1)),
    "a budget": _rule_and_its_digest(lambda held: held["envelopes"][0].update(budget=900)),
    "a limit": _rule_and_its_digest(lambda held: held["ballot"].update(max=1)),
    "a kind": _rule_and_its_digest(lambda held: held["ballot"].update(kind="ranking")),
}


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS)
@pytest.mark.parametrize("sealed", [True, False], ids=["sealed anew", "as it was"])
def test_alteration_is_seen_even_when_the_manifest_follows(folder, alteration, sealed):
    alteration(folder)
    if sealed:
        seal(folder)

    assert differences(folder, str) != []


def test_alteration_is_told(script, folder):
    _last_ballot(folder)

    code, said = recount(script, folder)

    assert code == 1
    assert said.startswith("ville" if said.startswith("ville") else "jeunes")
    assert "Le recompte diffère\u00a0:\nLe fichier ville.pb n’est pas celui du manifeste" in said


@pytest.mark.parametrize("name", ["regle.json", "resultat.json", "ville.pb"])
def test_file_that_is_missing_is_told(script, folder, name):
    (folder / name).unlink()

    code, said = recount(script, folder)

    assert code == (1 if name == "ville.pb" else 2)
    assert name in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifeste.json", b"{"),
        ("manifeste.json", b"[]"),
        ("manifeste.json", b'{"../secret": {}}'),
        ("manifeste.json", b"[" * 100_000),
        ("regle.json", b"\xff"),
        ("regle.json", b'{"format":"parvis-rules/2"}'),
        ("regle.json", b'{"format":NaN}'),
        ("regle.json", b'{"format":1.5}'),
        ("regle.json", b'{"format":"parvis-rules/1","format":"parvis-rules/1"}'),
        ("resultat.json", b"{}"),
        ("resultat.json", b'{"format":"parvis-result/1","envelopes":[1]}'),
    ],
)
def test_folder_that_cannot_be_read_is_told(script, folder, name, content):
    (folder / name).write_bytes(content)

    code, said = recount(script, folder)

    assert code == 2
    assert "Le dossier ne se lit pas" in said


@pytest.mark.parametrize("arguments", [(), ("--help",), ("a", "b"), ("/nulle/part",)])
def test_script_says_how_it_is_used(script, arguments):
    code, said = recount(script, *arguments)

    assert code == 2
    assert "recompter.py" in said or "n’est pas un dossier" in said


def test_file_nobody_announced_is_told(folder):
    shutil.copy(folder / "ville.pb", folder / "autre.pb")

    assert differences(folder, str) == ["Le fichier autre.pb n’est pas annoncé par le manifeste."]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), name=st.sampled_from(["regle.json", "resultat.json", "ville.pb"]))
def test_damaged_folder_is_told_and_never_crashes(published, tmp_path, data, name):
    folder = tmp_path / "damaged"
    shutil.copytree(published, folder, dirs_exist_ok=True)
    content = bytearray((published / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 6, len(content))))
        content[start:end] = data.draw(st.one_of(_PIECES, st.binary(max_size=2)))
    (folder / name).write_bytes(bytes(content))
    seal(folder)
    said = io.StringIO()

    code = recount_here([str(folder)], said)

    assert code in (0, 1, 2)
    assert (code == 0) == said.getvalue().endswith("Recompte identique\n")


_PIECES = st.sampled_from(
    [b"null", b"-1", b"1e9", b"[]", b"{}", b'"', b"true", b"\\ud800", b"9" * 99]
)


# What the application asks.


def test_rule_of_the_rules():
    rule = rule_of(RULES)

    assert (rule.rule, rule.completion, rule.edges) == ("mes", "add1u", "parvis")
    assert rule_of(POINTS_RULES).utility == "points"


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        (None, "format", "autre"),
        (None, "count", None),
        ("ballot", "kind", "dés"),
        ("ballot", "kind", ["approval"]),
        ("count", "rule", "loterie"),
        ("count", "rule", None),
        ("count", "ties", 3),
        ("count", "step", 0),
        ("count", "step", "x"),
        ("count", "step", 1.5),
        ("count", "guarantee", "tous"),
    ],
)
def test_rules_that_are_not_possible_are_refused(where, key, value):
    rules = {**RULES, where: {**RULES[where], key: value}} if where else {**RULES, key: value}

    with pytest.raises(Fault) as refusal:
        rule_of(rules)

    assert refusal.value.code == "bad-rule"


@pytest.mark.parametrize(
    ("kind", "ballot", "code"),
    [
        ("approval", ("9",), "unknown-project"),
        ("approval", ("1", "1"), "double-choice"),
        ("approval", ("1", "2", "3"), "too-many"),
        ("approval", (), "too-few"),
        ("knapsack", ("1", "2", "3"), "too-costly"),
        ("points", (("1", 5),), "points-over"),
        ("points", (("1", 3), ("2", 3)), "too-many-points"),
        ("points", (("1", -1),), "negative"),
        ("points", (("1", 1.5),), "bad-number"),
        ("grades", (("1", 3),), "points-over"),
    ],
)
def test_ballots_that_do_not_obey_are_refused(kind, ballot, code):
    with pytest.raises(Fault) as refusal:
        count_envelope(VOTES[kind][0], "ville", {ballot: 1})

    assert refusal.value.code == code


def test_envelope_nobody_knows_is_refused():
    with pytest.raises(Fault) as refusal:
        count_envelope(RULES, "lune", {})

    assert refusal.value.code == "unknown-envelope"


def test_withdrawn_project_is_left_out_of_the_count(tmp_path):
    envelope = RULES["envelopes"][0]
    projects = [dict(one) for one in envelope["projects"]]
    projects[0]["withdrawn"] = True
    rules = {**RULES, "envelopes": [{**envelope, "projects": projects}, RULES["envelopes"][1]]}

    assert differences(publish(tmp_path / "dossier", rules, BALLOTS), str) == []
    held = elections_of(rules, BALLOTS)["ville"]
    counted = count_envelope(rules, "ville", BALLOTS["ville"])

    assert held.ballots == {("2",): 4, ("2", "3"): 3, ("3",): 2, (): 1}
    assert counted["winners"] == ["2", "3"]
    assert counted["ballots"] == 10


@pytest.mark.parametrize("kind", VOTES)
def test_other_rules_are_counted_beside(kind):
    rules, ballots = VOTES[kind]

    found = other_rules(rules, "ville", ballots["ville"])

    mine = count_envelope(rules, "ville", ballots["ville"])
    assert [one["chosen"] for one in found] == [True] + [False] * (len(found) - 1)
    assert (found[0]["winners"], found[0]["spent"]) == (mine["winners"], mine["spent"])
    assert len({(one["rule"], one["utility"], one["completion"]) for one in found}) == len(found)
    assert all(0 <= one["reached"] <= one["voters"] for one in found)


def test_satisfaction_counts_voters_with_a_funded_project():
    rules = {**RULES, "count": {**RULES["count"], "rule": "greedy", "completion": "none"}}

    found = other_rules(rules, "ville", BALLOTS["ville"])[0]

    # 2 has 7 votes, 1 and 3 five each, 3 being cheaper: 2 and 3 are funded.
    assert found["winners"] == ["2", "3"]
    assert (found["reached"], found["voters"], found["mean_hundredths"]) == (9, 10, 120)


def test_rules_differ_when_the_seed_does():
    first = rule_of(RULES)

    assert first != replace(first, seed="autre")
    assert len(digest_of_rules(RULES)) == 64
