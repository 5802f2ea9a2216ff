"""Tables that cities send: any usual spreadsheet is read, anything else refused with a reason."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.table_problems import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from portal.tables import BadTable, TableProblem, open_table, safe_cell, write_csv, write_xlsx

Rows = list[tuple[int, list[str]]]


def _read(content: bytes, name: str = "idees.csv") -> tuple[list[str], Rows]:
    table = open_table(io.BytesIO(content), name)
    return table.headers, list(table.rows())


def _refusal(content: bytes, name: str = "idees.csv") -> tuple[TableProblem, int | None]:
    with pytest.raises(BadTable) as refused:
        _read(content, name)
    return refused.value.code, refused.value.line


def _workbook(*rows: list[object], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _altered(content: bytes, name: str, new: bytes) -> bytes:
    """The same archive with one member replaced, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as copy:
        for member in old.namelist():
            if member != name:
                copy.writestr(member, old.read(member))
        copy.writestr(name, new)
    return target.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_in_any_usual_form(encoding: str, delimiter: str, end: str) -> None:
    lines = [["Numéro", "Idée"], ["1", "Un café à l’œuvre"], ["2", "Été"]]
    content = end.join(delimiter.join(line) for line in lines).encode(encoding)

    assert _read(content) == (lines[0], [(2, lines[1]), (3, lines[2])])


@pytest.mark.parametrize(
    ("text", "headers", "rows"),
    [
        ('a;b\n"x\ny";2\n\n;\n3;4\n', ["a", "b"], [(2, ["x\ny", "2"]), (5, ["3", "4"])]),
        ('\n"Titre, long";Texte\n1;2', ["Titre, long", "Texte"], [(3, ["1", "2"])]),
        ("sep=,\na,b;c\n1,2", ["a", "b;c"], [(2, ["1", "2"])]),
        (
            "a;b;;\n1;2;;\n3;;4;\n5\n",
            ["a", "b"],
            [(2, ["1", "2"]), (3, ["3", "", "4"]), (4, ["5", ""])],
        ),
        ("  Titre \t de l’idée ;b\n x ;y", ["Titre de l’idée", "b"], [(2, [" x ", "y"])]),
        ("Titre\nUne idée\n", ["Titre"], [(2, ["Une idée"])]),
        ("a;b\n1\0;\0\0 2\n", ["a", "b"], [(2, ["1", " 2"])]),
        ('a;b\n"dit ""oui""";2', ["a", "b"], [(2, ['dit "oui"', "2"])]),
        ('Taille 5";b\n1;2', ['Taille 5"', "b"], [(2, ["1", "2"])]),
    ],
)
def test_csv_rows_have_the_numbers_of_a_spreadsheet(
    text: str, headers: list[str], rows: Rows
) -> None:
    assert _read(text.encode()) == (headers, rows)


def test_csv_bytes_unknown_to_windows_do_not_refuse_a_file() -> None:
    assert _read(b"a;b\n\xe9t\xe9;\x81") == (["a", "b"], [(2, ["été", "\ufffd"])])


def _temporary(name: str, content: bytes) -> TemporaryUploadedFile:
    file = TemporaryUploadedFile(name, "text/csv", len(content), "utf-8")
    file.write(content)
    return file


@pytest.mark.parametrize("make", [SimpleUploadedFile, _temporary])
def test_rows_are_read_from_an_uploaded_file_as_often_as_wanted(
    make: Callable[[str, bytes], UploadedFile],
) -> None:
    file = make("x.csv", b"a;b\n1;2\n3;4\n")
    table = open_table(file, file.name)

    assert table.kind == "csv"
    assert list(table.rows()) == list(table.rows()) == [(2, ["1", "2"]), (3, ["3", "4"])]
    assert table.count_rows() == 2
    assert not file.closed
    file.close()


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "x.csv", (TableProblem.EMPTY, None)),
        (b"\n \n;;\n", "x.csv", (TableProblem.EMPTY, None)),
        (b"\xef\xbb\xbf", "x.csv", (TableProblem.EMPTY, None)),
        (b"a;b", "x.json", (TableProblem.WRONG_KIND, None)),
        (b"<html><table>", "x.xls", (TableProblem.WRONG_KIND, None)),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "x.csv", (TableProblem.WRONG_KIND, None)),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "x.xls", (TableProblem.OLD_FORMAT, None)),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"x" * 65_520
            + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            (TableProblem.PROTECTED, None),
        ),
        (b"a;b\n1;2\n3;" + b"x" * (MAX_CELL + 1), "x.csv", (TableProblem.LONG_CELL, 3)),
        (b"a;b\n1;2\n3;" + b"x" * 200_000, "x.csv", (TableProblem.LONG_CELL, 3)),
        (b'a;b\n1;2\n3;"' + b"x;y\n" * 60_000, "x.csv", (TableProblem.LONG_CELL, 3)),
        (b"a;b\n" + b"x" * 5_000_000, "x.csv", (TableProblem.LONG_CELL, 2)),
        (b"x" * 5_000_000, "x.csv", (TableProblem.LONG_CELL, 1)),
        (b"a;" * 300, "x.csv", (TableProblem.TOO_MANY_COLUMNS, 1)),
    ],
    ids=str,
)
def test_what_is_no_table_is_refused(content: bytes, name: str, refusal: object) -> None:
    assert _refusal(content, name) == refusal


def test_csv_with_too_many_rows_is_refused_at_its_line() -> None:
    assert _refusal(b"a" + b"\n" * (MAX_ROWS + 1)) == (TableProblem.TOO_MANY_ROWS, MAX_ROWS + 1)


def test_a_cell_of_the_longest_length_is_read() -> None:
    assert _read(b"a\n" + b"x" * MAX_CELL)[1] == [(2, ["x" * MAX_CELL])]


def test_refusals_say_the_line_and_what_to_do() -> None:
    assert BadTable(TableProblem.LONG_CELL, 12).message == (
        "Ligne 12\u00a0: Une cellule est trop longue. "
        "Cherchez un guillemet qui n’est jamais fermé, ou raccourcissez-la."
    )
    assert BadTable(TableProblem.EMPTY).message == (
        "Ce tableau est vide. Sa première ligne doit nommer les colonnes."
    )


def test_xlsx_cells_become_what_one_would_type() -> None:
    content = _workbook(
        [],
        ["Titre", "Valeur", None],
        ["entier", 12.0],
        ["nombre", 0.1 + 0.2],
        ["grand", 1e20],
        ["jour", datetime(2026, 5, 4)],
        ["moment", datetime(2026, 5, 4, 14, 30)],
        ["heure", time(9, 5)],
        ["oui", True],
        [],
        ["texte", "été\nœuvre"],
        ["trop", 1, "caché"],
        [None, None, None, "loin"],
    )

    assert _read(content, "idees.xlsx") == (
        ["Titre", "Valeur"],
        [
            (3, ["entier", "12"]),
            (4, ["nombre", "0.3"]),
            (5, ["grand", "100000000000000000000"]),
            (6, ["jour", "2026-05-04"]),
            (7, ["moment", "2026-05-04T14:30:00"]),
            (8, ["heure", "09:05:00"]),
            (9, ["oui", "VRAI"]),
            (11, ["texte", "été\nœuvre"]),
            (12, ["trop", "1", "caché"]),
        ],
    )


def test_xlsx_formulas_are_read_as_their_values() -> None:
    content = _workbook(["a", "b"], ["x", "=1+1"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"<v />", b"<v>2</v>")
    valued = _altered(content, "xl/worksheets/sheet1.xml", sheet)

    assert b"<v>2</v>" in sheet
    assert _read(valued, "x.xlsx")[1] == [(2, ["x", "2"])]


def test_xlsx_first_visible_sheet_is_read() -> None:
    def hide(book: Workbook) -> None:
        book.active.sheet_state = "hidden"
        book.create_sheet("très caché").sheet_state = "veryHidden"
        book.create_sheet("vue").append(["vu"])
        book.create_sheet("autre").append(["autre"])

    assert _read(_workbook(["secret"], change=hide), "x.xlsx") == (["vu"], [])


def test_xlsx_counts_its_rows_without_reading_them() -> None:
    table = open_table(io.BytesIO(_workbook(["a"], ["1"], [], ["2"], ["3"])), "x.xlsx")

    assert table.kind == "xlsx"
    assert table.count_rows() == len(list(table.rows())) == 3


SHEET = "xl/worksheets/sheet1.xml"
BOOK = _workbook(["a"], ["1"])
_XMLNS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (_workbook(), TableProblem.EMPTY),
        (BOOK[: len(BOOK) // 2], TableProblem.BROKEN),
        (b"PK\x03\x04" + b"x" * 500, TableProblem.BROKEN),
        (_altered(BOOK, SHEET, b"<worksheet"), TableProblem.BROKEN),
        (_altered(BOOK, "xl/workbook.xml", b"<a"), TableProblem.BROKEN),
        (_altered(BOOK, "../../etc/passwd", b"x"), TableProblem.BROKEN),
        (_altered(BOOK, "xl/vbaProject.bin", b"x"), TableProblem.MACROS),
        (_altered(BOOK, SHEET, b" " * 60_000_000), TableProblem.TOO_BIG),
        (_altered(BOOK, "[Content_Types].xml", b"<Types/>"), TableProblem.WRONG_KIND),
    ],
    ids=["empty", "cut", "fake", "sheet", "book", "path", "macros", "bomb", "kind"],
)
def test_xlsx_that_is_not_a_plain_workbook_is_refused(
    content: bytes, problem: TableProblem
) -> None:
    assert _refusal(content, "x.xlsx")[0] == problem


def test_xlsx_entities_are_never_resolved() -> None:
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/hostname">]>'
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;">]>'
    row = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData>'
    for declared in (outside, bomb):
        sheet = declared + b"<worksheet " + _XMLNS + b">" + row + b"</worksheet>"
        assert _refusal(_altered(BOOK, SHEET, sheet), "x.xlsx")[0] == TableProblem.BROKEN


def test_xlsx_that_lies_about_its_size_is_read_to_its_limits() -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    sheet = b"<worksheet " + _XMLNS + b'><dimension ref="A1:ZZ99999999"/><sheetData>'
    far = sheet + row % (1, 1) + row % (10**12, 10**12) + b"</sheetData></worksheet>"
    table = open_table(io.BytesIO(_altered(BOOK, SHEET, far)), "x.xlsx")

    with pytest.raises(BadTable) as refused:
        list(table.rows())
    assert (refused.value.code, refused.value.line) == (TableProblem.TOO_MANY_ROWS, MAX_ROWS + 1)


def test_xlsx_with_too_many_columns_is_refused() -> None:
    content = _workbook(["a"] * (MAX_COLUMNS + 1))

    assert _refusal(content, "x.xlsx") == (TableProblem.TOO_MANY_COLUMNS, 1)


_cells = st.text(max_size=40)


@given(st.lists(st.lists(_cells, min_size=3, max_size=3), max_size=8), st.sampled_from(";,\t"))
def test_what_is_written_as_csv_is_read_again(rows: list[list[str]], delimiter: str) -> None:
    headers = ["Numéro; public", 'Titre, "court"', "Texte\tlong"]
    content = b"".join(write_csv(headers, rows, delimiter))
    written = [[safe_cell(cell).replace("\0", "") for cell in row] for row in rows]
    expected = [
        (number, row) for number, row in enumerate(written, start=2) if any(map(str.strip, row))
    ]
    found = _read(content)

    assert found[0] == ["Numéro; public", 'Titre, "court"', "Texte long"]
    assert found[1] == expected


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"a;b\n"]))
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    try:
        headers, rows = _read(start + content)
    except BadTable as refused:
        assert refused.message
    else:
        assert headers
        assert all(len(cells) >= len(headers) for _, cells in rows)


def test_csv_opens_as_french_spreadsheets_expect() -> None:
    content = b"".join(
        write_csv(["Idée", gettext_lazy("Close the menu")], [["=1+1", 3], ["a;b", None]])
    )

    assert content.decode() == ('\ufeff"Idée";"Fermer le menu"\r\n\'=1+1;3\r\n"a;b";\r\n')


@pytest.mark.parametrize("start", ["=", "\0=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    target = io.BytesIO()
    write_xlsx(["a"], [[start + "cmd"]], target)
    cell = load_workbook(target).active["A2"]
    content = b"".join(write_csv(["a"], [[start + "cmd"]])).decode()

    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")
    assert content.split("\r\n", 1)[1].lstrip('"').startswith("'" + start)


def test_xlsx_keeps_numbers_and_dates_and_cleans_texts() -> None:
    target = io.BytesIO()
    moment = datetime(2026, 5, 4, 12, tzinfo=UTC)
    row = [1, Decimal("2.5"), date(2026, 5, 4), timedelta(hours=1), None, "a\x00\x0bb", moment]
    write_xlsx([gettext_lazy("Close the menu"), *"bcdefg"], [row], target)
    sheet = load_workbook(target).active

    assert [cell.value for cell in sheet[1]] == ["Fermer le menu", *"bcdefg"]
    assert [cell.value for cell in sheet[2]] == [
        *(1, 2.5, datetime(2026, 5, 4), timedelta(hours=1), None),
        *("ab", "2026-05-04T12:00:00+00:00"),
    ]


def test_a_hundred_thousand_rows_are_read_and_written_within_little_memory(
    tmp_path: Path,
) -> None:
    row = ["Une idée pour la ville " * 4, "Mobilité", "2026-05-04"]
    path = tmp_path / "idees.csv"
    with path.open("wb") as file:
        file.writelines(write_csv(["a", "b", "c"], (row for _ in range(100_000))))
    with path.open("rb") as file:
        tracemalloc.start()
        table = open_table(file, path.name)
        count = sum(1 for _ in table.rows())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert count == 100_000
    assert peak < 2_000_000


def test_a_long_workbook_is_read_within_little_memory() -> None:
    target = io.BytesIO()
    write_xlsx(["a", "b"], ([f"Idée {number}", number] for number in range(3_000)), target)
    tracemalloc.start()
    rows = open_table(target, "x.xlsx").rows()
    count = sum(1 for _ in rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 3_000
    assert peak < 20_000_000
