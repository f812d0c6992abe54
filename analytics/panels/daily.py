"""The panels of the daily board, in the order of the page."""

from analytics.panels.everything import EVERYTHING
from analytics.panels.funnel import FUNNEL
from analytics.panels.hours import HOURS
from analytics.panels.platform import PLATFORM
from analytics.panels.products import PRODUCTS
from analytics.panels.sources import BY, SOURCES
from analytics.panels.trend import TREND
from analytics.panels.types import Panel

BOARD = (FUNNEL, TREND, HOURS, SOURCES, PRODUCTS, EVERYTHING)


def panels_of(*, has_facts: bool, has_reports: bool, split: str = "") -> tuple[Panel, ...]:
    """Those that can have something to show: counted from facts, and said by the platform's reports.

    `split` is the attribute of visitors that the board is split by; source for one that it cannot be split by.
    """
    board = tuple(BY.get(split, SOURCES) if panel is SOURCES else panel for panel in BOARD)
    return (board if has_facts else ()) + ((PLATFORM,) if has_reports else ())
