"""What a row of a click-stream may tell, and the column names and words by which platforms tell it; best first."""

from analytics.events.schema import Kind
from analytics.importing.kinds.types import Field, Holds

WORDS = {
    Kind.VIEW: ("view", "pv", "pageview", "page_view", "page_viewed", "浏览", "瀏覽"),
    Kind.FAVOURITE: ("favourite", "favorite", "fav", "collect", "add_to_wishlist", "收藏"),
    Kind.CART: (
        *("cart", "add_to_cart", "addtocart", "product_added_to_cart"),
        *("加购", "加入购物车", "加購", "加入購物車"),
    ),
    Kind.INQUIRY: ("inquiry", "chat", "咨询", "諮詢"),
    Kind.ORDER: ("order", "checkout", "下单", "下單"),
    Kind.PAY: ("pay", "payment", "支付", "付款"),
    Kind.REFUND: ("refund", "退款"),
    Kind.PURCHASE: ("purchase", "buy", "购买", "購買"),
    Kind.OTHER: ("other", "其他", "remove_from_cart", "移出购物车", "移出購物車"),
}
TIME = (
    *("时间", "访问时间", "发生时间", "行为时间", "浏览时间", "時間", "訪問時間", "發生時間", "行為時間", "瀏覽時間"),
    *("timestamp", "event_time", "action_time", "event_timestamp", "created_at", "date_time"),
)
VISITOR = (
    *("访客id", "访客编号", "访客", "用户id", "会员名", "买家昵称"),
    *("訪客id", "訪客編號", "訪客", "用戶id", "會員名", "買家暱稱"),
    *("visitor_id", "user_id", "user", "client_id", "customer_id"),
)
EVENT = (
    *("事件", "事件类型", "行为", "行为类型", "事件類型", "行為", "行為類型"),
    *("event_type", "event_name", "action", "behavior", "behavior_type", "action_type"),
)
PRODUCT = (
    *("商品id", "宝贝id", "商品编号", "商品", "寶貝id", "商品編號"),
    *("product_id", "item_id", "sku_id", "sku", "item"),
)
PAGE = ("页面", "页面地址", "頁面", "頁面地址", "url", "page_url", "page_location")
SOURCE = (
    *("流量来源", "来源", "来源渠道", "渠道", "流量來源", "來源", "來源渠道"),
    *("traffic_source", "utm_source", "channel", "referrer", "referring_site"),
)
REGION = ("地区", "省份", "地區", "province")
DEVICE = ("终端", "设备", "终端类型", "終端", "設備", "裝置", "終端類型", "device_type")
SESSION = ("会话id", "會話id", "session_id", "user_session")
ORDER = ("订单编号", "订单号", "訂單編號", "訂單號", "order_id", "order_no", "order_number")
AMOUNT = ("金额", "支付金额", "金額", "支付金額", "price")

FIELDS = (
    Field("time", Holds.TIME, required=True, synonyms=TIME),
    Field("visitor", Holds.TEXT, required=True, longest=200, synonyms=VISITOR),
    Field(
        "event",
        Holds.CHOICE,
        required=True,
        synonyms=EVENT,
        choices={word: int(kind) for kind, words in WORDS.items() for word in words},
    ),
    Field("product", Holds.TEXT, synonyms=PRODUCT),
    Field("page", Holds.TEXT, longest=255, synonyms=PAGE),
    Field("source", Holds.TEXT, longest=255, synonyms=SOURCE),
    Field("region", Holds.TEXT, longest=255, synonyms=REGION),
    Field("device", Holds.TEXT, longest=255, synonyms=DEVICE),
    Field("session", Holds.TEXT, longest=200, synonyms=SESSION),
    Field("order", Holds.TEXT, synonyms=ORDER),
    Field("amount", Holds.MONEY, synonyms=AMOUNT),
    Field("quantity", Holds.WHOLE, least=0, synonyms=("数量", "件数", "數量", "件數", "qty")),
    Field("event_id", Holds.TEXT, synonyms=("事件id", "id")),
)
