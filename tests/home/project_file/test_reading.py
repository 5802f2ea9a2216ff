"""Reading YAML: plain data, the line of each entry, and what is refused."""

from pathlib import Path

import pytest

from home.project_file.faults import InvalidFileError, dotted
from home.project_file.reading import MAXIMUM_BYTES, MAXIMUM_ENTRIES, read


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "city.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def faults_of(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(InvalidFileError) as refusal:
        read(written(tmp_path, text))
    return [str(fault) for fault in refusal.value.faults]


def test_data_is_plain(tmp_path):
    text = """\
day: 2016-03-15
month: 2016-03
answer: no
year: 2016
octal: 010
time: 23:59
quoted: "2016"
nothing:
yes: true
list: [a, {b: 1}]
"""

    assert read(written(tmp_path, text)).data == {
        "day": "2016-03-15",
        "month": "2016-03",
        "answer": "no",
        "year": 2016,
        "octal": "010",
        "time": "23:59",
        "quoted": "2016",
        "nothing": None,
        "yes": True,
        "list": ["a", {"b": 1}],
    }


def test_each_entry_has_its_line(tmp_path):
    document = read(written(tmp_path, "a: 1\nb:\n  - c: 2\n    d: |\n      text\n  - 3\n"))

    assert document.line_of(("a",)) == 1
    assert document.line_of(("b", 0, "d")) == 4
    assert document.line_of(("b", 1)) == 6
    assert document.line_of(("b", 0, "missing", "deeper")) == 3


def test_a_path_is_written_as_people_read_it():
    assert (
        dotted(("priorities", 2, "objectives", 0, "label")) == "priorities[2].objectives[0].label"
    )
    assert dotted(("commitments", "34")) == "commitments.34"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            3,
            "city.yaml, line 3, a: this key is written twice; it is on line 1",
        ),
        ("a: &x [1]\nb: *x\n", 1, "references"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
        ("a: !custom x\n", 1, "tags"),
        ("a: 1\nb: one: two\n", 2, "Put it between quotation marks"),
        ("a:\n\t- b\n", 2, "tab"),
        ("a: [1\nb: 2\n", 2, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "single document"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key must be a word"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        ("a: 1\nb: \x07\n", 2, "character"),
        ('a: 1\nb: "\\0"\n', 2, "nobody can read"),
        ("a: " + "[" * 30 + "]" * 30, 1, "too deep"),
    ],
)
def test_refused(tmp_path, text, line, words):
    (fault,) = faults_of(tmp_path, text)

    assert fault.startswith(f"city.yaml, line {line}")
    assert words in fault


def test_all_keys_written_twice_are_told_at_once(tmp_path):
    assert len(faults_of(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\n")) == 2


def test_too_big(tmp_path):
    assert "too big" in faults_of(tmp_path, "a" * (MAXIMUM_BYTES + 1))[0]
    assert "too many" in faults_of(tmp_path, "[" + "1," * (MAXIMUM_ENTRIES + 1) + "]")[0]


def test_no_file(tmp_path):
    with pytest.raises(InvalidFileError, match="cannot be read"):
        read(tmp_path / "absent.yaml")
