"""A ninth mechanism: its folder (tests/participation/toy/) and one setting, and nothing else.

The tests that go across the house run again with it, in a process of their own, unchanged.
"""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.support import house

SETTINGS = "tests.participation.toy.settings"
FOLDER = house.ROOT / "tests" / "participation" / "toy"
WALKED = (
    "tests/participation/toy/toy_walk.py",
    "tests/participation/test_mechanism_contract.py",
    "tests/access/test_access.py",
    "tests/leaks/test_leaks.py",
    "tests/architecture/test_personal_fields.py",
    "tests/home/test_erased_everywhere.py",
)
# What concerns the toy: its own walk and cases, then each test that looks at every mechanism.
CHOSEN = (
    "toy or each_mechanism or has_a_line or is_tried or hidden_words or personal_column "
    "or every_column or erased_person"
)


def test_nothing_outside_its_folder_names_it() -> None:
    named = re.compile(r"\btoy\b|\bFountain\b", re.IGNORECASE)
    own = {Path(__file__).resolve(), FOLDER}
    files = [path for path in house.python_files(*house.ROOMS, "tests") if not _is_its(path, own)]
    naming = [
        house.relative(path)
        for path in (*files, *house.template_files())
        if path.suffix in {".py", ".html", ".txt"} and named.search(path.read_text("utf-8"))
    ]
    assert naming == []


def _is_its(path: Path, own: set[Path]) -> bool:
    return path in own or FOLDER in path.parents


@pytest.mark.usefixtures("db")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the file of the database")
def test_the_tests_of_the_house_pass_with_it(tmp_path: Path) -> None:
    copy = tmp_path / "ninth.sqlite3"
    _copied(Path(connection.settings_dict["NAME"]), copy)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", CHOSEN, *WALKED],
        cwd=house.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "TEST_DATABASE_URL": f"sqlite:///{copy}",
            "TMPDIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert re.search(r"\d+ passed", ran.stdout)


def _copied(source: Path, target: Path) -> None:
    """The tables as committed: what this test wrote is not there."""
    read, written = sqlite3.connect(source), sqlite3.connect(target)
    with read, written:
        read.backup(written)
    read.close()
    written.close()
