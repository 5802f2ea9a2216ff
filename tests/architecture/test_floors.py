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
            "author_links",
            "devices",
            "links",
            "confirmations",
            "personal_data",
            "masking",
            "anonymity",
            "question_links",
            "similarity",
            "clock",
            # What the core says of a contribution, mechanism by mechanism.
            "wording",
            "fields",
            "spreadsheets",
            "registry",
            "abilities",
            # Security events of an app, in words.
            "events",
            # Delays in words, addresses as digests, sealed links; what each app declares it keeps.
            "durations",
            "digests",
            "processings",
            "data_cards",
            "append_only",
            "frozen",
            "starts",
            # The chain of a journal; which software counted.
            "chain",
            "software",
            # Words of the room of an inquiry; a mail as somebody sent it.
            "room_enums",
            "inbound",
            "room_processings",
            # Who wishes to join the follow-up body: what rooms above bring.
            "volunteers",
            # What the environment says of providers of identities.
            "configuration",
            # How ballots become winners: pure, and the public recount script.
            "counting",
        }
    ),
    # Pure decisions, what a mechanism declares, blocks. `keyset` knows querysets, no model of ours.
    frozenset(
        {
            "rules",
            # What is due, missing or hidden in a regulated consultation.
            "due_rules",
            "opening_rules",
            "notice_rules",
            "masking_rules",
            # Who enters the room of a procedure.
            "room_rules",
            "body_rules",
            "rulebook",
            # The same rules in plain words; what officers and authors may do to a project.
            "rule_words",
            # A count in words; when one counts, what follows and when it is late; the folder
            # published.
            "outcome_words",
            "count_rules",
            "publication_texts",
            "project_rules",
            # What settings of a vote make sense together, and which an amendment may change.
            "setting_rules",
            # By what a voter is recognised.
            "voters",
            # A ballot being filled in, what voters are told of the rules, what they prove.
            "basket",
            "vote_words",
            "proofs",
            "consent_rules",
            "review_rules",
            "draft_rules",
            "paper_rules",
            "progress_rules",
            "mechanism",
            "blocks",
            "keyset",
            # A condition of queries on whatever leads to a page.
            "closed_pages",
            # What rooms say of the files that prove something published.
            "kept_files",
            "word_index",
            "import_columns",
            # What the columns of a spreadsheet of reports hold.
            "sheet_columns",
            # A validator of Django, without a query of its own.
            "passwords",
            "eligibility",
            "role_matrix",
            # What may be done in an app, and by which roles.
            "rights",
            "role_names",
            "hours",
            # Answers of a provider of identities: fetched, verified, remembered by the session.
            "calls",
            # Where mails wait: a folder, or the mail server of the city.
            "mailboxes",
            "published",
            "signed_tokens",
            "pending",
            "evidence",
        }
    ),
    frozenset({"models"}),
    # `stories` reads a contribution with its answer: a query that returns dataclasses.
    # `persons` says who is meant by an account or an address, `sessions` whose a session is.
    # `ballot_box` holds the keys and seals of a box, and the one reading of its ballots.
    frozenset({"queries", "stories", "second_factors", "persons", "sessions", "ballot_box"}),
    # What an action tells, so below actions; `mails` writes one mail, `delivery` hands it over.
    frozenset({"notifications", "mails", "room_mails", "project_mails", "delivery"}),
    # `roles` gives groups their rights: a write that commands and tests share. `retention` names
    # the actions that the daily erasure applies. The others write what they are named after, for
    # an account.
    frozenset(
        {
            "actions",
            "roles",
            "retention",
            "email_changes",
            "mailed_proofs",
            "open_sessions",
            "factor_resets",
            "profiles",
        }
    ),
    # What a room says can be followed, and what follows when Wagtail publishes.
    frozenset({"topics", "publishing"}),
    # Surfaces: input, files, panels; `adapters` is allauth's, `project_file` is the input of the
    # load commands; `own_data` is what an app keeps about people: read, and erased by its actions.
    frozenset(
        {
            "own_data",
            "forms",
            "sign_in_forms",
            "factor_forms",
            "own_forms",
            "upload_forms",
            "exports",
            # The register of a procedure, taken away.
            "room_files",
            # What draws a PDF, and the files of a review.
            "pdf",
            "review_files",
            # The notice of a procedure on paper.
            "notice_files",
            "open_data",
            "panels",
            "body_panels",
            "adapters",
            "provider",
            "receivers",
            "project_file",
            "kept_data",
            "sources",
        }
    ),
    # Web and command line.
    frozenset(
        {
            "views",
            "email_views",
            "proof_views",
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
            # Others' events, such as allauth's.
            "receivers",
        }
    ),
    frozenset({"urls", "room_urls", "wagtail_hooks", "apps"}),
)
# Modules of the project itself, outside its three apps, from the base to the top. The first are
# imported by every room; the last assemble.
PROJECT_FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "decisions",
            "canonical",
            "form_tokens",
            "guarded_forms",
            "proof_of_work",
            "icalendar",
            # What rooms bring of their dates to the one calendar.
            "agenda",
            # What they bring of their files to the one catalogue of open data.
            "open_data",
            "plain_text",
            "qr_codes",
            "page_tokens",
            # The headers of pictures given by the portal itself.
            "media",
            "sealed",
            "frozen_rows",
            "messages",
            "cache_table",
            "throttle",
            "kept",
            "keyed_hashes",
            "paper_codes",
            "text_messages",
            "logs",
            # Files that people send: what they may be, and what they hold.
            "uploads",
            "staff_files",
            "file_problems",
            "archives",
            "pdf_checks",
            "tables",
            "table_problems",
            "table_schemas",
            "csv_tables",
            "xlsx_tables",
            "ods_tables",
        }
    ),
    frozenset(
        {
            "accounts",
            "agents",
            "cms",
            "identity",
            "notifications",
            "owndata",
            "privacy",
            "security",
            "subscriptions",
        }
    ),
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
