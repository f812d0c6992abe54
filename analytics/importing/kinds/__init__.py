"""What the rows of a file become; one module a kind, declared when this package is imported."""

from analytics.importing.kinds import events, order_lines, orders, platform_daily, products, refunds

__all__ = ["events", "order_lines", "orders", "platform_daily", "products", "refunds"]
