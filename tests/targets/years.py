"""Years of generated shops, and forecasts of their weeks and months held against what came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

import pandas as pd

from campaigns.targets.pace import Day, forecast
from shopops.demo.calendar import rhythm
from shopops.demo.draws import Draws
from shopops.demo.sales import PAYMENT_REACH, sales_of
from shopops.demo.world import World

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
YEAR = LAST.year
DOUBLE_11 = date(2025, 11, 1), date(2025, 11, 30)

Amounts = Mapping[date, float]


@dataclass(frozen=True)
class Tried:
    """Of a forecast: whether its interval held the end, and how far off it was, as a share of the end."""

    held: bool
    error: float
    even_error: float


def days_between(first: date, last: date) -> list[date]:
    return [first + at * ONE_DAY for at in range((last - first).days + 1)]


def drawn_amounts(world: World) -> dict[date, int]:
    """What was paid on each day of the two years, out of the very orders that the demo's files would hold."""
    parts = []
    for day in days_between(FIRST - PAYMENT_REACH * ONE_DAY, LAST):
        orders = sales_of(world, day).orders
        paid = orders[(orders["flag"] == 0) & orders["paid"].notna()]
        parts.append(paid["amount"].groupby(paid["paid"].dt.date).sum())
    found = pd.concat(parts).groupby(level=0).sum()
    return {day: int(found.get(day, 0)) for day in days_between(FIRST, LAST)}


def rated_amounts(seed: int, *, noise: float = 0.15) -> dict[date, float]:
    """As the demo's rates of each day would have it, with days that stray by chance alone: a thousand times faster."""
    rates = {day: rhythm(day) for day in days_between(FIRST, LAST)}
    return {
        day: 1e6 * like.visitors * like.orders * (1 - like.discount) * Draws(seed, day).noise("paid", spread=noise)
        for day, like in rates.items()
    }


def before_the_year(amounts: Amounts) -> dict[date, float]:
    return {day: amount for day, amount in amounts.items() if day.year < YEAR}


def weeks_tried(amounts: Amounts, weights: Amounts) -> list[Tried]:
    """Every whole week of the year, foretold when three of its days are over."""
    mondays = [day for day in days_between(date(YEAR, 1, 1), LAST - 6 * ONE_DAY) if day.weekday() == 0]
    return [tried(amounts, weights, days_between(day, day + 6 * ONE_DAY), over=3) for day in mondays]


def month_tried(amounts: Amounts, weights: Amounts) -> Tried:
    """The month of Double 11, foretold when half of it is over."""
    return tried(amounts, weights, days_between(*DOUBLE_11), over=15)


def tried(amounts: Amounts, weights: Amounts, days: Sequence[date], *, over: int) -> Tried:
    found = forecast([Day(amounts[day], weights[day]) for day in days[:over]], [weights[day] for day in days[over:]])
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    end = sum(amounts[day] for day in days)
    even = sum(amounts[day] for day in days[:over]) * len(days) / over
    return Tried(found.low <= end <= found.high, abs(found.expected - end) / end, abs(even - end) / end)


def shares(found: Iterable[Tried]) -> dict[str, float]:
    found = list(found)
    return {
        "held": fmean(each.held for each in found),
        "error": fmean(each.error for each in found),
        "error of an even spread": fmean(each.even_error for each in found),
    }
