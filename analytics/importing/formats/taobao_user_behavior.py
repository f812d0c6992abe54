"""Alibaba's public click-stream of Taobao: no header; user, item, category, behaviour, Unix seconds.

`pv` is a view, `fav` a favourite, `cart` a cart, `buy` an order and its payment in one moment (platform purchases are
both). The file has no amounts, so money has no value. The category is not kept: a product is known by its id.
"""

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Format

TAOBAO_USER_BEHAVIOR = declare_format(
    Format(
        key="taobao_user_behavior",
        kind="events",
        label="Taobao UserBehavior",
        names=("user_id", "item_id", "category_id", "behavior_type", "timestamp"),
        columns={"time": "timestamp", "visitor": "user_id", "event": "behavior_type", "product": "item_id"},
        words={"event": {"pv": "view", "fav": "favourite", "cart": "cart", "buy": "purchase"}},
        epoch_seconds=("time",),
    )
)
