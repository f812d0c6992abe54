"""A Tmall order report of February 2020: gross of its refunds, without buyers, without dates of refunds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from analytics.importing.load import load
from tests.builders import calendar_of, command, figure, figures_of, fill, make_shop
from tests.figures.compare import differences
from tests.naive import funnel
from tests.naive.rows import History, Order, Refund
from tests.realdata.tables import format_of, minor, rows_of

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 2, 1), date(2020, 3, 1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def path(data):
    return data / "tmall_orders" / "tmall_order_report.csv"


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop()


@pytest.fixture(scope="module")
def loaded(shop, path):
    result = load(shop, "orders", path)
    fill(shop)
    return result


def by_day(shop, *keys):
    """Figures of the days on which there is anything to tell."""
    rows = figures_of(shop, keys, FIRST, LAST).to_dict("index")
    return {day.isoformat(): tuple(row[key] for key in keys) for day, row in rows.items() if any_of(row)}


def any_of(row):
    return any(value > 0 for value in row.values())


def test_all_orders_are_accepted_and_the_format_is_found_by_its_header(loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected) == (28_010, 28_010, 0)
    assert format_of(loaded) == "tmall_order_report"


def test_orders_and_their_amount_equal_the_expected_by_day_of_creation(shop, loaded, data):
    expected = rows_of(data / "tmall_orders" / "expected_daily_by_created.csv")
    assert by_day(shop, "orders", "ordered_amount") == {
        row["day"]: (int(row["orders_created"]), minor(row["amount_created"])) for row in expected
    }


def test_payments_are_gross_and_equal_the_expected_by_day_of_payment(shop, loaded, data):
    expected = rows_of(data / "tmall_orders" / "expected_daily_by_paid.csv")
    assert by_day(shop, "paid_orders", "paid_amount") == {
        row["day"]: (int(row["orders_paid"]), minor(row["amount_paid_gross"])) for row in expected
    }


def test_refunds_count_towards_the_orders_of_the_day_they_were_paid(shop, loaded, data):
    expected = rows_of(data / "tmall_orders" / "expected_daily_by_paid.csv")
    found = figures_of(shop, ["refunded_of_paid"], FIRST, LAST)["refunded_of_paid"]
    assert {day.isoformat(): amount for day, amount in found.items() if amount > 0} == {
        row["day"]: minor(row["refund_amount"]) for row in expected if minor(row["refund_amount"])
    }


@pytest.mark.parametrize(
    ("key", "total"),
    [("paid_amount", 2_474_823_07), ("ordered_amount", 2_995_760_61), ("paid_orders", 24_087), ("orders", 28_010)],
)
def test_totals_of_the_month(shop, loaded, key, total):
    assert figure(shop, key, "2020-02-01", last="2020-03-01") == total


def test_refunds_are_not_subtracted_twice(shop, loaded):
    refunded = figure(shop, "refunded_of_paid", "2020-02-01", last="2020-03-01")
    rate = figure(shop, "refund_rate_cohort", "2020-02-01", last="2020-03-01")
    assert (refunded, rate) == (572_335_92, pytest.approx(572_335_92 / 2_474_823_07))


@pytest.mark.parametrize(
    "key",
    [
        *("refund_amount", "refund_rate_cash", "orderers", "payers", "orderers_paid", "carry_over_payers"),
        *("spend_per_payer", "visitors", "conversion", "value_per_visitor"),
    ],
)
def test_what_the_file_does_not_tell_has_no_value(shop, loaded, key):
    assert figure(shop, key, "2020-02-25") is None
    assert figure(shop, key, "2020-02-01", last="2020-03-01") is None


def test_the_command_prints_money_to_the_cent(shop, loaded):
    options = {"shop": shop.slug, "from": "2020-02-01", "to": "2020-03-01", "each": "none"}
    assert command("figures", metrics="paid_amount", **options)[0]["paid_amount"] == 2474823.07


def test_the_file_again_is_nothing_but_duplicates(shop, loaded, path):
    again = load(shop, "orders", path)
    assert (again.accepted, again.duplicates, again.changed) == (0, 28_010, 0)


@pytest.mark.slow
def test_the_file_in_gb18030_gives_the_same_figures(shop, loaded, path, module_store):
    other = make_shop()
    recoded = module_store / "gb18030.csv"
    recoded.write_bytes(path.read_bytes().decode("utf-8").encode("gb18030"))
    load(other, "orders", recoded)
    fill(other)
    keys = ("orders", "ordered_amount", "paid_orders", "paid_amount", "refunded_of_paid")
    assert by_day(other, *keys) == by_day(shop, *keys)


def test_the_file_in_gb18030_is_the_same_rows(shop, loaded, path, module_store):
    recoded = module_store / "again-in-gb18030.csv"
    recoded.write_bytes(path.read_bytes().decode("utf-8").encode("gb18030"))
    assert load(shop, "orders", recoded).duplicates == 28_010


def test_every_day_equals_the_naive_implementation(shop, loaded, path):
    rows = rows_of(path)
    orders = [order_of(row) for row in rows]
    refunds = [Refund(minor(row["退款金额"]), order=row["订单编号"]) for row in rows if minor(row["退款金额"])]
    found = differences(shop, funnel.figures(History(calendar_of(), orders=orders, refunds=refunds)))
    assert not found, "\n".join(found[:20])


def order_of(row):
    created, paid = at(row["订单创建时间"]), at(row["订单付款时间 "])
    return Order(row["订单编号"], created, paid=paid, amount=minor(row["总金额"]))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None
