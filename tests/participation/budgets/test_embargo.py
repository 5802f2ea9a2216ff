"""Nobody reads ballots before the count: only these modules may name them.

The walk over every page, with other ballots in the box, is in test_embargo_pages.py.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.admin.viewsets import viewsets
from wagtail.models import ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from participation.budgets.models import (
    Ballot,
    BallotBox,
    BallotDraft,
    BallotReceipt,
    BoxSecret,
    PaperReading,
    SealedBallot,
    VoterEntry,
    VoterKey,
)
from tests.support import house

SECRET = (Ballot, BallotDraft, SealedBallot, PaperReading)
NAMES = {model.__name__ for model in SECRET}
TABLES = {model._meta.db_table for model in SECRET}
LABELS = {model._meta.label_lower for model in SECRET}
BUDGETS = "participation/budgets/"
# Who may name what ballots say, and why. A module more is a hole to justify here.
ALLOWED = {
    f"{BUDGETS}ballot_box.py": "opens them for the count, once sealed",
    f"{BUDGETS}frozen.py": "what the database refuses",
    f"{BUDGETS}models/__init__.py": "their tables",
    f"{BUDGETS}models/box.py": "their tables",
    f"{BUDGETS}models/paper.py": "their tables",
    f"{BUDGETS}actions/casting.py": "puts them in the box",
    f"{BUDGETS}actions/closing.py": "mixes them, counts the rows",
    f"{BUDGETS}actions/drafts.py": "keeps a basket for its own voter",
    f"{BUDGETS}actions/tidying.py": "wipes the emptied tables",
    f"{BUDGETS}queries/voting.py": "a basket for its own voter; whether a receipt is there",
    f"{BUDGETS}actions/papers.py": "keys papers in, twice, and compares",
    f"{BUDGETS}own_data.py": "which papers somebody keyed in, never what they say",
    f"{BUDGETS}actions/counts.py": "the count",
    f"{BUDGETS}queries/ballots.py": "the count, and the check of a count",
    f"{BUDGETS}queries/count_checks.py": "the check of a published count",
    f"{BUDGETS}queries/turnout.py": "the count: valid, blank and void papers",
}
# The pure count has ballots of its own, which never saw the database.
APART = f"{BUDGETS}counting/"


def _modules() -> Iterator[tuple[str, Path]]:
    for path in house.source_files():
        name = path.relative_to(house.ROOT).as_posix()
        if not name.startswith(APART):
            yield name, path


def _named(path: Path) -> set[str]:
    """What a module names of the ballots: models, their tables, their labels."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and "budgets" in f"{path} {node.module}":
            found |= {alias.name for alias in node.names} & NAMES
        elif isinstance(node, ast.Attribute) and node.attr in NAMES:
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.lower()
            found |= {one for one in TABLES if _says(text, one)} | ({text} & LABELS)
    return found


def _says(text: str, name: str) -> bool:
    """Whether a text holds this name, and not only the beginning of a longer one."""
    start = text.find(name)
    while start >= 0:
        after = text[start + len(name) : start + len(name) + 1]
        if not (after.isalnum() or after == "_"):
            return True
        start = text.find(name, start + 1)
    return False


def test_only_the_modules_listed_name_the_ballots():
    others = {
        name: sorted(named)
        for name, path in _modules()
        if name not in ALLOWED and (named := _named(path))
    }

    assert others == {}, "embargo: say in ALLOWED why, or go without"


def test_this_test_sees_those_who_name_them():
    seen = {name for name, path in _modules() if _named(path)}

    assert {f"{BUDGETS}ballot_box.py", f"{BUDGETS}actions/closing.py"} <= seen
    assert seen <= set(ALLOWED)


def test_one_rule_says_who_reads_ballots_and_the_box_asks_it():
    def asks(path: Path) -> bool:
        return any(
            isinstance(node, ast.Call) and getattr(node.func, "id", "") == "may_read_ballots"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )

    asking = [name for name, path in _modules() if asks(path)]

    assert f"{BUDGETS}ballot_box.py" in asking
    defined = [
        name
        for name, path in _modules()
        if "def may_read_ballots(" in path.read_text(encoding="utf-8")
    ]
    assert defined == [f"{BUDGETS}rules.py"]


@pytest.mark.parametrize(
    "model", [*SECRET, BallotBox, BallotReceipt, BoxSecret, VoterEntry, VoterKey]
)
def test_no_admin_index_search_nor_export_knows_the_box(model):
    assert model not in get_snippet_models()
    assert model not in [getattr(one, "model", None) for one in viewsets.viewsets]
    assert model not in get_indexed_models()
    # The index of references numbers what it holds, in the order of writing.
    assert not ReferenceIndex.model_is_indexable(model)
    assert model._meta.default_permissions == ()
    assert not model._meta.permissions


@pytest.mark.parametrize("model", [Ballot, BallotDraft, SealedBallot])
def test_no_relation_leads_to_a_ballot(model):
    leading = [
        f"{other.__name__}.{field.name}"
        for other in apps.get_models()
        for field in other._meta.get_fields()
        if field.is_relation and field.related_model is model
    ]

    assert leading == []
