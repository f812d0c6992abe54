"""Files that leave the site."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

# A spreadsheet runs a cell that begins so, full-width signs included (OWASP, CSV injection).
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
Cell = str | int | float | Decimal | None


def defused(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula, made a text again; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" \"'").startswith(FORMULA_SIGNS):
        return "'" + cell
    return cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """With a byte order mark, without which spreadsheets read Chinese as garbage; None is an empty cell."""
    buffer = io.StringIO()
    _write(buffer, header, rows)
    return buffer.getvalue()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The same into a file, row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        _write(file, header, rows)


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    response = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def file_download(path: Path, name: str, *, content_type: str) -> FileResponse:
    """Sends a finished file, which may be gone from its folder while it is sent."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)


def _write(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([defused(name) for name in header])
    writer.writerows([defused(cell) for cell in row] for row in rows)
