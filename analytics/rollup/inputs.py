"""What one shop-day is counted from, as tables of DuckDB.

- `tracked`: the day's events with local `hour` and `tier`.
- `people`: visitors of the day with the attributes of their first event and `visitor_kind` (1 new, 2 returning).
- `order_acts`, `line_acts`: orders placed (`placed`) and paid that day, whole and by line, from tables or from events.
- `acts_of_people`: favourites, carts, inquiries and orders of people.
- `basis`: where orders come from, and whether new visitors can be told.
- `cash_refunds`: refunds that succeeded that day; `cohort_refunds`: refunds to date of the orders paid that day.
"""

from datetime import date
from typing import Any

import duckdb
from django.db.models import Q

from analytics.bulk import create_known
from analytics.events.duck import files_literal
from analytics.events.schema import COLUMNS, Kind
from analytics.metrics.sources import Sources
from analytics.models import PayerDay
from analytics.rollup.acts import acts_of_day, products_of_single_lines
from analytics.rollup.sql import ACTS_OF_PEOPLE
from analytics.rollup.visitors import days_before, event_files, visitor_files
from shopops.catalog.models import TierAssignment
from shopops.sales.models import Flag, Order, Refund
from shopops.shops.days import ShopDays
from shopops.shops.models import Shop

ACTS = {
    "order_key": "VARCHAR",
    "visitor": "BIGINT",
    "placed": "BOOLEAN",
    "moment": "TIMESTAMP",
    "product": "INTEGER",
    "amount": "BIGINT",
    "items": "BIGINT",
}
CASH = {"amount": "BIGINT", "product": "INTEGER", "moment": "TIMESTAMP", "visitor": "BIGINT", "paid_day": "DATE"}
COHORT = {"amount": "BIGINT", "product": "INTEGER", "moment": "TIMESTAMP", "visitor": "BIGINT"}
PAYERS = {"day": "DATE", "visitor": "BIGINT", "source": "BIGINT", "visitor_kind": "BIGINT"}


def create_inputs(
    connection: duckdb.DuckDBPyConnection, shop: Shop, day: date, *, days: ShopDays, sources: Sources, revision: int
) -> bool:
    """Create the tables; gives False for a day on which nothing happened. Raises DamagedFile, EventsUnreachable."""
    connection.execute(f"CREATE OR REPLACE TEMP MACRO hour_of(moment) AS {hour_sql(days, day)}")
    _create_tiers(connection, shop, day)
    files = event_files(shop, day)
    _create_tracked(connection, files)
    _create_people(connection, shop, day, sources=sources, revision=revision)
    orders = _create_acts(connection, shop, day, sources)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE acts_of_people AS {ACTS_OF_PEOPLE}")
    refunds = _create_refunds(connection, shop, day, from_tables=sources.refunds_from_tables)
    return bool(files) or orders or refunds


def hour_sql(days: ShopDays, day: date) -> str:
    """Local hour of a UTC time of the day; on the day of a clock change by both offsets."""
    spans = list(reversed(days.offsets(day)))
    cases = " ".join(
        f"WHEN moment >= TIMESTAMP '{span.start:%Y-%m-%d %H:%M:%S}' THEN {round(span.offset.total_seconds())}"
        for span in spans[:-1]
    )
    oldest = round(spans[-1].offset.total_seconds())
    seconds = f"(CASE {cases} ELSE {oldest} END)" if cases else str(oldest)
    return f"CAST(hour(moment + to_seconds({seconds})) AS INTEGER)"


def _create_tiers(connection: duckdb.DuckDBPyConnection, shop: Shop, day: date) -> None:
    assigned = TierAssignment.objects.filter(shop=shop).on_day(day).values_list("product__number", "tier")
    create_known(connection, "tiers", {"product": "INTEGER", "tier": "INTEGER"}, dict(assigned).items())


def _create_tracked(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    source = f"read_parquet({files_literal(files)})" if files else _no_events()
    connection.execute(
        'CREATE OR REPLACE TEMP VIEW tracked AS SELECT events.* RENAME ("at" AS moment), hour_of("at") AS hour,'
        " coalesce(tier, 0) AS tier"
        f" FROM {source} AS events LEFT JOIN tiers USING (product)"
    )


def _no_events() -> str:
    columns = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in COLUMNS.items())
    return f"(SELECT {columns} WHERE false)"


def _create_people(
    connection: duckdb.DuckDBPyConnection, shop: Shop, day: date, *, sources: Sources, revision: int
) -> None:
    """New is who had no event in the days before; in a shop's first days nobody can tell."""
    before = days_before(day)
    known = sources.tracking is not None and before[0] >= sources.tracking[0]
    from_tables = sources.orders_from_tables
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE basis AS SELECT {from_tables} AS from_tables, {known} AS kinds_known"
    )
    today = visitor_files(connection, shop, [day], revision=revision)
    if not today:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE people (visitor BIGINT, source INTEGER, views BIGINT, visitor_kind INTEGER)"
        )
        return
    earlier = visitor_files(connection, shop, before, revision=revision) if known else []
    kind = "NULL::INTEGER" if not known else "1"
    if earlier:
        returning = f"SELECT visitor FROM read_parquet({files_literal(earlier)})"
        kind = f"CASE WHEN visitor IN ({returning}) THEN 2 ELSE 1 END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE people AS SELECT visitor, source, views, {kind} AS visitor_kind"
        f" FROM read_parquet({files_literal(today)})"
    )


def _create_acts(connection: duckdb.DuckDBPyConnection, shop: Shop, day: date, sources: Sources) -> bool:
    if not sources.orders_from_tables:
        _create_event_acts(connection)
        return False
    whole, lines = acts_of_day(shop, day)
    create_known(connection, "stated_orders", ACTS, whole)
    create_known(connection, "stated_lines", ACTS, lines)
    for name, source in (("order_acts", "stated_orders"), ("line_acts", "stated_lines")):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_with_attributes(source)}")
    return bool(whole)


def _create_event_acts(connection: duckdb.DuckDBPyConnection) -> None:
    """A purchase is an order and its payment; an event without an order number is an order of its own."""
    key = "coalesce('no ' || order_no, 'row ' || row)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bought AS SELECT *, row_number() OVER () AS row FROM tracked"
        f" WHERE kind IN ({Kind.ORDER}, {Kind.PAY}, {Kind.PURCHASE})"
    )
    columns = f"{key} AS order_key, visitor, {{placed}} AS placed, moment, product, amount, quantity AS items"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stated_orders AS SELECT {columns.format(placed=True)} FROM bought"
        f" WHERE kind <> {Kind.PAY} UNION ALL SELECT {columns.format(placed=False)} FROM bought"
        f" WHERE kind <> {Kind.ORDER}"
    )
    for name in ("order_acts", "line_acts"):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {_with_attributes('stated_orders')}")


def _with_attributes(acts: str) -> str:
    """Acts with hour, tier, and the buyer's first event of the day; -1 is a buyer without a visit."""
    kinds_known = "(SELECT kinds_known FROM basis)"
    return (
        "SELECT acts.*, hour_of(acts.moment) AS hour, coalesce(tier, 0) AS tier, coalesce(people.source, -1) AS source,"
        f" CASE WHEN {kinds_known} THEN coalesce(visitor_kind, -1) END AS visitor_kind"
        f" FROM {acts} AS acts LEFT JOIN tiers USING (product) LEFT JOIN people USING (visitor)"
    )


def _create_refunds(connection: duckdb.DuckDBPyConnection, shop: Shop, day: date, *, from_tables: bool) -> bool:
    # A refund without an order is counted; one of a test, staff or fake order is not.
    real = Refund.objects.filter(shop=shop).filter(Q(order=None) | Q(order__flag=Flag.NONE))
    columns = ("amount", "product__number", "pk", "order_id", "order__buyer__visitor", "order__paid_day")
    cash = list(real.filter(day=day).values_list(*columns, "refunded_at"))
    paid = Order.objects.real().filter(shop=shop, paid_day=day)
    cohort = list(real.filter(order__in=paid.values("pk")).values_list(*columns, "order__paid_at"))
    only_line = products_of_single_lines(shop, {row[3] for row in (*cash, *cohort) if row[1] is None and row[3]})
    create_known(connection, "cash", CASH, [_refund(row, only_line, dated=True) for row in cash])
    create_known(connection, "cohort", COHORT, [_refund(row, only_line, dated=False) for row in cohort])
    days = {row[5] for row in cash if row[5]} - {day}
    payers = PayerDay.objects.filter(shop=shop, day__in=days).values_list(*PAYERS)
    create_known(connection, "payers_then", PAYERS, payers)
    # Today's payers are not kept yet: they are being counted.
    connection.execute(
        f"INSERT INTO payers_then SELECT DISTINCT DATE '{day}', visitor, source, visitor_kind FROM order_acts"
        " WHERE NOT placed AND visitor IS NOT NULL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE cash_refunds AS SELECT amount, product, coalesce(tier, 0) AS tier,"
        " hour_of(moment) AS hour, coalesce(source, -1) AS source,"
        " CASE WHEN payers_then.visitor IS NOT NULL THEN visitor_kind WHEN kinds_known THEN -1 END AS visitor_kind"
        " FROM cash CROSS JOIN basis LEFT JOIN tiers USING (product) LEFT JOIN payers_then"
        " ON cash.paid_day = payers_then.day AND cash.visitor = payers_then.visitor"
    )
    if not from_tables:
        connection.execute(
            "INSERT INTO cash_refunds SELECT amount, product, tier, hour, -1, CASE WHEN kinds_known THEN -1 END"
            f" FROM tracked CROSS JOIN basis WHERE kind = {Kind.REFUND}"
        )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cohort_refunds AS {_with_attributes('cohort')}")
    return bool(cash or cohort)


def _refund(row: tuple[Any, ...], only_line: dict[int, int], *, dated: bool) -> tuple[Any, ...]:
    amount, product, _pk, order, visitor, paid_day, at = row
    part = (amount, product if product is not None else only_line.get(order, 0), at, visitor)
    return (*part, paid_day) if dated else part
