"""Migrations: complete, named for what they do, small."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.support import house
from tests.support.house import listing

MIGRATIONS = sorted(
    path
    for room in house.ROOMS
    for path in (house.ROOT / room).glob("**/migrations/*.py")
    if path.stem != "__init__"
)


@pytest.mark.django_db
def test_models_and_migrations_agree():
    out = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out, stderr=out)

    assert "No changes" in out.getvalue() or not out.getvalue().strip()


def test_each_migration_is_named():
    """`0003_idea_add_answer`, never `_auto_` nor `_and_more`."""
    unnamed = [
        house.relative(path)
        for path in MIGRATIONS
        if re.search(r"_auto_|_and_more", path.stem) or not re.match(r"\d{4}_[a-z]", path.stem)
    ]

    assert unnamed == [], listing(unnamed)


def test_each_app_with_models_has_migrations():
    lacking = [
        app
        for app in house.APPS
        if list((house.ROOT / app.replace(".", "/")).glob("models*"))
        and not list((house.ROOT / app.replace(".", "/")).glob("migrations/0001_initial.py"))
    ]

    assert lacking == [], listing(lacking)


def test_blocks_stay_out_of_migrations():
    """The slim StreamField: a new block needs no migration."""
    heavy = [
        house.relative(path)
        for path in MIGRATIONS
        if re.search(r"block_lookup|wagtail\.blocks", path.read_text(encoding="utf-8"))
    ]

    assert heavy == [], listing(heavy)


def test_initial_data_can_be_undone():
    """A data migration says how to go back."""
    one_way = [
        house.relative(path)
        for path in MIGRATIONS
        for call in re.findall(r"RunPython\(([^()]*)\)", path.read_text(encoding="utf-8"))
        if "," not in call.strip().rstrip(",")
    ]

    assert one_way == [], listing(one_way)
