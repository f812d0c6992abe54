"""Members that get cells of their own in crossings, and landing pages: a bounded number a day, the rest is "other".

Chosen by what the whole day shows (views and paid amount of lines), so that every bucket of a day chooses the same.
"""

import duckdb

from analytics.events.schema import Kind

OTHER = -2
PAGES, SOURCES, PRODUCTS_BY_VIEWS, PRODUCTS_BY_MONEY = 200, 40, 40, 40
# A cell of two members in one number: the source above, the product or tier below. OTHER_BELOW is "other" of it.
BELOW = 1 << 32
OTHER_BELOW = BELOW - 1
# Sources are 16 bits: this one is free (65,000 is the largest code).
OTHER_ABOVE = (1 << 16) - 1


def create_kept(connection: duckdb.DuckDBPyConnection, *, day_rows: str, paid_lines: str) -> None:
    """The tables kept_pages, kept_sources and kept_products, each with one column of numbers.

    `day_rows` are the events of the whole day, `paid_lines` rows of `product` and `amount`.
    """
    views = f"FROM {day_rows} WHERE kind = {Kind.VIEW} GROUP BY 1 ORDER BY count(*) DESC, 1"
    for table, column, limit in (("kept_pages", "page", PAGES), ("kept_sources", "source", SOURCES)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {column} {views} LIMIT {limit}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE kept_products AS SELECT DISTINCT product FROM"
        f" (SELECT product FROM (SELECT product {views} LIMIT {PRODUCTS_BY_VIEWS}) UNION ALL"
        f" SELECT product FROM (SELECT product FROM {paid_lines} GROUP BY 1 ORDER BY sum(amount) DESC NULLS LAST, 1"
        f" LIMIT {PRODUCTS_BY_MONEY}))"
    )


def members_sql(*, page: str = "page", source: str = "source", product: str = "product", tier: str = "tier") -> str:
    """Columns landing_page, source_product and source_tier out of those of a first event; a source below 0 is none."""
    above = f"CAST({_kept(source, 'kept_sources', 'source', OTHER_ABOVE)} AS BIGINT) * {BELOW}"
    members = {
        "landing_page": _kept(page, "kept_pages", "page", OTHER),
        "source_product": f"{above} + {_kept(product, 'kept_products', 'product', OTHER_BELOW)}",
        "source_tier": f"{above} + {tier}",
    }
    return ", ".join(f"CASE WHEN {source} < 0 THEN {source} ELSE {sql} END AS {name}" for name, sql in members.items())


def parts_of(cell: int) -> tuple[int, int]:
    """The two members of a cell; OTHER for the rest. Cells below 0 (no visit) are both members at once."""
    if cell < 0:
        return cell, cell
    above, below = divmod(cell, BELOW)
    return OTHER if above == OTHER_ABOVE else above, OTHER if below == OTHER_BELOW else below


def _kept(value: str, table: str, column: str, other: int) -> str:
    return f"CASE WHEN {value} IN (SELECT {column} FROM {table}) THEN {value} ELSE {other} END"
