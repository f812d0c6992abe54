"""Files that leave the site."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse
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
    writer = csv.writer(buffer)
    writer.writerow([defused(name) for name in header])
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    response = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
