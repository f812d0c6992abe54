"""Axes whose labels are written like every other figure: "¥12万", "3.5%". Pure, but for the language that is active."""

import math
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Measure, Metric, OverDays, Unit
from shopops.shops.money import symbol

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
IDLE_ZEROS = re.compile(r"(?<=\d)\.0+(?!\d)|(?<=\.\d)0+(?!\d)")


def axis(values: Iterable[float | None], metric: Metric, *, currency: str, marks: int = 4) -> dict[str, object]:
    """Range and ticks from zero to a round number over the highest value, at most `marks` steps."""
    highest = max((value for value in values if value is not None and not is_missing(value)), default=0.0)
    # People and orders come whole, everything else in parts of any size that can be seen.
    least = 1.0 if metric.unit is Unit.COUNT else 1e-6
    step = _round_step(max(highest / marks, least)) if highest > 0 else 1.0
    count = max(math.ceil(highest / step - 1e-9), 1)
    ticks = [step * at for at in range(count + 1)]
    labels = [IDLE_ZEROS.sub("", format_value(tick, metric, currency=currency)) for tick in ticks]
    return {"range": [0, ticks[-1] * 1.04], "tickvals": ticks, "ticktext": labels}


def axis_between(
    values: Iterable[float], metric: Metric, *, currency: str, marks: int = 4, room: float = 0.12
) -> dict[str, object]:
    """Range and ticks around values that lie close together far from zero; from zero where they do not.

    `room` is left over and under the values, as a part of their distance, for what is written there.
    """
    low, high = min(values := list(values)), max(values)
    distance = high - low or high * 0.1 or 1.0
    if low - distance <= 0:
        return axis([high * (1 + room)], metric, currency=currency, marks=marks)
    step = _round_step(distance / marks)
    ticks = [step * at for at in range(math.floor(low / step), math.ceil(high / step) + 1)]
    labels = [IDLE_ZEROS.sub("", format_value(tick, metric, currency=currency)) for tick in ticks]
    return {"range": [low - distance * 2 * room, high + distance * room], "tickvals": ticks, "ticktext": labels}


def title(label: str, metric: Metric | None = None, *, currency: str = "") -> dict[str, object]:
    """What an axis shows, with the unit: "Paid amount (¥)"."""
    unit = unit_of(metric, currency=currency) if metric else ""
    text = _("%(label)s (%(unit)s)") % {"label": label, "unit": unit} if unit else label
    return {"text": text, "standoff": 8, "font": {"size": 11}}


def unit_of(metric: Metric, *, currency: str) -> str:
    """Empty for plain counts and numbers, whose label says it all."""
    if metric.unit is Unit.COUNT:
        # Only people cannot be added up over days.
        is_people = isinstance(metric, Measure) and metric.over_days is OverDays.RECOUNT
        return _("people") if is_people else ""
    seconds = pgettext("unit", "s")
    units = {Unit.MONEY: symbol(currency).strip(), Unit.SHARE: "%", Unit.SECONDS: seconds, Unit.NUMBER: ""}
    return units[metric.unit]


def _round_step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * step for step in STEPS if size * step >= least * (1 - 1e-9))
