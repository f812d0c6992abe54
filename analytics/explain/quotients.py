"""What the days before a day make of its figure, weekday and level taken apart. Pure.

A figure ÷ the median of its weekday over eight weeks is flat: no weekday is left in it. The level is the median of the
last seven flat ones, so that neither an odd day nor a sale that nobody noted moves it far. Flat ÷ level is the day's
quotient; the median quotient of a weekday takes up what a trend adds. How far days stray is 1.4826 × the median
absolute deviation of all quotients, the standard deviation where they are normal (Rousseeuw and Croux, "Alternatives to
the median absolute deviation", 1993).
"""

from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Figures = NDArray[np.float64]

WEEKS, WEEK = 8, 7
# The level is that of seven days, which lie within so many where special ones between them are left out.
LEVEL_DAYS, LEVEL_WITHIN = 7, 28
# The days looked at: eight weeks, and those that the level of the first of them needs.
LOOKED_AT = WEEKS * WEEK + LEVEL_WITHIN
TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class Expected:
    """`figure` is usual, NaN where it is not known; days stray by the share `spread` of it. `weekdays` of the last
    eight same ones are known."""

    figure: float
    spread: float
    weekdays: int


def expected_on(day: int, days: Days, figures: Figures, *, before: int) -> Expected:
    """What is usual on `day`, from `figures` of the ordinary `days` before `before`; days are ordinals, ascending.

    The figure of a weekday on which there mostly is nothing is 0.
    """
    days, figures = _looked_at(days, figures, before)
    recent, weekday, own = days >= before - WEEKS * WEEK, days % WEEK, day % WEEK
    same = int((weekday[recent] == own).sum())
    shape = _medians(figures[recent], weekday[recent])
    # Weekdays on which there is nothing as a rule say nothing of the level.
    some = shape[weekday] > 0
    days, recent, weekday = days[some], recent[some], weekday[some]
    flat = figures[some] / shape[weekday]
    levels = _levels(days, flat, before)
    if shape[own] <= 0 or levels[-1] == 0:
        return Expected(0.0, 0.0, same)
    quotients = flat / np.where(levels[:-1] > 0, levels[:-1], np.nan)
    told = recent & np.isfinite(quotients)
    lift = _medians(quotients[told], weekday[told])
    # Where most days of a weekday had nothing of late there is nothing to stray from.
    held = told & (lift[weekday] > 0)
    strayed = np.abs(quotients[held] / lift[weekday[held]] - 1)
    return Expected(
        figure=float(levels[-1] * shape[own] * lift[own]),
        spread=float(TO_DEVIATION * np.median(strayed)) if strayed.size else np.nan,
        weekdays=int((weekday[told] == own).sum()),
    )


def _looked_at(days: Days, figures: Figures, before: int) -> tuple[Days, Figures]:
    first, end = np.searchsorted(days, [before - LOOKED_AT, before])
    return days[first:end], figures[first:end]


def _medians(figures: Figures, weekday: Days) -> Figures:
    """By weekday, NaN for one without a figure."""
    parts = (figures[weekday == each] for each in range(WEEK))
    # Of a few numbers each: plain Python is ten times as fast as numpy here.
    return np.array([median(part.tolist()) if part.size else np.nan for part in parts])


def _levels(days: Days, flat: Figures, before: int) -> Figures:
    """Before each day, and before `before`; NaN where the last seven are fewer or lie too far apart."""
    levels = np.full(len(days) + 1, np.nan)
    if len(days) >= LEVEL_DAYS:
        windows = np.lib.stride_tricks.sliding_window_view(flat, LEVEL_DAYS)
        near = np.append(days, before)[LEVEL_DAYS:] - days[: len(windows)] <= LEVEL_WITHIN
        levels[LEVEL_DAYS:] = np.where(near, np.median(windows, axis=1), np.nan)
    return levels
