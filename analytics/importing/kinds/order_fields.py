"""What a file of orders may tell, and the column names by which platforms tell it.

Names of a field go from the best to the least fitting: where a file has several of them, the first counts. Taobao and
Tmall write 买家…, JD 下单帐号 and 结算金额, Douyin 订单提交时间, Shopify "Created at", WooCommerce "Order Date".
"""

from analytics.importing.kinds.types import Field, Holds
from shopops.sales.models import Flag

FLAGS = {
    **dict.fromkeys(("test", "测试", "测试单"), int(Flag.TEST)),
    **dict.fromkeys(("staff", "员工", "内部", "员工单"), int(Flag.STAFF)),
    **dict.fromkeys(("fake", "刷单", "虚假"), int(Flag.FAKE)),
    **dict.fromkeys(("none", "real", "正常", "否", "0"), int(Flag.NONE)),
}

NUMBER = (
    *("订单编号", "订单号", "订单id", "主订单编号", "訂單編號", "訂單號", "訂單id", "主訂單編號"),
    *("order_id", "order_number", "order_no", "order #", "number"),
)
CREATED = (
    *("订单创建时间", "下单时间", "创建时间", "拍下时间", "订单提交时间"),
    *("訂單創建時間", "訂單建立時間", "訂單成立時間", "下單時間", "創建時間", "建立時間", "訂單提交時間", "訂單時間"),
    *("created_at", "order_date", "order_time", "order_created_at", "date_created", "create_time", "date"),
)
PAID = (
    *("订单付款时间", "付款确认时间", "付款时间", "支付时间", "支付完成时间"),
    *("訂單付款時間", "付款確認時間", "付款時間", "支付時間", "支付完成時間"),
    *("paid_at", "paid_date", "date_paid", "pay_time", "payment_time", "payment_date"),
)
BUYER = (
    *("买家会员名", "买家昵称", "买家id", "买家", "会员名", "下单帐号", "下单账号", "客户id"),
    *("買家會員名", "買家暱稱", "買家帳號", "買家id", "買家", "會員名", "下單帳號", "客戶id"),
    *("buyer_id", "user_id", "customer_id", "customer_user_id", "customer_user", "customer"),
    *("customer_email", "billing_email", "email_billing", "email"),
)
# What the buyer paid in the end is net of refunds and holds freight: it stands in only where nothing else is written.
PAID_IN_THE_END = ("买家实际支付金额", "買家實際支付金額")
AMOUNT = (
    *("买家应付货款", "结算金额", "总金额", "订单金额", "订单应付金额", "应付金额", "金额"),
    *("買家應付貨款", "結算金額", "總金額", "訂單金額", "訂單應付金額", "應付金額", "金額"),
    *("order_amount", "order_total", "order_total_amount", "total_amount", "total_price", "total"),
    *PAID_IN_THE_END,
)
FREIGHT = (
    *("运费", "邮费", "运费金额", "买家应付邮费", "運費", "郵費", "運費金額", "買家應付郵費"),
    *("shipping", "shipping_total", "order_shipping", "order_shipping_amount", "shipping_amount", "shipping_cost"),
    "postage",
)
ITEMS = (
    *("宝贝总数量", "商品总数量", "商品数量", "件数", "寶貝總數量", "商品總數量", "商品數量", "件數"),
    *("quantity", "items_sold", "item_count", "total_items"),
)
REGION = (
    *("收货省份", "省份", "收货地址", "收貨省份", "收貨地址"),
    *("shipping_province", "shipping_state", "province", "billing_province", "billing_state"),
)

FIELDS = (
    Field("order", Holds.TEXT, required=True, synonyms=NUMBER),
    Field("created", Holds.TIME, required=True, synonyms=CREATED),
    Field("buyer", Holds.TEXT, longest=200, synonyms=BUYER),
    Field("paid", Holds.TIME, synonyms=PAID),
    Field("amount", Holds.MONEY, least=0, synonyms=AMOUNT),
    Field(
        "paid_amount",
        Holds.MONEY,
        least=0,
        synonyms=("支付金额", "实付金额", "支付金額", "實付金額", "payment_amount", "amount_paid"),
    ),
    Field("freight", Holds.MONEY, least=0, synonyms=FREIGHT),
    Field("items", Holds.WHOLE, least=0, synonyms=ITEMS),
    Field("region", Holds.TEXT, synonyms=REGION),
    Field("flag", Holds.CHOICE, choices=FLAGS, synonyms=("标记", "订单标记", "標記", "訂單標記", "order_flag")),
)
