"""Refunds of a shop-day as tables of DuckDB.

- `cash_refunds`: refunds that succeeded that day, split as the payment of their order was, however long ago.
- `cohort_refunds`: refunds to date of the orders paid that day.
"""

from typing import Any

from django.db.models import Q

from analytics.bulk import create_known
from analytics.events.schema import Kind
from analytics.models import PayerDay
from analytics.rollup.acts import products_of_single_lines
from analytics.rollup.attributes import with_attributes
from analytics.rollup.kept import members_sql
from analytics.rollup.part import Counter, Part
from shopops.sales.models import Flag, Order, Refund

# `refund` is its row in the tables; events have none.
COHORT = {"amount": "BIGINT", "product": "INTEGER", "refund": "BIGINT", "moment": "TIMESTAMP", "visitor": "BIGINT"}
CASH = COHORT | {"paid_day": "DATE"}
# Columns of `PayerDay`, beside shop and day.
PAYER = ("visitor", "source", "region", "device", "landing_page", "landing_product", "visitor_kind")


def create_refunds(counter: Counter, part: Part) -> bool:
    """Gives whether there are any on the day."""
    connection, shop, day = counter.connection, counter.shop, part.day
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
    _create_payers(counter, part, days)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cash_refunds AS {_CASH} WHERE {part.holds('cash.visitor')}")
    if not counter.sources.refunds_from_tables:
        connection.execute(f"INSERT INTO cash_refunds {_OF_EVENTS}")
    own = f"(FROM cohort WHERE {part.holds('visitor')})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cohort_refunds AS {with_attributes(own)}")
    return bool(cash or cohort)


def _create_payers(counter: Counter, part: Part, days: set[Any]) -> None:
    """The table `payers_then` of the payment days of the day's refunds; today's are being counted, and not kept yet."""
    payers = PayerDay.objects.filter(shop=counter.shop, day__in=days).values_list("day", *PAYER)
    types = {"day": "DATE"} | dict.fromkeys(PAYER, "BIGINT")
    create_known(counter.connection, "payers_then", types, payers)
    counter.connection.execute(
        f"INSERT INTO payers_then SELECT DISTINCT DATE '{part.day}', {', '.join(PAYER)} FROM order_acts"
        " WHERE NOT placed AND visitor IS NOT NULL"
    )


_NO_VISIT = ("source", "region", "device", "landing_page", "source_product", "source_tier")
_PAYERS = (
    "(SELECT visitor, day, visitor_kind, source, region, device,"
    f" {members_sql(page='landing_page', product='landing_product')} FROM (SELECT payer.*, coalesce(tier, 0) AS tier"
    " FROM payers_then AS payer LEFT JOIN tiers ON payer.landing_product = tiers.product))"
)
_CASH = (
    "SELECT amount, cash.product AS product, coalesce(tiers.tier, 0) AS tier, hour_of(moment) AS hour,"
    + ", ".join(f" coalesce(payers.{name}, -1) AS {name}" for name in _NO_VISIT)
    + ", CASE WHEN payers.visitor IS NOT NULL THEN visitor_kind WHEN kinds_known THEN -1 END AS visitor_kind,"
    " cash.refund, cash.moment, cash.visitor"
    f" FROM cash CROSS JOIN basis LEFT JOIN tiers ON cash.product = tiers.product LEFT JOIN {_PAYERS} AS payers"
    " ON cash.paid_day = payers.day AND cash.visitor = payers.visitor"
)
_OF_EVENTS = (
    "SELECT amount, tracked.product, coalesce(tier, 0), hour_of(moment), -1, -1, -1, -1, -1, -1,"
    " CASE WHEN kinds_known THEN -1 END, NULL, moment, visitor"
    " FROM tracked CROSS JOIN basis LEFT JOIN tiers USING (product)"
    f" WHERE kind = {Kind.REFUND}"
)


def _refund(row: tuple[Any, ...], only_line: dict[int, int], *, dated: bool) -> tuple[Any, ...]:
    amount, product, pk, order, visitor, paid_day, at = row
    part = (amount, product if product is not None else only_line.get(order, 0), pk, at, visitor)
    return (*part, paid_day) if dated else part
