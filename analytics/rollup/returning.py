"""Who of the payers of some days had paid before: within 365 days, as far back as the shop's data reach."""

from datetime import date, timedelta

from analytics.bulk import create_known
from analytics.events.duck import files_literal
from analytics.events.schema import Kind
from analytics.metrics.relations import RETURNING
from analytics.models import DayFill, PayerDay
from analytics.rollup.part import Counter
from analytics.rollup.people import did
from analytics.rollup.visitors import days_before, visitor_files
from shopops.sales.models import Order

# SQLite takes a limited number of parameters in a statement.
PAYERS_A_STATEMENT = 500


def create_earlier_payers(counter: Counter, span: tuple[date, date], *, acts: str = "order_acts") -> None:
    """The table `earlier_payers(visitor)` of the payers of a span of days, who are in the table `acts`."""
    connection, shop, day = counter.connection, counter.shop, span[0]
    if counter.sources.orders_from_tables:
        paid = Order.objects.real().filter(shop=shop, paid_day__range=span, buyer__isnull=False)
        before = Order.objects.real().filter(
            shop=shop,
            paid_day__range=(day - timedelta(days=RETURNING), day - timedelta(days=1)),
            buyer__in=paid.values("buyer"),
        )
        visitors = before.values_list("buyer__visitor").distinct()
        create_known(connection, "earlier_payers", {"visitor": "BIGINT"}, visitors)
        return
    create_known(connection, "earlier_payers", {"visitor": "BIGINT"}, [])
    payers = connection.execute(f"SELECT DISTINCT visitor FROM {acts} WHERE NOT placed").fetchall()
    if payers:
        create_payers_before(counter, day, [visitor for (visitor,) in payers])


def create_payers_before(counter: Counter, day: date, payers: list[int]) -> None:
    """Add to `earlier_payers` who of the payers paid in the year before the day, by events.

    Days that are counted kept their payers; those that are not are asked for in their visitor-day files.
    """
    connection, shop, days = counter.connection, counter.shop, days_before(day, number=RETURNING)
    span = {"shop": shop, "day__range": (days[0], days[-1])}
    filled = set(DayFill.objects.filter(**span).values_list("day", flat=True))
    if not PayerDay.objects.filter(**span).exists():
        # A shop's first days have nobody to look for.
        payers = []
    for at in range(0, len(payers), PAYERS_A_STATEMENT):
        some = PayerDay.objects.filter(**span, visitor__in=payers[at : at + PAYERS_A_STATEMENT])
        found = some.values_list("visitor", "day")
        rows = {(visitor,) for visitor, paid_day in found if paid_day in filled}
        create_known(connection, "kept_payers", {"visitor": "BIGINT"}, rows)
        connection.execute("INSERT INTO earlier_payers FROM kept_payers")
    files = visitor_files(counter, [each for each in days if each not in filled])
    if files:
        paid = f"SELECT DISTINCT visitor FROM read_parquet({files_literal(files)})"
        connection.execute(f"INSERT INTO earlier_payers {paid} WHERE {did(Kind.PAY, Kind.PURCHASE)}")
