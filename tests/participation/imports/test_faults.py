"""Files that are wrong: each fault is told with its line, its column and what to do."""

from typing import Any

import pytest

from participation.enums import ImportState
from participation.models import Contribution
from participation.queries.imports import LineReader
from tests.factories.engagements import CommitmentFactory
from tests.factories.imports import checked_import, csv_of, done_import
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]
ANSWERED = "Titre;Décision;Réponse;Date de réponse;Engagements;Date"


@pytest.mark.parametrize(
    ("headings", "line", "column", "word"),
    [
        ("Titre;Texte", ";Sans titre", "Titre", "titre"),
        ("Titre", "x" * 251, "Titre", "250"),
        ("Titre;Texte", "A;" + "x" * 20_001, "Texte", "20"),
        ("Titre;Texte", "x" * 10_000 + ";B", "Titre", "10"),
        ("N°;Titre", "zéro;A", "N°", "nombre"),
        ("Titre;Date", "A;31/02/2026", "Date", "date"),
        ("Titre;Date", "A;12/05/2026", "Date", "passé"),
        ("Titre;Voie", "A;pigeon", "Voie", "pigeon"),
        ("Titre;Service concerné", "A;Atlantide", "Service concerné", "Atlantide"),
        ("Titre;Signature", "A;" + "y" * 81, "Signature", "80"),
        (ANSWERED, "A;retenue;;01/05/2026;;", "Réponse", "motif"),
        (ANSWERED, "A;retenue;Oui;;;", "Date de réponse", "jour"),
        (ANSWERED, "A;;Oui;;;", "Réponse", "décision"),
        (ANSWERED, "A;retenue;Oui;01/05/2026;99;", "Engagements", "99"),
        (ANSWERED, "A;retenue;Oui;01/05/2026;;02/05/2026", "Date de réponse", "deux dates"),
    ],
)
def test_a_fault_says_where_and_what_to_do(
    headings: str, line: str, column: str, word: str
) -> None:
    CommitmentFactory.create(number=3)
    imported = checked_import(csv_of(headings, line, "Bonne ligne" if ";" not in headings else ""))
    [fault] = imported.errors
    assert (fault["line"], fault["column"]) == (2, column)
    assert word in fault["message"], fault["message"]
    assert not Contribution.objects.exists()


def test_numbers_given_twice_or_taken_are_told() -> None:
    call = IdeaConsultationFactory.create()
    make_idea(call)
    imported = checked_import(csv_of("N°;Titre", "1;A", "5;B", "5;C"), call)
    assert [(f["line"], f["message"][:16]) for f in imported.errors] == [
        (2, "Le n°\xa01 est déjà"), (4, "Le n°\xa05 figure d"),
    ]  # fmt: skip


def test_a_line_with_more_cells_than_headings_is_told() -> None:
    imported = checked_import(csv_of("Titre;Texte", "A;B;C"))
    assert "guillemets" in imported.errors[0]["message"]


def test_only_the_first_faults_are_kept_and_all_are_counted() -> None:
    imported = checked_import(csv_of("Titre;Date", *(f"A{n};jamais" for n in range(1203))))
    assert (len(imported.errors), imported.error_count, imported.faulty_rows) == (500, 1203, 1203)
    assert imported.errors[-1]["line"] == 501


def test_a_file_of_headings_only_is_told() -> None:
    imported = checked_import(csv_of("Titre;Texte"))
    assert imported.state == ImportState.FAILED
    assert "aucune ligne" in imported.errors[0]["message"]


@pytest.mark.parametrize(
    "content",
    [
        "Titre;Texte\nÉcole;Été à l’ombre".encode("cp1252"),
        "Titre;Texte\nÉcole;Été à l’ombre".encode("utf-16"),
        "Titre,Texte\nÉcole,Été à l’ombre".encode(),
        "Titre\tTexte\nÉcole\tÉté à l’ombre".encode("utf-8-sig"),
    ],
)
def test_usual_encodings_and_separators_are_read(content: bytes) -> None:
    done_import(content)
    idea = Contribution.objects.get()
    assert (idea.title, idea.text) == ("École", "Été à l’ombre")


def test_controls_and_markup_are_harmless() -> None:
    done_import(csv_of("Titre;Texte", "=cmd|' /C calc'!A0;<script>alert(1)</script>\u202e\x00 fin"))
    idea = Contribution.objects.get()
    assert idea.title == "=cmd|' /C calc'!A0"
    assert idea.text == "<script>alert(1)</script> fin"


def test_lists_are_read_by_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    imported = checked_import(csv_of("N°;Titre", "1;A"))
    reader = LineReader(imported, ["N°", "Titre"], clock.NOW)
    for count in (1, 3):
        lines = [(n, [str(n * 10 + count), "A"]) for n in range(count)]
        with django_assert_num_queries(1):
            reader.read(lines)
