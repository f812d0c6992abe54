"""Spans of days: weeks, months, and those that an address names. Pure; bad words are None, never an error."""

import re
from datetime import date, timedelta

from shopops.web.festivals import Festival, Festivals, Span

ONE_DAY = timedelta(days=1)
# Dates outside are typing errors; inside, no arithmetic below can leave the calendar.
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
# Longer ranges are cut at their start: two years and the weeks around them.
LONGEST = 800
WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def week_of(day: date) -> Span:
    """Monday and Sunday of the ISO week."""
    monday = day - day.weekday() * ONE_DAY
    return monday, monday + 6 * ONE_DAY


def month_of(day: date) -> Span:
    first = day.replace(day=1)
    return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY


def week_name(day: date) -> str:
    """The ISO week: "2026-W47"."""
    year, week, _weekday = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def festival_name(festival: Festival) -> str:
    """The festival in an address: "double-11-2026"."""
    return f"{festival.series}-{festival.year}"


def festival_named(name: str, festivals: Festivals) -> Festival | None:
    series, _dash, year = name.rpartition("-")
    return festivals.get((series, int(year))) if year.isascii() and year.isdigit() and len(year) == 4 else None


def named_week(text: str | None) -> Span | None:
    """The ISO week of "2026-W47"."""
    match = WEEK.fullmatch(text or "")
    if match is None or not EARLIEST.year <= int(match[1]) <= LATEST.year:
        return None
    try:
        return _within(week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1)))
    except ValueError:
        return None


def named_month(text: str | None) -> Span | None:
    match = MONTH.fullmatch(text or "")
    first = named_day(f"{text}-01") if match else None
    return month_of(first) if first else None


def days_of(festival: Festival | None) -> Span | None:
    return _within((festival.first, festival.last)) if festival else None


def _within(span: Span) -> Span | None:
    return span if span[0] >= EARLIEST and span[1] <= LATEST else None


def custom_span(first: date | None, last: date | None, *, today: date) -> Span | None:
    """In either order; days to come are left out, unless all of them are."""
    if first is None or last is None:
        return None
    first, last = min(first, last), max(first, last)
    last = min(last, max(first, today))
    return max(first, last - (LONGEST - 1) * ONE_DAY), last


def named_day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def so_far(span: Span | None, *, today: date, newest: date | None) -> Span | None:
    """The days of a week, month or festival that are over, and today where it has figures: days to come hold nothing
    that could be compared. One that lies ahead as a whole stays as it is."""
    if span is None:
        return None
    end = newest_end(today, newest)
    return (span[0], min(span[1], end)) if span[0] <= end else span


def newest_end(today: date, newest: date | None) -> date:
    """Yesterday, or today where today has figures."""
    return today if newest is not None and newest >= today else today - ONE_DAY


def clipped(day: date) -> date:
    return min(max(day, EARLIEST), LATEST)
