"""October and November 2011 of UCI's wholesaler: its change taken apart, against a computation of the test's own."""

from datetime import date
from math import log

import duckdb
import pytest

from analytics.explain.breakdown import break_down
from analytics.explain.factors import ORDERS_ALONE
from analytics.explain.partition import partition_of
from analytics.importing.load import load
from shopops.catalog.models import Product
from tests.builders import fill, make_shop
from tests.realdata.test_uci import CLEAN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OCTOBER = (date(2011, 10, 1), date(2011, 10, 31))
NOVEMBER = (date(2011, 11, 1), date(2011, 11, 30))


@pytest.fixture
def source(data, tmp_path):
    path = tmp_path / "autumn.parquet"
    whole = data / "uci_online_retail" / "online_retail.parquet"
    within = "InvoiceDate >= '2011-10-01' AND InvoiceDate < '2011-12-01'"
    duckdb.sql(f"SELECT * FROM '{whole}' WHERE {CLEAN} AND {within}").write_parquet(str(path))
    return path


def slow_cells(source, month: int) -> dict[str, tuple[int, ...]]:
    """Of each product: buyers (each day anew), orders, items, pence."""
    rows = duckdb.sql(f"""
        SELECT upper(trim(StockCode)), count(DISTINCT (CustomerID, InvoiceDate::DATE)), count(DISTINCT InvoiceNo),
          sum(Quantity)::BIGINT, sum(round(Quantity * UnitPrice * 100))::BIGINT
        FROM '{source}' WHERE month(InvoiceDate) = {month} GROUP BY 1""").fetchall()
    return {code: tuple(figures) for code, *figures in rows}


def slow_effects(before: dict, after: dict) -> dict[str, float]:
    totals = dict.fromkeys(("volume", "mix", "frequency", "items_of_order", "price", "entered", "gone"), 0.0)
    volume = log(sum(cell[0] for cell in after.values()) / sum(cell[0] for cell in before.values()))
    for code in before.keys() | after.keys():
        was, now = before.get(code), after.get(code)
        if was is None or now is None:
            totals["entered" if was is None else "gone"] += now[3] if was is None else -was[3]
            continue
        weight = was[3] if was[3] == now[3] else (now[3] - was[3]) / (log(now[3]) - log(was[3]))
        people = log(now[0] / was[0])
        totals["volume"] += weight * volume
        totals["mix"] += weight * (people - volume)
        for at, key in enumerate(("frequency", "items_of_order", "price"), start=1):
            totals[key] += weight * log((now[at] / now[at - 1]) / (was[at] / was[at - 1]))
    return totals


def test_the_change_is_buyers_orders_items_price_and_products_that_came_and_went(source):
    shop = make_shop(zone="Europe/London", currency="GBP")
    load(shop, "order_lines", source)
    fill(shop)
    found = break_down(shop, now=NOVEMBER, against=OCTOBER, partition=partition_of(["product"]))
    before, after = slow_cells(source, 10), slow_cells(source, 11)
    assert found.chain is ORDERS_ALONE
    assert found.change == sum(cell[3] for cell in after.values()) - sum(cell[3] for cell in before.values())
    assert len(found.effects) == len(before.keys() | after.keys()) <= Product.objects.count()
    expected = slow_effects(before, after)
    # Each cell is rounded by itself, by less than a penny an effect.
    for key, value in expected.items():
        assert found.totals[key] == pytest.approx(value, abs=len(found.effects)), key
    assert found.totals.sum() == found.change
    assert expected["entered"] == found.totals["entered"]
    assert expected["gone"] == found.totals["gone"]
