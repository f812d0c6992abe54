"""Exact distinct counts of a period, which days do not add up to: from visitor-day files and order tables."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb
from django.db import transaction
from django.db.models import Count, QuerySet

from analytics.bulk import create_known
from analytics.due import ONE_DAY, days_between, locked_revision, revision_of
from analytics.events.duck import connect
from analytics.events.schema import Kind
from analytics.events.store import counting
from analytics.metrics.registry import definitions_digest
from analytics.metrics.relations import RETURNING
from analytics.metrics.sources import sources_of
from analytics.models import PeriodCount
from analytics.rollup.inquirers import create_orders_around, inquirers_sql
from analytics.rollup.part import Counter
from analytics.rollup.people import did
from analytics.rollup.returning import create_payers_before
from analytics.rollup.visitors import Superseded, day_in_name, visitor_files
from shopops.sales.models import Flag, Order
from shopops.shops.models import Shop
from shopops.web.festivals import Span
from shopops.web.period import PRESETS, Period

ATTEMPTS = 3


def count_period(shop: Shop, first: date, last: date) -> dict[str, float]:
    """Count the period now. Raises DamagedFile, EventsUnreachable, Superseded."""
    return _count(shop, first, last, revision=revision_of(shop))


def keep_period(shop: Shop, first: date, last: date) -> None:
    """Count the period and keep the counts. The only writer of `PeriodCount`."""
    for _attempt in range(ATTEMPTS):
        revision = revision_of(shop)
        try:
            counts = _count(shop, first, last, revision=revision)
        except Superseded:
            continue
        if _keep(shop, first, last, counts, revision=revision):
            return


def usual_periods(shop: Shop, newest: date) -> list[Span]:
    """Periods that people look at most and that no job has counted yet: each preset, and what it is compared with."""
    # As pages ask on the morning after the newest day.
    today = newest + ONE_DAY
    shown = [Period.from_query({"period": preset}, today=today, newest=newest) for preset in PRESETS]
    spans = {(period.first, period.last) for period in shown}
    spans |= {period.against for period in shown if period.against is not None}
    kept = PeriodCount.objects.filter(shop=shop, definitions=definitions_digest())
    return sorted({span for span in spans if span[0] < span[1]} - set(kept.values_list("first_day", "last_day")))


@transaction.atomic
def _keep(shop: Shop, first: date, last: date, counts: dict[str, float], *, revision: int) -> bool:
    if locked_revision(shop) != revision:
        return False
    PeriodCount.objects.update_or_create(
        shop=shop,
        first_day=first,
        last_day=last,
        defaults={"counts": counts, "revision": revision, "definitions": definitions_digest()},
    )
    return True


def _count(shop: Shop, first: date, last: date, *, revision: int) -> dict[str, float]:
    sources = sources_of(shop)
    with counting(shop.pk), connect() as connection:
        counter = Counter(shop, shop.days, sources, revision, connection)
        _create_visitors(connection, visitor_files(counter, days_between(first, last)))
        ordered: Iterable[int] = ()
        if sources.orders_from_tables:
            buyers = _buyers_of_tables(shop, first, last)
            ordered = _ordering_visitors(shop, first, last)
        else:
            buyers = _buyers_of_events(counter, first)
        create_known(connection, "ordered", {"visitor": "BIGINT"}, ((visitor,) for visitor in ordered))
        people = _people(connection, orders_in_events=not sources.orders_from_tables)
        return people | buyers | {"inquirers": _inquirers(counter, (first, last))}


def _create_visitors(connection: duckdb.DuckDBPyConnection, files: list[str]) -> None:
    """The table `visitors`, one row a visitor of the period, and the view `visitor_days` behind it."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW visitor_days AS FROM {day_in_name(files) if files else _NO_DAYS}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE visitors AS SELECT visitor, sum(views) AS views, bit_or(acts) AS acts,"
        f" coalesce(bool_or(views > 0 AND {did(Kind.INQUIRY)}), false) AS inquired FROM visitor_days GROUP BY visitor"
    )


_NO_DAYS = (
    "(SELECT NULL::BIGINT AS visitor, 0 AS views, NULL::USMALLINT AS acts, NULL::TIMESTAMP AS first_asked,"
    " NULL::DATE AS day WHERE false)"
)


def _people(connection: duckdb.DuckDBPyConnection, *, orders_in_events: bool) -> dict[str, float]:
    saved = did(Kind.FAVOURITE, Kind.CART)
    orders = (Kind.ORDER, Kind.PURCHASE) if orders_in_events else ()
    engaged = did(Kind.FAVOURITE, Kind.CART, Kind.INQUIRY, *orders)
    counted = connection.execute(
        f"SELECT count(*) FILTER (WHERE views > 0), count(*) FILTER (WHERE {did(Kind.FAVOURITE)}),"
        f" count(*) FILTER (WHERE {did(Kind.CART)}), count(*) FILTER (WHERE {saved}), count(*) FILTER (WHERE inquired),"
        f" (SELECT count(*) FROM (SELECT visitor FROM visitors WHERE {engaged} UNION SELECT visitor FROM ordered))"
        " FROM visitors"
    ).fetchone()
    keys = (
        "visitors", "favouriters", "carters", "favourite_or_cart_visitors", "inquiring_visitors", "engaged_visitors",
    )  # fmt: skip
    return dict(zip(keys, counted or (), strict=True))


def _buyers(ordered: int, paid: int, both: int, returning: int) -> dict[str, float]:
    return {
        "orderers": ordered,
        "payers": paid,
        "orderers_paid": both,
        "carry_over_payers": paid - both,
        "returning_payers": returning,
    }


def _buyers_of_events(counter: Counter, first: date) -> dict[str, float]:
    connection = counter.connection
    ordered, paid = did(Kind.ORDER, Kind.PURCHASE), did(Kind.PAY, Kind.PURCHASE)
    payers = connection.execute(f"SELECT visitor FROM visitors WHERE {paid}").fetchall()
    create_known(connection, "earlier_payers", {"visitor": "BIGINT"}, [])
    create_payers_before(counter, first, [visitor for (visitor,) in payers])
    counted = connection.execute(
        f"SELECT count(*) FILTER (WHERE {ordered}), count(*) FILTER (WHERE {paid}),"
        f" count(*) FILTER (WHERE {ordered} AND {paid}),"
        f" count(*) FILTER (WHERE {paid} AND visitor IN (SELECT visitor FROM earlier_payers)) FROM visitors"
    ).fetchone()
    return _buyers(*(counted or (0, 0, 0, 0)))


def _buyers_of_tables(shop: Shop, first: date, last: date) -> dict[str, float]:
    ordered = _real(shop).filter(created_day__range=(first, last))
    paid = _real(shop).filter(paid_day__range=(first, last))
    both = paid.filter(buyer__in=ordered.values("buyer"))
    before = _real(shop).filter(paid_day__range=(first - ONE_DAY * RETURNING, first - ONE_DAY))
    returning = paid.filter(buyer__in=before.values("buyer"))
    return _buyers(*(_distinct(orders) for orders in (ordered, paid, both, returning)))


def _ordering_visitors(shop: Shop, first: date, last: date) -> Iterable[int]:
    orders = _real(shop).filter(created_day__range=(first, last))
    return orders.values_list("buyer__visitor", flat=True).distinct()


def _real(shop: Shop) -> QuerySet[Order]:
    return Order.objects.filter(shop=shop, flag=Flag.NONE, buyer__isnull=False)


def _distinct(orders: QuerySet[Order]) -> int:
    counted: dict[str, Any] = orders.aggregate(buyers=Count("buyer", distinct=True))
    return counted["buyers"]


def _inquirers(counter: Counter, span: Span) -> int:
    """People who were a pre-sale inquirer on any day of the span."""
    counter.connection.execute(
        "CREATE OR REPLACE TEMP TABLE asked AS SELECT visitor, day, first_asked FROM visitor_days"
        " WHERE first_asked IS NOT NULL"
    )
    create_orders_around(counter, span)
    counted = counter.connection.execute(f"SELECT count(DISTINCT visitor) FROM ({inquirers_sql()})").fetchone()
    return counted[0] if counted else 0
