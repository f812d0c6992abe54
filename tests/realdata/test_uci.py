"""UCI's Online Retail, a British wholesaler, December 2010 to December 2011: lines of invoices, with cancellations."""

from datetime import date

import duckdb
import pytest

from analytics.importing.load import load
from analytics.models import Batch
from shopops.sales.models import Buyer, Order
from tests.builders import figure, figures_of, fill, make_shop
from tests.realdata.tables import format_of, minor, rows_of

pytestmark = pytest.mark.django_db
CLEAN = "InvoiceNo NOT LIKE 'C%' AND Quantity > 0 AND UnitPrice > 0 AND CustomerID IS NOT NULL"
YEAR = (date(2010, 12, 1), date(2011, 12, 31))


@pytest.fixture(scope="module")
def source(data):
    return data / "uci_online_retail" / "online_retail.parquet"


def british_shop():
    return make_shop(zone="Europe/London", currency="GBP")


def part_of(source, folder, condition, name):
    path = folder / f"{name}.parquet"
    duckdb.sql(f"SELECT * FROM '{source}' WHERE {condition}").write_parquet(str(path))
    return path


@pytest.fixture(scope="module")
def december(module_store, source):
    """The whole file's first month, as it is."""
    shop = british_shop()
    result = load(shop, "order_lines", part_of(source, module_store, "InvoiceDate < '2011-01-01'", "december"))
    fill(shop)
    return shop, result


def total(shop, key, first=YEAR[0], last=YEAR[1]):
    return figures_of(shop, [key], first, last)[key].sum()


def sums(source, condition):
    [found] = duckdb.sql(
        "SELECT count(DISTINCT InvoiceNo), sum(CAST(Quantity * UnitPrice AS decimal(18, 2))), sum(Quantity), count(*) "
        f"FROM '{source}' WHERE {condition}"
    ).fetchall()
    return found[0], int((found[1] or 0) * 100), int(found[2] or 0), found[3]


SOLD = "InvoiceNo NOT LIKE 'C%' AND Quantity > 0 AND UnitPrice > 0"
IN_DECEMBER = "InvoiceDate < '2011-01-01'"


def test_the_format_is_found_by_its_header(december):
    assert format_of(december[1]) == "uci_online_retail"


def test_every_row_is_accepted_rejected_or_a_duplicate(december):
    _, result = december
    assert result.accepted + result.rejected + result.duplicates == result.rows == 42_481


def test_the_first_month_has_the_positive_priced_lines(december, source):
    shop, _ = december
    invoices, amount, items, _ = sums(source, f"{SOLD} AND {IN_DECEMBER}")
    assert [total(shop, key) for key in ("paid_orders", "paid_amount", "paid_items")] == [invoices, amount, items]


def test_lines_without_a_buyer_count_in_order_figures_and_not_in_buyer_figures(december, source):
    shop, _ = december
    query = f"SELECT count(DISTINCT CustomerID) FROM '{source}' WHERE {SOLD} AND {IN_DECEMBER}"
    [(buyers,)] = duckdb.sql(query).fetchall()
    assert figure(shop, "payers", "2010-12-01", last="2010-12-31") == buyers == 885


def test_cancellations_are_refunds_without_a_known_order_on_their_own_day(december, source):
    shop, _ = december
    rows = duckdb.sql(
        "SELECT InvoiceDate::date, -sum(CAST(Quantity * UnitPrice AS decimal(18, 2))) "
        f"FROM '{source}' WHERE InvoiceNo LIKE 'C%' AND {IN_DECEMBER} GROUP BY 1"
    ).fetchall()
    found = figures_of(shop, ["refund_amount"], date(2010, 12, 1), date(2010, 12, 31))["refund_amount"]
    assert {day: amount for day, amount in found.items() if amount > 0} == {day: int(sum_ * 100) for day, sum_ in rows}


def test_refunds_without_a_known_order_are_in_no_cohort(december):
    shop, _ = december
    assert not total(shop, "refunded_of_paid")


@pytest.mark.slow
def test_the_clean_rows_give_the_published_figures_of_every_month(module_store, data, source):
    shop = british_shop()
    load(shop, "order_lines", part_of(source, module_store, CLEAN, "clean"))
    fill(shop)
    assert Buyer.objects.filter(shop=shop).count() == 4_338
    assert Order.objects.filter(shop=shop).count() == 18_532
    assert (total(shop, "paid_orders"), total(shop, "paid_amount")) == (18_532, 8_911_407_90)
    assert figure(shop, "payers", "2010-12-01", last="2011-12-31") == 4_338
    expected = rows_of(data / "uci_online_retail" / "expected_monthly.csv")
    assert [month_of(shop, row["month"]) for row in expected] == [expected_month(row) for row in expected]


def month_of(shop, month):
    first = date.fromisoformat(f"{month}-01")
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = date.fromordinal(last.toordinal() - 1)
    paid = [figure(shop, key, first, last=last) for key in ("paid_orders", "payers", "paid_amount")]
    return month, *paid, round(figure(shop, "order_value", first, last=last) / 100, 4)


def expected_month(row):
    return row["month"], int(row["invoices"]), int(row["customers"]), minor(row["revenue"]), float(row["aov"])


@pytest.mark.slow
def test_the_whole_file_counts_every_positive_priced_line(module_store, source):
    shop = british_shop()
    result = load(shop, "order_lines", source)
    fill(shop)
    assert result.rows == 541_909
    assert total(shop, "paid_amount") == 10_666_684_54
    assert total(shop, "paid_orders") == sums(source, SOLD)[0]
    assert figure(shop, "payers", "2010-12-01", last="2011-12-31") == 4_338
    assert total(shop, "refund_amount") == 896_812_49
    assert result.accepted + result.rejected + result.duplicates == result.rows
    assert Batch.objects.get(pk=result.batch).notes
