"""Importing by the admin's own forms, from the call's edit screen to the undoing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from participation import actions
from participation.enums import ImportState, Moderation
from participation.ideas.models import Idea
from participation.models import Contribution, ContributionImport
from participation.queries.imports import note_sign_of_life
from tests.factories.imports import checked_import, csv_of, done_import, received_import
from tests.factories.participation import IdeaConsultationFactory
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


@pytest.fixture
def desk(client_of: Any, officer: Any) -> Any:
    """The browser of an officer of participation."""
    return client_of(officer)


def upload(desk: Any, call: Any, content: bytes, name: str = "idees.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("calls:imports", args=[call.pk]), {"file": file})


def answers(imported: ContributionImport, **changed: Any) -> dict[str, Any]:
    """What the form of columns holds when it is opened, with these changes."""
    columns = {f"column_{name}": heading for name, heading in imported.mapping.items()}
    return {
        "action": "check",
        "moderation": "pending",
        "channel": "paper",
        "received_on": "2026-04-02",
        "unknown_theme": "refuse",
        "unknown_neighbourhood": "refuse",
        **columns,
        **changed,
    }


def test_three_hundred_and_eighty_ideas_from_the_file_to_the_undoing(desk: Any) -> None:
    call = IdeaConsultationFactory.create()
    rows = (f"{n};Idée {n};Un texte;Thème {n % 5}" for n in range(1, 381))
    sent = upload(desk, call, csv_of("N°;Titre;Texte;Thème", *rows))
    imported = ContributionImport.objects.get()
    address = reverse("calls:import", args=[imported.pk])
    assert sent.headers["Location"] == address
    page = desk.get(address).content.decode()
    assert '<option value="Titre" selected>' in page
    assert "Idée 1" in page
    desk.post(address, answers(imported, unknown_theme="create", moderation="published"))
    waiting = desk.get(address)
    assert waiting.headers["Refresh"] == "3"
    assert "<progress" in waiting.content.decode()
    assert "Refresh" not in desk.get(f"{address}?calme=1").headers
    call_command("run_imports")
    report = desk.get(address).content.decode()
    assert "380 lignes ont été lues" in report
    assert "Importer 380 contributions" in report
    assert "Thème 4" in report
    desk.post(address, {"action": "import"})
    call_command("run_imports")
    assert "380 contributions ont été importées" in desk.get(address).content.decode()
    assert Idea.objects.filter(moderation=Moderation.PUBLISHED, author=None).count() == 380
    refused = desk.post(address, {"action": "undo", "reason": "non"}).content.decode()
    assert "dix caractères" in refused
    desk.post(address, {"action": "undo", "reason": "Le fichier était un brouillon"})
    assert not Contribution.objects.published().exists()
    assert "Le fichier était un brouillon" in desk.get(address).content.decode()


def test_faults_are_shown_and_sent_as_a_file(desk: Any) -> None:
    rows = csv_of("N°;Titre;Date", "1;A;01/02/2026", "2;=cmd|x;jamais", "1;C;02/02/2026")
    imported = checked_import(rows)
    address = reverse("calls:import", args=[imported.pk])
    page = desk.get(address).content.decode()
    assert "Importer la 1 ligne correcte" in page
    assert "2 comportent une erreur" in page
    sent = desk.get(reverse("calls:faults", args=[imported.pk]))
    lines = sent.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[:4] for line in lines[1:]] == [
        ["2", "'=cmd|x", "jamais", "3"], ["1", "C", "02/02/2026", "4"],
    ]  # fmt: skip
    desk.post(address, {"action": "import"})
    call_command("run_imports")
    assert not Idea.objects.exists(), "faults are mended or left out by a word, never by the way"
    desk.post(address, {"action": "skip"})
    call_command("run_imports")
    assert [idea.title for idea in Idea.objects.all()] == ["A"]


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "idees.csv", "vide"),
        (b"\n \n", "idees.csv", "vide"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "idees.csv", "pas un tableau"),
        (b"PK\x03\x04 not a workbook", "idees.xlsx", "abîmé"),
        (b'{"titre": "A"}', "idees.json", "pas un tableau"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "idees.xls", "ancien format"),
        (b"Titre\n" + b"x" * 100_001, "idees.csv", None),
    ],
)
def test_a_file_that_is_no_table_is_told(
    desk: Any, content: bytes, name: str, word: str | None
) -> None:
    call = IdeaConsultationFactory.create()
    response = upload(desk, call, content, name)
    if word is None:  # Seen by the worker, when it reads so far.
        imported = ContributionImport.objects.get()
        address = reverse("calls:import", args=[imported.pk])
        assert desk.get(address).status_code == 200
        desk.post(address, answers(imported))
        call_command("run_imports")
        assert "Une cellule est trop longue" in desk.get(address).content.decode()
        return
    assert word in response.content.decode()
    assert not ContributionImport.objects.exists()


def test_titles_need_their_column(desk: Any) -> None:
    imported = received_import(csv_of("Colonne A;Colonne B", "Planter;Des arbres"))
    address = reverse("calls:import", args=[imported.pk])
    page = desk.post(address, answers(imported)).content.decode()
    assert "Dites quelle colonne contient les titres" in page
    twice = answers(imported, column_title="Colonne A", column_text="Colonne A")
    assert "choisissez chaque colonne une seule fois" in desk.post(address, twice).content.decode()
    imported.refresh_from_db()
    assert imported.state == ImportState.DRAFT
    desk.post(address, answers(imported, column_title="Colonne A", column_text="Colonne B"))
    imported.refresh_from_db()
    assert (imported.state, imported.mapping) == (
        ImportState.CHECKING, {"title": "Colonne A", "text": "Colonne B"},
    )  # fmt: skip


def test_answers_come_with_published_ideas_only(desk: Any) -> None:
    imported = received_import(csv_of("Titre;Décision;Réponse", "A;retenue;Oui"))
    page = desk.post(reverse("calls:import", args=[imported.pk]), answers(imported))
    assert "seul ce qui est publié en a une" in page.content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"column_title": "Ailleurs"},
        {"moderation": "staged"},
        {"channel": "pigeon"},
        {"received_on": "2030-01-01"},
        {"unknown_theme": "peut-être"},
    ],
)
def test_forged_choices_change_nothing(desk: Any, forged: dict[str, str]) -> None:
    imported = received_import(csv_of("Titre", "A"))
    desk.post(reverse("calls:import", args=[imported.pk]), answers(imported, **forged))
    imported.refresh_from_db()
    assert imported.state == ImportState.DRAFT


def test_a_silent_worker_is_told(desk: Any) -> None:
    imported = received_import(csv_of("Titre", "A"))
    address = reverse("calls:import", args=[imported.pk])
    desk.post(address, answers(imported))
    said = "n’a pas donné signe de vie"
    assert said in desk.get(address).content.decode()
    note_sign_of_life(timezone.now() - timedelta(seconds=119))
    assert said not in desk.get(address).content.decode()
    note_sign_of_life(timezone.now() - timedelta(seconds=121))
    assert said in desk.get(address).content.decode()
    cache.clear()


def test_stopping_is_one_button(desk: Any) -> None:
    imported = received_import(csv_of("Titre", "A"))
    address = reverse("calls:import", args=[imported.pk])
    desk.post(address, answers(imported))
    desk.post(address, {"action": "stop"})
    imported.refresh_from_db()
    assert imported.state == ImportState.DRAFT


def test_what_grew_is_listed_before_undoing(desk: Any) -> None:
    imported = done_import(csv_of("Titre", "A", "B"), moderation="published")
    idea = Contribution.objects.get(title="B")
    supporter = actions.supporter_of(at=clock.NOW, email="voisine@example.org")
    actions.support_contribution(contribution=idea, supporter=supporter, at=clock.NOW, user=None)
    address = reverse("calls:import", args=[imported.pk])
    page = desk.get(address).content.decode()
    assert "1 soutien" in page
    assert f"n°\xa0{idea.number}" in page
    asked = {"action": "undo", "reason": "Le mauvais fichier"}
    assert "confirmez que cela disparaît" in desk.post(address, asked).content.decode()
    assert Contribution.objects.published().count() == 2
    desk.post(address, {**asked, "despite_growth": "on"})
    assert not Contribution.objects.published().exists()


def test_an_erased_file_is_told(desk: Any) -> None:
    imported = received_import(csv_of("Titre", "A"))
    ContributionImport.objects.update(file="")
    page = desk.get(reverse("calls:import", args=[imported.pk])).content.decode()
    assert "effacé après trente jours" in page


@pytest.mark.parametrize("role", ["moderator", "pilot", "communications", "agent", "resident"])
def test_only_those_who_may_import_do(
    role: str, request: pytest.FixtureRequest, client_of: Any
) -> None:
    imported = received_import(csv_of("Titre", "A"))
    browser = client_of(request.getfixturevalue(role))
    for name, key in (("imports", imported.activity_id), ("import", imported.pk)):
        assert browser.get(reverse(f"calls:{name}", args=[key])).status_code in {302, 403}
    assert browser.post(
        reverse("calls:import", args=[imported.pk]), answers(imported)
    ).status_code in {302, 403}
    imported.refresh_from_db()
    assert imported.state == ImportState.DRAFT


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_imports_costs_the_same(
    desk: Any, count: int, django_assert_num_queries: Any
) -> None:
    call = IdeaConsultationFactory.create()
    for _ in range(count):
        received_import(csv_of("Titre", "A"), call)
    address = reverse("calls:imports", args=[call.pk])
    desk.get(address)
    with django_assert_num_queries(14):
        desk.get(address)
