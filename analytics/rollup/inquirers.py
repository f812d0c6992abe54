"""Pre-sale inquirers: who wrote to customer service before a sale, and not about one that was made.

Of one person and day: no order of theirs in the 21 days before or earlier on the day, or another one after they wrote,
up to the end of the next business day. The next day's orders can change it, so it is final after a day.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from analytics.bulk import create_known
from analytics.metrics.relations import AFTER_SALE
from analytics.rollup.part import Counter, Part
from analytics.rollup.visitors import day_in_name, visitor_files
from shopops.sales.models import Order, OrderQuerySet

# So many people are looked up by name, more by going through all orders of the span.
FEW = 500
ORDERS = {"visitor": "BIGINT", "day": "DATE", "last_ordered": "TIMESTAMP"}


def create_inquirers(counter: Counter, part: Part) -> None:
    """The table `inquirers(visitor)` of the day."""
    connection, day = counter.connection, part.day
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE asked AS SELECT visitor, DATE '{day}' AS day, first_asked FROM people"
        " WHERE first_asked IS NOT NULL"
    )
    create_orders_around(counter, (day, day))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE inquirers AS SELECT DISTINCT visitor FROM ({inquirers_sql()})")


def create_orders_around(counter: Counter, span: tuple[date, date]) -> None:
    """The table `orders_around(visitor, day, last_ordered)`: days on which who is in `asked` ordered, around `span`."""
    connection = counter.connection
    create_known(connection, "orders_around", ORDERS, [])
    asking = [visitor for (visitor,) in connection.execute("SELECT DISTINCT visitor FROM asked").fetchall()]
    if not asking:
        return
    first, last = span[0] - timedelta(days=AFTER_SALE), span[1] + timedelta(days=1)
    if counter.sources.orders_from_tables:
        orders = Order.objects.real().filter(shop=counter.shop, created_day__range=(first, last))
        create_known(connection, "orders_of_span", ORDERS, _of_visitors(orders, asking))
        rows = "orders_of_span"
    else:
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        files = visitor_files(counter, days)
        rows = f"(FROM {day_in_name(files)} WHERE last_ordered IS NOT NULL)" if files else "orders_around"
    connection.execute(
        "INSERT INTO orders_around SELECT visitor, day, max(last_ordered) FROM"
        f" {rows} WHERE visitor IN (SELECT visitor FROM asked) GROUP BY ALL"
    )


def _of_visitors(orders: OrderQuerySet, visitors: list[int]) -> Iterable[tuple[int, date, datetime]]:
    columns = ("buyer__visitor", "created_day", "created_at")
    if len(visitors) > FEW:
        return orders.filter(buyer__isnull=False).values_list(*columns)
    return orders.filter(buyer__visitor__in=visitors).values_list(*columns)


def inquirers_sql() -> str:
    """Visitor and day of the rows of `asked` that are before a sale, by `orders_around`."""
    return (
        "SELECT visitor, day FROM (SELECT asked.visitor, asked.day, any_value(first_asked) AS first_asked,"
        " max(last_ordered) FILTER (WHERE orders.day = asked.day) AS ordered_then,"
        f" coalesce(bool_or(orders.day < asked.day AND orders.day >= asked.day - {AFTER_SALE}), false) AS before,"
        " coalesce(bool_or(orders.day = asked.day + 1), false) AS next_day"
        " FROM asked LEFT JOIN orders_around AS orders USING (visitor) GROUP BY asked.visitor, asked.day)"
        " WHERE next_day OR (ordered_then IS NOT NULL AND first_asked < ordered_then)"
        " OR (ordered_then IS NULL AND NOT before)"
    )
