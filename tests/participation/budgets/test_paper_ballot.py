"""The ballot to print: on its page and as a PDF, usual and large, for each kind and district."""

from typing import Any

import pytest
from django.core.cache import cache

from participation.budgets import pdf
from participation.budgets.enums import BallotKind, EnvelopeMode
from participation.budgets.queries.rules import latest_version, rules_in_force
from tests.engagements.test_reviews_pages import objects_of
from tests.support.paper_votes import paper_vote, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

needs_pango = pytest.mark.skipif(pdf.engine() is None, reason="Pango is missing")

KINDS = {
    BallotKind.APPROVAL: ({}, "Cochez la case de chaque projet"),
    BallotKind.KNAPSACK: ({}, "coûtent au plus 400 000 €"),
    BallotKind.POINTS: ({"points": 10, "points_each": 6}, "Répartissez 10 points"),
    BallotKind.RANKING: ({"rank_points": "5, 3, 1"}, "Écrivez 1 à côté du projet"),
    BallotKind.GRADES: ({"grades": "Très bien\nBien\nPassable"}, "1. Très bien"),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_of_ballot_says_how_to_vote(client: Any, kind: BallotKind) -> None:
    fields, word = KINDS[kind]
    budget = paper_vote(3, ballot_kind=kind, **fields)

    said = text_of(client.get(f"{budget.url}bulletin/"))

    assert word in said
    for expected in ("Projet 1", "50 000 €", "Jusqu’au 31 mai 2026", "Médiathèque", "par numéro"):
        assert expected in said


def test_large_print_is_one_click_away(client: Any) -> None:
    budget = paper_vote(2)

    usual, large = (client.get(f"{budget.url}bulletin/{query}") for query in ("", "?grande=1"))

    assert "?grande=1" in text_of(usual)
    assert "ballot-page--large" in text_of(large)
    assert "bulletin.pdf?grande=1" in text_of(large) or pdf.engine() is None


def test_each_district_has_its_own_ballot(client: Any) -> None:
    budget = paper_vote(
        4,
        envelope_mode=EnvelopeMode.DISTRICTS,
        districts=[("port", 100_000), ("centre", 50_000)],
    )

    choice = text_of(client.get(f"{budget.url}bulletin/"))
    port = text_of(client.get(f"{budget.url}bulletin/?secteur=port"))

    assert "?secteur=centre" in choice
    assert "Projet 1" in port
    assert "Projet 2" not in port
    assert client.get(f"{budget.url}bulletin/?secteur=nord").status_code == 404
    asked = client.get(f"{budget.url}bulletin.pdf")
    assert asked.headers["Location"] == f"{budget.url}bulletin/"


@needs_pango
@pytest.mark.parametrize("large", [False, True])
def test_the_pdf_is_tagged_and_drawn_once(client: Any, large: bool) -> None:
    budget = paper_vote(3)
    cache.clear()

    made = client.get(f"{budget.url}bulletin.pdf{'?grande=1' if large else ''}")

    assert made.headers["Content-Type"] == "application/pdf"
    said = objects_of(made.content)
    for expected in ("/StructTreeRoot", "/Marked true", "/Lang (fr", "pdfuaid:part", "/TH"):
        assert expected in said, expected
    version, envelope = latest_version(budget), rules_in_force(budget).only_envelope
    assert pdf.ballot_pdf(pdf.BallotPaper(budget, version, envelope, large=large)) == made.content


@pytest.mark.parametrize("address", ["bulletin/", "bulletin.pdf"])
def test_a_vote_without_paper_has_no_ballot_to_print(client: Any, address: str) -> None:
    budget = paper_vote(2, on_paper=False)

    assert client.get(f"{budget.url}{address}").status_code == 404
