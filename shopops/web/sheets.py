"""Spreadsheet files (XLSX): numbers as numbers, texts as texts, charts of the spreadsheet's own.

No text becomes a formula or a link, whoever wrote it: cells, headers, titles and names of sheets may come from files.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a sheet holds at most, its header row taken off; and a cell.
MOST_ROWS, LONGEST_TEXT = 1_048_575, 32_767
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
# Not allowed in the name of a sheet, or read as the start of a formula.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NOT_AT_ENDS = " '=+-@＝＋－＠"
LONGEST_NAME = 31


@dataclass(frozen=True)
class Number:
    """A number and the spreadsheet's way to show it: "#,##0.00", "0.0%"."""

    value: Decimal | float
    shown: str


Cell = str | int | float | Decimal | date | datetime | Number | None


@dataclass(frozen=True)
class Line:
    """Cells of a sheet as (row, column) from 0, first and last; with `second` on an axis of its own at the right."""

    name: tuple[int, int]
    labels: tuple[int, int, int, int]
    values: tuple[int, int, int, int]
    second: bool = False


@dataclass(frozen=True)
class Chart:
    """`kind` is "line" or "column"."""

    kind: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """Rows under a header; `above` are lines of texts over the header, `widths` of columns in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[Sequence[str]] = ()
    chart: Chart | None = None
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """A whole file in memory: for figures, of which there are few."""
    file = io.BytesIO()
    write_workbook(file, sheets, in_memory=True)
    return file.getvalue()


def write_workbook(file: IO[bytes] | Path, sheets: Iterable[Sheet], *, in_memory: bool, scratch: str = "") -> None:
    """Into a file; not `in_memory` rows go through files in the folder `scratch`, however many they are."""
    how = {"in_memory": True} if in_memory else {"constant_memory": True, "tmpdir": scratch}
    with Workbook(str(file) if isinstance(file, Path) else file, OPTIONS | how) as book:
        names: set[str] = set()
        for sheet in sheets:
            name = sheet_name(sheet.name, taken=names)
            names.add(name.casefold())
            _Page(book, book.add_worksheet(name)).write(sheet)


def xlsx_download(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    response = HttpResponse(workbook(sheets), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def sheet_name(wanted: str, *, taken: Iterable[str] = ()) -> str:
    """A name that spreadsheets accept, do not compute, and that no other sheet has (`taken`, casefolded)."""
    clean = NOT_IN_NAMES.sub(" ", wanted)[:LONGEST_NAME].strip(NOT_AT_ENDS) or "Sheet"
    # A spreadsheet keeps this name for itself.
    name = clean if clean.casefold() != "history" else f"{clean} 1"
    number = 2
    while name.casefold() in set(taken):
        ending = f" {number}"
        name = clean[: LONGEST_NAME - len(ending)] + ending
        number += 1
    return name


class _Page:
    """Writes one sheet, cell by cell and from the top, as the writer of many rows needs it."""

    def __init__(self, book: Workbook, page: Worksheet) -> None:
        self.book, self.page = book, page
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.looks: dict[str, object] = {}

    def write(self, sheet: Sheet) -> None:
        for column, width in enumerate(sheet.widths):
            self.page.set_column(column, column, width)
        top = len(sheet.above) + (1 if sheet.above else 0)
        for row, texts in enumerate(sheet.above):
            self._texts(row, texts, self.wrapped)
        self._texts(top, sheet.header, self.bold)
        if not sheet.above:
            self.page.freeze_panes(1, 0)
        for row, cells in enumerate(sheet.rows, top + 1):
            for column, cell in enumerate(cells):
                self._cell(row, column, cell)
        if sheet.chart:
            self._chart(sheet, sheet.chart)

    def _texts(self, row: int, texts: Sequence[str], look: object) -> None:
        for column, text in enumerate(texts):
            self.page.write_string(row, column, text[:LONGEST_TEXT], look)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            self.page.write_string(row, column, cell[:LONGEST_TEXT])
        elif isinstance(cell, datetime):
            self.page.write_datetime(row, column, cell.replace(tzinfo=None), self._look(MOMENT))
        elif isinstance(cell, date):
            self.page.write_datetime(row, column, cell, self._look(DAY))
        elif isinstance(cell, Number):
            self.page.write_number(row, column, cell.value, self._look(cell.shown))
        else:
            self.page.write_number(row, column, cell)

    def _look(self, shown: str) -> object:
        if shown not in self.looks:
            self.looks[shown] = self.book.add_format({"num_format": shown})
        return self.looks[shown]

    def _chart(self, sheet: Sheet, chart: Chart) -> None:
        drawn = self.book.add_chart({"type": chart.kind})
        for line in chart.lines:
            drawn.add_series(
                {
                    "name": [self.page.get_name(), *line.name],
                    "categories": [self.page.get_name(), *line.labels],
                    "values": [self.page.get_name(), *line.values],
                    "y2_axis": line.second,
                }
            )
        drawn.set_title({"name": chart.title.lstrip(NOT_AT_ENDS), "name_font": {"size": 12}})
        drawn.set_legend({"position": "bottom"})
        drawn.set_size({"width": 760, "height": 340})
        self.page.insert_chart(1, len(sheet.header) + 1, drawn)
