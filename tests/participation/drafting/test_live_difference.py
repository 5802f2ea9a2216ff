"""The difference shown while somebody writes: a piece of page, made by the code of the form."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from participation.drafting.models import TextAmendment
from participation.drafting.rules.differences import WordCount, counted, runs
from participation.drafting.rules.moments import PROPOSED_MAXIMUM
from tests.factories.drafting import DraftingFactory, paragraph_of, words_of
from tests.support import clock
from tests.support.html import form_data, main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def address_of(drafting: Any, what: str = "modifier") -> str:
    return f"{drafting.url}paragraphes/{paragraph_of(drafting).key}/{what}/"


def fetched(client: Any, address: str, **typed: str) -> Any:
    return client.post(address, typed, headers={"X-Requested-With": "difference"})


def test_the_piece_of_page_says_what_the_button_shows(client: Any) -> None:
    drafting = DraftingFactory.create()
    address, words = address_of(drafting), words_of(drafting)
    changed = words.replace("le samedi", "le <samedi> et le dimanche")

    piece = fetched(client, address, proposed=changed)

    assert piece.status_code == 200
    shown = BeautifulSoup(piece.content, "html.parser")
    assert plain(shown.select_one("[data-difference-said]")) == "3 mots ajoutés, 0 retiré."
    form = client.get(address)
    looked = client.post(address, form_data(form, proposed=changed, voir="oui"))
    assert str(shown.select_one(".difference")) == str(
        main_of(looked).select_one("#difference .difference")
    )
    assert "<!doctype" not in piece.content.decode().lower()
    assert "no-store" in piece["Cache-Control"]
    assert not TextAmendment.objects.exists()


def test_nothing_changed_is_said_and_the_form_begins_so(client: Any) -> None:
    drafting = DraftingFactory.create()
    address = address_of(drafting)
    begun = plain(main_of(client.get(address)).select_one("[data-difference]"))
    assert begun.startswith("Rien ne change encore")
    again = fetched(client, address, proposed=words_of(drafting).replace("\n", "\r\n"))
    assert "Rien ne change encore" in again.content.decode()


def test_only_a_changed_paragraph_has_it(client: Any) -> None:
    drafting = DraftingFactory.create()
    for what in ("ajouter", "supprimer", "commenter"):
        page = client.get(address_of(drafting, what))
        assert page.status_code == 200, what
        assert not main_of(page).select("[data-difference]")


def test_what_is_too_long_or_too_often_is_refused(client: Any, settings: Any) -> None:
    address = address_of(DraftingFactory.create())
    assert fetched(client, address, proposed="x" * (PROPOSED_MAXIMUM + 1)).status_code == 413
    settings.DIFFERENCE_LIMIT = 1
    # One was asked above: from the same connection there is none left.
    assert fetched(client, address, proposed="Autre chose.").status_code == 429


def test_a_text_that_is_closed_gives_no_difference(client: Any) -> None:
    drafting = DraftingFactory.create(closes_at=clock.days(-1))
    address = address_of(drafting)
    assert fetched(client, address, proposed="Autre chose.").status_code == 403


def test_words_are_counted_not_spaces_nor_signs() -> None:
    assert counted(runs("L’été, ici.", "L’été\u202f; là-bas.")) == WordCount(added=2, removed=1)
    assert counted(runs("9\u00a0h", "9 h")) == WordCount(added=0, removed=0)
    assert counted(runs("", "« Oui » !")) == WordCount(added=1, removed=0)
