"""Buyers that a file names: known ones are found by their hash, unknown ones are made by the batch."""

import duckdb

from analytics import bulk
from analytics.events.visitors import visitor_sql
from analytics.models import Batch
from shopops.sales.models import Buyer


def buyer_sql(text: str, *, key: str) -> str:
    """SQL for the hash of the buyer named in a cell; NULL for nobody.

    WooCommerce gives the customer number 0 to every guest, and platforms mask names (`小**`): taken for a person, many
    people would be one.
    """
    return visitor_sql(f"CASE WHEN {text} <> '0' AND NOT contains({text}, '*') THEN {text} END", key=key)


def make_buyers(connection: duckdb.DuckDBPyConnection, batch: Batch, *, table: str) -> None:
    """Within the batch's transaction: the DuckDB table `buyers(visitor, id)` for every hash in `visitor` of `table`."""
    columns = {"visitor": "BIGINT", "id": "BIGINT"}
    known = Buyer.objects.filter(shop_id=batch.shop_id)
    bulk.create_known(connection, "buyers", columns, known.values_list("visitor", "id"))
    bulk.insert_selected(
        Buyer,
        ("shop_id", "batch", "visitor"),
        connection,
        f"SELECT DISTINCT {batch.shop_id}, {batch.pk}, visitor FROM {table} WHERE visitor IS NOT NULL"
        " AND visitor NOT IN (SELECT visitor FROM buyers)",
    )
    made = known.filter(batch=batch.pk).values_list("visitor", "id")
    bulk.create_known(connection, "made_buyers", columns, made)
    connection.execute("INSERT INTO buyers SELECT * FROM made_buyers")
