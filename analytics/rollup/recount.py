"""Exact distinct counts of a period, which days do not add up to: from visitor-day files and order tables."""

from datetime import date
from typing import Any

import duckdb
from django.db import transaction
from django.db.models import Count, QuerySet

from analytics.due import ONE_DAY, days_between, locked_revision, revision_of
from analytics.events.duck import connect, files_literal
from analytics.events.store import counting
from analytics.metrics.registry import definitions_digest
from analytics.metrics.sources import Sources, sources_of
from analytics.models import PeriodCount
from analytics.rollup.visitors import Superseded, visitor_files
from shopops.sales.models import Flag, Order
from shopops.shops.models import Shop
from shopops.web.period import PRESETS, Period, Span

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
        files = visitor_files(connection, shop, days_between(first, last), revision=revision)
        people = _people(connection, files)
        buyers = (
            _buyers_of_tables(shop, first, last) if sources.orders_from_tables else _buyers_of_events(connection, files)
        )
        return people | buyers | {"engaged_visitors": _engaged(connection, shop, files, first, last, sources)}


def _people(connection: duckdb.DuckDBPyConnection, files: list[str]) -> dict[str, float]:
    keys = ("visitors", "favouriters", "carters", "favourite_or_cart_visitors", "inquiring_visitors")
    if not files:
        return dict.fromkeys(keys, 0)
    counted = connection.execute(
        "SELECT count(*) FILTER (WHERE views > 0), count(*) FILTER (WHERE favourited), count(*) FILTER (WHERE carted),"
        " count(*) FILTER (WHERE favourited OR carted), count(*) FILTER (WHERE inquired) FROM"
        " (SELECT sum(views) AS views, bool_or(favourited) AS favourited, bool_or(carted) AS carted,"
        f" bool_or(inquired AND views > 0) AS inquired FROM read_parquet({files_literal(files)}) GROUP BY visitor)"
    ).fetchone()
    return dict(zip(keys, counted or (), strict=True))


def _buyers(ordered: int, paid: int, both: int) -> dict[str, float]:
    return {"orderers": ordered, "payers": paid, "orderers_paid": both, "carry_over_payers": paid - both}


def _buyers_of_events(connection: duckdb.DuckDBPyConnection, files: list[str]) -> dict[str, float]:
    if not files:
        return _buyers(0, 0, 0)
    counted = connection.execute(
        "SELECT count(*) FILTER (WHERE ordered), count(*) FILTER (WHERE paid), count(*) FILTER (WHERE ordered AND paid)"
        " FROM (SELECT bool_or(ordered) AS ordered, bool_or(paid) AS paid"
        f" FROM read_parquet({files_literal(files)}) GROUP BY visitor)"
    ).fetchone()
    return _buyers(*(counted or (0, 0, 0)))


def _buyers_of_tables(shop: Shop, first: date, last: date) -> dict[str, float]:
    ordered = _real(shop).filter(created_day__range=(first, last))
    paid = _real(shop).filter(paid_day__range=(first, last))
    both = paid.filter(buyer__in=ordered.values("buyer"))
    return _buyers(*(_distinct(orders) for orders in (ordered, paid, both)))


def _real(shop: Shop) -> QuerySet[Order]:
    return Order.objects.filter(shop=shop, flag=Flag.NONE, buyer__isnull=False)


def _distinct(orders: QuerySet[Order]) -> int:
    counted: dict[str, Any] = orders.aggregate(buyers=Count("buyer", distinct=True))
    return counted["buyers"]


def _engaged(
    connection: duckdb.DuckDBPyConnection, shop: Shop, files: list[str], first: date, last: date, sources: Sources
) -> int:
    """People with a favourite, cart or inquiry, and those who ordered by whichever source tells of orders."""
    orders = (
        _real(shop).filter(created_day__range=(first, last)).values_list("buyer__visitor", flat=True).distinct()
        if sources.orders_from_tables
        else []
    )
    engaged = set(orders)
    ordered = "" if sources.orders_from_tables else " OR ordered"
    if files:
        rows = connection.execute(
            f"SELECT DISTINCT visitor FROM read_parquet({files_literal(files)})"
            f" WHERE favourited OR carted OR inquired{ordered}"
        )
        engaged |= {visitor for (visitor,) in rows.fetchall()}
    return len(engaged)
