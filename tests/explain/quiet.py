"""Quiet shops out of a seed: a weekday pattern, a trend and festivals, and days that stray by chance alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.explain.history import History
from analytics.explain.normal import Range, usual_range

FIRST = date(2026, 1, 5)
DAYS = 130
FALL = 0.8


@dataclass(frozen=True)
class Found:
    """Of `days` quiet days with a range `flagged` lay outside; `found` lay below when they fell by a fifth."""

    days: int
    flagged: int
    found: int

    @property
    def false_share(self) -> float:
        return self.flagged / self.days

    @property
    def found_share(self) -> float:
        return self.found / self.days


def quiet_shop(seed: int, *, noise: float) -> History:
    """Up to 0.4 % more or less a day, weekdays that differ by a sixth, three festivals of up to eleven days that sell
    up to three times as much; `noise` is the standard deviation of a day."""
    chance = np.random.default_rng(seed)
    days = [FIRST + timedelta(days=at) for at in range(DAYS)]
    weekday = np.exp(chance.normal(0, 0.15, 7))
    trend = np.exp(chance.uniform(-0.004, 0.004) * np.arange(DAYS))
    values = 1e6 * trend * np.tile(weekday, DAYS // 7 + 1)[:DAYS] * np.exp(chance.normal(0, noise, DAYS))
    special: set[date] = set()
    for start in chance.integers(0, DAYS - 12, 3):
        stretch = slice(start, start + chance.integers(1, 12))
        values[stretch] *= chance.uniform(1.3, 3)
        special.update(days[stretch])
    return History(pd.Series(values, index=days), special=special)


def search(shops: int, *, noise: float, seed: int = 1) -> Found:
    """The last days of so many shops, each as it was and with a fall by a fifth."""
    told = [(history, found) for history, found in _last_days(shops, noise=noise, seed=seed)]
    values = [(found, float(history.values.iloc[-1])) for history, found in told]
    return Found(
        days=len(values),
        flagged=sum(found.place(value) != 0 for found, value in values),
        found=sum(found.place(value * FALL) < 0 for found, value in values),
    )


def _last_days(shops: int, *, noise: float, seed: int) -> Iterator[tuple[History, Range]]:
    for number in range(shops):
        history = quiet_shop(seed * 100_000 + number, noise=noise)
        found = usual_range(history, history.values.index[-1])
        if isinstance(found, Range):
            yield history, found
