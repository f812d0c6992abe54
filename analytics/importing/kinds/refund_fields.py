"""What a file of refunds may tell, and the column names by which platforms tell it; best first, as for orders.

A time is that of success: when a refund was asked for (退款申请时间) says nothing of money.
"""

from analytics.importing.kinds.order_fields import NUMBER
from analytics.importing.kinds.types import Field, Holds

REFUND = (
    *("退款编号", "退款单号", "售后编号", "售后单号", "服务单号"),
    *("退款編號", "退款單號", "售後編號", "售後單號", "服務單號"),
    *("refund_id", "refund_no", "refund_number"),
)
PRODUCT = (
    *("商品id", "宝贝id", "商品编号", "商品编码", "寶貝id", "商品編號", "商品編碼"),
    *("product_id", "item_id", "sku_id", "sku"),
)
TIME = (
    *("退款成功时间", "退款完结时间", "退款完成时间", "退款时间"),
    *("退款成功時間", "退款完結時間", "退款完成時間", "退款時間"),
    *("refunded_at", "refund_time", "refund_date", "date_refunded"),
)
AMOUNT = (
    *("退款金额", "实际退款金额", "买家退款金额", "退款总金额"),
    *("退款金額", "實際退款金額", "買家退款金額", "退款總金額"),
    *("refund_amount", "refunded_amount", "refund_total", "refunded_total"),
)

FIELDS = (
    Field("refund", Holds.TEXT, synonyms=REFUND),
    Field("order", Holds.TEXT, synonyms=NUMBER),
    Field("product", Holds.TEXT, synonyms=PRODUCT),
    Field("time", Holds.TIME, synonyms=TIME),
    Field("amount", Holds.MONEY, required=True, least=0, synonyms=AMOUNT),
    Field(
        "quantity",
        Holds.WHOLE,
        least=0,
        synonyms=("退款数量", "退货数量", "退款數量", "退貨數量", "refund_quantity", "qty"),
    ),
    Field("note", Holds.TEXT),
)
