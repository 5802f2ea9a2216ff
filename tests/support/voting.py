"""Somebody before the pages of a vote: chooses, proves an address, confirms."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from participation.budgets import ballot_box
from participation.budgets.models import Ballot, BallotBox, ParticipatoryBudget
from participation.budgets.rulebook import Choices
from participation.budgets.views.baskets import Remembered, remembered

from .client import StrictClient
from .html import main_of
from .mails import deliver

PERSON = {"surname": "Martin", "first_names": "Camille Lou", "born_on": "27/03/1985"}
DECLARED = {**PERSON, "eligible": "on", "action": "voter"}


def adds(browser: StrictClient, budget: ParticipatoryBudget, *numbers: int) -> Any:
    """Adds these projects to the basket, one press each; the last answer."""
    answer = None
    for number in numbers:
        answer = browser.post(budget.contribute_url, {"ajouter": str(number)})
    return answer


def presses(browser: StrictClient, budget: ParticipatoryBudget, **data: str) -> Any:
    """One press on the ballot, followed."""
    return browser.post(budget.contribute_url, data, follow=True)


def confirm_url(budget: ParticipatoryBudget) -> str:
    return f"{budget.contribute_url}voter/"


def asks_code(browser: StrictClient, budget: ParticipatoryBudget, to: str, **more: str) -> Any:
    """Asks for a code at this address, with the token that the page holds."""
    page = main_of(browser.get(confirm_url(budget)))
    token = page.find("input", attrs={"name": "token"})
    data = {"action": "courriel", "email": to, "token": token["value"]}  # type: ignore[index]
    answer = browser.post(confirm_url(budget), {**data, **more}, follow=True)
    deliver()
    return answer


def code_in(mail: Any) -> str:
    """The six digits of a mail."""
    (found,) = re.findall(r"(?m)^(\d{6})$", mail.body)
    return str(found)


def proves_mail(
    browser: StrictClient, budget: ParticipatoryBudget, outbox: list[Any], to: str
) -> Any:
    """Asks for a code and types it."""
    asks_code(browser, budget, to)
    mail = [one for one in outbox if re.search(r"(?m)^\d{6}$", one.body)][-1]
    typed = {"action": "code", "code": code_in(mail)}
    return browser.post(confirm_url(budget), typed, follow=True)


def casts(browser: StrictClient, budget: ParticipatoryBudget, **changes: str) -> Any:
    """The last press, with a name and the declaration; followed."""
    data = {name: value for name, value in {**DECLARED, **changes}.items() if value}
    return browser.post(confirm_url(budget), data, follow=True)


def kept_by(browser: StrictClient, budget: ParticipatoryBudget) -> Remembered:
    """What the browser keeps of the vote, opened as the portal does."""

    class Asked:
        COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}

    return remembered(Asked, budget)  # type: ignore[arg-type]


def basket_of(browser: StrictClient, budget: ParticipatoryBudget) -> Choices:
    """The choices that the browser keeps."""
    return kept_by(browser, budget).basket.choices


def in_the_box(budget: ParticipatoryBudget) -> list[tuple[str, Choices]]:
    """What the ballots of an open box say; this test holds the keys."""
    box = BallotBox.objects.get(budget=budget)
    return sorted(
        (one.envelope, ballot_box.open_sealed(box, one.sealed)) for one in Ballot.objects.all()
    )


def receipt_on(page: Any) -> str:
    """The number that the receipt page shows."""
    found = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", main_of(page).get_text())
    assert found, main_of(page).get_text()
    return found[0]


def basket_cookie(browser: StrictClient) -> str:
    """The cookie as it travels."""
    return browser.cookies[settings.BASKET_COOKIE_NAME].value


def moment(budget: ParticipatoryBudget, *, after: int = 0) -> datetime:
    """So many seconds after closing; before when negative."""
    return budget.closes_at + timedelta(seconds=after)
