"""JD's public click-stream ("JData"): user, sku, local time, module, type, category, brand.

What the six types are, by the definitions of the shop trade:
- 1 browse is a view: a product page was looked at.
- 6 click is no view: it is a press on something within a page (`model_id` says on what), and a page view counts pages.
  It is kept as an event of another kind: it takes part in a visit, and never makes one.
- 2 is a cart, 5 (关注, follow) a favourite.
- 3, taken out of the cart, is kept as an event of another kind: it deducts nothing from the carts.
- 4 is an order and not a payment: nothing in the file says who paid, so payers and money have no value. An order has
  no number, so each row of type 4 is an order of its own.

The published files have a header, and are known by it; a copy without one is read when the format is named. The user is
written as a float (`266079.0`) and is known by the whole number. Module, category and brand are not kept.
"""

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Derived, Format

JDATA_ACTIONS = declare_format(
    Format(
        key="jdata_actions",
        kind="events",
        label="JData actions",
        names=("user_id", "sku_id", "time", "model_id", "type", "cate", "brand"),
        headed=True,
        columns={
            "time": "time",
            "visitor": Derived("regexp_replace(\"user_id\", '\\.0$', '')"),
            "event": "type",
            "product": "sku_id",
            "module": "model_id",
            "category": "cate",
            "brand": "brand",
        },
        words={
            "event": {"1": "view", "2": "cart", "3": "other", "4": "order", "5": "favourite", "6": "other"},
        },
    )
)
