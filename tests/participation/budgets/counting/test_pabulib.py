"""Pabulib files: read whatever their editor did to them, refused with a line when they lie."""

import io
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.budgets.counting.cli import run
from participation.budgets.counting.election import Limits
from participation.budgets.counting.faults import ENGLISH, Fault
from participation.budgets.counting.french import FRENCH, sentence
from participation.budgets.counting.pabulib import read_pb, read_text

META = "META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;1000\nvote_type;approval\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\n1;600;Banc\n2;400;Arbre\n"
VOTES = "VOTES\nvoter_id;vote\n1;1,2\n2;2,1\n3;2\n"
PLAIN = META + PROJECTS + VOTES


def _codes(reading):
    return [(note.code, note.line) for note in reading.notes]


def test_identical_ballots_are_one_group_whatever_their_order():
    reading = read_text(PLAIN)

    assert reading.election.ballots == {("1", "2"): 2, ("2",): 1}
    assert [one.name for one in reading.election.projects] == ["Banc", "Arbre"]
    assert (reading.election.budget, reading.election.voters, reading.notes) == (1000, 3, [])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n"),
        PLAIN.replace("META\n", "\n\n  meta ;\n").replace("VOTES\n", "Votes;;\n"),
        PLAIN.replace("1,2", " 1 , 2 ").replace("2,1", "2,,1,"),
        PLAIN.replace("voter_id;vote", "Voter_ID ; VOTE"),
        PLAIN.rstrip("\n"),
        META + VOTES + PROJECTS,
        PLAIN.replace("\n1;1,2", "\n1;1,2;;"),
        PLAIN.replace("1,2", '"1,2"'),
    ],
)
def test_files_are_read_as_editors_leave_them(text):
    assert read_text(text).election.ballots == {("1", "2"): 2, ("2",): 1}


def test_columns_may_come_in_any_order():
    text = PLAIN.replace(
        "project_id;cost;name\n1;600;Banc\n2;400;Arbre",
        "name;category;cost;project_id;district\nBanc;mobilier;600;1;Port\nArbre;;400;2;",
    ).replace("voter_id;vote\n1;1,2\n2;2,1\n3;2", "vote;age;voter_id\n1,2;30;1\n2,1;;2\n2;99;3")

    election = read_text(text).election

    assert [(one.id, one.cost, one.name) for one in election.projects] == [
        ("1", 600, "Banc"),
        ("2", 400, "Arbre"),
    ]
    assert (election.projects[0].category, election.projects[0].district) == ("mobilier", "Port")
    assert election.ballots == {("1", "2"): 2, ("2",): 1}


def test_amounts_are_exact():
    election = read_text(PLAIN.replace("600", "600.10").replace("1000", "1000,5")).election

    assert election.projects[0].cost == Fraction(6001, 10)
    assert election.budget == Fraction(2001, 2)


def test_quoted_names_hold_anything():
    text = PLAIN.replace("Banc", '"Banc; ""vert""\nà l’ombre"')

    assert read_text(text).election.projects[0].name == 'Banc; "vert"\nà l’ombre'


def test_quote_inside_a_name_is_a_character():
    assert read_text(PLAIN.replace("Banc", 'Le "banc"')).election.projects[0].name == 'Le "banc"'
    assert read_text(PLAIN.replace("Banc", '"Banc" vert')).election.projects[0].name == "Banc vert"


@pytest.mark.parametrize("blank", ["", "none", "None", " "])
def test_blank_ballot_is_a_voter(blank):
    election = read_text(PLAIN.replace("3;2\n", f"3;{blank}\n")).election

    assert election.ballots == {("1", "2"): 2, (): 1}


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_points_are_read_with_their_projects(kind):
    text = META.replace("approval", kind) + PROJECTS
    text += "VOTES\nvoter_id;vote;points\n1;2,1;1,3.5\n2;1,2;3.5,1\n3;;\n"

    assert read_text(text).election.ballots == {(("1", Fraction(7, 2)), ("2", 1)): 2, (): 1}


def test_rankings_keep_their_order():
    election = read_text(PLAIN.replace("approval", "ordinal")).election

    assert election.ballots == {("1", "2"): 1, ("2", "1"): 1, ("2",): 1}


def test_limits_are_read():
    meta = META + "min_length;1\nmax_length;2\nmax_sum_cost;1000.5\nmin_points;none\n"

    limits = read_text(meta + PROJECTS + VOTES).election.limits

    assert limits == Limits(1, 2, max_sum_cost=Fraction(2001, 2))


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (PLAIN.replace("3;2\n", "3;2,2\n"), [("double-choice", 15)]),
        (PLAIN.replace("num_votes;3", "num_votes;4"), [("votes-announced", 4)]),
        (PLAIN.replace("num_votes;3", "num_votes;beaucoup"), [("bad-number", 4)]),
        (PLAIN.replace("num_votes;3\n", ""), []),
        (PLAIN.replace("num_projects;2", "num_projects;9"), [("projects-announced", 3)]),
        (PLAIN.replace("budget", "budget;1\nbudget"), [("double-key", 6)]),
        (
            PLAIN.replace("PROJECTS", "max_sum_cost;500\nPROJECTS"),
            [("too-costly", 14), ("too-costly", 15)],
        ),
    ],
)
def test_what_is_strange_is_counted_and_said_or_refused_when_strict(text, notes):
    reading = read_text(text)

    assert _codes(reading) == notes
    if notes:
        with pytest.raises(Fault) as refusal:
            read_text(text, strict=True)
        assert refusal.value.code == notes[0][0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", None),
        ("\n\n", "empty", None),
        ("bonjour\n" + PLAIN, "before-sections", 1),
        (META + PROJECTS, "missing-section", None),
        (META + VOTES, "missing-section", None),
        (PROJECTS + VOTES, "missing-section", None),
        (PLAIN + "META\nkey;value\n", "double-section", 16),
        (META + "PROJECTS\n", "missing-header", 7),
        (META + "PROJECTS\n\n" + VOTES, "missing-header", 7),
        (META + "PROJECTS\nproject_id;name\n1;Banc\n" + VOTES, "missing-column", 8),
        (META + PROJECTS + "VOTES\nvoter_id\n1\n", "missing-column", 12),
        (PLAIN.replace("cost;name", "cost;cost"), "double-column", 8),
        (PLAIN.replace("\n1;600;Banc", "\n1"), "short-line", 9),
        (PLAIN.replace("\n3;2", "\n3"), "short-line", 15),
        (PLAIN.replace("\n3;2", "\n3;2;1"), "quotes", 15),
        (PLAIN.replace("Banc", "Banc;vert"), "quotes", 9),
        (PLAIN.replace("Banc", '"Banc'), "quotes", 9),
        (PLAIN.replace("budget;1000\n", ""), "missing-key", None),
        (PLAIN.replace("budget;1000", "budget;"), "missing-key", 5),
        (PLAIN.replace("budget;1000", "budget;mille"), "bad-number", 5),
        (PLAIN.replace("budget;1000", "budget;-1"), "negative", 5),
        (PLAIN.replace("budget;1000", "budget;" + "9" * 50), "bad-number", 5),
        (PLAIN.replace(";approval", ";devinette"), "vote-type", 6),
        (PLAIN.replace("600", "six cents"), "bad-number", 9),
        (PLAIN.replace("600", "1e9"), "bad-number", 9),
        (PLAIN.replace("600", "nan"), "bad-number", 9),
        (PLAIN.replace("600", "-600"), "negative", 9),
        (PLAIN.replace("2;400", "1;400"), "double-project", 10),
        (PLAIN.replace("2;400", ";400"), "no-project-id", 10),
        (PLAIN.replace("\n3;2", "\n3;7"), "unknown-project", 15),
        (PLAIN.replace("PROJECTS", "max_length;1\nPROJECTS"), "too-many", 14),
        (PLAIN.replace("PROJECTS", "min_length;2\nPROJECTS"), "too-few", 16),
        (PLAIN.replace("PROJECTS", "max_length;x\nPROJECTS"), "bad-number", 7),
        (PLAIN.replace("approval", "choose-1"), "too-many", 13),
    ],
)
def test_faults_name_their_line(text, code, line):
    with pytest.raises(Fault) as refusal:
        read_text(text)

    assert (refusal.value.code, refusal.value.line) == (code, line)


POINTS = META.replace("approval", "cumulative") + "max_points;3\nmin_points;1\nmax_sum_points;4\n"


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        ("1,2;1", "points-number"),
        ("1;1,2", "points-number"),
        ("1;x", "bad-number"),
        ("1;-1", "negative"),
        ("9;1", "unknown-project"),
        (",2;1,1", "unknown-project"),
        ("1;4", "points-over"),
        ("1;0", "points-under"),
        ("1,2;3,3", "too-many-points"),
    ],
)
def test_faults_of_points_are_found(ballot, code):
    text = f"{POINTS}{PROJECTS}VOTES\nvoter_id;vote;points\n1;{ballot}\n"

    with pytest.raises(Fault) as refusal:
        read_text(text)

    assert (refusal.value.code, refusal.value.line) == (code, 16)


def test_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    (tmp_path / "a.pb").write_bytes(PLAIN.replace("Arbre", "Allée").encode("latin-1"))

    with pytest.raises(Fault) as refusal:
        read_pb(tmp_path / "a.pb")

    assert (refusal.value.code, refusal.value.line) == ("encoding", 10)


def test_file_that_is_not_there_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "rien.pb"):
        with pytest.raises(Fault) as refusal:
            read_pb(path)
        assert refusal.value.code == "unreadable"


def test_each_fault_has_both_sentences():
    assert FRENCH.keys() == ENGLISH.keys()
    assert str(Fault("double-project", 4, project="12")) == "Line 4: The project 12 comes twice."
    assert sentence(Fault("negative", 4, text="-5", key="cost")) == (
        "Ligne 4\u00a0: -5 est un nombre négatif (cost)."
    )


PIECES = st.sampled_from(
    [
        '"',
        ";",
        ",",
        "\n",
        "\r",
        "\0",
        "META",
        "VOTES\n",
        "1",
        "-",
        "é",
        "\u2028",
        "",
        "none",
        "9" * 60,
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damaged_file_is_counted_or_refused_and_never_crashes(tmp_path, data, capsys):
    content = bytearray(PLAIN, "utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(start + 8, len(content))))
        piece = data.draw(st.one_of(PIECES.map(str.encode), st.binary(max_size=3)))
        content[start:end] = piece
    path = Path(tmp_path) / "damaged.pb"
    path.write_bytes(bytes(content))

    code, said = _run(path)

    assert code in (0, 2)
    assert "Traceback" not in said


def _run(path):
    out, err = io.StringIO(), io.StringIO()
    options = {
        "file": str(path),
        "rule": "mes",
        "utility": None,
        "completion": "greedy",
        "step": "1",
        "start": "exact",
        "stop": "exhaustive",
        "ties": "id",
        "seed": "",
        "rank_points": None,
        "guarantee_district": True,
        "edges": "parvis",
        "strict": False,
        "exact": False,
        "json": False,
    }
    return run(options, out, err), out.getvalue() + err.getvalue()
