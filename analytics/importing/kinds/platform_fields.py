"""What a platform's daily report may tell: the declared measures, and the column names by which platforms tell them.

Averages and rates (平均停留时长, 支付转化率, 客单价) have no field: a ratio is divided anew and never stored. A count
of acts is no count of people: 加购件数 is not 加购人数. A row with a source is of that
source, one without it of the whole shop.
"""

from analytics.importing.kinds.event_fields import SOURCE
from analytics.importing.kinds.types import Field, Holds
from analytics.metrics.registry import measures
from analytics.metrics.types import Measure, Unit
from analytics.models import PlatformDay

DAY = (
    *("日期", "统计日期", "数据日期", "统计时间", "統計日期", "數據日期", "資料日期", "統計時間"),
    *("date", "stat_date", "report_date", "time_period"),
)
SYNONYMS: dict[str, tuple[str, ...]] = {
    "visitors": ("访客数", "店铺访客数", "访客人数", "訪客數", "店鋪訪客數", "訪客人數", "uv", "unique_visitors"),
    "views": ("浏览量", "店铺浏览量", "瀏覽量", "店鋪瀏覽量", "pv", "page_views"),
    "visits": ("访问次数", "会话数", "訪問次數", "工作階段", "sessions", "unique_sessions"),
    "bounced_visits": ("跳失次数", "跳失次數", "bounces", "bounced_sessions"),
    "one_view_visitors": ("跳失人数", "跳失访客数", "跳失人數", "跳失訪客數", "bounced_visitors"),
    "stay_seconds": ("总停留时长", "總停留時長", "total_stay_seconds"),
    "favouriters": ("收藏人数", "商品收藏人数", "收藏人數", "商品收藏人數", "favoriters", "favourite_users"),
    "carters": ("加购人数", "商品加购人数", "加購人數", "商品加購人數", "cart_users", "add_to_cart_users"),
    "favourite_or_cart_visitors": ("收藏加购人数", "收藏加購人數"),
    "inquiring_visitors": ("咨询人数", "咨询访客数", "諮詢人數", "諮詢訪客數", "chat_visitors"),
    "inquirers": ("询单人数", "詢單人數"),
    "orderers": (
        *("下单买家数", "下单人数", "下单客户数", "下單買家數", "下單人數", "下單客戶數"),
        "ordering_buyers",
    ),
    "orders": (
        *("下单笔数", "下单单量", "订单数", "订单量", "下單筆數", "下單單量", "訂單數", "訂單量"),
        *("order_count", "total_orders"),
    ),
    "ordered_amount": ("下单金额", "订单金额", "下單金額", "訂單金額", "order_amount"),
    "payers": (
        *("支付买家数", "支付人数", "成交人数", "成交客户数"),
        *("支付買家數", "支付人數", "成交人數", "成交客戶數"),
        *("paying_buyers", "buyers"),
    ),
    "returning_payers": ("老买家数", "支付老买家数", "老買家數", "支付老買家數", "returning_buyers"),
    "paid_orders": (
        *("支付订单数", "支付笔数", "成交单量", "成交订单数", "支付訂單數", "支付筆數", "成交單量", "成交訂單數"),
        "purchases",
    ),
    "paid_amount": ("支付金额", "成交金额", "支付金額", "成交金額", "sales_amount", "revenue"),
    "paid_items": (
        *("支付件数", "支付商品件数", "成交商品件数", "成交件数"),
        *("支付件數", "支付商品件數", "成交商品件數", "成交件數"),
        *("units_sold", "items_sold"),
    ),
    "refund_amount": ("成功退款金额", "退款金额", "成功退款金額", "退款金額", "refunds"),
}


def _field(measure: Measure) -> Field:
    holds = Holds.MONEY if measure.unit is Unit.MONEY else Holds.WHOLE
    return Field(measure.key, holds, least=0, synonyms=SYNONYMS.get(measure.key, ()))


def _reportable() -> list[Measure]:
    columns = {column.name for column in PlatformDay._meta.concrete_fields}
    return [measure for measure in measures() if measure.key in columns]


MEASURES = tuple(_field(measure) for measure in _reportable())
FIELDS = (
    Field("day", Holds.DAY, required=True, synonyms=DAY),
    Field("source", Holds.TEXT, longest=255, synonyms=SOURCE),
    *MEASURES,
)
