"""Spreadsheets: read back with another library, numbers are numbers and no text runs."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from shopops.web.sheets import Chart, Line, Number, Sheet, sheet_name, workbook, write_workbook, xlsx_download

DANGEROUS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x")', "http://x.example", "{=1}"]


def read(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets)))


def cells(page) -> list:
    return [cell for row in page.iter_rows() for cell in row]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_or_a_link_wherever_it_stands(text):
    book = read(Sheet(text, header=[text], rows=[[text]], above=[[text]]))
    page = book.worksheets[0]
    assert {cell.data_type for cell in cells(page)} <= {"s", "n"}
    assert [cell.value for cell in cells(page) if cell.value is not None] == [text] * 3
    assert [cell.hyperlink for cell in cells(page)] == [None] * len(cells(page))
    assert not page.title.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_numbers_are_numbers_and_are_shown_as_asked():
    page = read(Sheet("a", header=["b"], rows=[[Number(Decimal("-12.30"), "#,##0.00")], [Number(0.0386, "0.0%")], [7]]))
    found = [(cell.value, cell.number_format, cell.data_type) for cell in cells(page.worksheets[0])[1:]]
    assert found == [(-12.3, "#,##0.00", "n"), (0.0386, "0.0%", "n"), (7, "General", "n")]


def test_days_and_moments_are_dates_and_no_value_is_an_empty_cell():
    page = read(Sheet("a", header=["b"], rows=[[date(2026, 5, 2)], [datetime(2026, 5, 2, 9, 5)], [None], [0]]))  # noqa: DTZ001
    values = [cell.value for cell in cells(page.worksheets[0])[1:]]
    assert [str(value) for value in values[:2]] == ["2026-05-02 00:00:00", "2026-05-02 09:05:00"]
    assert values[2:] == [None, 0]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Source × funnel", "Source × funnel"),
        ("What does the platform's own report say?", "What does the platform's own re"),
        ("=1+1", "1+1"),
        ("a/b:c[d]*?\\e", "a b c d    e"),
        ("'quoted'", "quoted"),
        ("History", "History 1"),
        ("", "Sheet"),
        ("===", "Sheet"),
    ],
)
def test_a_sheet_has_a_name_that_spreadsheets_take(wanted, name):
    assert sheet_name(wanted) == name
    assert read(Sheet(wanted, header=["a"], rows=[])).sheetnames == [name]


def test_sheets_of_one_name_are_numbered():
    long = "x" * 40
    names = read(*(Sheet(name, header=[], rows=[]) for name in ("a", "A", long, long))).sheetnames
    assert names == ["a", "A 2", "x" * 31, "x" * 29 + " 2"]


def test_a_chart_is_the_spreadsheets_own_and_points_at_the_cells():
    line = Line(name=(0, 1), labels=(1, 0, 2, 0), values=(1, 1, 2, 1))
    sheet = Sheet("s", header=["day", "n"], rows=[["a", 1], ["b", 2]], chart=Chart("line", "=Title", (line,)))
    [drawn] = read(sheet).worksheets[0]._charts
    assert drawn.ser[0].val.numRef.f == "s!$B$2:$B$3"


def test_many_rows_go_through_files_and_are_the_same(tmp_path):
    sheet = Sheet("s", header=["n", "=t"], rows=([number, f"={number}"] for number in range(3000)))
    write_workbook(tmp_path / "a.xlsx", [sheet], in_memory=False, scratch=str(tmp_path))
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows())
    assert [cell.value for cell in rows[3000]] == [2999, "=2999"]
    assert {cell.data_type for row in rows for cell in row} == {"n", "s"}


def test_a_download_has_the_type_of_a_spreadsheet_and_a_name():
    response = xlsx_download("店.xlsx", [Sheet("a", header=["b"], rows=[])])
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["Content-Disposition"].startswith("attachment")
