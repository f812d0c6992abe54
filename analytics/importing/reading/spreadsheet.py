"""Turns a workbook's first filled sheet into CSV, in a process of its own.

A crafted workbook can abort the process that reads it or make it take gigabytes (a cell at XFD1048576 in 1.4 KB), so
the used range is looked at first, and the reading happens in a child with limits. The child needs no Django:
`python spreadsheet.py BOOK.xlsx OUT.csv`.
"""

import csv
import re
import resource
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

MAX_CELLS = 60_000_000
MAX_COLUMNS = 1_000
MAX_UNPACKED = 2 << 30
MEMORY = 3 << 30
SECONDS = 300
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
BLOCK = 4 << 20
TOO_LARGE, EMPTY, DAMAGED = 3, 4, 5


class TooLarge(Exception):
    """The sheet's used range or unpacked size is over the limit."""


def to_csv(book: Path, target: Path) -> int:
    """Runs the child; gives its exit code: 0, TOO_LARGE, EMPTY, or anything else for a book that cannot be read."""
    command = [sys.executable, __file__, str(book), str(target)]
    try:
        return subprocess.run(command, timeout=SECONDS, capture_output=True, check=False, preexec_fn=_limit).returncode
    except subprocess.TimeoutExpired:
        return TOO_LARGE


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def check_range(book: Path) -> None:
    """Raises TooLarge before anything is parsed."""
    with zipfile.ZipFile(book) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise TooLarge
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_sheet(archive, name)


def _check_sheet(archive: zipfile.ZipFile, name: str) -> None:
    rows = columns = 0
    with archive.open(name) as sheet:
        rest = b""
        while block := sheet.read(BLOCK):
            for letters, number in REFERENCE.findall(rest + block):
                rows, columns = max(rows, int(number)), max(columns, _column(letters))
            if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
                raise TooLarge
            rest = block[-32:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def convert(book: Path, target: Path) -> int:
    """Write the first sheet that holds anything; gives the exit code."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(book))
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(cell != "" for row in rows for cell in row):
            with target.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([as_text(cell) for cell in row] for row in rows)
            return 0
    return EMPTY


def as_text(cell: object) -> str:
    """A cell as a CSV would have it: whole numbers without a point, times in ISO form."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell)


def main(book: Path, target: Path) -> int:
    try:
        check_range(book)
        return convert(book, target)
    except TooLarge:
        return TOO_LARGE
    except Exception:
        return DAMAGED


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
