"""Papers of an election over the real screens: places, envelopes, batches keyed in twice."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse

from participation.budgets.models import PaperBatch, ParticipatoryBudget

from .election import Marks, Person
from .paper_votes import text_of

PLACE = "Mairie"


def holds_place(client_of: Any, budget: ParticipatoryBudget, holder: Any) -> Client:
    """The screen of the voting place."""
    browser: Client = client_of(holder)
    browser.post(reverse("voting_booth:place"), {"budget": budget.pk, "place": PLACE})
    return browser


def comes(browser: Client, address: str, person: Person, **more: str) -> str:
    """What the screen says of somebody, or of an outer envelope."""
    token = browser.get(address).context["token"]
    sent = {**person.shown, "declares": "on", "token": token, **more}
    return text_of(browser.post(address, sent, follow=True))


def enter_at_place(browser: Client, people: Iterable[Person], **more: str) -> None:
    """Each is given a ballot; the page drawn for one holds the token of the next."""
    address = reverse("voting_booth:index")
    page = browser.get(address)
    for person in people:
        sent = {**person.shown, "declares": "on", "token": page.context["token"], **more}
        page = browser.post(address, sent, follow=True)
        assert "Peut voter" in text_of(page)


def open_envelopes(
    browser: Client, budget: ParticipatoryBudget, people: Iterable[Person], **more: str
) -> list[Person]:
    """Each outer envelope accepted, or set aside unopened: whose those are."""
    address = reverse("voting_booth:envelope", args=[budget.pk])
    doubles = []
    page = browser.get(address)
    for person in people:
        sent = {**person.shown, "declares": "on", "token": page.context["token"], **more}
        page = browser.post(address, sent, follow=True)
        if "mettez l’enveloppe intérieure dans l’urne" in text_of(page):
            continue
        assert "A déjà voté en ligne" in text_of(page)
        again = {**sent, "token": page.context["token"], "action": "set_aside"}
        page = browser.post(address, again, follow=True)
        assert "Mise de côté" in text_of(page)
        doubles.append(person)
    return doubles


def typed(marks: Marks) -> str:
    """A paper as an agent types it."""
    return " ".join(f"{project}:{points}" for project, points in marks.items())


def key_in(browser: Client, batch: PaperBatch, papers: list[Marks]) -> None:
    """One paper after another, then the end of the keying."""
    for number, marks in enumerate(papers, start=1):
        address = reverse("paper_ballots:key_in", args=[batch.pk, number])
        sent = browser.post(address, {"kind": "valid", "typed": typed(marks)})
        assert sent.status_code == 302, sent.context["form"].errors
    browser.post(reverse("paper_ballots:batch", args=[batch.pk]), {"action": "finish"})


def key_in_twice(
    agents: tuple[Client, Client],
    budget: ParticipatoryBudget,
    papers: list[Marks],
    misread: dict[int, Marks],
    **bundle: str,
) -> int:
    """A bundle from opening to signature: how many papers were read differently, and settled."""
    first, second = agents
    opening = reverse("paper_ballots:open", args=[budget.pk])
    opened = first.post(opening, {"place": PLACE, "count": str(len(papers)), **bundle})
    batch = PaperBatch.objects.latest("number")
    here = reverse("paper_ballots:batch", args=[batch.pk])
    assert opened.headers["Location"] == here
    key_in(first, batch, papers)
    key_in(second, batch, [misread.get(n, one) for n, one in enumerate(papers, start=1)])
    differing: list[int] = second.get(here).context["differing"]
    # Whoever signs is not the first to have keyed in, and not before all is settled.
    second.post(here, {"action": "sign"})
    assert (PaperBatch.objects.get(pk=batch.pk).signed_at is None) == bool(differing)
    for number in differing:
        settled = {"kind": "valid", "typed": typed(papers[number - 1]), "note": "Relu à deux"}
        second.post(reverse("paper_ballots:settle", args=[batch.pk, number]), settled)
    second.post(here, {"action": "sign"})
    assert PaperBatch.objects.get(pk=batch.pk).signed_by is not None
    return len(differing)
