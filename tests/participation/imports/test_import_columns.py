"""How headings and cells are understood, and what is said of those that are not."""

from datetime import datetime
from typing import Any

import pytest

from participation.import_columns import (
    BY_NAME,
    COLUMNS,
    Unreadable,
    guess,
    key,
    read_choice,
    read_moment,
    read_number,
    read_numbers,
    read_wishes,
    unique_headings,
)
from tests.support import clock

ALL = tuple(BY_NAME)


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["N°", "Idée"], {"number": "N°", "title": "Idée"}),
        (["NUMÉRO", "Intitulé ", "Détail"], {
            "number": "NUMÉRO", "title": "Intitulé ", "text": "Détail",
        }),
        (["number", "title", "text", "district"], {
            "number": "number", "title": "title", "text": "text", "neighbourhood": "district",
        }),
        (["Titre", "Date", "Date de réponse"], {
            "title": "Titre", "submitted_on": "Date", "answered_on": "Date de réponse",
        }),
        (["Courriel", "Titre"], {"title": "Titre"}),
        (["Colonne A"], {}),
    ],
)  # fmt: skip
def test_headings_are_guessed(headings: list[str], found: dict[str, str]) -> None:
    assert guess(headings, ALL) == found


def test_nothing_is_guessed_that_may_not_be_imported() -> None:
    assert guess(["Titre", "Thème"], ("title",)) == {"title": "Titre"}


def test_no_heading_means_two_things() -> None:
    words = [(word, column.name) for column in COLUMNS for word in column.headings]
    assert len(words) == len({word for word, _ in words})
    assert [word for word, _ in words if key(word) != word] == []


def test_headings_that_repeat_or_lack_get_a_name() -> None:
    assert unique_headings(["Nom", "", "Nom", "Nom"]) == ["Nom", "Colonne 2", "Nom (2)", "Nom (3)"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("n° 12", 12), ("N°034", 34), ("5,0", 5), ("2147483647", 2**31 - 1)],
)
def test_numbers_are_read(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["0", "-3", "douze", "1.5", "2147483648", "99999999999", "1 2", "１２x"]
)
def test_what_is_no_number_is_told(text: str) -> None:
    with pytest.raises(Unreadable, match="nombre entier"):
        read_number(text)


def test_numbers_of_commitments_are_read_in_any_list() -> None:
    assert read_numbers("12, 3 et n° 20;3") == [3, 12, 20]
    with pytest.raises(Unreadable):
        read_numbers("aucun")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-03", (2026, 2, 3, 12, 0)),
        ("3/2/26", (2026, 2, 3, 12, 0)),
        ("03.02.2026 9h05", (2026, 2, 3, 9, 5)),
        ("03/02/2026 09:05:59", (2026, 2, 3, 9, 5)),
        ("3 février 2026", (2026, 2, 3, 12, 0)),
        ("1er août 2025", (2025, 8, 1, 12, 0)),
        ("2026-02-03T18:30:00", (2026, 2, 3, 18, 30)),
        ("2026-02-03T17:30:00+00:00", (2026, 2, 3, 18, 30)),
        ("2026-05-11", (2026, 5, 11, 12, 0)),
    ],
)
def test_days_are_read(text: str, moment: Any) -> None:
    assert read_moment(text, clock.NOW) == datetime(*moment, tzinfo=clock.PARIS)


@pytest.mark.parametrize(
    "text",
    [
        "demain",
        "31/02/2026",
        "2026-13-01",
        "12/05/2026",
        "45321",
        "0001-01-01",
        "99/99/9999",
        "3 brumaire 2026",
    ],
)
def test_what_is_no_day_of_the_past_is_told(text: str) -> None:
    with pytest.raises(Unreadable, match="date"):
        read_moment(text, clock.NOW)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("channel", "En réunion", "meeting"),
        ("channel", "PAPIER", "paper"),
        ("standing", "Habitante", "resident"),
        ("standing", "agent", "agent"),
        ("verdict", "Non retenue", "declined"),
        ("verdict", "Déjà en place", "already_done"),
        ("verdict", "retained", "retained"),
    ],
)
def test_choices_are_read_in_both_languages(kind: str, text: str, value: str) -> None:
    assert read_choice(kind, text) == value


def test_an_unknown_choice_is_answered_with_those_that_exist() -> None:
    with pytest.raises(Unreadable, match="Sur papier"):
        read_choice("channel", "pigeon voyageur")


def test_wishes_are_read_as_a_list() -> None:
    assert read_wishes("Commentaire; information|suivi") == ["comment", "follow_up", "information"]
    with pytest.raises(Unreadable, match="télépathie"):
        read_wishes("information; télépathie")
