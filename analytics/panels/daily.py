"""The panels of the daily board, in the order of the page."""

from analytics.panels.everything import EVERYTHING
from analytics.panels.funnel import FUNNEL
from analytics.panels.hours import HOURS
from analytics.panels.platform import PLATFORM
from analytics.panels.products import PRODUCTS
from analytics.panels.sources import SOURCES
from analytics.panels.trend import TREND
from analytics.panels.types import Panel

BOARD = (FUNNEL, TREND, SOURCES, HOURS, PRODUCTS, EVERYTHING)


def panels_of(*, has_facts: bool, has_reports: bool) -> tuple[Panel, ...]:
    """Those that can have something to show: counted from facts, and said by the platform's reports."""
    return (BOARD if has_facts else ()) + ((PLATFORM,) if has_reports else ())
