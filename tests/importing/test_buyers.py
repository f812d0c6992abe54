"""Who is nobody: many people share the name that a platform writes for them."""

import pytest

from analytics.importing.load import load
from shopops.sales.models import Buyer
from tests.builders import figure, fill, load_table, make_shop, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"


@pytest.mark.parametrize("nobody", ["0", "小**", "t***5"])
def test_guests_and_masked_names_are_no_buyer(tmp_path, nobody):
    shop = make_shop()
    times = f"{DAY} 10:00:00,{DAY} 10:01:00"
    text = f"order,buyer,created,paid,amount\no1,{nobody},{times},5.00\no2,{nobody},{times},5.00\no3,ann,{times},5.00\n"
    load(shop, "orders", written(tmp_path, "orders.csv", text))
    fill(shop)
    assert [figure(shop, key, DAY) for key in ("paid_orders", "payers", "paid_amount")] == [3, 1, 15_00]
    assert Buyer.objects.filter(shop=shop).count() == 1


def test_a_guest_of_an_order_line_is_no_buyer(tmp_path):
    shop = make_shop()
    rows = f"""
        order product quantity amount created      paid         buyer
        o1    p1      1        5.00   {DAY}T10:00 {DAY}T10:00 0
        o2    p1      1        5.00   {DAY}T10:00 {DAY}T10:00 7
    """
    load_table(shop, "order_lines", rows, tmp_path)
    fill(shop)
    assert [figure(shop, key, DAY) for key in ("paid_orders", "payers")] == [2, 1]
