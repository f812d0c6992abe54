"""Axes whose labels are written like every other figure: "¥12万", "3.5%". Pure, but for the language that is active."""

import math
import re
from collections.abc import Iterable

from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric, Unit

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


def _round_step(least: float) -> float:
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * step for step in STEPS if size * step >= least * (1 - 1e-9))
