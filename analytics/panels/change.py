"""How a figure moved against the days compared with, and whether that is good. Pure."""

import math
from dataclasses import dataclass

from django.utils.translation import pgettext

from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Better, Metric, Unit

MINUS = "\N{MINUS SIGN}"
# A move of a tenth is coloured strongly in heat tables, one under a hundredth not at all.
STRONG, WEAK = 0.1, 0.01
# Standard errors that a difference must reach to be more than chance in nine of ten cases.
SURE = 1.645


@dataclass(frozen=True)
class Change:
    """`text` has the sign; `arrow` is up, down or flat; `verdict` good, bad or neutral by the metric's direction."""

    text: str
    arrow: str
    verdict: str
    before: str
    relative: float | None


def change_of(value: float | None, before: float | None, metric: Metric, *, currency: str) -> Change | None:
    """None where one side has no value. Shares move in percentage points, small numbers by their difference, all else
    in percent; from zero there is no percentage, so the difference is told."""
    if value is None or before is None or is_missing(value) or is_missing(before):
        return None
    relative = (value - before) / abs(before) if before else None
    text, moved = _moved(value - before, relative, metric, currency=currency)
    return Change(
        text=text if moved else "±0",
        arrow="flat" if not moved else "up" if value > before else "down",
        verdict=verdict_of(value - before, metric) if moved else "neutral",
        before=format_value(before, metric, currency=currency),
        relative=relative,
    )


def signed(number: float, *, places: int = 1, suffix: str = "") -> str:
    return f"{'+' if number > 0 else MINUS if number < 0 else '±'}{abs(number):,.{places}f}{suffix}"


def signed_value(value: float, metric: Metric, *, currency: str) -> str:
    """A difference of the metric's figures with its sign: "+¥4,310", "−¥13,520", "±0"."""
    if not value:
        return signed(0, places=0)
    return (MINUS if value < 0 else "+") + format_value(abs(value), metric, currency=currency)


def verdict_of(difference: float, metric: Metric) -> str:
    """Good, bad or neutral by the metric's direction."""
    if metric.better is Better.NEITHER or not difference:
        return "neutral"
    return "good" if (difference > 0) == (metric.better is Better.HIGHER) else "bad"


def counts_by_chance(now: float, before: float) -> bool:
    """Whether two counts of people may differ by chance alone (90 %)."""
    return abs(now - before) < SURE * math.sqrt(now + before)


def shares_by_chance(now: tuple[float, float], before: tuple[float, float]) -> bool:
    """Whether two shares, each a part and a whole of people, may differ by chance alone (two proportions, 90 %)."""
    whole = now[1] + before[1]
    share = (now[0] + before[0]) / whole if whole else 0.0
    if not now[1] or not before[1] or not 0 < share < 1:
        return True
    spread = math.sqrt(share * (1 - share) * (1 / now[1] + 1 / before[1]))
    return abs(now[0] / now[1] - before[0] / before[1]) < SURE * spread


def heat(change: Change | None) -> str:
    """The class of a heat table's cell; empty where nothing is to be said."""
    if change is None or change.verdict == "neutral" or change.relative is None or abs(change.relative) < WEAK:
        return ""
    return f"heat-{change.verdict}{'-strong' if abs(change.relative) >= STRONG else ''}"


def _moved(difference: float, relative: float | None, metric: Metric, *, currency: str) -> tuple[str, bool]:
    """The text, and whether anything is left of the move after rounding."""
    if metric.unit is Unit.SHARE:
        places = 2 if abs(difference) < 0.01 else 1
        return _rounded(difference * 100, places=places, suffix=pgettext("percentage points", "pp"))
    if metric.unit is Unit.NUMBER:
        return _rounded(difference, places=2)
    if relative is None:
        sign = "+" if difference > 0 else MINUS
        return sign + format_value(abs(difference), metric, currency=currency), difference != 0
    return _rounded(relative * 100, places=1 if abs(relative) < 10 else 0, suffix="%")


def _rounded(number: float, *, places: int, suffix: str = "") -> tuple[str, bool]:
    return signed(number, places=places, suffix=suffix), round(number, places) != 0
