"""A person before a browser: what they do, and the faults that the browser saw meanwhile."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

PASSWORD = "parvis-demo-2026"
RECEIPT = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b")
# A form that comes back faster than a person reads it is refused.
READING_MILLISECONDS = 2_200
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Colours on their way from light to dark are nobody's contrast: wait until they are there.
_RUN_AXE = """async rules => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
  return axe.run(document, rules); }"""
# What the browser says of a page that answers 4xx on purpose.
_EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


@cache
def axe_source() -> str:
    """The accessibility rules of axe-core, shipped in the Python package."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


class Visitor:
    """One window of the browser, which keeps note of every fault."""

    def __init__(self, context: "BrowserContext", city: str, *, runs_scripts: bool = True) -> None:
        self.context = context
        self.city = city
        # Without scripts, what a page is asked to compute never comes back.
        self.runs_scripts = runs_scripts
        self.faults: list[str] = []
        context.on("console", self._heard)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page: Page = context.new_page()

    def _heard(self, message: "ConsoleMessage") -> None:
        if message.type == "error" and not _EXPECTED.search(message.text):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: "Request") -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.city).netloc:
            self.faults.append(f"request to another site: {request.url}")

    def _answered(self, response: "Response") -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")
        elif response.status == 404 and response.request.resource_type != "document":
            self.faults.append(f"404 {response.url}")

    def goes_to(self, address: str) -> "Page":
        """Opens a page and waits until it is there with its styles."""
        self.page.goto(address, wait_until="load")
        return self.page

    def signs_in(self, name: str) -> "Page":
        """Signs in with one of the demo accounts, such as `moderation`."""
        page = self.goes_to("/compte/login/")
        page.locator("main input[name=login]").fill(f"{name}@demo.example")
        page.locator("main input[name=password]").fill(PASSWORD)
        page.locator("main form:has(input[name=password]) button").click()
        # Staff are led to the editors, others to their account: away from the form in any case.
        page.wait_for_url(lambda address: "/compte/login/" not in address)
        assert "/login" not in page.url, page.locator("main").inner_text()
        return page

    def path(self) -> str:
        """Where the visitor is, without host and query."""
        return urlsplit(self.page.url).path

    def first_link(self, index: str, pattern: str) -> str:
        """The first address of this form in the main part of a page."""
        page = self.goes_to(index)
        found: list[str] = page.locator("main a").evaluate_all(
            "links => links.map(link => link.getAttribute('href') || '')"
        )
        return next(address for address in found if re.fullmatch(pattern, address))

    def axe(self) -> list[str]:
        """What axe finds in the page as it is shown now, one line a node."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(axe_source())
        found: dict[str, Any] = self.page.evaluate(_RUN_AXE, AXE_RULES)
        return [
            f"{violation['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:200]})"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def writes_idea(self, call: str, *, title: str, text: str, **fields: str) -> "Page":
        """Fills in the form of a call, up to the button."""
        page = self.goes_to(f"{call}contribuer/")
        page.locator("main input[name=title]").fill(title)
        page.locator("main textarea[name=text]").fill(text)
        page.locator("main input[name=theme]").first.check()
        for name, value in fields.items():
            page.locator(f"main input[name={name}]").fill(value)
        page.wait_for_timeout(READING_MILLISECONDS)
        return page

    def presses(self, action: str) -> "Page":
        """Presses a button of a form by what it does, and waits for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(f"main button[name=action][value={action}]").click()
        return self.page

    def receipt(self) -> str:
        """The receipt number written on the page."""
        found = RECEIPT.search(self.page.locator("main h1").inner_text())
        assert found, self.page.locator("main").inner_text()
        return found[0]
