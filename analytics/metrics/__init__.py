"""Metrics are declared when the app is ready: importing this package declares the funnel."""

from analytics.metrics import funnel, rates

__all__ = ["funnel", "rates"]
