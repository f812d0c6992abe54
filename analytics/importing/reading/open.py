"""Opens any file as a table: container, encoding, delimiter, header row."""

import csv
from pathlib import Path

import duckdb
from django.utils.translation import gettext as _

from analytics.events.duck import connect
from analytics.importing.headers import known_header_names
from analytics.importing.reading import spreadsheet
from analytics.importing.reading.containers import Content, content_of, unpack
from analytics.importing.reading.encodings import as_utf8, encoding_of
from analytics.importing.reading.table import ParquetTable, Table, TextTable
from analytics.importing.refused import Refused

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_LINES = 30
MAX_COLUMNS = 1_000
LONGEST_LINE = 1_000_000


def open_table(path: Path, *, scratch: Path) -> Table:
    """Raises Refused where the file cannot be read at all. Copies, where needed, are made in `scratch`."""
    if not path.is_file():
        raise Refused(_("There is no file %(name)s.") % {"name": path.name})
    plain = unpack(path, into=scratch)
    content = content_of(plain)
    if content is Content.PARQUET:
        return _open_parquet(plain)
    if content is Content.XLSX:
        return _open_text(_converted(plain, scratch), scratch=scratch, encoding="utf-8", called="xlsx")
    encoding = encoding_of(plain, known_names=known_header_names)
    return _open_text(plain, scratch=scratch, encoding=encoding, called=encoding)


def _open_parquet(path: Path) -> ParquetTable:
    try:
        with connect(readable=(path,)) as connection:
            described = connection.execute("SELECT * FROM read_parquet($1) LIMIT 0", [str(path)]).description
    except duckdb.Error as error:
        raise Refused(_("The Parquet file is damaged.")) from error
    return ParquetTable(path, tuple(column[0] for column in described or ()))


def _converted(book: Path, scratch: Path) -> Path:
    target = scratch / "sheet.csv"
    outcome = spreadsheet.to_csv(book, target)
    if outcome == spreadsheet.TOO_LARGE:
        raise Refused(_("The sheet is too large. Save it as CSV, or split it by month."))
    if outcome == spreadsheet.EMPTY:
        raise Refused(_("The workbook is empty."))
    if outcome:
        raise Refused(_("The workbook cannot be read: it is damaged or protected. Save it as CSV."))
    return target


def _open_text(path: Path, *, scratch: Path, encoding: str, called: str) -> TextTable:
    text = as_utf8(path, encoding=encoding, target=scratch / "text.csv")
    # Foreign bytes further on are met when the rows are read.
    with text.open(encoding="utf-8", errors="replace", newline="") as file:
        lines = [line for _number in range(SAMPLE_LINES) if (line := file.readline(LONGEST_LINE + 1))]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Refused(_("The file has a line of more than a million characters: this is no table."))
    delimiter = _delimiter(lines)
    header = next(csv.reader(lines, delimiter=delimiter), [])
    if len(header) > MAX_COLUMNS:
        raise Refused(_("The file has more than %(limit)d columns.") % {"limit": MAX_COLUMNS})
    return TextTable(text, tuple(header), delimiter, skip=1, encoding=called)


def _delimiter(lines: list[str]) -> str:
    """The one that cuts the sample into most columns, the same number in most lines."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]
