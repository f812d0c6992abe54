"""The row sets that funnel measures aggregate. What each row is, is written in `analytics.rollup.sql`.

Every dimension of a person's first event of the day, crossings of them included, comes with a bounded number of cells;
`source_product` is source and landing product, `source_tier` source and the landing product's tier.
"""

from analytics.metrics.types import Relation

DIMENSIONS = (
    "source",
    "product",
    "tier",
    "region",
    "device",
    "landing_page",
    "visitor_kind",
    "hour",
    "source_product",
    "source_tier",
)
# Days that tell who is new, how long a payer is remembered, and how long after an order a question is about it.
NEW_AFTER, RETURNING, AFTER_SALE = 30, 365, 21

# One row a viewer and slice: `views`.
VIEWERS = Relation("viewers", DIMENSIONS, looks_back=NEW_AFTER)
# One row a visit that holds a view: `views`, `engaged`, `events`, `seconds`.
VISITS = Relation("visits", DIMENSIONS, looks_back=NEW_AFTER)
# One row a person and slice: `favourited`, `carted`, `asked`, `inquired` (with a view), `ordered`, and `before_sale`:
# asked, and not about an order of the 21 days before, or ordered again by the end of the next day.
ACTORS = Relation("actors", DIMENSIONS, looks_back=NEW_AFTER, looks_ahead=1)
# One row an order and slice: `created`, `paid`, `ordered_amount`, `paid_amount`, `paid_items`.
ORDERS = Relation("orders", DIMENSIONS, looks_back=NEW_AFTER)
# One row a buyer and slice: `ordered`, `paid`, and `paid_before`, within a year.
BUYERS = Relation("buyers", DIMENSIONS, looks_back=RETURNING)
# One row a refund that succeeded on the day: `amount`. Split as the order's payment was, however long ago.
REFUNDS = Relation("refunds", DIMENSIONS, looks_back=None)
# One row a refund, to date, of an order paid on the day: `amount`.
REFUNDS_OF_PAID = Relation("refunds_of_paid", DIMENSIONS, looks_back=NEW_AFTER, looks_ahead=None)
