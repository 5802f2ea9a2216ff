"""A bundle of forty papers over the real pages: five read differently, settled, signed off."""

from collections import Counter
from typing import Any

import pytest
from django.urls import reverse

from participation.budgets import ballot_box
from participation.budgets.models import BallotBox, PaperBatch, PaperReading, SealedBallot
from portal.security.models import SecurityEvent
from tests.support.paper_votes import KEY, paper_vote, staff, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

COUNT = 12
# What each paper says: numbers typed, or its kind with the reason.
PAPERS: dict[int, dict[str, str]] = {
    number: {"kind": "valid", "typed": f"{number} {number % 12 + 1}"} for number in range(1, 11)
}
PAPERS[11] = {"kind": "blank"}
PAPERS[12] = {"kind": "void", "note": "Signé"}
# What the second person misread: another number, one lacking, another kind, another kind again.
MISREAD = {
    2: {"kind": "valid", "typed": "2 4"},
    5: {"kind": "valid", "typed": "5"},
    7: {"kind": "blank"},
    11: {"kind": "void", "note": "Illisible"},
    12: {"kind": "valid", "typed": "12"},
}


def page(name: str, *holes: int) -> str:
    return reverse(f"paper_ballots:{name}", args=holes)


def key_in(browser: Any, batch: PaperBatch, papers: dict[int, dict[str, str]]) -> None:
    """One paper after another, as the page leads on."""
    address = page("key_in", batch.pk, 1)
    for number, typed in papers.items():
        assert address == page("key_in", batch.pk, number)
        shown = browser.get(address)
        assert shown.context["position"] == number
        sent = browser.post(address, typed)
        assert sent.status_code == 302, sent.context["form"].errors
        address = sent.headers["Location"]
    assert address == page("batch", batch.pk)
    browser.post(address, {"action": "finish"})


@pytest.fixture
def batch(client_of: Any) -> PaperBatch:
    """A bundle opened at the desk."""
    budget = paper_vote()
    browser = client_of(staff(KEY))
    opening = page("open", budget.pk)
    assert browser.post(opening, {"channel": "booth", "place": "Mairie", "count": "201"}).context
    browser.post(opening, {"channel": "booth", "place": "Mairie", "count": str(COUNT)})
    return PaperBatch.objects.get()


def test_five_papers_read_differently_are_settled_and_signed(
    client_of: Any, batch: PaperBatch
) -> None:
    first, second, third = (
        client_of(staff(KEY, display_name=name)) for name in ("Aïcha", "Bruno", "Chloé")
    )
    here = page("batch", batch.pk)
    key_in(first, batch, PAPERS)

    # The first one neither keys in again nor reads what was keyed in.
    assert "La seconde saisie revient à une autre personne" in text_of(first.get(here))
    assert first.get(page("key_in", batch.pk, 1)).headers["Location"] == here

    key_in(second, batch, {**PAPERS, **MISREAD})

    listed = second.get(here)
    assert listed.context["differing"] == sorted(MISREAD)
    compared = SecurityEvent.objects.get(event="budgets.papers.compared")
    assert compared.details["differences"] == 5
    # Only those who keyed in see which papers differ; nobody sees what they read.
    assert third.get(here).context["differing"] == []
    assert third.get(page("settle", batch.pk, 2)).headers["Location"] == here
    for browser in (first, second):
        settle = text_of(browser.get(page("settle", batch.pk, 2)))
        assert 'value="2 4"' not in settle
        assert 'value="2 3"' not in settle

    settle_all(second, batch)
    assert PaperReading.objects.filter(turn=3).count() == 5
    assert SecurityEvent.objects.filter(event="budgets.papers.resolved").count() == 5
    assert first.post(here, {"action": "sign"}, follow=True).status_code == 200
    assert SealedBallot.objects.count() == 0
    third.post(here, {"action": "sign"})

    assert_box_says_what_papers_say()
    signed = text_of(first.get(here))
    assert "Ses bulletins sont dans l’urne" in signed


def settle_all(browser: Any, batch: PaperBatch) -> None:
    """Settles each paper read differently; without a note, none is."""
    for number in MISREAD:
        address = page("settle", batch.pk, number)
        without = browser.post(address, {**PAPERS[number], "note": ""})
        assert without.context["form"].errors["note"]
        browser.post(address, {**PAPERS[number], "note": "Relu à deux avec Aïcha"})


def assert_box_says_what_papers_say() -> None:
    """Each paper once, as it is written, whatever the keyings were."""
    box = BallotBox.objects.get()
    put = Counter(
        (one.kind, ballot_box.open_sealed(box, one.sealed)) for one in SealedBallot.objects.all()
    )
    expected = Counter(
        ("valid", tuple((str(one), 1) for one in sorted((number, number % 12 + 1))))
        for number in range(1, 11)
    )
    expected.update([("blank", ()), ("void", ())])
    assert put == expected


def test_what_is_typed_is_read_back_and_corrected(client_of: Any, batch: PaperBatch) -> None:
    browser = client_of(staff(KEY))
    browser.post(page("key_in", batch.pk, 1), {"kind": "valid", "typed": "12, 3"})

    following = text_of(browser.get(page("key_in", batch.pk, 2)))
    corrected = text_of(browser.get(page("key_in", batch.pk, 1)))

    assert "3. Projet 3" in following
    assert 'value="3 12"' in corrected


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"kind": "valid", "typed": "trois"}, "séparés par une espace"),
        ({"kind": "valid", "typed": ""}, "Il est blanc"),
        ({"kind": "valid", "typed": "1 2 3 4 5 6"}, "il est nul"),
        ({"kind": "valid", "typed": "3 99"}, "il est nul"),
        ({"kind": "void"}, "pourquoi ce bulletin est nul"),
        ({"kind": "blank", "typed": "3"}, "retirez-les"),
    ],
)
def test_the_page_says_what_a_paper_cannot_say(
    client_of: Any, batch: PaperBatch, typed: dict[str, str], word: str
) -> None:
    browser = client_of(staff(KEY))

    said = text_of(browser.post(page("key_in", batch.pk, 1), typed))

    assert word in said
    assert PaperReading.objects.count() == 0


def test_others_read_nothing_of_a_batch(client_of: Any, batch: PaperBatch) -> None:
    first, other = client_of(staff(KEY)), client_of(staff(KEY, "conduct_budget"))
    first.post(page("key_in", batch.pk, 1), {"kind": "valid", "typed": "3 12"})

    for name, holes in (
        ("budget", [batch.budget_id]),
        ("batch", [batch.pk]),
    ):
        said = text_of(other.get(page(name, *holes)))
        assert "Projet 3" not in said
        assert "3 12" not in said
    assert other.get(page("key_in", batch.pk, 1)).status_code == 302
