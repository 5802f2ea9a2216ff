"""What the cells of the spreadsheet of reports say, read without a database."""

from datetime import date

import pytest

from engagements import sheet_columns as sheet
from engagements.enums import CommitmentStatus, DatePrecision
from engagements.forms.sheets import LinesForm


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("", (None, "month")),
        ("2027", (date(2027, 1, 1), "year")),
        ("06/2027", (date(2027, 6, 1), "month")),
        ("2027-06", (date(2027, 6, 1), "month")),
        ("12/06/2027", (date(2027, 6, 12), "day")),
        ("2027-06-12", (date(2027, 6, 12), "day")),
    ],
)
def test_a_due_date_is_read_as_exactly_as_it_is_written(cell, read):
    assert sheet.due_in(cell) == read


@pytest.mark.parametrize(
    ("day", "precision", "cell"),
    [
        (None, DatePrecision.DAY, ""),
        (date(2027, 6, 12), DatePrecision.DAY, "12/06/2027"),
        (date(2027, 6, 1), DatePrecision.MONTH, "06/2027"),
        (date(2027, 1, 1), DatePrecision.YEAR, "2027"),
    ],
)
def test_a_due_date_is_written_as_it_is_read(day, precision, cell):
    assert sheet.due_cell(day, precision) == cell
    if day:
        assert sheet.due_in(cell) == (day, precision)


def test_figures_are_read_as_people_type_them():
    names = {"Part": 4, "Coût, en euros": 5}
    cell = "part = 62,5\nCoût, en euros = 1\u00a0234,50"

    assert sheet.figures_in(cell, names) == {"4": "62.5", "5": "1234.50"}
    assert sheet.figures_in("Part =\n", names) == {}
    assert sheet.figures_cell(names, {"4": "62.5"}) == "Part = 62,5\nCoût, en euros ="
    for odd in ("NaN", "Infinity", "1e400", "1e12", "--1", "1_000e9"):
        with pytest.raises(sheet.BadCell):
            sheet.figures_in(f"Part = {odd}", names)


def test_a_status_is_known_by_its_word():
    for status in CommitmentStatus:
        assert sheet.status_of(f" {str(status.label).upper()} ") == status.value


def test_a_text_is_given_back_and_a_formula_refused():
    assert sheet.plain("'=1+1") == "=1+1"
    assert sheet.plain("'- le bail") == "- le bail"
    assert sheet.plain("'hui") == "'hui"
    assert sheet.plain(" a\r\nb ") == "a\nb"
    with pytest.raises(sheet.BadCell):
        sheet.plain("=SOMME(A1)")


def test_headings_are_found_wherever_they_stand():
    found = ["Autre", *reversed(sheet.headings())]

    places, missing = sheet.places(found)

    assert (places[sheet.VERSION], places[sheet.NUMBER], missing) == (1, len(sheet.COLUMNS), [])
    assert sheet.places(["Nᵒ"])[1] != []


@pytest.mark.parametrize("lines", ["[[Infinity, []]]", "[" * 100_000, "[[1]]"])
def test_lines_that_nobody_wrote_are_refused(lines):
    assert not LinesForm({"fate": "keep", "lines": lines}).is_valid()
