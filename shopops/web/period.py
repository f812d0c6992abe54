"""The days a page is about, and the days they are compared with; the state of every page, kept in its address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

ONE_DAY = timedelta(days=1)
# Dates outside are typing errors; inside, no arithmetic below can leave the calendar.
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
# Longer ranges are cut at their start: two years and the weeks around them.
LONGEST = 800

PRESETS = ("day", "yesterday", "7d", "30d", "this_week", "last_week", "this_month", "last_month", "custom")
COMPARES = ("same_weekday", "previous", "last_year_weekday", "none")
WEEKS = frozenset({"this_week", "last_week"})
MONTHS = frozenset({"this_month", "last_month"})

Span = tuple[date, date]


@dataclass(frozen=True)
class Period:
    """Business days `first` to `last`, inclusive, and those compared with; `against_*` are None for compare "none"."""

    first: date
    last: date
    against_first: date | None
    against_last: date | None
    preset: str = "day"
    compare: str = "same_weekday"

    @classmethod
    def of(cls, first: date, last: date, *, preset: str = "custom", compare: str = "same_weekday") -> "Period":
        against_first, against_last = against_of((first, last), preset=preset, compare=compare) or (None, None)
        return cls(first, last, against_first, against_last, preset=preset, compare=compare)

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, today: date, newest: date | None) -> "Period":
        """What `?period=&day=&from=&to=&compare=` asks for; never raises: bad input means the newest filled day.

        `today` is the shop's business day; `newest` its newest filled day, or None.
        """
        compare = query.get("compare", "")
        compare = compare if compare in COMPARES else "same_weekday"
        preset = _preset(query)
        span = _span(preset, query, today=today, newest=newest)
        if span is None:
            day = _clipped(newest or today - ONE_DAY)
            preset, span = "day", (day, day)
        return cls.of(*span, preset=preset, compare=compare)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last

    @property
    def is_compared(self) -> bool:
        return self.against_first is not None

    @property
    def against(self) -> Span | None:
        """First and last day compared with."""
        if self.against_first is None or self.against_last is None:
            return None
        return self.against_first, self.against_last

    @property
    def is_uneven(self) -> bool:
        """The days compared with are more or fewer (months differ): pages say so."""
        return self.against is not None and (self.against[1] - self.against[0]).days + 1 != self.days

    @property
    def query(self) -> str:
        """The query string that asks for this period again."""
        asked = {"period": self.preset}
        if self.preset == "day":
            asked["day"] = self.first.isoformat()
        elif self.preset == "custom":
            asked |= {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return urlencode(asked | {"compare": self.compare})

    @property
    def previous(self) -> "Period":
        """The day, week, month or equally many days just before."""
        return self._step(-1)

    @property
    def next(self) -> "Period":
        return self._step(1)

    def _step(self, way: int) -> "Period":
        first, last = self.first, self.last
        if self.preset in MONTHS or (first, last) == month_of(first):
            first, last = month_of(first.replace(day=15) + way * timedelta(days=30))
        elif self.preset in WEEKS or (first, last) == week_of(first):
            first, last = (day + way * 7 * ONE_DAY for day in week_of(first))
        else:
            first, last = (day + way * self.days * ONE_DAY for day in (first, last))
        preset = "day" if first == last else "custom"
        return Period.of(_clipped(first), _clipped(last), preset=preset, compare=self.compare)


def week_of(day: date) -> Span:
    """Monday and Sunday of the ISO week."""
    monday = day - day.weekday() * ONE_DAY
    return monday, monday + 6 * ONE_DAY


def month_of(day: date) -> Span:
    first = day.replace(day=1)
    return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY


def against_of(span: Span, *, preset: str, compare: str) -> Span | None:
    """The days that `span` is compared with.

    `same_weekday` goes back by as few whole weeks as leave the spans apart; `previous` takes the days just before, for
    a calendar month the same days of the month before; `last_year_weekday` is 364 days earlier.
    """
    if compare == "none":
        return None
    if compare == "previous" and preset in MONTHS:
        return _month_before(span)
    days = (span[1] - span[0]).days + 1
    back = {"previous": days, "last_year_weekday": 364}.get(compare, -(-days // 7) * 7)
    return span[0] - back * ONE_DAY, span[1] - back * ONE_DAY


def _month_before(span: Span) -> Span:
    first, last = month_of(span[0].replace(day=1) - ONE_DAY)
    if span == month_of(span[0]):
        return first, last
    return first, min(last, first + (span[1] - span[0]))


def _preset(query: Mapping[str, str]) -> str:
    """A query without a preset may still name its dates."""
    preset = query.get("period", "")
    if preset in PRESETS:
        return preset
    return "custom" if not query.get("day") and query.get("from") and query.get("to") else "day"


def _span(preset: str, query: Mapping[str, str], *, today: date, newest: date | None) -> Span | None:
    """None where the query names no usable day."""
    if preset == "day":
        day = _date(query.get("day"))
        return (day, day) if day else None
    if preset == "custom":
        return _custom(_date(query.get("from")), _date(query.get("to")))
    first, last = _relative(preset, today=today, newest=newest)
    return _clipped(first), _clipped(last)


def _relative(preset: str, *, today: date, newest: date | None) -> Span:
    """The last days end at the newest filled day before today, so that a late file does not make them look poor;
    this week and this month end with yesterday, or with today where today has figures."""
    yesterday = today - ONE_DAY
    if preset == "yesterday":
        return yesterday, yesterday
    if preset in ("7d", "30d"):
        end = min(newest or yesterday, yesterday)
        return end - (int(preset[:-1]) - 1) * ONE_DAY, end
    whole = week_of if preset in WEEKS else month_of
    first, _ = whole(today)
    if preset.startswith("last_"):
        return whole(first - ONE_DAY)
    return first, max(first, today if newest is not None and newest >= today else yesterday)


def _custom(first: date | None, last: date | None) -> Span | None:
    if first is None or last is None:
        return None
    first, last = min(first, last), max(first, last)
    return max(first, last - (LONGEST - 1) * ONE_DAY), last


def _date(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _clipped(day: date) -> date:
    return min(max(day, EARLIEST), LATEST)
