"""The published daily report over RetailRocket's events: a stand-in for what a platform's own report says of a day.

The file repeats its totals by day, by weekday and by hour; only `daily` rows are days, the others are set aside,
counted as `other_granularity`. A platform purchase is an order and its payment at that moment: `purchases` are both.

`carts` are acts of putting something into the cart, where our figure is people who did: they are not kept under its
name, nor under another. `cvr` is a ratio and divided anew from what is kept; moving means and flags are not kept.
"""

from django.utils.translation import gettext_lazy as _

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Format, SetAside

RETAILROCKET_DAILY = declare_format(
    Format(
        key="retailrocket_daily",
        kind="platform_daily",
        label="RetailRocket daily report",
        columns={
            "day": "time_period",
            "views": "views",
            "visitors": "unique_visitors",
            "visits": "unique_sessions",
            "orders": "purchases",
            "paid_orders": "purchases",
            "granularity": "time_granularity",
        },
        set_aside=(
            SetAside(
                "other_granularity",
                "\"time_granularity\" IS DISTINCT FROM 'daily'",
                _("not a day: the file repeats its days by weekday and by hour"),
            ),
        ),
    )
)
