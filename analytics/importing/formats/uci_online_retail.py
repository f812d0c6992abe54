"""UCI "Online Retail": invoice lines of a British wholesaler; every invoice is an order and its payment in one moment.

Rules for what is no sale:
- An invoice number that begins with C is a cancellation: its lines are refunds, without a known order, on their day.
- Lines outside C invoices with a quantity below zero are stock write-offs: set aside, counted as `stock_adjustment`.
- Lines without a price above zero (gifts, samples, and the two negative "adjust bad debt" lines of A invoices) are set
  aside, counted as `unpriced`. The one A line with a positive price counts as a sale, as in the published totals.
- Lines without a customer count in order figures and not in buyer figures. Postage and fees are lines like others.
"""

from django.utils.translation import gettext_lazy as _

from analytics.importing.formats.registry import declare_format
from analytics.importing.formats.types import Derived, Format, Route, SetAside

AMOUNT = 'try_cast("Quantity" AS DECIMAL(12, 0)) * try_cast("UnitPrice" AS DECIMAL(18, 4))'
CUSTOMER = Derived("regexp_replace(\"CustomerID\", '\\.0$', '')")
PIECES = 'try_cast("Quantity" AS DOUBLE)'
PRICE = 'try_cast("UnitPrice" AS DOUBLE)'

UCI_ONLINE_RETAIL = declare_format(
    Format(
        key="uci_online_retail",
        kind="order_lines",
        label="UCI Online Retail",
        columns={
            "order": "InvoiceNo",
            "product": "StockCode",
            "title": "Description",
            "quantity": "Quantity",
            "created": "InvoiceDate",
            "paid": "InvoiceDate",
            "buyer": CUSTOMER,
            "customer": "CustomerID",
            "price": "UnitPrice",
            "amount": Derived(f"({AMOUNT})::VARCHAR"),
        },
        routes=(
            Route(
                kind="refunds",
                sql="\"InvoiceNo\" LIKE 'C%'",
                columns={
                    "time": "InvoiceDate",
                    "product": "StockCode",
                    "quantity": Derived('(-try_cast("Quantity" AS DECIMAL(12, 0)))::VARCHAR'),
                    "amount": Derived(f"(-{AMOUNT})::VARCHAR"),
                    "note": "InvoiceNo",
                },
            ),
        ),
        set_aside=(
            SetAside("stock_adjustment", f"{PIECES} < 0", _("a stock adjustment, not a sale: quantity below zero")),
            SetAside("unpriced", f"{PRICE} <= 0", _("not a sale: no price above zero")),
        ),
    )
)
