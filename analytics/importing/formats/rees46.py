"""REES46's public click-stream of a store with many categories: UTC times, sessions, a price in every row.

- `purchase` is an order and its payment in one moment. Its price is the amount; the price of a view or a cart is what
  the page showed, and no money that anybody owed. Pieces are not told, so they have no value.
- One order is what one session bought at one moment: a basket paid at once comes as a row a product, all with the time
  of the purchase. Purchases of a session minutes apart are orders of their own, each with its own checkout.
- Sessions are given, and used as they are.
- A row without a session is a line that was cut off: the end of the user's number is lost with it, and a shortened
  number is somebody else's. It is set aside, counted as `cut_off`.

More people may buy than put anything into the cart; the figures say so and are not made to fit. Category and brand are
not kept.
"""

from django.utils.translation import gettext_lazy as _

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Derived, Format, SetAside

BOUGHT = "\"event_type\" = 'purchase'"
ORDER = '"user_session" || \' \' || "event_time"'

REES46 = declare_format(
    Format(
        key="rees46",
        kind="events",
        label="REES46",
        columns={
            "time": "event_time",
            "visitor": "user_id",
            "event": "event_type",
            "product": "product_id",
            "session": "user_session",
            "order": Derived(f"CASE WHEN {BOUGHT} THEN {ORDER} END"),
            "amount": Derived(f'CASE WHEN {BOUGHT} THEN "price" END'),
            "category": "category_id",
            "brand": "brand",
        },
        words={
            "event": {"view": "view", "cart": "cart", "remove_from_cart": "other", "purchase": "purchase"},
        },
        set_aside=(
            SetAside("cut_off", "coalesce(trim(\"user_session\"), '') = ''", _("cut off: the row has no session")),
        ),
    )
)
