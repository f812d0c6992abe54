"""Writes the day files of a batch. Nothing reads them before the database names them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import duckdb

from analytics.events.schema import COLUMNS
from analytics.events.store import StoredFile, day_folder, make_folder, publish


@dataclass(frozen=True)
class DayFile:
    day: date
    rows: int
    stored: StoredFile
    path: Path


def write_days(connection: duckdb.DuckDBPyConnection, *, table: str, shop_id: int) -> list[DayFile]:
    """Write the rows of `table` (the columns of the schema and `day`) into one new file a day."""
    name = f"{uuid4().hex}.parquet"
    days = connection.execute(f"SELECT day, count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall()
    return [_write_day(connection, table=table, shop_id=shop_id, day=day, rows=rows, name=name) for day, rows in days]


def _write_day(
    connection: duckdb.DuckDBPyConnection, *, table: str, shop_id: int, day: date, rows: int, name: str
) -> DayFile:
    folder = day_folder(shop_id, day)
    make_folder(folder)
    unfinished = folder / f".{name}.writing"
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    # By visitor and time: visits are runs of one visitor, and equal hashes side by side take little room.
    connection.execute(
        f"COPY (SELECT {columns} FROM {table} WHERE day = '{day.isoformat()}' ORDER BY visitor, \"at\")"
        f" TO '{unfinished}' (FORMAT parquet, COMPRESSION zstd)"
    )
    final = folder / name
    return DayFile(day, rows, publish(unfinished, final), final)


def discard(files: list[DayFile]) -> None:
    """Take away files that no row of the database names (any more)."""
    for file in files:
        file.path.unlink(missing_ok=True)
