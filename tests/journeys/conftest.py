"""One browser and one demo city for all the stories; each story has its own visitors."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .server import demo_city
from .visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Without a browser, the summary says so once and not once a story."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        report.longrepr = (str(HERE), None, report.longrepr[-1])
    return report


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    if importlib.util.find_spec("playwright") is None or CHROMIUM is None:
        pytest.skip("no browser here: `make journeys` needs Chromium and requirements-browser.txt")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # Playwright's loop runs in this thread while the stories last; Django would take it for one
    # of its own and refuse queries.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # Debian's own browser: Playwright's is never downloaded.
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo city keeps its data."""
    return tmp_path_factory.mktemp("city")


@pytest.fixture(scope="package")
def city(chromium: "Browser", folder: Path) -> Iterator[str]:
    """The address of the demo city."""
    with demo_city(folder) as address:
        yield address


@pytest.fixture
def mails(folder: Path) -> Callable[[], str]:
    """What the city wrote so far, the text of every mail, one after the other."""

    def read() -> str:
        written = sorted((folder / "mails").glob("*.log"), key=lambda path: path.stat().st_mtime)
        texts = [message_from_bytes(path.read_bytes()) for path in written]
        parts = [
            part for text in texts for part in text.walk() if part.get_content_maintype() == "text"
        ]
        return "\n".join(bytes(part.get_payload(decode=True)).decode() for part in parts)

    return read


@pytest.fixture
def visit(chromium: "Browser", city: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window for a new visitor; at the end, nobody may have met a fault.

    Takes the options of a Playwright context: `java_script_enabled=False`, `reduced_motion`…
    """
    visitors: list[Visitor] = []

    def open_window(**options: Any) -> Visitor:
        wide = {"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"}
        context = chromium.new_context(base_url=city, **{**wide, **options})
        scripts = bool(options.get("java_script_enabled", True))
        visitors.append(Visitor(context, city, runs_scripts=scripts))
        return visitors[-1]

    yield open_window
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody before a wide screen, unknown to the site."""
    return visit()
