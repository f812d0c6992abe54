"""Panels are declared when the app is ready: importing this package declares those of the daily board."""

from analytics.panels import daily

__all__ = ["daily"]
