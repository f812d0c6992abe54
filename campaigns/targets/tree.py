"""Year, quarter, month and week over the targets of days: sums of amounts, levels of ratios. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from campaigns.targets.spread import Amounts
from shopops.web.festivals import Span
from shopops.web.spans import month_of, week_of

# A level of a ratio is kept in so many parts of its unit.
MILLION = 1_000_000
ONE_DAY = timedelta(days=1)


class Level(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


def year_of(day: date) -> Span:
    """The calendar year."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def quarter_of(day: date) -> Span:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, month_of(first.replace(month=first.month + 2))[1]


SPANS: Mapping[Level, Callable[[date], Span]] = {
    Level.YEAR: year_of,
    Level.QUARTER: quarter_of,
    Level.MONTH: month_of,
    Level.WEEK: week_of,
    Level.DAY: lambda day: (day, day),
}


def days_of_year(year: int) -> list[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [first + at * ONE_DAY for at in range((last - first).days + 1)]


def sums(targets: Amounts, level: Level) -> dict[Span, int]:
    """By whole span, in order: the sum of its days among `targets`.

    A week is the ISO week. One that reaches over a month or a year is whole where the days of both are given; each of
    its days belongs to its own month and year.
    """
    found: dict[Span, int] = {}
    for day in sorted(targets):
        span = SPANS[level](day)
        found[span] = found.get(span, 0) + targets[day]
    return found


def total(targets: Amounts, span: Span) -> int | None:
    """The sum of the span's days; None where none of them has a target."""
    return sum(found) if (found := _within(targets, span)) else None


def level_of(
    levels: Amounts, span: Span, *, numerator: Amounts | None = None, denominator: Amounts | None = None
) -> float | None:
    """The level that a ratio is planned at over a span, in its own unit (0.0386, or minor units a buyer).

    Where both of its parts are planned it is the quotient of their sums, whatever `levels` say. Else it is the level,
    in millionths, that all days of the span share. None where they differ, for a mean of ratios is none, where a day
    has no level, and where the planned denominator is zero.
    """
    if numerator is not None and denominator is not None:
        above, below = total(numerator, span), total(denominator, span)
        return above / below if above is not None and below else None
    shared = shared_level(levels, span)
    return None if shared is None else shared / MILLION


def shared_level(levels: Amounts, span: Span) -> int | None:
    """The level that all days of the span have, None where they differ or there is none."""
    found = set(_within(levels, span))
    return found.pop() if len(found) == 1 else None


def _within(targets: Amounts, span: Span) -> list[int]:
    return [value for day, value in targets.items() if span[0] <= day <= span[1]]
