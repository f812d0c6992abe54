"""What ordinary days have, out of a shop's days of some years: the level around a day, and weekdays. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import isfinite
from statistics import fmean, median

Figures = Mapping[date, float]

ONE_DAY = timedelta(days=1)
# A level is the median of so many days: the very day 364 days back would carry its own chance and what befell it along.
LEVEL_DAYS = 14
# The nearest ones are looked for so many days to both sides; a season lies beyond.
REACH = 56


@dataclass(frozen=True)
class OrdinaryDays:
    """`figures` by day, without special days and those that are not known."""

    figures: Figures

    @classmethod
    def among(cls, figures: Figures, special: Collection[date]) -> "OrdinaryDays":
        return cls({day: figure for day, figure in figures.items() if isfinite(figure) and day not in special})

    def around(self, day: date) -> float | None:
        """What is usual on such a weekday around the day; None where no ordinary day is near."""
        near = [self.flat[each] for each in _nearest(day) if each in self.flat][:LEVEL_DAYS]
        return median(near) * self.weekdays[day.weekday()] if near else None

    @cached_property
    def weekdays(self) -> tuple[float, ...]:
        """What a weekday has against the mean of all days, from Monday on; 1 where that is not known."""
        mean = fmean(self.figures.values()) if self.figures else 0.0
        parts = [[figure for day, figure in self.figures.items() if day.weekday() == at] for at in range(7)]
        return tuple(fmean(part) / mean if part and mean else 1.0 for part in parts)

    @cached_property
    def flat(self) -> Figures:
        """As if every weekday were the same; weekdays on which there is nothing say nothing."""
        shares = {day: self.weekdays[day.weekday()] for day in self.figures}
        return {day: self.figures[day] / share for day, share in shares.items() if share > 0}


def _nearest(day: date) -> Iterator[date]:
    """The day and those around it, nearest first."""
    yield day
    for at in range(1, REACH + 1):
        yield from (day - at * ONE_DAY, day + at * ONE_DAY)
