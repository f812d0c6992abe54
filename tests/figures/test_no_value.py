"""What a shop's files cannot tell has no value: it is not 0."""

import pytest

from tests.builders import figure, fill, load_table, make_shop

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
EVENTS = f"time visitor event product\n{DAY}T10:00 ann view p1\n2026-05-03T10:00 ann view p1"


@pytest.fixture
def shop():
    return make_shop()


def figures_on(shop, *keys, day=DAY):
    fill(shop)
    return [figure(shop, key, day) for key in keys]


def test_a_shop_without_tracking_has_no_visitors_and_no_conversion(shop, tmp_path):
    load_table(shop, "orders", f"order buyer created paid amount\no1 ann {DAY}T10:00 {DAY}T10:00 5.00", tmp_path)
    found = figures_on(shop, "visitors", "views", "visits", "bounce_rate", "conversion", "payers", "paid_amount")
    assert found == [None, None, None, None, None, 1, 5_00]


def test_orders_without_buyers_have_order_figures_only(shop, tmp_path):
    load_table(shop, "events", EVENTS, tmp_path)
    load_table(shop, "orders", f"order created paid amount\no1 {DAY}T10:00 {DAY}T10:00 5.00", tmp_path)
    known = figures_on(shop, "orders", "paid_orders", "paid_amount", "order_value")
    keys = ("orderers", "payers", "orderers_paid", "carry_over_payers", "spend_per_payer", "conversion", "order_rate")
    assert (known, figures_on(shop, *keys)) == ([1, 1, 5_00, 5_00], [None] * 7)


def test_one_order_without_a_buyer_counts_in_order_figures_and_not_in_buyer_figures(shop, tmp_path):
    rows = f"""
        order buyer created     paid        amount
        o1    ann   {DAY}T10:00 {DAY}T10:00 5.00
        o2    .     {DAY}T11:00 {DAY}T11:00 7.00
    """
    load_table(shop, "orders", rows, tmp_path)
    assert figures_on(shop, "paid_orders", "paid_amount", "payers", "spend_per_payer") == [2, 12_00, 1, 12_00]


def test_orders_without_amounts_are_counted_and_have_no_money(shop, tmp_path):
    load_table(shop, "orders", f"order buyer created paid\no1 ann {DAY}T10:00 {DAY}T10:00", tmp_path)
    found = figures_on(shop, "orders", "paid_orders", "payers", "paid_amount", "ordered_amount", "spend_per_payer")
    assert found == [1, 1, 1, None, None, None]


def test_orders_without_a_payment_column_are_not_unpaid(shop, tmp_path):
    load_table(shop, "orders", f"order buyer created amount\no1 ann {DAY}T10:00 5.00", tmp_path)
    assert figures_on(shop, "orders", "paid_orders", "payers", "paid_amount") == [1, None, None, None]


def test_a_day_without_rows_between_days_with_rows_is_zero_and_outside_is_no_value(shop, tmp_path):
    load_table(shop, "events", EVENTS, tmp_path)
    fill(shop)
    days = ("2026-04-30", "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04")
    assert [figure(shop, "visitors", day) for day in days] == [None, 1, 0, 1, None]


def test_a_ratio_over_nothing_is_no_value(shop, tmp_path):
    load_table(shop, "events", EVENTS, tmp_path)
    found = figures_on(shop, "visits", "bounce_rate", "visit_depth", "save_rate", day="2026-05-02")
    assert found == [0, None, None, None]


def test_an_empty_shop_has_no_figures(shop):
    assert figures_on(shop, "visitors", "orders", "conversion") == [None, None, None]


def test_orders_reach_over_days_that_tracking_does_not(shop, tmp_path):
    load_table(shop, "events", EVENTS, tmp_path)
    load_table(shop, "orders", "order buyer created paid amount\no1 ann 2026-05-09T10:00 . 5.00", tmp_path)
    assert figures_on(shop, "visitors", "orders", "orderers", "order_rate", day="2026-05-09") == [None, 1, 1, None]
