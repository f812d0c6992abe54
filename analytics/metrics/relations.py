"""The row sets that funnel measures aggregate. What each row is, is written in `analytics.rollup.sql`."""

from analytics.metrics.types import Relation

# One row a viewer and slice: `views`.
VIEWERS = Relation("viewers", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30)
# One row a visit that holds a view: `views`, `engaged`, `events`, `seconds`.
VISITS = Relation("visits", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30)
# One row a person and slice: `favourited`, `carted`, `asked`, `inquired` (with a view), `ordered`.
ACTORS = Relation("actors", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30)
# One row an order and slice: `created`, `paid`, `ordered_amount`, `paid_amount`, `paid_items`.
ORDERS = Relation("orders", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30)
# One row a buyer and slice: `ordered`, `paid`.
BUYERS = Relation("buyers", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30)
# One row a refund that succeeded on the day: `amount`. Split as the order's payment was, however long ago.
REFUNDS = Relation("refunds", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=None)
# One row a refund, to date, of an order paid on the day: `amount`.
REFUNDS_OF_PAID = Relation(
    "refunds_of_paid", ("source", "product", "tier", "hour", "visitor_kind"), looks_back=30, looks_ahead=None
)
