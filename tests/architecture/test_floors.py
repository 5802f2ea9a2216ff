"""Floors: inside each app, a module imports its own floor or those below."""

import grimp
import pytest

from tests.support import house
from tests.support.house import listing

# Lowest first. A name that is in no floor fails: a new kind of file says where it stands.
FLOORS: tuple[frozenset[str], ...] = (
    # Words and pure functions on plain values: nothing of ours but their own kind. `clock` puts
    # moments in words, `registry` holds what rooms above bring.
    frozenset(
        {
            "enums",
            "folding",
            "typography",
            "french_dates",
            "receipts",
            "support_links",
            "devices",
            "confirmations",
            "personal_data",
            "anonymity",
            "question_links",
            "similarity",
            "clock",
            "fields",
            "spreadsheets",
            "registry",
        }
    ),
    # Pure decisions, what a mechanism declares, blocks. `keyset` knows querysets, no model of ours.
    frozenset(
        {
            "rules",
            "consent_rules",
            "paper_rules",
            "mechanism",
            "blocks",
            "keyset",
            "word_index",
            "import_columns",
            # A validator of Django, without a query of its own.
            "passwords",
        }
    ),
    frozenset({"models"}),
    # `stories` reads a contribution with its answer: a query that returns dataclasses.
    frozenset({"queries", "stories", "second_factors"}),
    # What an action sends once it is done, so below actions; `mails` writes and sends one mail.
    frozenset({"notifications", "mails"}),
    # `roles` gives groups their rights: a write that commands and tests share. The others write
    # what they are named after, for an account.
    frozenset({"actions", "roles", "email_changes", "open_sessions", "factor_resets", "profiles"}),
    # Surfaces: input, files, panels; `adapters` is allauth's, `project_file` is the input of the
    # load commands.
    frozenset(
        {
            "forms",
            "sign_in_forms",
            "factor_forms",
            "own_forms",
            "exports",
            "panels",
            "adapters",
            "receivers",
            "project_file",
            "kept_data",
        }
    ),
    # Web and command line.
    frozenset(
        {
            "views",
            "email_views",
            "security_views",
            "factor_views",
            "middleware",
            "viewsets",
            "templatetags",
            "feeds",
            "management",
            "context_processors",
            "checks",
            "sitemaps",
        }
    ),
    frozenset({"urls", "wagtail_hooks", "apps"}),
)
# Modules of the project itself, outside its three apps, from the base to the top. The first are
# imported by every room; the last assemble.
PROJECT_FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "decisions",
            "form_tokens",
            "guarded_forms",
            "plain_text",
            "qr_codes",
            "sealed",
            "throttle",
            "kept",
            "logs",
            # Files that people send: what they may be, and what they hold.
            "uploads",
            "file_problems",
            "archives",
            "pdf_checks",
            "tables",
            "table_problems",
            "csv_tables",
            "xlsx_tables",
        }
    ),
    frozenset({"accounts", "cms", "notifications", "security"}),
    frozenset({"health", "failures", "middleware"}),
    frozenset({"urls", "settings", "wsgi", "asgi"}),
)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*house.ROOMS, exclude_type_checking_imports=True, cache_dir=None)


def _floor(name: str, floors: tuple[frozenset[str], ...]) -> int | None:
    return next((level for level, names in enumerate(floors) if name in names), None)


def _head(app: str, module: str) -> str:
    return module.removeprefix(f"{app}.").split(".")[0]


def _own_modules(graph: grimp.ImportGraph, app: str) -> list[str]:
    """The modules of an app, without those of an app nested in it, nor its data."""
    return sorted(
        module
        for module in graph.modules
        if house.app_of(module) == app
        and module != app
        and _head(app, module) not in {"migrations", "cities"}
    )


@pytest.mark.parametrize("app", house.APPS)
def test_each_module_stands_on_a_floor(graph, app):
    lost = [
        module for module in _own_modules(graph, app) if _floor(_head(app, module), FLOORS) is None
    ]

    assert lost == [], f"say in FLOORS where these stand:{listing(lost)}"


@pytest.mark.parametrize("app", house.APPS)
def test_floors_are_climbed_by_nobody(graph, app):
    climbs = []
    for module in _own_modules(graph, app):
        here = _floor(_head(app, module), FLOORS)
        for imported in graph.find_modules_directly_imported_by(module):
            if house.app_of(imported) != app or imported == app:
                continue
            there = _floor(_head(app, imported), FLOORS)
            if here is not None and there is not None and there > here:
                climbs.append(f"{module} reaches up to {imported}")

    assert climbs == [], listing(climbs)


def test_floors_hold_between_a_mechanism_and_its_core(graph):
    """A mechanism's models may stand on the core's rules, its rules not on the core's actions."""
    climbs = []
    for module in sorted(graph.modules):
        app = house.app_of(module)
        if app is None or app == house.CORE or house.room_of(module) != house.CORE:
            continue
        here = _floor(_head(app, module), FLOORS)
        for imported in graph.find_modules_directly_imported_by(module):
            if house.app_of(imported) != house.CORE or imported == house.CORE:
                continue
            there = _floor(_head(house.CORE, imported), FLOORS)
            if here is not None and there is not None and there > here:
                climbs.append(f"{module} reaches up to {imported}")

    assert climbs == [], listing(climbs)


def test_base_of_the_project_has_floors_too(graph):
    lost, climbs = [], []
    for module in sorted(graph.find_descendants("portal")):
        here = _floor(_head("portal", module), PROJECT_FLOORS)
        if here is None:
            lost.append(module)
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            if not imported.startswith("portal."):
                continue
            there = _floor(_head("portal", imported), PROJECT_FLOORS)
            if there is not None and there > here:
                climbs.append(f"{module} reaches up to {imported}")

    assert (lost, climbs) == ([], [])


@pytest.mark.parametrize("floor", ["rules", "enums"])
def test_pure_floors_touch_no_database(graph, floor):
    """Rules and enums of every app import neither models nor what reads or writes them."""
    impure = [
        f"{module} imports {imported}"
        for module in sorted(graph.modules)
        if (app := house.app_of(module)) is not None and _head(app, module) == floor
        for imported in graph.find_modules_directly_imported_by(module)
        if (other := house.app_of(imported)) is not None
        and (_floor(_head(other, imported), FLOORS) or 0) > 1
    ]

    assert impure == [], listing(impure)
