"""Figures as text: short for people, exact for exports. Pure, but for the language that is active."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from analytics.metrics.types import Metric, Unit
from shopops.shops.money import exponent, symbol

NO_VALUE = "–"


class Short(NamedTuple):
    """From `least` on a number is told as so many times `size`, with this letter and so many decimals."""

    least: int
    size: int
    letter: str
    places: int


# The exact number is in the tooltip and the exports.
SHORT: dict[str, tuple[Short, ...]] = {
    "zh-hans": (Short(10**8, 10**8, "亿", 1), Short(10**5, 10**4, "万", 1)),
    "zh-hant": (Short(10**8, 10**8, "億", 1), Short(10**5, 10**4, "萬", 1)),
    "en": (Short(10**9, 10**9, "B", 2), Short(10**6, 10**6, "M", 2), Short(10**5, 10**3, "K", 1)),
}


def is_missing(value: float | None) -> bool:
    return value is None or value != value


def format_value(value: float | None, metric: Metric, *, currency: str) -> str:
    """Short text for tiles and tables: "¥8,430", "¥128.4K", "¥12.8万", "3.86%", "2.41", "1 min 5 s", "–"."""
    if value is None or is_missing(value):
        return NO_VALUE
    if metric.unit is Unit.MONEY:
        return format_money(value, currency=currency)
    if metric.unit is Unit.SHARE:
        return f"{value * 100:.{2 if abs(value) < 0.1 else 1}f}%"
    if metric.unit is Unit.SECONDS:
        return format_seconds(value)
    if metric.unit is Unit.NUMBER:
        return f"{value:,.2f}"
    return shorten(value)


def format_money(minor: float, *, currency: str) -> str:
    """Money of `minor` units, shortened; decimals only under 1,000 major units."""
    major = minor / 10 ** exponent(currency)
    sign = "−" if major < 0 else ""
    places = min(exponent(currency), 2) if abs(major) < 1000 else 0
    return f"{sign}{symbol(currency)}{shorten(abs(major), places=places)}"


def shorten(value: float, *, places: int = 0) -> str:
    """12,345,678 as "1,234.6万", "1,234.6萬" or "12.35M" by the active language."""
    for short in SHORT.get(get_language() or "en", SHORT["en"]):
        if abs(value) >= short.least:
            return f"{value / short.size:,.{short.places}f}{short.letter}"
    return f"{value:,.{places}f}"


def format_seconds(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}


def exact_value(value: float | None, metric: Metric, *, currency: str) -> str:
    """The figure for exports and commands: money with the currency's decimals, shares to 6, no value is empty."""
    if value is None or is_missing(value):
        return ""
    if metric.unit is Unit.MONEY:
        places = exponent(currency)
        exact = Decimal(repr(float(value))).scaleb(-places)
        return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    if metric.unit is Unit.COUNT or (float(value).is_integer() and metric.unit is Unit.SECONDS):
        return str(round(value))
    return format(round(Decimal(repr(float(value))), 6).normalize(), "f")
