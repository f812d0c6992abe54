"""A small Australian shop's Shopify export: totals as they are written, days by the offsets of the times."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from analytics.importing.load import load
from analytics.rollup.fill import fill_shop
from shopops.sales.models import Order
from tests.builders import command, figure, fill, make_shop
from tests.realdata.tables import format_of, minor, rows_of

pytestmark = pytest.mark.django_db
FIRST, LAST = "2014-09-04", "2017-05-08"
FIRST_YEAR = date(2014, 12, 31)
# Orders and total of each year of the written local date.
YEARS = {
    "2014": (47, 2_703.14),
    "2015": (318, 21_061.58),
    "2016": (564, 35_181.35),
    "2017": (128, 9_195.38),
}


@pytest.fixture(scope="module")
def path(data):
    return data / "shopify_orders" / "orders_export.csv"


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop(zone="Australia/Sydney", currency="AUD")


@pytest.fixture(scope="module")
def loaded(shop, path):
    return load(shop, "orders", path)


@pytest.fixture(scope="module")
def first_year(shop, loaded):
    fill_shop(shop, last=FIRST_YEAR)


@pytest.fixture(scope="module")
def every_day(shop, loaded):
    fill(shop)


def test_all_orders_are_accepted_and_the_format_is_found_by_its_header(loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected, loaded.duplicates) == (1_057, 1_057, 0, 0)
    assert format_of(loaded) == "shopify_orders"


@pytest.mark.slow
def test_the_total_of_all_orders(shop, every_day):
    found = [figure(shop, key, FIRST, last=LAST) for key in ("orders", "ordered_amount")]
    assert found == [1_057, 68_141_45]


def test_the_total_of_the_first_year(shop, first_year):
    assert total_of(shop, "2014") == YEARS["2014"]


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
def test_the_total_of_each_year_of_the_written_local_date(shop, every_day, year):
    assert total_of(shop, year) == YEARS[year]


def total_of(shop, year):
    options = {"shop": shop.slug, "metrics": "orders,ordered_amount", "each": "none"}
    rows = command("figures", **options, **{"from": f"{year}-01-01", "to": f"{year}-12-31"})
    return rows[0]["orders"], rows[0]["ordered_amount"]


def test_every_order_keeps_its_total_freight_day_and_province_as_written(shop, loaded, path):
    stored = {
        order.number: (order.amount, order.freight, order.created_day.isoformat(), order.region)
        for order in Order.objects.filter(shop=shop)
    }
    assert stored == {
        row["Name"]: (minor(row["Total"]), minor(row["Shipping"]), row["Created at"][:10], row["Billing Province"])
        for row in rows_of(path)
    }


def test_no_total_is_put_together_again(shop, loaded, path):
    rows = rows_of(path)
    odd = [row for row in rows if Decimal(row["Total"]) != Decimal(row["Subtotal"]) + Decimal(row["Shipping"])]
    assert (len(odd), "#1409" in {row["Name"] for row in odd}) == (17, True)
    sums = Order.objects.filter(shop=shop, number__in=[row["Name"] for row in odd]).aggregate(
        Count("pk"), Sum("amount")
    )
    assert sums == {"pk__count": 17, "amount__sum": sum(minor(row["Total"]) for row in odd)}


def test_freight_is_kept_beside_the_total(shop, loaded):
    assert Order.objects.filter(shop=shop).aggregate(total=Sum("freight")) == {"total": 14_559_40}


@pytest.mark.parametrize("key", ["payers", "paid_amount", "orderers", "paid_items", "refund_amount", "visitors"])
def test_columns_that_the_owner_removed_leave_no_figures_behind(shop, first_year, key):
    assert figure(shop, "orders", FIRST) > 0
    assert figure(shop, key, FIRST) is None


def test_the_file_again_is_nothing_but_duplicates(shop, loaded, path):
    again = load(shop, "orders", path)
    assert (again.accepted, again.duplicates, again.changed) == (0, 1_057, 0)
