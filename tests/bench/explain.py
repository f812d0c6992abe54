"""Taking a change apart on a year of stored cells: 2,000 products by 12 sources, and four attributes more."""

from datetime import date, timedelta
from itertools import islice
from statistics import median
from time import perf_counter

from analytics import bulk
from analytics.explain.breakdown import READ, break_down
from analytics.explain.partition import partition_of
from analytics.models import FunnelDay
from analytics.rollup.kept import BELOW
from shopops.shops.models import Shop
from tests.bench.data import new_shop

LAST = date(2026, 10, 31)
DAYS = 365
SOURCES, PRODUCTS = 12, 2_000
CELLS = {
    "": [0],
    "source": range(1, SOURCES + 1),
    "region": range(1, 35),
    "visitor_kind": (1, 2),
    "tier": range(5),
    # What a day keeps of the crossing is bounded; here each product is kept under one source.
    "source_product": [(number % SOURCES + 1) * BELOW + number for number in range(1, PRODUCTS + 1)],
}
COLUMNS = ("shop_id", "dimension", "day", "member", *(measure.key for measure in READ))
ROUNDS = 7


def measure() -> dict[str, dict[str, float]]:
    """Milliseconds in the server of a month against the month before, and of half a year against the other half."""
    shop = new_shop("cells")
    store(shop)
    return {
        f"breakdown by {by}": {
            "month ms": _median(shop, by, days=30),
            "half year ms": _median(shop, by, days=182),
        }
        for by in ("source", "product", "source,product", "region")
    }


def store(shop: Shop) -> None:
    every = (
        (LAST - timedelta(days=back), name, member)
        for back in range(DAYS)
        for name, cells in CELLS.items()
        for member in cells
    )
    rows = ((shop.pk, name, day.isoformat(), member, *_counts(day, member)) for day, name, member in every)
    while some := list(islice(rows, 100_000)):
        bulk.insert(FunnelDay, COLUMNS, some)


def _counts(day: date, member: int) -> list[int]:
    """No two cells alike, none empty, the later ones a little smaller."""
    size = 1 + (member * 7 + day.toordinal() * 3) % 97
    return [size * (at + 1) for at, _measure in enumerate(READ)]


def _median(shop: Shop, by: str, *, days: int) -> float:
    now = LAST - timedelta(days=days - 1), LAST
    against = now[0] - timedelta(days=days), now[0] - timedelta(days=1)
    times = []
    for _round in range(ROUNDS):
        started = perf_counter()
        found = break_down(shop, now=now, against=against, partition=partition_of(by.split(",")))
        assert found is not None
        assert found.totals.sum() == found.change
        times.append((perf_counter() - started) * 1000)
    return median(times)
