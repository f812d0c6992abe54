"""The one way to open DuckDB: no network, no extensions, no files but our own, bounded memory and scratch space."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from django.conf import settings

from analytics.events.scratch import scratch_folder


@contextmanager
def connect(
    *, readable: tuple[Path, ...] = (), database: bool = False, memory: str = "", written_order: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A locked-down connection that may read and write under the event, visitor and scratch roots, and read `readable`.

    With `database` its tables lie in a file of the scratch space, so that they need no memory. `written_order` joins
    tables in the order in which a statement names them: DuckDB cannot know how long a text file is, and would keep the
    file in memory to look for it in a list of words. Everything of it is gone at the end.
    """
    with scratch_folder("duck") as scratch:
        connection = duckdb.connect(str(scratch / "tables.duckdb") if database else ":memory:")
        try:
            if written_order:
                connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
            _lock_down(connection, scratch, readable, memory or settings.DUCKDB_MEMORY)
            yield connection
        finally:
            connection.close()


def _lock_down(connection: duckdb.DuckDBPyConnection, scratch: Path, readable: tuple[Path, ...], memory: str) -> None:
    roots = [str(root) for root in (settings.EVENTS_ROOT, settings.VISITORS_ROOT, settings.SCRATCH_ROOT)]
    connection.execute("SET temp_directory = $1", [str(scratch / "spill")])
    connection.execute("SET max_temp_directory_size = '20GB'")
    connection.execute("SET memory_limit = $1", [memory])
    connection.execute("SET threads = $1", [settings.DUCKDB_THREADS])
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET allowed_directories = {_literal(roots)}")
    connection.execute(f"SET allowed_paths = {_literal([str(path) for path in readable])}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _literal(paths: list[str]) -> str:
    # A list cannot be a parameter of SET. Quotes are doubled; the paths are our own.
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def files_literal(paths: Iterable[Path | str]) -> str:
    """A list of files for read_parquet, which takes no parameter in a view."""
    return _literal([str(path) for path in paths])
