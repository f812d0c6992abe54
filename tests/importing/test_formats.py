"""How a format is chosen, and what of it a file has: needed and optional columns, with and without a header."""

import pytest

from analytics.importing.load import load
from analytics.importing.refused import Refused
from analytics.models import Batch
from shopops.sales.models import Order
from tests.builders import figure, fill, make_shop, written

pytestmark = pytest.mark.django_db
DAY = "2020-02-01"
NEEDED = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
ORDER = f"o1,110.00,90.00,上海,{DAY} 10:00:00,{DAY} 10:01:00,20.00"
ACTIONS_HEADER = "user_id,sku_id,time,model_id,type,cate,brand\n"
# Ann looks, puts into the cart, takes it out again, follows and orders; Bob only clicks.
ACTIONS = "".join(
    f"{user}.0,7,{DAY} 10:00:0{second},,{action},8,403\n"
    for second, (user, action) in enumerate([(1, 1), (1, 2), (1, 3), (1, 5), (1, 4), (2, 6)])
)


@pytest.fixture
def shop():
    return make_shop()


def format_of(result):
    return Batch.objects.get(pk=result.batch).format


def test_optional_columns_are_read_where_the_file_has_them(shop, tmp_path):
    header, row = f"{NEEDED},买家会员名,宝贝总数量,买家应付邮费", f"{ORDER},小明,3,10.00"
    result = load(shop, "orders", written(tmp_path, "full.csv", f"{header}\n{row}\n"))
    fill(shop)
    assert format_of(result) == "tmall_order_report"
    found = [figure(shop, key, DAY) for key in ("payers", "paid_items", "paid_amount", "refunded_of_paid")]
    assert (found, Order.objects.get(shop=shop).freight) == ([1, 3, 110_00, 20_00], 10_00)


def test_without_its_optional_columns_a_file_is_of_the_format_too(shop, tmp_path):
    result = load(shop, "orders", written(tmp_path, "short.csv", f"{NEEDED}\n{ORDER}\n"))
    fill(shop)
    assert format_of(result) == "tmall_order_report"
    assert [figure(shop, key, DAY) for key in ("payers", "paid_items", "paid_amount")] == [None, None, 110_00]


def test_without_a_needed_column_it_is_read_by_its_names(shop, tmp_path):
    header, row = NEEDED.removesuffix(",退款金额"), ORDER.removesuffix(",20.00")
    result = load(shop, "orders", written(tmp_path, "other.csv", f"{header}\n{row}\n"))
    assert (format_of(result), Order.objects.get(shop=shop).amount) == ("generic", 110_00)


def test_a_named_format_says_which_of_its_columns_a_file_lacks(shop, tmp_path):
    with pytest.raises(Refused, match=r"Shipping, Subtotal, Taxes, Total\. It has: Name, Created at\."):
        load(shop, "orders", written(tmp_path, "few.csv", "Name,Created at\n#1,x\n"), format="shopify_orders")


@pytest.mark.parametrize(
    ("text", "named"),
    [(ACTIONS_HEADER + ACTIONS, None), (ACTIONS_HEADER + ACTIONS, "jdata_actions"), (ACTIONS, "jdata_actions")],
    ids=["by its header", "named", "named, without a header"],
)
def test_six_kinds_of_action_of_which_one_is_a_view(shop, tmp_path, text, named):
    result = load(shop, "events", written(tmp_path, "actions.csv", text), format=named)
    fill(shop)
    assert (result.rows, result.accepted, format_of(result)) == (6, 6, "jdata_actions")
    keys = ("visitors", "views", "carters", "favouriters", "orders", "orderers", "payers")
    assert [figure(shop, key, DAY) for key in keys] == [1, 1, 1, 1, 1, 1, None]


SESSIONS = f"""\
event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
{DAY} 10:00:00 UTC,view,1,9,,acme,10.00,7,s1
{DAY} 10:00:30 UTC,remove_from_cart,1,9,,acme,10.00,7,s1
{DAY} 10:01:00 UTC,purchase,1,9,,acme,10.00,7,s1
{DAY} 10:01:00 UTC,purchase,2,9,,acme,5.00,7,s1
{DAY} 10:02:00 UTC,purchase,2,9,,acme,5.00,7,s1
{DAY} 10:03:00 UTC,view,1,9,,acme,10.00,70"""


def test_purchases_of_a_session_at_one_moment_are_one_order_and_a_cut_line_is_nobodys(shop, tmp_path):
    result = load(shop, "events", written(tmp_path, "sessions.csv", SESSIONS))
    fill(shop)
    assert (result.rows, result.accepted, result.reasons, format_of(result)) == (6, 5, {"cut_off": 1}, "rees46")
    keys = ("visitors", "views", "visits", "carters", "paid_orders", "payers", "paid_amount", "paid_items")
    assert [figure(shop, key, DAY) for key in keys] == [1, 1, 1, 0, 2, 1, 20_00, None]
