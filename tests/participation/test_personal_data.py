"""Personal data in a text: what a moderator must see, and what must not cry wolf."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.personal_data import Spot, SpotKind, marked, spot

AGENTS = ("Marie Durand", "Jean-Pierre Lévy", "Yann Le Goff", "Boulanger")


def _found(text: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in spot(text, names)]


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "06\u00a012\u202f34\u00a056\u202f78",
        "06 . 12 . 34 . 56 . 78",
        "06 12 34.56.78",
        "0612 345 678",
        "0612 34 56 78",
        "06 1234 5678",
        "01 40 20 50 50",
        "+33 6 12 34 56 78",
        "+33612345678",
        "+33 (0)6.12.34.56.78",
        "(+33) 6 12 34 56 78",
        "0033 6 12 34 56 78",
        "0033612345678",
        "+262 692 12 34 56",
    ],
)
def test_phone_numbers_are_spotted_in_all_usual_writings(number: str) -> None:
    assert _found(f"Appelez-moi au {number}, merci.") == [("phone", number)]


@pytest.mark.parametrize(
    "address",
    [
        "jeanne.martin@mairie.example",
        "j+idees@sous.domaine.fr",
        "JEANNE@DOMAINE.FR",
        "hélène@domaine.fr",
        "nom @ domaine.fr",
        "nom (at) domaine . fr",
        "nom[at]domaine.fr",
        "nom [arobase] domaine [point] fr",
        "nom arobase domaine point fr",
        "nom at sous.domaine dot com",
    ],
)
def test_addresses_are_spotted_even_hidden_from_robots(address: str) -> None:
    assert _found(f"Écrire à {address}. Merci.") == [("email", address)]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("iban", "FR7630006000011234567890189"),
        ("iban", "fr76-3000-6000-0112-3456-7890-189"),
        ("iban", "BE68 5390 0754 7034"),
        ("social_security", "2 55 08 14 168 025 38"),
        ("social_security", "255081416802538"),
        ("social_security", "2.55.08.14.168.025"),
        ("social_security", "1 85 05 2A 006 084"),
        ("plate", "AB-123-CD"),
        ("plate", "AB 123 CD"),
    ],
)
def test_numbers_of_persons_are_spotted(kind: str, number: str) -> None:
    assert _found(f"Voici : {number} ; merci") == [(kind, number)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Madame Benali a refusé", "Madame Benali"),
        ("voir Mme DURAND-MOREL demain", "Mme DURAND-MOREL"),
        ("c’est M. Le Goff qui sait", "M. Le Goff"),
        ("avec M. d’Ormesson hier", "M. d’Ormesson"),
        ("Mme de La Tour est venue", "Mme de La Tour"),
        ("merci au Dr J.-P. Roux pour", "Dr J.-P. Roux"),
        ("mme durand ne répond jamais", "mme durand"),
        ("j’ai vu Marie Durand hier", "Marie Durand"),
        ("j’ai vu marie durand hier", "marie durand"),
        ("signé DURAND Marie ce jour", "DURAND Marie"),
        ("l’accueil de Jean Pierre Levy est", "Jean Pierre Levy"),
        ("que JEAN-PIERRE LE\u0301VY explique", "JEAN-PIERRE LE\u0301VY"),
        ("à Le Goff Yann de venir", "Le Goff Yann"),
        ("c’est Boulanger qui décide", "Boulanger"),
    ],
)
def test_names_are_spotted(text: str, name: str) -> None:
    assert _found(text, AGENTS) == [("name", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Madame la Maire, Monsieur Le Maire, Madame l’Adjointe, Monsieur le Directeur",
        "Madame, Monsieur, Bonjour",
        "Mme B. dit que M. X. refuse",
        "le boulanger de la place, un petit martin-pêcheur",
        "17 rue du Docteur Calmette, 3 place de Madame Curie",
        "Le 05.06.2026 14 h 30, du 01/02/2026 au 28/02/2026, 2026-05-04 10:30:00",
        "1 200 000 €, 12,50 €, 0,75 %, 01 200 habitants, 3 000 000",
        "L’engagement 12 et les engagements 01, 02, 03 et 04 ; objectif 06.12",
        "De 2020 à 2026, 380 contributions en 80 réunions",
        "Le numéro vert 0 800 123 456, le 3939, le 15",
        "Code-barres 3017620422003, SIRET 217500016 00019",
        "FR76 3000 6000 0112 3456 7890 188",
        "Rendez-vous @ la salle . Le soir aussi, et @parvis",
        "La ligne M 12 et le bus A",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert _found(text, AGENTS) == []


def test_spots_tell_where_they_stand_and_never_overlap() -> None:
    text = "Mme Durand : 0612345678"

    assert spot(text) == [
        Spot(SpotKind.NAME, 0, 10, "Mme Durand"),
        Spot(SpotKind.PHONE, 13, 23, "0612345678"),
    ]


def test_segments_show_the_text_around_the_spots() -> None:
    text = "Voir a@b.fr !"
    found = spot(text)

    assert marked(text, found) == [("Voir ", None), ("a@b.fr", found[0]), (" !", None)]
    assert marked("", []) == []
    assert marked("rien", []) == [("rien", None)]


@pytest.mark.parametrize(
    "piece",
    [
        *("0", "06 ", "+33", "+33 ", "a", "a.a-", "a@", "a@a.a", "a@a . ", "(at) ", " "),
        *("a (at) a (point) ", "FR76", "FR76 ", "1 85 05 78 ", "M. ", "M. A-", "M. De "),
        *("Jean ", "Jean-Pierre ", "e\u0301", "AB-123-"),
    ],
)
def test_long_hostile_texts_are_read_to_the_end(piece: str) -> None:
    """A pattern that tried again at each step would never come back from these."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000] + "\n0612345678"
    found = spot(text, (*AGENTS, "Jean Jean Jean Jean"))

    assert found[-1].text.endswith("0612345678")
    assert "".join(segment for segment, _ in marked(text, found)) == text


_pieces = st.sampled_from(
    ["06 12 34 56 78", "a@b.fr", "Mme ", "Durand", "Marie", " ", "FR76", "(at)", ". ", "\n", "2A"]
)


@given(st.lists(st.one_of(st.text(max_size=20), _pieces), max_size=20).map("".join))
def test_segments_always_join_to_the_text(text: str) -> None:
    found = spot(text, AGENTS)

    assert "".join(segment for segment, _ in marked(text, found)) == text
    assert [each for _, each in marked(text, found) if each] == found
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))


@given(st.lists(st.text(), max_size=5), st.text())
def test_any_names_may_be_looked_for(names: list[str], text: str) -> None:
    assert all(each.text for each in spot(text, names))
