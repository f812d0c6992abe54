"""Shopify's export of orders: a row an order, or in the full export a row a line with the order in its first row.

- The amount is `Total` as it is written, never put together again: in some exports it is not subtotal, shipping and
  taxes, and which of them it holds is the shop's own business. So the ordered amount of such a shop holds freight and
  tax where its `Total` does, unlike elsewhere. `Shipping` is kept beside it as freight.
- An order is known by its `Name` (`#1030`); times carry their offset; the region is the billing province.
- Payment (`Paid at`), buyer (`Email`), lines and refunds are read where the export has their columns.
- A row that only adds a line to an order leaves the order's cells empty. It states no second order: it repeats what the
  rows above say, and counts as a duplicate.
- A line's amount is price × quantity without its own discount (a discount of the whole order is in `Total` alone); a
  product is known by its SKU, else by its name. `Refunded Amount` is a refund of its order without a date.
"""

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Derived, Format, Route


def of_order(column: str) -> Derived:
    """The cell of the order's first row, for each of its rows."""
    return Derived(f'last_value(nullif("{column}", \'\') IGNORE NULLS) OVER (PARTITION BY "Name" ORDER BY row)')


def decimal(column: str) -> str:
    return f'coalesce(try_cast("{column}" AS DECIMAL(18, 4)), 0)'


PRICE = f"{decimal('Lineitem price')} * {decimal('Lineitem quantity')} - {decimal('Lineitem discount')}"
# A product's code is at most 64 characters long; names of products are longer now and then.
PRODUCT = 'coalesce(nullif("Lineitem sku", \'\'), left("Lineitem name", 64))'

SHOPIFY_ORDERS = declare_format(
    Format(
        key="shopify_orders",
        kind="orders",
        label="Shopify orders",
        columns={
            "order": "Name",
            "created": of_order("Created at"),
            "amount": of_order("Total"),
            "freight": of_order("Shipping"),
            "subtotal": "Subtotal",
            "taxes": "Taxes",
        },
        optional={
            "paid": of_order("Paid at"),
            "buyer": of_order("Email"),
            "region": of_order("Billing Province"),
        },
        routes=(
            Route(
                kind="order_lines",
                sql="coalesce(\"Lineitem name\", '') <> ''",
                columns={
                    "order": "Name",
                    "product": Derived(PRODUCT),
                    "quantity": "Lineitem quantity",
                    "amount": Derived(f"({PRICE})::VARCHAR"),
                },
                alone=False,
            ),
            Route(
                kind="refunds",
                sql=f"{decimal('Refunded Amount')} > 0",
                columns={"refund": Derived("'order ' || \"Name\""), "order": "Name", "amount": "Refunded Amount"},
                alone=False,
            ),
        ),
    )
)
