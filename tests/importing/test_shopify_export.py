"""Shopify's full export: a row a line, the order in the first of its rows, payment, buyer and refunds in columns."""

import csv

import pytest

from analytics.importing.load import load
from shopops.sales.models import Order, OrderLine, Refund
from tests.builders import figure, fill, make_shop, take_back, written

pytestmark = pytest.mark.django_db
DAY = "2025-10-07"
# Order 1001 has three lines and was refunded in part; 1002 waits for its payment; 1003 is a guest's at the counter.
EXPORT = f"""\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Province,Refunded Amount,Lineitem discount
#1001,ann@example.com,paid,{DAY} 10:00:05 +0200,EUR,50.00,5.00,9.17,55.00,0.00,{DAY} 10:00:00 +0200,\
2,Shirt,10.00,S-1,BE,7.50,0.00
#1001,ann@example.com,,,,,,,,,{DAY} 10:00:00 +0200,\
1,Coat,30.00,,,,5.00
#1001,ann@example.com,,,,,,,,,,1,Sock,5.00,S-2,,,0.00
#1002,bob@example.com,pending,,EUR,20.00,0.00,3.33,20.00,0.00,{DAY} 11:00:00 +0200,\
2,Shirt,10.00,S-1,BY,0.00,0.00
#1003,"",paid,{DAY} 12:00:00 +0200,EUR,10.00,0.00,1.67,10.00,0.00,{DAY} 12:00:00 +0200,\
1,Shirt,10.00,S-1,BE,0.00,0.00
"""


@pytest.fixture
def shop():
    return make_shop(zone="Europe/Berlin", currency="EUR")


@pytest.fixture
def loaded(shop, tmp_path):
    return load(shop, "orders", written(tmp_path, "orders_export.csv", EXPORT))


def rows_of(result):
    with open(result.rejects, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_that_only_adds_a_line_is_no_order(shop, loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected, loaded.duplicates) == (5, 3, 0, 2)
    orders = Order.objects.filter(shop=shop).order_by("number").values_list("number", "amount", "freight", "region")
    assert list(orders) == [("#1001", 55_00, 5_00, "BE"), ("#1002", 20_00, 0, "BY"), ("#1003", 10_00, 0, "BE")]


def test_every_line_belongs_to_its_order(shop, loaded):
    lines = OrderLine.objects.filter(shop=shop).order_by("order__number", "product__code")
    assert list(lines.values_list("order__number", "product__code", "quantity", "amount")) == [
        ("#1001", "Coat", 1, 25_00),
        ("#1001", "S-1", 2, 20_00),
        ("#1001", "S-2", 1, 5_00),
        ("#1002", "S-1", 2, 20_00),
        ("#1003", "S-1", 1, 10_00),
    ]


def test_payments_buyers_pieces_and_refunds_are_figures(shop, loaded):
    fill(shop)
    expected = {
        "orders": 3,
        "ordered_amount": 85_00,
        "orderers": 2,
        "paid_orders": 2,
        "paid_amount": 65_00,
        "payers": 1,
        "paid_items": 5,
        "refunded_of_paid": 7_50,
        "refund_amount": None,
    }
    assert {key: figure(shop, key, DAY) for key in expected} == expected
    assert Refund.objects.get(shop=shop).order.number == "#1001"


def test_a_later_export_of_the_same_orders_updates_them(shop, loaded, tmp_path):
    paid = EXPORT.replace("pending,,EUR", f"paid,{DAY} 20:00:00 +0200,EUR")
    result = load(shop, "orders", written(tmp_path, "later.csv", paid))
    fill(shop)
    assert (result.accepted, result.changed, result.duplicates) == (1, 1, 4)
    assert [figure(shop, key, DAY) for key in ("paid_orders", "payers", "paid_items")] == [3, 2, 7]


def test_an_order_that_cannot_be_read_takes_its_lines_with_it(shop, tmp_path):
    wrong = EXPORT.replace(",9.17,55.00,", ",9.17,a lot,")
    result = load(shop, "orders", written(tmp_path, "orders_export.csv", wrong))
    assert (result.rows, result.accepted, result.rejected, result.duplicates) == (5, 2, 3, 0)
    assert {row["line"] for row in rows_of(result)} == {"2", "3", "4"}
    assert set(OrderLine.objects.filter(shop=shop).values_list("order__number", flat=True)) == {"#1002", "#1003"}


def test_an_export_without_the_columns_of_lines_has_orders_alone(shop, tmp_path):
    table = [row[:11] for row in csv.reader(EXPORT.splitlines())]
    first_rows = [",".join(row) for row in table if row[8]]
    result = load(shop, "orders", written(tmp_path, "orders_export.csv", "\n".join(first_rows)))
    assert (result.accepted, OrderLine.objects.filter(shop=shop).count()) == (3, 0)


def test_undo_takes_orders_lines_and_refunds_back(shop, loaded):
    take_back(loaded)
    assert [model.objects.filter(shop=shop).count() for model in (Order, OrderLine, Refund)] == [0, 0, 0]
