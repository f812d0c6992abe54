"""How far a target is reached, where its period will end, and what is still needed. Pure.

Only finished days enter. Days are compared by their weights (`campaigns.targets.weights`), so a festival or a campaign
that is over, or still to come, is no surprise. Amounts are in the unit of the metric, money in minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from analytics.metrics.types import Better

# The interval holds so much of what may come.
SHARE = 0.8
NORMAL = NormalDist()
Z = NORMAL.inv_cdf((1 + SHARE) / 2)
# Fewer days say nothing of how far days stray.
LEAST = 3


@dataclass(frozen=True)
class Day:
    """A finished day: what it brought, and what it was to weigh."""

    actual: float
    weight: float


@dataclass(frozen=True)
class Forecast:
    """The end of a period: `expected`, and 80 % of what may come between `low` and `high`, both None where too few days
    are over to say. `deviation` is the standard deviation of which they are made."""

    expected: float
    low: float | None = None
    high: float | None = None
    deviation: float | None = None


def completion(actual: float | None, target: float | None, *, better: Better = Better.HIGHER) -> float | None:
    """目标达成率: actual ÷ target, for figures of which less is better target ÷ actual; 1.0 is just reached.

    None without a target, for a target of 0, without a figure, and where it would be divided by 0. Of a span, ask with
    its own figure and its own target (sums of days; a ratio's two levels): it is never a mean of its days. With the
    figure to date and the target of the days that are over it is 进度达成率, the completion of what was due by now.
    Source: domain.md, 目标达成率.
    """
    above, below = (target, actual) if better is Better.LOWER else (actual, target)
    if above is None or not below or not target:
        return None
    return above / below


def fitted_level(finished: Sequence[Day]) -> float | None:
    """What a day of weight 1 brings: the sum of what days brought ÷ the sum of their weights. None without weight."""
    weight = sum(day.weight for day in finished)
    return sum(day.actual for day in finished) / weight if weight > 0 else None


def forecast(finished: Sequence[Day], remaining: Sequence[float]) -> Forecast | None:
    """预计完成: what the finished days of the period brought + Σ `remaining` weights × fitted level.

    None where no finished day has any weight. Days before the period are left out: levels drift, and intervals that
    stood on four weeks more held 69 % of weeks instead of 80 %. The interval counts the straying of
    the remaining days and, as much as it matters, that the level itself is only known from so many days; it never
    reaches below what is there. Source: domain.md, 预计完成; the deviation of a sum of days that stray by a share of
    their own size, around a ratio estimate (Cochran, Sampling Techniques, 6.3), with Student's quantile.
    """
    seen = [day for day in finished if day.weight > 0]
    level = fitted_level(seen)
    if level is None:
        return None
    to_date = sum(day.actual for day in finished)
    expected = to_date + level * sum(remaining)
    if not any(remaining):
        return Forecast(expected, expected, expected, 0.0)
    deviation = _deviation(seen, remaining, level)
    if deviation is None:
        return Forecast(expected)
    half = Z * deviation
    return Forecast(expected, max(expected - half, to_date), expected + half, deviation)


def chance(found: Forecast, target: float, *, better: Better = Better.HIGHER) -> float | None:
    """The chance that the period ends at the target or better, 0 to 1; None where the forecast has no interval."""
    if found.deviation is None:
        return None
    if found.deviation == 0:
        return float(found.expected <= target if better is Better.LOWER else found.expected >= target)
    below = NORMAL.cdf((target - found.expected) / found.deviation)
    return below if better is Better.LOWER else 1 - below


def still_needed(target: float, *, actual: float, remaining: Sequence[float]) -> tuple[float, ...]:
    """What each remaining day must bring, in proportion to its weight (evenly where none has any), so that the target
    is just reached: zeros where it is already, nothing where no day is left."""
    weight = sum(remaining)
    shares = [each / weight for each in remaining] if weight > 0 else [1 / len(remaining) for _each in remaining]
    return tuple(max(target - actual, 0.0) * share for share in shares)


def _deviation(seen: Sequence[Day], remaining: Sequence[float], level: float) -> float | None:
    """Widened so that the normal quantile gives Student's; None of too few days, or where nothing was ever brought."""
    if len(seen) < LEAST or level <= 0:
        return None
    squares = sum(day.weight**2 for day in seen)
    # Large days tell how far days stray; the share of a tiny one says nothing.
    strays = sum((day.actual / level - day.weight) ** 2 for day in seen) / (len(seen) - 1) * len(seen) / squares
    own = sum(each**2 for each in remaining)
    of_level = sum(remaining) ** 2 * squares / sum(day.weight for day in seen) ** 2
    return level * sqrt(strays * (own + of_level)) * _student(len(seen) - 1) / Z


def _student(freedom: int) -> float:
    """Student's quantile for the interval, by Fisher's expansion around the normal one (Abramowitz and Stegun,
    26.7.5): 2 % short with two degrees of freedom, exact to a thousandth from five on."""
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
