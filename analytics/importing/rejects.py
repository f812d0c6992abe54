"""The reject file: every row that was not taken, with its line, column, value and the reason in words."""

import csv
from pathlib import Path
from uuid import uuid4

import duckdb
from django.utils.translation import gettext as _

from analytics.events.store import rejects_folder
from analytics.importing.formats.types import Format
from analytics.importing.kinds.types import Field, Holds
from analytics.importing.reading.raw import line_numbers
from analytics.importing.reading.table import Table
from analytics.importing.session import Stage
from analytics.importing.stage import MISSING, SET_ASIDE, SPARE_CELL, UNFIT, Reading

COLUMNS = ("line", "column", "value", "reason")


def create_rejects(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE rejects (row BIGINT, col VARCHAR, cell VARCHAR, key VARCHAR, reason VARCHAR)")


def note_problems(connection: duckdb.DuckDBPyConnection, stage: Stage, reading: Reading) -> None:
    """Take the rows of a stage that do not fit over into `rejects`, in words."""
    problems = connection.execute(f"SELECT DISTINCT problem FROM {stage.table} WHERE problem IS NOT NULL").fetchall()
    for (problem,) in problems:
        column, key, reason = _in_words(problem, reading)
        connection.execute(
            f"INSERT INTO rejects SELECT row, $1, cell, $2, $3 FROM {stage.table} WHERE problem = $4",
            [column, key, reason, problem],
        )


def set_aside(
    connection: duckdb.DuckDBPyConnection, stage: Stage, reading: Reading, *, where: str, field: str, reason: str
) -> int:
    """Take further rows out of a stage, for a reason that only the shop's own data could tell."""
    found = connection.execute(
        f"INSERT INTO rejects SELECT row, $1, CAST(\"{field}\" AS VARCHAR), 'unknown_{field}', $2"
        f" FROM {stage.table} WHERE problem IS NULL AND ({where})",
        [_column_of(field, reading), reason],
    ).fetchone()
    connection.execute(f"UPDATE {stage.table} SET problem = 'set aside' WHERE problem IS NULL AND ({where})")
    return found[0] if found else 0


def write_rejects(
    connection: duckdb.DuckDBPyConnection, table: Table, *, shop_id: int
) -> tuple[int, dict[str, int], Path | None]:
    """Write the file under the reject root; gives the number of rows, their number by reason, and the file."""
    rows = connection.execute("SELECT row, col, cell, key, reason FROM rejects ORDER BY row").fetchall()
    if not rows:
        return 0, {}, None
    lines = line_numbers(table, {row for row, *_rest in rows})
    folder = rejects_folder(shop_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}.csv"
    counts: dict[str, int] = {}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row, column, cell, key, reason in rows:
            counts[key] = counts.get(key, 0) + 1
            writer.writerow((lines.get(row, row), column, defused(cell or ""), reason))
    return len({row for row, *_rest in rows}), counts, path


def defused(cell: str) -> str:
    """A spreadsheet must not run what a stranger wrote: a leading sign of a formula is marked as text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _in_words(problem: str, reading: Reading) -> tuple[str, str, str]:
    """(column of the file, key, reason) of a problem of `analytics.importing.stage`."""
    what, _blank, name = problem.partition(" ")
    if what == SPARE_CELL:
        return "", what, _("the row has more cells than the header has columns")
    if what == SET_ASIDE:
        aside = next(each for each in reading.format.set_aside if each.key == name)
        return "", name, str(aside.reason)
    field = next(each for each in reading.fields() if each.name == name)
    reason = _("empty, but it must be given") if what == MISSING else expectation(field, reading.format)
    assert what in (MISSING, UNFIT)
    return _column_of(name, reading), f"{what}_{name}", reason


def _column_of(field: str, reading: Reading) -> str:
    source = reading.sources.get(field, field)
    return source if isinstance(source, str) else field


def expectation(field: Field, known: Format) -> str:
    """What would have fitted, for the person who mends the file."""
    if field.holds is Holds.TIME:
        return _("not a date and time from 1990 to now, such as 2026-03-01 18:30:00")
    if field.holds is Holds.DAY:
        return _("not a date such as 2026-03-01")
    if field.holds is Holds.MONEY:
        return _("not an amount of zero or more, such as 1234.50")
    if field.holds is Holds.WHOLE:
        return _("not a whole number of zero or more")
    if field.holds is Holds.CHOICE:
        words = known.words.get(field.name) or field.choices
        return _("not one of the known words: %(words)s") % {"words": ", ".join(words)}
    return _("longer than %(limit)d characters") % {"limit": field.longest}
