"""What a file of order lines may tell, and the column names by which platforms tell it; best first, as for orders."""

from analytics.importing.kinds.order_fields import BUYER, CREATED, FLAGS, NUMBER, PAID, PAID_IN_THE_END
from analytics.importing.kinds.types import Field, Holds

LINE = (
    *("子订单编号", "子订单号", "子訂單編號", "子訂單號"),
    *("line_id", "line_item_id", "order_item_id", "sub_order", "item #"),
)
PRODUCT = (
    *("商品id", "宝贝id", "商品编号", "商品编码", "商家编码", "货号"),
    *("寶貝id", "商品編號", "商品編碼", "商家編碼", "貨號"),
    *("product_id", "item_id", "sku_id", "sku", "lineitem_sku", "stockcode"),
)
QUANTITY = (
    *("购买数量", "订购数量", "商品数量", "宝贝数量", "数量", "件数"),
    *("購買數量", "訂購數量", "商品數量", "寶貝數量", "數量", "件數"),
    *("qty", "item_quantity", "lineitem_quantity"),
)
AMOUNT = (
    *("买家应付货款", "商品金额", "实付金额", "金额", "買家應付貨款", "商品金額", "實付金額", "金額"),
    *("line_amount", "line_total", "item_total", "order_line_total", "total"),
    *PAID_IN_THE_END,
)

FIELDS = (
    Field("order", Holds.TEXT, required=True, synonyms=(*NUMBER, "invoiceno")),
    Field("line", Holds.TEXT, synonyms=LINE),
    Field("product", Holds.TEXT, required=True, synonyms=PRODUCT),
    Field("quantity", Holds.WHOLE, required=True, least=0, synonyms=QUANTITY),
    Field("amount", Holds.MONEY, required=True, least=0, synonyms=AMOUNT),
    Field("created", Holds.TIME, synonyms=(*CREATED, "invoicedate")),
    Field("paid", Holds.TIME, synonyms=PAID),
    Field("buyer", Holds.TEXT, longest=200, synonyms=BUYER),
    Field("flag", Holds.CHOICE, choices=FLAGS, synonyms=("标记", "订单标记", "標記", "訂單標記", "order_flag")),
)
