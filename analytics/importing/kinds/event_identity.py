"""Which rows of a click-stream the shop does not have yet, each with its number among its equals.

A row is known by its event id; without one by its content and its number among the rows of equal content. Most files
repeat nothing, and of most days nothing is stored: both are found out first, and then there is nothing to do.
"""

import duckdb
import numpy as np
import pandas as pd

from analytics.events.duck import files_literal
from analytics.events.schema import COLUMNS

# What makes two rows without a key the same click: everything that is kept of them.
CONTENT = tuple(column for column in COLUMNS if column not in ("event_id", "nth"))
_CONTENT = ", ".join(f'"{name}"' for name in CONTENT)
# One number a row, equal for rows that may be the same one.
KEY = f"coalesce(event_id, CAST(hash({_CONTENT}) >> 1 AS BIGINT))"


def create_fresh(connection: duckdb.DuckDBPyConnection, *, stored: list[str]) -> str | None:
    """The table of those of `good_events` that the shop lacks, or None where that is every one."""
    repeated = _create_repeated(connection)
    if not repeated and not stored:
        return None
    numbered = _numbered() if repeated else "SELECT * FROM good_events"
    if not stored:
        connection.execute(f"CREATE TEMP TABLE fresh_events AS {numbered}")
        return "fresh_events"
    connection.execute(f"CREATE TEMP TABLE numbered AS {numbered}")
    connection.execute(f"CREATE TEMP VIEW stored_events AS SELECT * FROM read_parquet({files_literal(stored)})")
    same = " AND ".join(f'numbered."{name}" IS NOT DISTINCT FROM stored_events."{name}"' for name in (*CONTENT, "nth"))
    connection.execute(
        "CREATE TEMP TABLE fresh_events AS SELECT * FROM numbered WHERE event_id IS NOT NULL"
        " AND event_id NOT IN (SELECT event_id FROM stored_events WHERE event_id IS NOT NULL)"
        " UNION ALL SELECT * FROM numbered WHERE event_id IS NULL AND NOT EXISTS"
        f" (SELECT 1 FROM stored_events WHERE stored_events.event_id IS NULL AND {same})"
    )
    return "fresh_events"


def _create_repeated(connection: duckdb.DuckDBPyConnection) -> bool:
    """The table `repeated(key)` of keys that several rows have; gives whether there are any."""
    keys = _keys(connection)
    connection.execute("CREATE TEMP TABLE repeated (key BIGINT)")
    # Sorting numbers is three times as fast as grouping them, and long runs in order, as exports have, cost nothing.
    keys = np.sort(keys, kind="stable")
    twice = np.unique(keys[1:][keys[1:] == keys[:-1]])
    if len(twice):
        connection.register("keys_that_repeat", pd.DataFrame({"key": twice}))
        connection.execute("INSERT INTO repeated SELECT key FROM keys_that_repeat")
        connection.unregister("keys_that_repeat")
    return bool(len(twice))


def _keys(connection: duckdb.DuckDBPyConnection) -> np.ndarray:
    """The key of each row."""
    ids = connection.execute("SELECT event_id FROM good_events").fetchnumpy()["event_id"]
    if not np.ma.is_masked(ids):
        return np.asarray(ids)
    return np.asarray(connection.execute(f"SELECT {KEY} AS key FROM good_events").fetchnumpy()["key"])


def _numbered() -> str:
    columns = ", ".join(f'"{name}"' for name in COLUMNS if name != "nth")
    several = f"good_events WHERE {KEY} IN (SELECT key FROM repeated)"
    return (
        f"SELECT {columns}, CAST(1 AS UINTEGER) AS nth FROM good_events WHERE {KEY} NOT IN (SELECT key FROM repeated)"
        f" UNION ALL SELECT {columns}, CAST(row_number() OVER (PARTITION BY {_CONTENT}) AS UINTEGER)"
        f" FROM {several} AND event_id IS NULL"
        # An id names one event: of several rows with it, one is kept, the same one in whatever order they come.
        f" UNION ALL SELECT {columns}, CAST(1 AS UINTEGER) FROM {several} AND event_id IS NOT NULL"
        f" QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY {_CONTENT}) = 1"
    )
