"""The demo shop's exports as files in the product's own generic columns, numbers turned into names."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection

from analytics.events.duck import connect
from shopops.demo.catalogue import CODE_OF_NUMBER_0, TIER_CHANGES, tier_rows
from shopops.demo.draws import mix
from shopops.demo.sales import FLAGS
from shopops.demo.sources import DEVICE_NAMES, REGION_NAMES, SOURCE_NAMES
from shopops.demo.stretch import Stretch, events_in, lines_in, orders_in, refunds_in
from shopops.demo.traffic import EVENTS, PAGES
from shopops.demo.world import World


@dataclass(frozen=True)
class Export:
    """One file of one import kind."""

    kind: str
    path: Path
    rows: int


# People are told by an id like those of a platform: the same for a visitor and for the buyer that visitor becomes.
PERSON = "'t' || lower(to_base(person, 36))"
PRODUCT = f"CASE WHEN product > 0 THEN ({CODE_OF_NUMBER_0} + product)::VARCHAR END"


def money(column: str) -> str:
    """Fen as yuan; -1 is no amount."""
    return f"CASE WHEN {column} >= 0 THEN ({column}::DECIMAL(18, 2) / 100)::DECIMAL(18, 2) END"


def named(column: str, names: tuple[str, ...]) -> str:
    """A number from 0 as its name; the names are our own."""
    return "[" + ", ".join(f"'{name}'" for name in names) + f"][{column} + 1]"


SQL = {
    "products": "SELECT * FROM rows",
    "orders": f"""
        SELECT "order"::VARCHAR AS "order", {PERSON} AS buyer, created, paid, {money("amount")} AS amount,
               CASE WHEN paid IS NOT NULL THEN {money("amount")} END AS paid_amount, {money("freight")} AS freight,
               items, {named("region", REGION_NAMES)} AS region, nullif({named("flag", FLAGS)}, '') AS flag
        FROM rows""",
    "order_lines": f"""
        SELECT "order"::VARCHAR AS "order", line::VARCHAR AS line, {PRODUCT} AS product, quantity,
               {money("amount")} AS amount
        FROM rows""",
    "refunds": f"""
        SELECT 'R' || refund AS refund, "order"::VARCHAR AS "order", {PRODUCT} AS product, time,
               {money("amount")} AS amount, quantity
        FROM rows""",
    "events": f"""
        SELECT time, {PERSON} AS visitor, {named("event", EVENTS)} AS event, {PRODUCT} AS product,
               {named("page", PAGES)} AS page, {named("source", SOURCE_NAMES)} AS source,
               {named("region", REGION_NAMES)} AS region, {named("device", DEVICE_NAMES)} AS device,
               CASE WHEN "order" > 0 THEN "order"::VARCHAR END AS "order", {money("amount")} AS amount,
               CASE WHEN quantity > 0 THEN quantity END AS quantity
        FROM rows""",
}


def write_exports(world: World, stretch: Stretch, folder: Path) -> list[Export]:
    """Files of the stretch in the order in which they have to be loaded: events last, so that they end it."""
    frames = {
        "products": products_in(stretch),
        "orders": orders_in(world, stretch),
        "order_lines": lines_in(world, stretch),
        "refunds": refunds_in(world, stretch),
        "events": events_in(world, stretch),
    }
    with connect() as connection:
        return [_write(connection, kind, rows, stretch, folder) for kind, rows in frames.items() if len(rows)]


def products_in(stretch: Stretch) -> pd.DataFrame:
    """Every product with its tiers at the beginning and whenever one changes, else nothing."""
    changed = any(stretch.first <= day <= stretch.last for day, _ in TIER_CHANGES.values())
    rows = tier_rows(until=stretch.last) if changed or stretch.first == stretch.opened else []
    return pd.DataFrame(
        [(item.code, item.title, item.category, f"{item.price / 100:.2f}", tier, str(day)) for item, tier, day in rows],
        columns=["product", "title", "category", "price", "tier", "tier_since"],
    )


def _write(connection: DuckDBPyConnection, kind: str, rows: pd.DataFrame, stretch: Stretch, folder: Path) -> Export:
    path = folder / f"demo-{kind}-{stretch.first}-{stretch.last}.parquet"
    connection.register("rows", _with_told_ids(rows))
    connection.execute(f"COPY ({SQL[kind]}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    connection.unregister("rows")
    return Export(kind=kind, path=path, rows=len(rows))


def _with_told_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """With `person` as the platform would number it: nothing can be read from it."""
    if "person" not in rows:
        return rows
    return rows.assign(person=(mix(rows["person"].to_numpy()) >> np.uint64(1)).astype(np.int64))
