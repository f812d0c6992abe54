"""How the files of each platform are read; one module a format, whose docstring says what its columns mean."""

from analytics.importing.formats import (
    jdata_actions,
    rees46,
    retailrocket_daily,
    shopify_orders,
    taobao_user_behavior,
    tmall_order_report,
    uci_online_retail,
)

__all__ = [
    "jdata_actions",
    "rees46",
    "retailrocket_daily",
    "shopify_orders",
    "taobao_user_behavior",
    "tmall_order_report",
    "uci_online_retail",
]
