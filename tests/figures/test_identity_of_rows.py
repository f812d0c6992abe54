"""What is the same row, and what an undo takes back."""

import pytest

from analytics.importing.load import load
from shopops.catalog.models import Product
from shopops.sales.models import Buyer, Order
from tests.builders import figure, fill, load_table, make_shop, split, take_back, written

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
HEADER = "time,visitor,event,product\n"
MORNING = f"{DAY} 09:00:00,ann,view,p1\n{DAY} 09:00:00,ann,view,p1\n{DAY} 09:05:00,bob,cart,p2\n"
EVENING = f"{DAY} 19:00:00,cid,view,p3\n"


@pytest.fixture
def shop():
    return make_shop()


def views(shop):
    fill(shop)
    return figure(shop, "views", DAY)


def test_two_equal_clicks_of_one_file_are_two(shop, tmp_path):
    result = load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    assert (result.rows, result.accepted, result.duplicates, views(shop)) == (3, 3, 0, 2)


def test_the_same_file_again_adds_nothing(shop, tmp_path):
    load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    again = load(shop, "events", written(tmp_path, "again.csv", HEADER + MORNING))
    assert (again.accepted, again.duplicates, views(shop)) == (0, 3, 2)


@pytest.mark.parametrize("longer", [MORNING + EVENING, EVENING + MORNING], ids=["after", "before"])
def test_a_longer_export_adds_only_what_is_new(shop, tmp_path, longer):
    load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    result = load(shop, "events", written(tmp_path, "b.csv", HEADER + longer))
    assert (result.accepted, result.duplicates, views(shop)) == (1, 3, 3)


def test_a_third_equal_click_in_a_later_file_is_new(shop, tmp_path):
    load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    more = HEADER + MORNING + f"{DAY} 09:00:00,ann,view,p1\n"
    result = load(shop, "events", written(tmp_path, "b.csv", more))
    assert (result.accepted, result.duplicates, views(shop)) == (1, 3, 3)


def test_event_ids_tell_equal_clicks_apart_and_find_the_same_one_again(shop, tmp_path):
    header, click = "event_id,time,visitor,event\n", f"{DAY} 09:00:00,ann,view\n"
    load(shop, "events", written(tmp_path, "a.csv", f"{header}e1,{click}e2,{click}"))
    result = load(shop, "events", written(tmp_path, "b.csv", f"{header}e2,{click}e3,{click}"))
    assert (result.accepted, result.duplicates, views(shop)) == (1, 1, 3)


def test_one_event_id_twice_in_a_file_is_one_event(shop, tmp_path):
    rows = f"event_id,time,visitor,event\ne1,{DAY} 09:00:00,ann,view\ne1,{DAY} 09:00:00,ann,view\n"
    result = load(shop, "events", written(tmp_path, "a.csv", rows))
    assert (result.accepted, result.duplicates, views(shop)) == (1, 1, 1)


def test_two_shops_may_load_the_same_file(shop, tmp_path):
    path = written(tmp_path, "a.csv", HEADER + MORNING)
    other = make_shop()
    load(shop, "events", path)
    assert (load(other, "events", path).accepted, views(shop), views(other)) == (3, 2, 2)


def test_undo_of_the_middle_batch_leaves_the_others(shop, tmp_path):
    load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    middle = load(shop, "events", written(tmp_path, "b.csv", HEADER + EVENING))
    load(shop, "events", written(tmp_path, "c.csv", f"{HEADER}{DAY} 21:00:00,dan,view,p1\n"))
    before = views(shop)
    result = take_back(middle)
    assert (before, result.removed, views(shop)) == (4, 1, 3)


def test_a_batch_that_was_taken_back_can_be_loaded_again(shop, tmp_path):
    path = written(tmp_path, "a.csv", HEADER + MORNING)
    take_back(load(shop, "events", path))
    empty = views(shop)
    assert (empty, load(shop, "events", path).accepted, views(shop)) == (None, 3, 2)


def test_undo_takes_back_the_products_that_only_that_batch_made(shop, tmp_path):
    first = load(shop, "events", written(tmp_path, "a.csv", HEADER + MORNING))
    load(shop, "events", written(tmp_path, "b.csv", f"{HEADER}{DAY} 21:00:00,dan,view,p2\n"))
    take_back(first)
    assert set(Product.objects.filter(shop=shop).values_list("code", flat=True)) == {"p2"}
    assert views(shop) == 1
    assert sum(split(shop, "views", DAY, by="product").values()) == 1


def test_undo_takes_back_the_buyers_that_only_that_batch_made(shop, tmp_path):
    first = load_table(shop, "orders", ORDER_OF.format(number="o1", buyer="ann"), tmp_path)
    load_table(shop, "orders", ORDER_OF.format(number="o2", buyer="bob"), tmp_path)
    take_back(first)
    assert (Buyer.objects.filter(shop=shop).count(), Order.objects.get(shop=shop).number) == (1, "o2")


def test_undo_keeps_a_buyer_whom_a_later_batch_needs(shop, tmp_path):
    first = load_table(shop, "orders", ORDER_OF.format(number="o1", buyer="ann"), tmp_path)
    load_table(shop, "orders", ORDER_OF.format(number="o2", buyer="ann"), tmp_path)
    take_back(first)
    fill(shop)
    assert (Buyer.objects.filter(shop=shop).count(), figure(shop, "orderers", DAY)) == (1, 1)


ORDER_OF = f"""
    order    buyer   created          paid             amount
    {{number}} {{buyer}} {DAY}T10:00 {DAY}T10:01 10.00
"""


@pytest.fixture
def three_states_of_an_order(shop, tmp_path):
    """An order is exported unpaid, then paid, then with another amount."""
    header = "order buyer created paid amount"
    created = f"o1 ann {DAY}T10:00"
    rows = (f"{created} . 10.00", f"{created} {DAY}T11:00 10.00", f"{created} {DAY}T11:00 12.00")
    return [load_table(shop, "orders", f"{header}\n{row}", tmp_path) for row in rows]


def sold(shop):
    fill(shop)
    return [figure(shop, key, DAY) for key in ("orders", "ordered_amount", "paid_amount")]


def test_a_later_export_of_an_order_replaces_the_earlier(shop, three_states_of_an_order):
    assert sold(shop) == [1, 12_00, 12_00]


def test_undo_of_the_last_state_brings_back_the_one_before(shop, three_states_of_an_order):
    take_back(three_states_of_an_order[2])
    assert sold(shop) == [1, 10_00, 10_00]


def test_undo_of_a_state_in_the_middle_changes_nothing_until_the_last_goes_too(shop, three_states_of_an_order):
    _, second, third = three_states_of_an_order
    take_back(second)
    after_second = sold(shop)
    take_back(third)
    assert (after_second, sold(shop)) == ([1, 12_00, 12_00], [1, 10_00, 0])


def test_the_same_order_row_again_is_a_duplicate(shop, tmp_path):
    load_table(shop, "orders", ORDER_OF.format(number="o1", buyer="ann"), tmp_path)
    again = load_table(shop, "orders", ORDER_OF.format(number="o1", buyer="ann"), tmp_path)
    assert (again.accepted, again.duplicates, again.changed) == (0, 1, 0)


def test_two_equal_lines_of_one_order_are_two(shop, tmp_path):
    rows = f"""
        order product quantity amount created          paid
        o1    p1      1        5.00   {DAY}T10:00 {DAY}T10:00
        o1    p1      1        5.00   {DAY}T10:00 {DAY}T10:00
    """
    load_table(shop, "order_lines", rows, tmp_path)
    again = load_table(shop, "order_lines", rows, tmp_path)
    fill(shop)
    found = [figure(shop, key, DAY) for key in ("orders", "paid_amount", "paid_items", "items_per_order")]
    assert (again.duplicates, found) == (2, [1, 10_00, 2, 2])
