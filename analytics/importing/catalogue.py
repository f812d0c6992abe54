"""Products that a file names: known ones are found, unknown ones are made by the batch."""

from dataclasses import dataclass

import duckdb
from django.db.models import Max

from analytics import bulk
from analytics.models import Batch
from shopops.catalog.models import Product
from shopops.shops.models import Shop

# What a file that only names a product says nothing of.
UNSAID = ("title", "category", "picture", "detail")


@dataclass(frozen=True)
class NamedProducts:
    """The DuckDB table `named_products(code, number, fresh)`; `fresh` ones are still to be made."""

    connection: duckdb.DuckDBPyConnection
    shop: Shop

    def make(self, batch: Batch, *, used: set[int] | None = None) -> None:
        """Within the batch's transaction: all of them, or those whose number is `used`. A second call makes nothing."""
        rows = bulk.fetched(self.connection, "SELECT number, code FROM named_products WHERE fresh ORDER BY number")
        bulk.insert(
            Product,
            ("shop_id", "number", "code", *UNSAID, "batch"),
            [
                (self.shop.pk, number, code, *("" for _column in UNSAID), batch.pk)
                for number, code in rows
                if used is None or number in used
            ],
        )
        self.connection.execute("UPDATE named_products SET fresh = false")


def name_products(connection: duckdb.DuckDBPyConnection, shop: Shop, *, table: str) -> NamedProducts:
    """Give a number to every code in the column `product` of `table`. The caller is the shop's only writer.

    Stages of one file share the table: a code keeps the number that an earlier stage gave it.
    """
    # A file of clicks may name no product at all.
    connection.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS product VARCHAR")
    known = Product.objects.filter(shop=shop).values_list("code", "number")
    bulk.create_known(connection, "known_products", {"code": "VARCHAR", "number": "INTEGER"}, known)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS named_products (code VARCHAR, number INTEGER, fresh BOOLEAN)")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE unnamed_products AS"
        f" SELECT DISTINCT product AS code FROM {table} WHERE product IS NOT NULL AND problem IS NULL"
        " AND product NOT IN (SELECT code FROM named_products)"
    )
    connection.execute(
        "INSERT INTO named_products SELECT code, number, false FROM unnamed_products JOIN known_products USING (code)"
    )
    highest = Product.objects.filter(shop=shop).aggregate(highest=Max("number"))["highest"] or 0
    connection.execute(
        "INSERT INTO named_products SELECT code, greatest($1, (SELECT coalesce(max(number), 0) FROM named_products))"
        " + row_number() OVER (ORDER BY code), true FROM unnamed_products ANTI JOIN known_products USING (code)",
        [highest],
    )
    return NamedProducts(connection, shop)
