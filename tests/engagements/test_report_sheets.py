"""The spreadsheet of reports: out, filled in, checked line by line, kept; never published."""

import io
import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from engagements import sheet_columns as sheet
from engagements.enums import CommitmentStatus, DatePrecision, DraftState
from engagements.forms.sheets import LinesForm
from engagements.models import CommitmentUpdate, UpdateDraft
from engagements.queries.reporting import stamp
from engagements.queries.sheets import SheetReader, lines_out
from portal.accounts.enums import Role
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory
from tests.factories.drafts import (
    DraftEvidenceFactory,
    DraftFactory,
    IndicatorFactory,
    MilestoneFactory,
    open_review,
)
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    join,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
NOW = datetime(2026, 5, 11, 9, tzinfo=UTC)
SHEET, IMPORT = "engagements_reports_modeladmin_sheet", "engagements_reports_modeladmin_import"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def department():
    return DepartmentFactory(name="Direction des achats")


@pytest.fixture
def commitment(department):
    return CommitmentFactory(number=17, wording="Acheter durable", lead_department=department)


@pytest.fixture
def person(department):
    made = StaffFactory(role=Role.PILOTS)
    join(department, made)
    return made


@pytest.fixture
def pilot(person, client_of):
    return client_of(person)


def rows_of(response):
    sheet_read = load_workbook(io.BytesIO(response.content)).active
    return [[cell or "" for cell in row] for row in sheet_read.iter_rows(values_only=True)]


def out(pilot, **query):
    """The spreadsheet as its lines, each a dict by the name of its columns."""
    _headings, *rows = rows_of(pilot.get(reverse(SHEET), query))
    return [dict(zip(sheet.COLUMNS, row, strict=True)) for row in rows]


def workbook(*lines, headings=None):
    """An XLSX file that holds these lines."""
    book = Workbook()
    page = book.active
    page.append(sheet.headings() if headings is None else headings)
    for line in lines:
        page.append([line[name] for name in sheet.COLUMNS] if isinstance(line, dict) else line)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("suivis.xlsx", file.getvalue())


def check(pilot, *lines, fate="keep"):
    return pilot.post(reverse(IMPORT), {"file": workbook(*lines), "fate": fate})


def confirm(pilot, checked):
    form = checked.context["lines"]
    return pilot.post(reverse(IMPORT), {**form.initial, "action": "confirm"})


def faults(response):
    return [
        (line.line, fault.column, fault.message)
        for line in response.context["faulty"]
        for fault in line.faults
    ]


def test_the_spreadsheet_holds_one_line_for_each_of_ones_commitments(pilot, commitment):
    IndicatorFactory(commitment=commitment, label="Part des achats")
    CommitmentFactory(number=18)

    [line] = out(pilot)

    assert line == {
        **dict.fromkeys(sheet.COLUMNS, ""),
        "number": "17",
        "wording": "Acheter durable",
        "status": "État non renseigné",
        "figures": "Part des achats =",
        "author_function": "Direction des achats",
    }


def test_what_is_in_preparation_is_written_already(pilot, commitment):
    indicator = IndicatorFactory(commitment=commitment, label="Part")
    draft = DraftFactory(
        commitment=commitment,
        measures={str(indicator.pk): "62.5"},
        due_on=date(2027, 3, 1),
        due_precision=DatePrecision.MONTH,
    )
    DraftEvidenceFactory(draft=draft, label="Le bail", url="https://example.org/bail")

    [line] = out(pilot)

    assert (line["text"], line["reported_on"], line["due_on"], line["figures"]) == (
        "Le marché est signé.",
        "04/05/2026",
        "03/2027",
        "Part = 62,5",
    )
    assert (line["evidence_url"], line["version"]) == ("https://example.org/bail", stamp(draft))


def test_only_the_reports_expected_or_of_one_department(client_of, commitment, department):
    open_review()
    CommitmentUpdateFactory(commitment=commitment, reported_on=date(2026, 3, 2))
    CommitmentFactory(number=18)
    everybody = client_of(StaffFactory(role=Role.COMMUNICATIONS))

    assert [line["number"] for line in out(everybody)] == ["17", "18"]
    assert [line["number"] for line in out(everybody, report="due")] == ["18"]
    assert [line["number"] for line in out(everybody, department=department.pk)] == ["17"]
    assert [line["number"] for line in out(everybody, department="abc")] == ["17", "18"]


def test_lines_are_read_in_a_constant_number_of_queries(
    person, department, django_assert_num_queries
):
    def one_more():
        one = CommitmentFactory(lead_department=department)
        IndicatorFactory(commitment=one)
        DraftEvidenceFactory(draft__commitment=one)

    one_more()
    lines_out(person, NOW, only_due=False, department=None)  # Rights are read once.
    for _ in range(2):
        with django_assert_num_queries(7):
            rows = lines_out(person, NOW, only_due=False, department=None)
        one_more()
    places = {name: place for place, name in enumerate(sheet.COLUMNS)}
    filled = [[*row[:4], "Fait.", *row[5:]] for row in rows]
    for count in (1, len(filled)):
        with django_assert_num_queries(8):
            reader = SheetReader(person, NOW, is_sent=True)
            reader.read(places, list(enumerate(filled[:count], 2)))


def test_a_line_left_as_it_is_counts_for_nothing(pilot, commitment):
    DraftFactory(commitment=CommitmentFactory(lead_department=commitment.lead_department))

    response = check(pilot, *out(pilot))

    assert (response.context["good"], response.context["faulty"]) == ([], [])
    assert response.context["left"] == 2
    assert response.context["lines"] is None


def test_checking_writes_nothing_and_confirming_keeps_drafts(pilot, commitment):
    indicator = IndicatorFactory(commitment=commitment, label="Part")
    [line] = out(pilot)
    line |= {
        "status": "en cours",
        "text": "Le marché est signé.",
        "reported_on": datetime(2026, 5, 4),
        "due_on": "03/2027",
        "figures": "Part = 62,5",
        "evidence_url": "https://example.org/bail",
    }

    checked = check(pilot, line)

    assert [one.number for one in checked.context["good"]] == [17]
    assert not UpdateDraft.objects.exists()
    assert confirm(pilot, checked).status_code == 302
    draft = UpdateDraft.objects.get()
    assert (draft.state, draft.status, draft.text) == (
        DraftState.DRAFT,
        CommitmentStatus.UNDER_WAY,
        "Le marché est signé.",
    )
    assert (draft.reported_on, draft.due_on, draft.due_precision) == (
        date(2026, 5, 4),
        date(2027, 3, 1),
        DatePrecision.MONTH,
    )
    assert draft.measures == {str(indicator.pk): "62.5"}
    assert draft.evidence.get().label == "https://example.org/bail"
    assert not CommitmentUpdate.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_sent_at_once_they_wait_for_approval_and_one_mail_tells_it(pilot, commitment, department):
    officer = StaffFactory(role=Role.COMMUNICATIONS)
    CommitmentFactory(number=18, lead_department=department)
    lines = [{**line, "status": "Réalisé", "text": "Fait."} for line in out(pilot)]

    confirm(pilot, check(pilot, *lines, fate="send"))

    assert {draft.state for draft in UpdateDraft.objects.all()} == {DraftState.SUBMITTED}
    assert not CommitmentUpdate.objects.exists()
    told = OutgoingMail.objects.get(kind="drafts_sent")
    assert (told.to, told.subject) == (officer.email, "2 points d’étape attendent votre accord")


def test_what_a_draft_held_besides_stays(pilot, commitment):
    step = MilestoneFactory(commitment=commitment)
    draft = DraftFactory(commitment=commitment)
    draft.milestones.add(step)
    DraftEvidenceFactory(draft=draft, kind="deliberation", url="", deliberation_number="12")
    [line] = out(pilot)

    confirm(pilot, check(pilot, {**line, "text": "Autre."}))

    draft.refresh_from_db()
    assert draft.text == "Autre."
    assert list(draft.milestones.all()) == [step]
    assert draft.evidence.get().deliberation_number == "12"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"number": "x"}, "number", "Écrivez le numéro de l’engagement."),
        ({"number": "99"}, "number", "Aucun engagement ne porte ce numéro."),
        ({"number": "18"}, "number", "Un autre service suit cet engagement"),
        ({"status": "presque"}, "status", "Écrivez l’un de ces mots"),
        ({"reported_on": "hier"}, "reported_on", "Écrivez un jour"),
        ({"reported_on": "31/02/2026"}, "reported_on", "n’existe pas"),
        ({"reported_on": "12/05/2026"}, "reported_on", "ne peut pas être"),
        ({"due_on": "bientôt"}, "due_on", "Écrivez une date"),
        ({"due_on": "2020"}, "due_on", "échéance"),
        ({"figures": "Autre = 3"}, "figures", "Part"),
        ({"figures": "Part = beaucoup"}, "figures", "n’est pas un chiffre"),
        ({"figures": "Part = 1,2345"}, "figures", "trois décimales"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url", "Écrivez une adresse entière"),
        ({"next_step": "x" * 301}, "next_step", "300"),
        ({"text": "", "next_step": "Juin."}, "text", "Écrivez ce qui a été fait"),
        ({"status": "Abandonné"}, "status_reason", "raison"),
        ({"author_function": ""}, "author_function", "Dites au nom de qui"),
        ({"version": "1@hier"}, "version", "a changé"),
    ],
)
def test_each_fault_is_said_by_line_and_column(pilot, department, change, column, words):
    IndicatorFactory(
        label="Part",
        commitment=CommitmentFactory(
            number=17, due_on=date(2026, 6, 1), lead_department=department
        ),
    )
    CommitmentFactory(number=18)
    [line] = out(pilot)

    response = check(pilot, {**line, "text": "Fait.", **change}, fate="send")

    assert response.status_code == 200
    [(at, heading, message)] = faults(response)
    assert (at, heading) == (2, str(sheet.LABELS[column]))
    assert words in message
    assert message.replace("'", "&#x27;") in response.content.decode().replace("&quot;", '"')
    assert not UpdateDraft.objects.exists()


def test_good_lines_may_be_kept_without_the_faulty_ones(pilot, commitment):
    [line] = out(pilot)
    lines = [{**line, "text": "Fait."}, {**line, "text": "Deux fois."}]

    checked = check(pilot, *lines)

    assert [at for at, _column, _words in faults(checked)] == [3]
    confirm(pilot, checked)
    assert UpdateDraft.objects.get().text == "Fait."


def test_a_text_that_begins_like_a_formula_comes_back_as_it_was(pilot, commitment):
    DraftFactory(commitment=commitment, text="- le marché\n- le bail")
    [line] = out(pilot)
    assert line["text"].startswith("'-")

    assert check(pilot, line).context["left"] == 1
    confirm(pilot, check(pilot, {**line, "next_step": "Juin."}))

    assert UpdateDraft.objects.get().text == "- le marché\n- le bail"


def test_formulas_are_refused_by_the_name_of_their_cells(pilot, commitment):
    [line] = out(pilot)
    response = check(pilot, {**line, "text": "=1+1"})

    assert response.status_code == 200
    assert "E2" in response.context["form"].errors["file"][0]


def test_a_formula_in_a_csv_file_is_refused_by_line(pilot, commitment):
    [line] = out(pilot)
    cells = [line[name] for name in sheet.COLUMNS]
    cells[4] = "=1+1"
    text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in (sheet.headings(), cells))
    file = SimpleUploadedFile("suivis.csv", text.encode())

    response = pilot.post(reverse(IMPORT), {"file": file, "fate": "keep"})

    assert faults(response) == [
        (
            2,
            "Ce qui a été fait",
            "Cette cellule contient une formule\u00a0: écrivez plutôt son résultat.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("suivis.pdf", b"%PDF-1.7", "CSV"),
        ("suivis.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLSX"),
        ("suivis.xlsx", b"PK\x03\x04rien", "tableur"),
        ("suivis.csv", b"", "vide"),
        ("suivis.csv", b"Titre;Texte\na;b\n", "Il manque des colonnes"),
    ],
)
def test_files_of_another_kind_are_refused_with_what_to_do(pilot, name, content, words):
    file = SimpleUploadedFile(name, content)
    response = pilot.post(reverse(IMPORT), {"file": file, "fate": "keep"})

    assert response.status_code == 200
    assert words in response.context["form"].errors["file"][0]


def test_a_report_begun_meanwhile_is_not_overwritten(pilot, commitment):
    [line] = out(pilot)
    checked = check(pilot, {**line, "text": "Du tableur."})
    DraftFactory(commitment=commitment, text="D’un formulaire.")

    response = confirm(pilot, checked)

    assert response.status_code == 200
    assert "a changé" in faults(response)[0][2]
    assert UpdateDraft.objects.get().text == "D’un formulaire."


@pytest.mark.parametrize(
    "sent", ["", "pas du json", "[[1]]", '[[2, ["x"]]]', json.dumps([["deux", []]])]
)
def test_lines_that_no_page_wrote_are_refused(pilot, sent):
    assert not LinesForm({"fate": "keep", "lines": sent}).is_valid()
    answer = pilot.post(reverse(IMPORT), {"fate": "keep", "lines": sent, "action": "confirm"})
    assert answer.status_code == 302


def test_confirming_anothers_line_keeps_nothing(pilot):
    other = CommitmentFactory(number=18)
    cells = [dict.fromkeys(sheet.COLUMNS, "") | {"number": "18", "text": "x", "status": "En cours"}]
    lines = json.dumps([[2, [row[name] for name in sheet.COLUMNS]] for row in cells])

    response = pilot.post(reverse(IMPORT), {"fate": "keep", "lines": lines, "action": "confirm"})

    assert response.status_code == 200
    assert not other.drafts.exists()


def test_an_auditor_makes_and_sends_no_spreadsheet(client_of):
    auditor = client_of(StaffFactory(role=Role.AUDITORS))
    for address in (reverse(SHEET), reverse(IMPORT)):
        for send in (auditor.get, auditor.post):
            assert send(address).status_code in {302, 403}
