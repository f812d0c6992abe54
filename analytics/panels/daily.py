"""The panels of the daily board, in the order of the page."""

from analytics.panels.funnel import FUNNEL
from analytics.panels.hours import HOURS
from analytics.panels.products import PRODUCTS
from analytics.panels.sources import SOURCES
from analytics.panels.trend import TREND

BOARD = (FUNNEL, TREND, SOURCES, HOURS, PRODUCTS)
