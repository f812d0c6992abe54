"""Loading and counting against bare DuckDB: the least work that gives the same rows."""

from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb

from analytics.events.store import day_folder
from analytics.importing.load import load
from analytics.models import BatchDay
from analytics.rollup.fill import fill_shop
from tests.bench.data import new_shop, write_csv

BARE_LOAD = """
COPY (SELECT time::TIMESTAMP AS at, hash(visitor) AS visitor, event, product, source, region, device,
  round(amount * 100)::BIGINT AS amount FROM read_csv('{source}', header = true, auto_detect = false, columns = {{
  'time': 'VARCHAR', 'visitor': 'VARCHAR', 'event': 'VARCHAR', 'product': 'INTEGER', 'source': 'VARCHAR',
  'region': 'VARCHAR', 'device': 'VARCHAR', 'amount': 'DOUBLE'}})) TO '{target}' (FORMAT parquet, COMPRESSION zstd)
"""
PEOPLE = "SELECT visitor, arg_min(source, at) AS source, count(*) FILTER (WHERE kind = 1) AS views FROM ev GROUP BY 1"
# Totals by source, product and hour, and visits with one window: what any daily funnel needs at least.
BARE_COUNTS = (
    f"SELECT source, count(*), sum(views), count(*) FILTER (WHERE views = 1) FROM ({PEOPLE}) GROUP BY GROUPING SETS ((), (1))",
    "SELECT product, count(*), sum(n) FROM (SELECT visitor, product, count(*) AS n FROM ev WHERE kind = 1 GROUP BY 1, 2) GROUP BY 1",
    "SELECT h, count(*), sum(n) FROM (SELECT visitor, hour(at) AS h, count(*) AS n FROM ev WHERE kind = 1 GROUP BY 1, 2) GROUP BY 1",
    "SELECT source, product, hour(at), kind, count(DISTINCT visitor), sum(amount) FROM ev WHERE kind > 1"
    " GROUP BY GROUPING SETS ((4), (1, 4), (2, 4), (3, 4))",
    "SELECT count(*) FILTER (WHERE starts), count(*) FILTER (WHERE starts AND ends AND kind = 1) FROM (SELECT kind,"
    " coalesce(at - lag(at) OVER w >= INTERVAL 30 MINUTE, true) AS starts,"
    " coalesce(lead(at) OVER w - at >= INTERVAL 30 MINUTE, true) AS ends FROM ev WINDOW w AS (PARTITION BY visitor ORDER BY at))",
)


def compare(folder: Path, *, rows: int, rounds: int) -> dict[str, dict[str, float]]:
    """Seconds of ours and of the bare tool, interleaved; `ratio` is ours ÷ bare (load: rows/s of ours ÷ bare)."""
    source = write_csv(folder / "events.csv", rows)
    times: dict[str, list[float]] = {"load": [], "bare load": [], "fill": [], "bare fill": []}
    size = 0.0
    for number in range(rounds):
        shop = new_shop(f"bench-{number}")
        times["bare load"].append(timed(lambda n=number: bare_load(source, folder / f"bare-{n}.parquet")))
        times["load"].append(timed(lambda shop=shop: load(shop, "events", source)))
        file = BatchDay.objects.get(shop=shop)
        path = day_folder(shop.pk, file.day) / file.file
        size = path.stat().st_size / rows
        times["bare fill"].append(timed(lambda path=path: bare_fill(path)))
        times["fill"].append(timed(lambda shop=shop: fill_shop(shop)))
    load_seconds, bare_load_seconds = median(times["load"]), median(times["bare load"])
    fill_seconds, bare_fill_seconds = median(times["fill"]), median(times["bare fill"])
    return {
        f"load of {rows:,} rows": {
            "share of bare rows/s": bare_load_seconds / load_seconds,
            "rows/s": rows / load_seconds,
            "bytes a row": size,
        },
        f"fill of {rows:,} rows": {"× bare": fill_seconds / bare_fill_seconds, "seconds": fill_seconds},
    }


def timed(work) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def bare() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    return connection


def bare_load(source: Path, target: Path) -> None:
    with bare() as connection:
        connection.execute(BARE_LOAD.format(source=source, target=target))


def bare_fill(path: Path) -> None:
    with bare() as connection:
        connection.execute(f"CREATE VIEW ev AS SELECT * RENAME (\"at\" AS moment) FROM read_parquet('{path}')")
        for select in BARE_COUNTS:
            connection.execute(select.replace("(at", "(moment").replace(" at", " moment")).fetchall()
