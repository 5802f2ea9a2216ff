"""An election played over the real pages: written in the admin, voted online, downloaded."""

import csv
import io
import json
import random
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.budgets.models import District, ParticipatoryBudget
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory
from tests.factories.budgets import ProjectFactory

from .budget_forms import budget_form
from .client import StrictClient
from .html import main_of
from .paper_votes import CODES, staff
from .votes import letters
from .voting import confirm_url

BUDGETS = "wagtailsnippets_budgets_participatorybudget"
DISTRICTS = ("centre", "nord", "port")
# Each project and the points given to it.
Marks = dict[int, int]


@dataclass
class Person:
    """Somebody who may vote, as the pages and the screens ask."""

    number: int

    @property
    def shown(self) -> dict[str, str]:
        """A name and a date of birth of their own."""
        name = letters(self.number)
        born_on = f"{self.number % 28 + 1:02d}/03/1970"
        return {"surname": "Martin", "first_names": f"Camille {name}", "born_on": born_on}


def marks_of(number: int, among: range) -> Marks:
    """What this person thinks: one to five projects, ten points at most, always the same."""
    drawn = random.Random(number)
    # Small numbers please more: some projects win clearly, others hardly.
    weights = [1 / (place + 3) for place, _one in enumerate(among)]
    chosen = dict.fromkeys(drawn.choices(among, weights, k=drawn.randint(1, 5)))
    return {project: drawn.randint(1, 2) for project in sorted(chosen)}


def write_budget(browser: Client, opens_at: datetime, closes_at: datetime, **fields: Any) -> Any:
    """A budget by points written and published in the admin; its projects are on the ballot."""
    moments = {
        name: timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
        for name, moment in (("opens_at", opens_at), ("closes_at", closes_at))
    }
    rules = {
        "ballot_kind": "points",
        "points": "10",
        "points_each": "5",
        "counting_rule": "mes",
        "utility": "points",
        "completion": "add1u",
        "step": "50",
        "by_account": "on",
        "by_code": "on",
        "on_paper": "on",
        "paper_places": "Mairie",
        "asks_identity": "on",
    }
    envelopes = fields.pop("envelopes", ("0", "0", "0"))
    districts = tuple(zip(DISTRICTS, envelopes, strict=True))
    form = budget_form(districts, **{**rules, **moments, **fields})
    sent = browser.post(reverse(f"{BUDGETS}:add"), form)
    assert sent.status_code == 302, sent.context["form"].errors
    return ParticipatoryBudget.objects.get(slug=form["slug"])


def put_projects(budget: ParticipatoryBudget, count: int) -> None:
    """So many projects on the ballot, in each district in turn, at different costs."""
    districts = [District.objects.get(budget=budget, code=code) for code in DISTRICTS]
    for number in range(1, count + 1):
        ProjectFactory.create(
            budget=budget,
            number=number,
            title=f"Projet {number:02d}",
            district=districts[number * len(districts) // (count + 1)],
            cost=15_000 + number * 7_919 % 60_000,
        )


def conductor() -> Any:
    """An officer who writes budgets and conducts their votes."""
    officer = StaffFactory.create(role=Role.PARTICIPATION)
    officer.user_permissions.add(Permission.objects.get(codename="conduct_budget"))
    return officer


def publish_rules(browser: Client, budget: ParticipatoryBudget) -> None:
    """The rules read on their page, then published as they were read."""
    address = reverse("budget_desk:rules", args=[budget.pk])
    read = browser.get(address).context["sha256"]
    browser.post(address, {"sha256": read})
    assert budget.rule_versions.get().sha256 == read


def print_codes(client_of: Any, budget: ParticipatoryBudget, count: int) -> list[str]:
    """A batch of codes made at the desk, as its file holds them."""
    browser = client_of(staff(CODES))
    form = {"label": "Lettres", "count": str(count), "reason": "Courrier", "file": "csv"}
    sent = browser.post(reverse("voting_codes:make", args=[budget.pk]), form)
    table = b"".join(sent.streaming_content).decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(table), delimiter=";")][1:]


def reads_again(
    browser: Client, budget: ParticipatoryBudget, marks: Marks, district: str = ""
) -> None:
    """Chooses in one press, then reads the ballot again; chooses the district first."""
    if district:
        browser.post(budget.contribute_url, {"secteur": district})
    points = {f"points-{project}": str(given) for project, given in marks.items()}
    chosen = browser.post(budget.contribute_url, {**points, "action": "relire"})
    assert chosen.status_code == 302, chosen.status_code
    shown = browser.get(chosen.headers["Location"])
    assert shown.status_code == 200


def proves_code(browser: Client, budget: ParticipatoryBudget, code: str) -> None:
    """Types the code of a letter."""
    sent = browser.post(confirm_url(budget), {"action": "courrier", "code": code})
    assert sent.status_code == 302, sent.status_code


def confirms(browser: Client, budget: ParticipatoryBudget, person: Person) -> Any:
    """The last press: only this one counts."""
    data = {**person.shown, "eligible": "on", "action": "voter"}
    return browser.post(confirm_url(budget), data)


def download(budget: ParticipatoryBudget, folder: Path) -> Path:
    """Every file that the page of the recount links to, as a citizen saves them."""
    browser: Any = StrictClient()
    page = main_of(browser.get(f"{budget.url}resultats/recompter/"))
    folder.mkdir()
    for link in page.select('th a[href*="/resultats/fichiers/"]'):
        given = browser.get(str(link["href"]))
        content = b"".join(given.streaming_content)
        assert len(content) == int(given.headers["Content-Length"])
        (folder / link.get_text()).write_bytes(content)
    return folder


def winners_in(folder: Path) -> dict[str, list[str]]:
    """The winners of each envelope of the published result."""
    result = json.loads((folder / "resultat.json").read_text())
    return {one["id"]: one["winners"] for one in result["envelopes"]}
