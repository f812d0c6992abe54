"""The least that DuckDB alone needs for the same: what the product is measured against."""

from pathlib import Path

import duckdb

COLUMNS = {
    "event_id": "BIGINT", "time": "TIMESTAMP", "visitor": "VARCHAR", "event": "VARCHAR", "product": "INTEGER",
    "source": "VARCHAR", "region": "VARCHAR", "device": "VARCHAR", "order_id": "BIGINT", "amount": "DOUBLE",
}  # fmt: skip
LOAD = """
COPY (SELECT event_id, time, hash(visitor) AS visitor, event, product, source, region, device, order_id,
    round(amount * 100)::BIGINT AS amount, hour(time)::UTINYINT AS hour
  FROM read_csv('{source}', columns = {columns}, header = true, delim = ',', auto_detect = false, quote = '"'))
TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""

_RARE = """count(DISTINCT visitor) FILTER (WHERE etype = 2), count(DISTINCT visitor) FILTER (WHERE etype = 3),
  count(DISTINCT visitor) FILTER (WHERE etype = 4), count(*) FILTER (WHERE etype = 3),
  count(*) FILTER (WHERE etype = 4), sum(amount) FILTER (WHERE etype = 4)"""
_VIEWS = "count(*), sum(views), count(*) FILTER (WHERE views = 1)"
_PERSONAL = "GROUPING SETS ((), (source), (region), (device), (is_new))"
# Views per visitor, visitor and product, visitor and hour counted once; the rare acts by distinct visitors.
FUNNEL = f"""
WITH events AS (FROM read_parquet('{{source}}')),
tiers AS (SELECT product, min(tier) AS tier FROM events GROUP BY 1),
people AS (SELECT visitor, min(source) AS source, min(region) AS region, min(device) AS device, min(is_new) AS is_new,
  count(*) AS views FROM events WHERE etype = 0 GROUP BY 1),
products AS MATERIALIZED (SELECT visitor, product, count(*) AS views FROM events WHERE etype = 0 GROUP BY 1, 2),
hours AS (SELECT visitor, hour, count(*) AS views FROM events WHERE etype = 0 GROUP BY 1, 2),
by_tier AS (SELECT visitor, tier, sum(views) AS views FROM products JOIN tiers USING (product) GROUP BY 1, 2),
rare AS MATERIALIZED (FROM events WHERE etype >= 2)
SELECT 'views', grouping(source, region, device, is_new), coalesce(source, region, device, is_new), {_VIEWS}, 0, 0, 0
  FROM people GROUP BY {_PERSONAL}
UNION ALL SELECT 'product', 0, product, {_VIEWS}, 0, 0, 0 FROM products GROUP BY product
UNION ALL SELECT 'tier', 0, tier, {_VIEWS}, 0, 0, 0 FROM by_tier GROUP BY tier
UNION ALL SELECT 'hour', 0, hour, {_VIEWS}, 0, 0, 0 FROM hours GROUP BY hour
UNION ALL SELECT 'rare', grouping(source, region, device, is_new), coalesce(source, region, device, is_new), {_RARE}
  FROM rare GROUP BY {_PERSONAL}
UNION ALL SELECT 'rare product', 0, product, {_RARE} FROM rare GROUP BY product
UNION ALL SELECT 'rare tier', 0, tier, {_RARE} FROM rare GROUP BY tier
UNION ALL SELECT 'rare hour', 0, hour, {_RARE} FROM rare GROUP BY hour"""
# Visits and bounces by one window with lag and lead, and one row a visitor written to a file.
VISITS = """
COPY (WITH stream AS (SELECT *, coalesce(ts - lag(ts) OVER run >= 1800, true) AS starts,
    coalesce(lead(ts) OVER run - ts >= 1800, true) AS ends, first_value(source) OVER run AS first_source,
    first_value(region) OVER run AS first_region, first_value(device) OVER run AS first_device
  FROM read_parquet('{source}') WINDOW run AS (PARTITION BY visitor ORDER BY ts))
SELECT visitor, any_value(first_source), any_value(first_region), any_value(first_device),
  count(*) FILTER (WHERE etype = 0) AS views, count(*) FILTER (WHERE starts) AS visits,
  count(*) FILTER (WHERE starts AND ends AND etype = 0) AS bounced, bool_or(etype = 2) AS inquired,
  bool_or(etype = 3) AS ordered, bool_or(etype = 4) AS paid FROM stream GROUP BY 1)
TO '{target}' (FORMAT parquet, COMPRESSION zstd)"""


def connection() -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    opened.execute("SET threads = 2")
    return opened


def load(source: Path, target: Path) -> None:
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items()) + "}"
    with connection() as bare:
        bare.execute("SET preserve_insertion_order = false")
        bare.execute(LOAD.format(source=source, target=target, columns=columns))


def fill(source: Path, target: Path) -> None:
    with connection() as bare:
        bare.execute(FUNNEL.format(source=source)).fetchall()
        bare.execute(VISITS.format(source=source, target=target))
