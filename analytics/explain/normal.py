"""The usual range of a figure on a day, or the reason why there is none. Pure.

`analytics.explain.quotients` tells what days make likely and how far they stray. The range is Z times that to both
sides, wider where few people stand behind the figure; festivals are matched with those of the year before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import isnan, pi, sqrt

from analytics.explain.history import History, Kind
from analytics.explain.quotients import LEVEL_DAYS, LOOKED_AT, WEEK, WEEKS, Expected

# With 3 % noise 3 % of quiet days lie outside, and 99.7 % of days that fell by a fifth: `make bench`.
Z = 3.0
# Fewer same weekdays say nothing.
LEAST = 4
# No figure is so steady that a hundredth off is worth a word.
LEAST_SPREAD = 0.01
# An earlier festival is one day of one year: what it says of the next is a tenth off at best.
LIKE_SPREAD = 0.1
# A median of n days is off by the root of this ÷ n, in standard deviations of a day.
OF_MEDIAN = pi / 2
# A level is not known for longer ahead.
LONGEST_SUM = 7
ONE_DAY = timedelta(days=1)
HISTORY = LOOKED_AT * ONE_DAY


class Reason(Enum):
    """Why there is no range."""

    TOO_LITTLE = "too few same weekdays"
    NO_LEVEL = "no seven ordinary days in the four weeks before"
    NO_LIKE = "a special day without one like it"
    TOO_FEW = "too few people"
    TOO_LONG = "too many days"
    NOT_ADDED = "days that do not add up"
    INCOMPLETE = "days that are not complete"


@dataclass(frozen=True)
class Range:
    """In the unit of the figure, 0 ≤ `low` ≤ `expected` ≤ `high`.

    It is known from `weekdays` of the last eight same weekdays (of several days, the fewest); `left_out` of them were
    special. `like` is the day of an earlier year that a special day is matched with.
    """

    low: float
    expected: float
    high: float
    weekdays: int
    left_out: tuple[date, ...] = ()
    like: date | None = None

    def place(self, value: float) -> int:
        """-1 below, 0 inside, 1 above."""
        return int(value > self.high) - int(value < self.low)


@dataclass(frozen=True)
class NoRange:
    """`day` is the one without a range; `weekdays` of the eight same ones before it are known."""

    reason: Reason
    day: date
    weekdays: int = 0


def usual_range(history: History, day: date, *, before: date | None = None) -> Range | NoRange:
    """The usual range of the day's figure, known from the days before it, or before the earlier day `before`.

    A special day is matched with the one like it: as far off its ordinary figure as that one was. Where chance alone
    could make nothing of the figure there is no range.
    """
    before = before or day
    found = history.expected(day, before=before)
    if found.weekdays < LEAST or isnan(found.figure):
        return NoRange(Reason.TOO_LITTLE if found.weekdays < LEAST else Reason.NO_LEVEL, day, found.weekdays)
    like = None
    if day in history.special:
        like = history.likes.get(day)
        matched = _as_like(history, like, found) if like else None
        if matched is None:
            return NoRange(Reason.NO_LIKE, day, found.weekdays)
        found = matched
    same = _same_weekdays(day, before)
    spread = _spread(history, day, found, same)
    if spread is None:
        return NoRange(Reason.TOO_FEW, day, found.weekdays)
    half = Z * spread * found.figure * sqrt(1 + OF_MEDIAN / found.weekdays)
    left_out = tuple(each for each in same if each in history.special)
    most = max(found.figure, 1.0) if history.kind is Kind.SHARE else found.figure + half
    low, high = max(found.figure - half, 0.0), min(found.figure + half, most)
    return Range(low, found.figure, high, found.weekdays, left_out, like)


def usual_sum(history: History, first: date, last: date) -> Range | NoRange:
    """The usual range of the sum of some days, as it was known before the first: of sums alone, and a week at most.

    Days stray on their own, so their half-widths add up as squares; the level is off for all of them alike.
    """
    days = [first + at * ONE_DAY for at in range((last - first).days + 1)]
    if history.kind is not Kind.SUM or len(days) > LONGEST_SUM:
        return NoRange(Reason.NOT_ADDED if history.kind is not Kind.SUM else Reason.TOO_LONG, first)
    found = [usual_range(history, day, before=first) for day in days]
    none = next((each for each in found if isinstance(each, NoRange)), None)
    return none or _added([each for each in found if isinstance(each, Range)])


def _added(days: Sequence[Range]) -> Range:
    expected = sum(day.expected for day in days)
    halves = [day.high - day.expected for day in days]
    level = sum(halves) * sqrt(OF_MEDIAN / LEVEL_DAYS)
    half = sqrt(sum(each**2 for each in halves) + level**2)
    left_out = tuple(sorted({day for each in days for day in each.left_out}))
    weekdays = min(day.weekdays for day in days)
    return Range(max(expected - half, 0.0), expected, expected + half, weekdays, left_out)


def _as_like(history: History, like: date, found: Expected) -> Expected | None:
    """None where the day like it has no figure, or no ordinary one to be held against."""
    then = history.expected(like, before=like)
    value = history.values.get(like)
    if value is None or isnan(value) or then.weekdays < LEAST or not then.figure > 0:
        return None
    # What it says is as far off as the day itself.
    spread = sqrt(2) * max(found.spread, LIKE_SPREAD)
    return Expected(found.figure * value / then.figure, spread, found.weekdays)


def _same_weekdays(day: date, before: date) -> list[date]:
    """The eight before `before`, newest first."""
    newest = before - ((before - day).days % WEEK or WEEK) * ONE_DAY
    return [newest - at * WEEK * ONE_DAY for at in range(WEEKS)]


def _spread(history: History, day: date, found: Expected, same: Sequence[date]) -> float | None:
    """How far the figure strays, as a share of it: what days stray beyond the chance of their people, and the chance of
    this day's. None where the chance alone reaches down to nothing."""
    if not found.figure > 0:
        return None
    usual, now = history.chance(found.figure, day, same=same)
    if not Z * now < 1:
        return None
    beyond = max(found.spread, LEAST_SPREAD) ** 2 - min(usual, found.spread) ** 2
    return sqrt(max(beyond, 0.0) + now**2)
