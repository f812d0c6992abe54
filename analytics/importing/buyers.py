"""Buyers that a file names: known ones are found by their hash, unknown ones are made by the batch."""

import duckdb

from analytics import bulk
from analytics.models import Batch
from shopops.sales.models import Buyer


def make_buyers(connection: duckdb.DuckDBPyConnection, batch: Batch, *, table: str) -> None:
    """Within the batch's transaction: the DuckDB table `buyers(visitor, id)` for every hash in `visitor` of `table`."""
    columns = {"visitor": "BIGINT", "id": "BIGINT"}
    known = Buyer.objects.filter(shop_id=batch.shop_id)
    bulk.create_known(connection, "buyers", columns, known.values_list("visitor", "id"))
    fresh = bulk.fetched(
        connection,
        f"SELECT DISTINCT visitor FROM {table} WHERE visitor IS NOT NULL"
        " AND visitor NOT IN (SELECT visitor FROM buyers)",
    )
    bulk.insert(Buyer, ("shop_id", "visitor", "batch"), ((batch.shop_id, visitor, batch.pk) for (visitor,) in fresh))
    made = known.filter(batch=batch.pk).values_list("visitor", "id")
    bulk.create_known(connection, "made_buyers", columns, made)
    connection.execute("INSERT INTO buyers SELECT * FROM made_buyers")
