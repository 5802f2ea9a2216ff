"""The model city: its files to break, and itself loaded once for the tests of a module."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import translation

from home.project_file.loading import load_project
from home.project_file.report import Report
from tests.factories.cms import root_page

IVRY = Path(__file__).resolve().parents[3] / "home" / "cities" / "ivry"
FILES = ("project.yaml", "texts.yaml", "demo.yaml")


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    """Sentences are compared as they stand in the code."""
    with translation.override(None):
        yield


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of the model city's files, to edit."""
    for name in FILES:
        shutil.copy(IVRY / name, tmp_path / name)
        (tmp_path / name).chmod(0o600)
    return tmp_path


@pytest.fixture
def edit(city: Path) -> Callable[[str, str, str], None]:
    """Replaces one passage of a file of the copy."""

    def replace(name: str, old: str, new: str) -> None:
        text = (city / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r}: {text.count(old)} times in {name}"
        (city / name).write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def load(city: Path, db: None) -> Callable[[], Report]:
    """Loads the copy."""
    root_page()
    return lambda: load_project(city / "project.yaml", city / "texts.yaml")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: object) -> Iterator[Report]:
    """The model city, loaded once; each test undoes its own writes, the module undoes the city."""
    with django_db_blocker.unblock(), translation.override(None), transaction.atomic():
        root_page()
        yield load_project(IVRY / "project.yaml", IVRY / "texts.yaml")
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def site() -> None:
    """No site is made here: loading makes it, and reading needs none."""
