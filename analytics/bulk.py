"""Many rows into and out of the relational database at once."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import duckdb
import pandas as pd
from django.db import connection as database
from django.db import models

ROWS_A_STATEMENT = 20_000


Row = Sequence[Any]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows whose values are ready for the database: times as UTC text, days as ISO text, money in minor units.

    COPY on PostgreSQL, `executemany` elsewhere; many times faster than objects.
    """
    remaining = iter(rows)
    _insert_blocks(model, columns, iter(lambda: list(islice(remaining, ROWS_A_STATEMENT)), []))


def insert_selected(
    model: type[models.Model], columns: Sequence[str], connection: duckdb.DuckDBPyConnection, select: str
) -> None:
    """As `insert`, the rows of a DuckDB query as they come: no row is touched on the way."""
    result = connection.execute(select)
    _insert_blocks(model, columns, iter(lambda: result.fetchmany(ROWS_A_STATEMENT), []))


def _insert_blocks(model: type[models.Model], columns: Sequence[str], blocks: Iterable[Sequence[Row]]) -> None:
    quote = database.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    if database.vendor == "postgresql":
        with database.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for some in blocks:
                for row in some:
                    copy.write_row(row)
        return
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
    with database.cursor() as cursor:
        for some in blocks:
            cursor.executemany(statement, some)


def create_known(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    """A DuckDB table of rows that the database holds; `columns` gives their names and types."""
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")
    listed = list(rows)
    if listed:
        frame = pd.DataFrame(listed, columns=list(columns), dtype=object)
        connection.register("frame_of_known", frame)
        casts = ", ".join(f'CAST("{name}" AS {kind})' for name, kind in columns.items())
        connection.execute(f"INSERT INTO {table} SELECT {casts} FROM frame_of_known")
        connection.unregister("frame_of_known")


def fetched(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterable[tuple[Any, ...]]:
    """Rows of a DuckDB query, a block at a time."""
    result = connection.execute(sql)
    while some := result.fetchmany(ROWS_A_STATEMENT):
        yield from some
