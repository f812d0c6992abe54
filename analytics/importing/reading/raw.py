"""A table's rows as DuckDB views: `cells`, every column as text, by its header name, and `raw`, with `row` (1, 2 …).

Numbering the rows takes one reader from the beginning to the end, so who can do without reads `cells`. `lines` has the
empty rows too, for who looks at a few columns only: to know an empty row takes them all.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.importing.reading.encodings import LEGACY, as_utf8, is_utf8
from analytics.importing.reading.table import ParquetTable, Table, TextTable

# Beyond the header's columns, so that a row with too many cells is a bad row and not the end of the file.
SPARE = "spare cell"
SPARES = 20


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def ways_to_read(table: Table, *, scratch: Path) -> Iterator[str]:
    """SQL selects over the table, from the fastest to the most patient; the next is for where one fails."""
    if isinstance(table, ParquetTable):
        yield _parquet(table)
        return
    yield _csv(table, table.path, quote='"', parallel=True)
    # A quoted cell with line breaks needs one reader from the beginning to the end.
    yield _csv(table, table.path, quote='"', parallel=False)
    if not is_utf8(table.path):
        # The sample was UTF-8, and foreign bytes come later.
        table = replace(table, path=as_utf8(table.path, encoding=LEGACY[0], target=scratch / "recoded.csv"))
        yield _csv(table, table.path, quote='"', parallel=False)
    yield _csv(table, _line_by_line(table, scratch / "lines.csv"), quote='"', parallel=False, skip=0)


def create_raw(connection: duckdb.DuckDBPyConnection, select: str, columns: tuple[str, ...]) -> None:
    """Rows without anything in them are no rows."""
    anything = ", ".join(quoted(name) for name in unique(columns))
    connection.execute(f"CREATE OR REPLACE VIEW lines AS {select}")
    connection.execute(f"CREATE OR REPLACE VIEW cells AS SELECT * FROM lines WHERE coalesce({anything}) IS NOT NULL")
    connection.execute("CREATE OR REPLACE VIEW raw AS SELECT row_number() OVER () AS row, * FROM cells")


def unique(names: tuple[str, ...]) -> tuple[str, ...]:
    """Header names, made different where the file repeats one or leaves it empty."""
    seen: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, 1):
        plain = name or f"column {position}"
        seen[plain.lower()] = seen.get(plain.lower(), 0) + 1
        result.append(plain if seen[plain.lower()] == 1 else f"{plain} ({seen[plain.lower()]})")
    return tuple(result)


def _parquet(table: ParquetTable) -> str:
    columns = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in table.columns)
    return f"SELECT {columns}, NULL::VARCHAR AS {quoted(SPARE)} FROM read_parquet({literal(str(table.path))})"


def _csv(table: TextTable, path: Path, *, quote: str, parallel: bool, skip: int | None = None) -> str:
    """`read_csv` with everything told and nothing guessed."""
    # Each spare column is padded in every row: the fast way does with one, and gives up where a row has more.
    spares = 2 if parallel else SPARES
    names = [*unique(table.columns), SPARE, *(f"{SPARE} {number}" for number in range(2, spares))]
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    kept = ", ".join(quoted(name) for name in names[: len(table.columns) + 1])
    return (
        f"SELECT {kept} FROM read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false,"
        f" header = false, skip = {table.skip if skip is None else skip}, delim = {literal(table.delimiter)},"
        f" quote = {literal(quote)}, escape = {literal(quote)}, null_padding = true, max_line_size = 4000000,"
        # Else it is sixteen lines of that size, and a file of a million rows is cut into two unequal pieces.
        " buffer_size = 16000000,"
        f" parallel = {'true' if parallel else 'false'})"
    )


def _line_by_line(table: TextTable, target: Path) -> Path:
    """A copy in which every line is a row of its own, quoted as it should be: a stray quote ends with its line."""
    width = len(table.columns)
    with (
        table.path.open(encoding="utf-8", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as sink,
    ):
        writer = csv.writer(sink, delimiter=table.delimiter, quoting=csv.QUOTE_ALL)
        for number, line in enumerate(source):
            if number >= table.skip and line.strip():
                cells = next(csv.reader([line.rstrip("\r\n")], delimiter=table.delimiter))
                writer.writerow(cells[: width + 1])
    return target


def line_numbers(table: Table, rows: set[int]) -> dict[int, int]:
    """Line of the original file for each of these rows; for files without lines the row itself."""
    if isinstance(table, ParquetTable) or not rows:
        return {row: row for row in rows}
    found: dict[int, int] = {}
    with table.path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=table.delimiter)
        row = -table.skip
        previous = 0
        for cells in reader:
            if any(cells):
                row += 1
                if row in rows:
                    found[row] = previous + 1
                    if len(found) == len(rows):
                        break
            previous = reader.line_num
    return found
