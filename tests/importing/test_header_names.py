"""Column names of the platforms' own exports, and which field each of them gives."""

from collections import Counter

import pytest

from analytics.importing.headers import fields_of, plain_names
from analytics.importing.kinds.registry import all_kinds

# Headers as the platforms write them, shortened to what says something; the fields they give, in the same order.
HEADERS = {
    "淘宝 orders": (
        "orders",
        "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货地址,订单创建时间,"
        "订单付款时间 ,宝贝标题,宝贝总数量",
        {
            "order": "订单编号",
            "buyer": "买家会员名",
            "amount": "买家应付货款",
            "freight": "买家应付邮费",
            "region": "收货地址",
            "created": "订单创建时间",
            "paid": "订单付款时间 ",
            "items": "宝贝总数量",
        },
    ),
    "天猫 orders with one amount": (
        "orders",
        "订单编号,买家昵称,买家实际支付金额,订单创建时间,订单付款时间",
        {
            "order": "订单编号",
            "buyer": "买家昵称",
            "amount": "买家实际支付金额",
            "created": "订单创建时间",
            "paid": "订单付款时间",
        },
    ),
    "京东 orders": (
        "orders",
        "订单号,商品名称,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,下单帐号,客户地址,运费金额,付款确认时间",
        {
            "order": "订单号",
            "created": "下单时间",
            "amount": "结算金额",
            "buyer": "下单帐号",
            "freight": "运费金额",
            "paid": "付款确认时间",
        },
    ),
    "Taiwan orders": (
        "orders",
        "訂單編號,買家帳號,訂單成立時間,付款時間,訂單金額,運費,商品數量,收貨地址",
        {
            "order": "訂單編號",
            "buyer": "買家帳號",
            "created": "訂單成立時間",
            "paid": "付款時間",
            "amount": "訂單金額",
            "freight": "運費",
            "items": "商品數量",
            "region": "收貨地址",
        },
    ),
    "WooCommerce orders": (
        "orders",
        "order_id,order_number,order_date,paid_date,status,shipping_total,tax_total,order_total,order_currency,"
        "customer_user,customer_email,billing_first_name,shipping_state",
        {
            "order": "order_id",
            "created": "order_date",
            "paid": "paid_date",
            "freight": "shipping_total",
            "amount": "order_total",
            "buyer": "customer_user",
            "region": "shipping_state",
        },
    ),
    "WooCommerce orders in words": (
        "orders",
        "Order Number,Order Status,Order Date,Paid Date,Email (Billing),Order Subtotal Amount,Order Shipping Amount,"
        "Order Total Amount",
        {
            "order": "Order Number",
            "created": "Order Date",
            "paid": "Paid Date",
            "buyer": "Email (Billing)",
            "freight": "Order Shipping Amount",
            "amount": "Order Total Amount",
        },
    ),
    "淘宝 order lines": (
        "order_lines",
        "子订单编号,主订单编号,买家会员名,商品标题,商品价格,购买数量,商家编码,商品ID,买家应付货款,买家实际支付金额,订单创建时间,订单付款时间",
        {
            "line": "子订单编号",
            "order": "主订单编号",
            "buyer": "买家会员名",
            "quantity": "购买数量",
            "product": "商品ID",
            "amount": "买家应付货款",
            "created": "订单创建时间",
            "paid": "订单付款时间",
        },
    ),
    "京东 order lines": (
        "order_lines",
        "订单号,商品ID,商品名称,订购数量,商品金额,下单时间,付款确认时间,下单帐号",
        {
            "order": "订单号",
            "product": "商品ID",
            "quantity": "订购数量",
            "amount": "商品金额",
            "created": "下单时间",
            "paid": "付款确认时间",
            "buyer": "下单帐号",
        },
    ),
    "WooCommerce order lines": (
        "order_lines",
        "Order Number,Order Date,SKU,Item #,Item Name,Item Quantity,Item Cost,Order Line Total,Customer User ID",
        {
            "order": "Order Number",
            "created": "Order Date",
            "product": "SKU",
            "line": "Item #",
            "quantity": "Item Quantity",
            "amount": "Order Line Total",
            "buyer": "Customer User ID",
        },
    ),
    "天猫 refunds": (
        "refunds",
        "订单编号,退款编号,买家会员名,买家实际支付金额,宝贝id,退款的申请时间,退款完结时间,买家退款金额",
        {
            "order": "订单编号",
            "refund": "退款编号",
            "product": "宝贝id",
            "time": "退款完结时间",
            "amount": "买家退款金额",
        },
    ),
    "京东 refunds": (
        "refunds",
        "服务单号,订单号,商品编号,退款金额,退款完成时间",
        {"refund": "服务单号", "order": "订单号", "product": "商品编号", "amount": "退款金额", "time": "退款完成时间"},
    ),
    "WooCommerce refunds": (
        "refunds",
        "Refund ID,Order ID,Refund Date,Refund Amount",
        {"refund": "Refund ID", "order": "Order ID", "time": "Refund Date", "amount": "Refund Amount"},
    ),
    "own events in Chinese": (
        "events",
        "访问时间,访客ID,行为类型,商品ID,页面地址,流量来源,省份,终端类型,会话ID,订单号,支付金额,件数",
        {
            "time": "访问时间",
            "visitor": "访客ID",
            "event": "行为类型",
            "product": "商品ID",
            "page": "页面地址",
            "source": "流量来源",
            "region": "省份",
            "device": "终端类型",
            "session": "会话ID",
            "order": "订单号",
            "amount": "支付金额",
            "quantity": "件数",
        },
    ),
    "own events in traditional Chinese": (
        "events",
        "瀏覽時間,訪客編號,行為類型,商品編號,來源渠道,地區,裝置",
        {
            "time": "瀏覽時間",
            "visitor": "訪客編號",
            "event": "行為類型",
            "product": "商品編號",
            "source": "來源渠道",
            "region": "地區",
            "device": "裝置",
        },
    ),
    "events of a web shop": (
        "events",
        "event_timestamp,client_id,event_name,sku,page_location,utm_source,device_type,session_id",
        {
            "time": "event_timestamp",
            "visitor": "client_id",
            "event": "event_name",
            "product": "sku",
            "page": "page_location",
            "source": "utm_source",
            "device": "device_type",
            "session": "session_id",
        },
    ),
    "生意参谋 days": (
        "platform_daily",
        "统计日期,访客数,浏览量,平均停留时长,跳失率,商品收藏人数,加购人数,加购件数,下单买家数,下单金额,支付买家数,支付老买家数,支付金额,支付件数,"
        "客单价,支付转化率,成功退款金额",
        {
            "day": "统计日期",
            "visitors": "访客数",
            "views": "浏览量",
            "favouriters": "商品收藏人数",
            "carters": "加购人数",
            "orderers": "下单买家数",
            "ordered_amount": "下单金额",
            "payers": "支付买家数",
            "returning_payers": "支付老买家数",
            "paid_amount": "支付金额",
            "paid_items": "支付件数",
            "refund_amount": "成功退款金额",
        },
    ),
    "商智 days": (
        "platform_daily",
        "日期,访客数,浏览量,加购人数,成交人数,成交单量,成交商品件数,成交金额,成交转化率,成交客单价",
        {
            "day": "日期",
            "visitors": "访客数",
            "views": "浏览量",
            "carters": "加购人数",
            "payers": "成交人数",
            "paid_orders": "成交单量",
            "paid_items": "成交商品件数",
            "paid_amount": "成交金额",
        },
    ),
    "days in traditional Chinese": (
        "platform_daily",
        "日期,訪客數,瀏覽量,詢單人數,下單筆數,支付買家數,支付金額",
        {
            "day": "日期",
            "visitors": "訪客數",
            "views": "瀏覽量",
            "inquirers": "詢單人數",
            "orders": "下單筆數",
            "payers": "支付買家數",
            "paid_amount": "支付金額",
        },
    ),
    "days of a web shop": (
        "platform_daily",
        "Date,Sessions,Unique Visitors,Page Views,Order Count,Buyers,Revenue,Units Sold,Conversion Rate",
        {
            "day": "Date",
            "visits": "Sessions",
            "visitors": "Unique Visitors",
            "views": "Page Views",
            "orders": "Order Count",
            "payers": "Buyers",
            "paid_amount": "Revenue",
            "paid_items": "Units Sold",
        },
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_of_a_platform_is_understood(name):
    kind, header, fields = HEADERS[name]
    assert fields_of(tuple(header.split(",")), kind=kind) == fields


@pytest.mark.parametrize("name", HEADERS)
def test_the_order_of_the_columns_changes_nothing(name):
    kind, header, fields = HEADERS[name]
    assert fields_of(tuple(reversed(header.split(","))), kind=kind) == fields


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_no_name_means_two_fields_of_a_kind(kind):
    names = Counter(name for field in all_kinds()[kind].fields for name in plain_names(field))
    assert [name for name, fields in names.items() if fields > 1] == []


@pytest.mark.parametrize("kind", ["events", "orders", "order_lines", "refunds", "platform_daily"])
def test_every_synonym_is_written_once(kind):
    """A name that is another of the field, or differs from it in blanks and case alone, is there for nothing."""
    for field in all_kinds()[kind].fields:
        assert len(plain_names(field)) == 1 + len(field.synonyms), field.name
