"""Reads the rows of a click-stream into one Parquet file with the columns of an event file, in one pass.

A click-stream is too long to look at twice. So the words of its first rows are learnt, and the file is read with them;
only where rows came out without what every event has are the words of all rows learnt, or the rows that do not fit
written down.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from analytics.events.schema import CODED, COLUMNS
from analytics.events.visitors import visitor_sql
from analytics.events.write import PARQUET
from analytics.importing import parse
from analytics.importing.kinds.types import Field, Holds
from analytics.importing.reading.raw import SPARE, quoted
from analytics.importing.session import Stage
from analytics.importing.stage import Clock, Reading, read_stage, source_sql
from analytics.importing.words import Words
from shopops.shops.models import Shop

SAMPLE_ROWS = 250_000
CASTS = {"time": "TIMESTAMP", "event_id": "BIGINT"}
# Read by word, not by row.
WORDED = (*CODED, "product", "event")
# What every event has. A row of the file that lacks one of these did not fit.
NEEDED = ("at", "visitor", "kind", "product", *CODED)


@dataclass(frozen=True)
class EventStage(Stage):
    """`file` holds every row of the upload, the view `good_events` the `good` ones. `first`, `last` are UTC moments."""

    file: Path
    words: Words
    good: int
    first: datetime | None
    last: datetime | None


def read_events(
    connection: duckdb.DuckDBPyConnection, reading: Reading, *, shop: Shop, clock: Clock, file: Path
) -> EventStage:
    """Write `file`; bad rows are in the table of the stage, with what is wrong in which cell."""
    fields = {field.name: field for field in reading.fields()}
    words = Words(connection, shop, [fields[name] for name in WORDED if name in fields], reading.format.words)
    words.learn(f"{_raw_cells(reading, fields)} LIMIT {SAMPLE_ROWS}")
    rows, good, first, last = _write(connection, _select(reading, fields, words, shop=shop, clock=clock), file)
    if good < rows and words.learn(_raw_cells(reading, fields)):
        rows, good, first, last = _write(connection, _select(reading, fields, words, shop=shop, clock=clock), file)
    table = f"stage_{reading.kind}"
    if good < rows:
        problems = read_stage(connection, reading, shop=shop, clock=clock, only_problems=True)
        # Two ways say what fits: where they disagree a row would be lost without a word.
        assert problems.rows == rows - good, f"{problems.rows} problems, {rows - good} bad rows"
    else:
        connection.execute(f"CREATE TABLE {table} (row BIGINT, problem VARCHAR, cell VARCHAR)")
    return EventStage(reading.kind, table, tuple(fields), rows, file, words, good, first, last)


def _write(
    connection: duckdb.DuckDBPyConnection, select: str, file: Path
) -> tuple[int, int, datetime | None, datetime | None]:
    """Rows, good ones among them, and the first and the last moment of those."""
    connection.execute(f"COPY ({select}) TO '{file}' ({PARQUET})")
    all_good = _nothing_lacks(connection, file)
    good = "true" if all_good else " AND ".join(f'"{name}" IS NOT NULL' for name in NEEDED)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW good_events AS SELECT * FROM read_parquet('{file}') WHERE {good}")
    found = connection.execute('SELECT count(*), min("at"), max("at") FROM good_events').fetchone()
    rows = found if all_good else connection.execute(f"SELECT count(*) FROM read_parquet('{file}')").fetchone()
    assert found is not None
    assert rows is not None
    return rows[0], *found


def _nothing_lacks(connection: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Whether the counts that the file keeps about itself tell of nothing missing in what every event has."""
    names = ", ".join(f"'{name}'" for name in NEEDED)
    lacking = connection.execute(
        f"SELECT count(*) FROM parquet_metadata('{file}') WHERE path_in_schema IN ({names})"
        " AND stats_null_count IS DISTINCT FROM 0"
    ).fetchone()
    return lacking == (0,)


def _raw_cells(reading: Reading, fields: dict[str, Field]) -> str:
    cells = [f'{source_sql(reading.sources[name])} AS "{name}"' for name in WORDED if name in fields]
    return f"SELECT {', '.join(cells)} FROM lines WHERE {reading.where}"


def _select(reading: Reading, fields: dict[str, Field], words: Words, *, shop: Shop, clock: Clock) -> str:
    """The columns of an event file for every row. What the file lacks is unknown."""
    raw = ", ".join(f"{source_sql(reading.sources[name])} AS {_raw(name)}" for name in fields)
    asides = "".join(f", coalesce({aside.sql}, false) AS aside_{aside.key}" for aside in reading.asides)
    # Used several times, worked out once.
    casts = "".join(
        f", try_cast({_raw(name)} AS {kind}) AS {_cast(name)}" for name, kind in CASTS.items() if name in fields
    )
    values = [
        f"{_value(field, reading, shop, clock)} AS {quoted(name)}"
        for name, field in fields.items()
        if name not in WORDED
    ]
    values += [f"{words.number(name, raw=_raw(name))} AS {quoted(name)}" for name in WORDED if name in fields]
    joins = "".join(words.join(name, raw=f"rows.{_raw(name)}") for name in WORDED if name in fields)
    columns = ", ".join(
        f"CAST({_column(name, reading, fields, shop, clock)} AS {kind}) AS {name}" for name, kind in COLUMNS.items()
    )
    return (
        f"WITH rows AS (SELECT {raw}, {quoted(SPARE)} AS spare{asides}{casts} FROM cells WHERE {reading.where}),"
        f" parsed AS (SELECT rows.*, {', '.join(values)} FROM rows{joins})"
        f" SELECT {columns} FROM parsed"
    )


def _raw(name: str) -> str:
    return quoted(f"raw {name}")


def _cast(name: str) -> str:
    return quoted(f"cast {name}")


def _value(field: Field, reading: Reading, shop: Shop, clock: Clock) -> str:
    if field.name in reading.format.epoch_seconds:
        return parse.epoch_time(_raw(field.name))
    return parse.quick(field, raw=_raw(field.name), clock=_cast(field.name), currency=shop.currency, days=clock.days)


def _column(name: str, reading: Reading, fields: dict[str, Field], shop: Shop, clock: Clock) -> str:
    """SQL of an event column from the parsed fields."""
    if name == "kind":
        return f"CASE WHEN {_fits(reading, fields)} THEN event END"
    if name == "nth":
        return "1"
    if name == "at":
        return f"CASE WHEN time BETWEEN {clock.earliest} AND {clock.latest} THEN time END"
    source = {"order_no": "order"}.get(name, name)
    if source not in fields:
        return "0" if name in (*CODED, "product") else "NULL"
    if name in ("visitor", "session"):
        return visitor_sql(name, key=shop.hash_key)
    if name == "event_id":
        return _event_number(shop)
    if name in WORDED:
        return f"coalesce({name}, CASE WHEN {_raw(name)} IS NULL THEN 0 END)"
    return quoted(source)


def _event_number(shop: Shop) -> str:
    """A whole number as it is, since most ids are one; any other id as its hash, below 0."""
    raw, number = _raw("event_id"), _cast("event_id")
    as_written = f"{number} >= 0 AND CAST({number} AS VARCHAR) = {raw}"
    return f"CASE WHEN {as_written} THEN {number} ELSE -1 - {visitor_sql('event_id', key=shop.hash_key)} END"


def _fits(reading: Reading, fields: dict[str, Field]) -> str:
    """Nothing is wrong with the row that its other columns do not show; cheap signs come first."""
    rules = ["spare IS NULL", *(f"NOT aside_{aside.key}" for aside in reading.asides)]
    others = [field for field in fields.values() if field.holds is not Holds.TIME and field.name not in WORDED]
    surely = parse.every(*rules, *(_surely_fits(field) for field in others))
    maybe = " AND ".join([*rules, *(_fits_at_all(field) for field in others)])
    return f"CASE WHEN {surely} THEN true ELSE {maybe} END"


def _surely_fits(field: Field) -> str:
    value, raw = quoted(field.name), _raw(field.name)
    if field.holds is Holds.TEXT:
        # Bytes are counted faster than characters, and are never fewer.
        short = f"strlen({raw}) <= {field.longest}"
        return short if field.required else f"coalesce({short}, true)"
    given = f"({raw} IS NULL) = ({value} IS NULL)"
    return given if field.least is None else f"{given} AND coalesce({value} >= {field.least}, true)"


def _fits_at_all(field: Field) -> str:
    value, raw = quoted(field.name), _raw(field.name)
    if field.holds is Holds.TEXT:
        return f"coalesce(length({value}) <= {field.longest}, {'false' if field.required else 'true'})"
    given = f"({value} IS NOT NULL OR {parse.cell_text(field, raw)} IS NULL)"
    return given if field.least is None else f"{given} AND coalesce({value} >= {field.least}, true)"
