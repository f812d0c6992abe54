"""The days a page is about, and the days they are compared with; the state of every page, kept in its address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from shopops.web.against import COMPARES, MONTHS, against_of
from shopops.web.festivals import NO_FESTIVALS, Festival, Festivals, Span
from shopops.web.spans import (
    ONE_DAY,
    clipped,
    custom_span,
    days_of,
    festival_name,
    festival_named,
    month_of,
    named_day,
    named_month,
    named_week,
    newest_end,
    so_far,
    week_name,
    week_of,
)

PRESETS = (
    "day",
    "yesterday",
    "7d",
    "30d",
    "this_week",
    "last_week",
    "this_month",
    "last_month",
    "week",
    "month",
    "festival",
    "custom",
)
WEEKS = frozenset({"this_week", "last_week", "week"})


@dataclass(frozen=True)
class Period:
    """Business days `first` to `last`, inclusive, and those compared with; `against_*` are None for compare "none".

    `festival` is that of the preset of this name; `festivals` are those it can be compared by.
    """

    first: date
    last: date
    against_first: date | None
    against_last: date | None
    preset: str = "day"
    compare: str = "same_weekday"
    festival: Festival | None = field(default=None, compare=False)
    festivals: Festivals = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        first: date,
        last: date,
        *,
        preset: str = "custom",
        compare: str = "same_weekday",
        festival: Festival | None = None,
        festivals: Festivals = NO_FESTIVALS,
    ) -> "Period":
        against = against_of((first, last), preset=preset, compare=compare, festival=festival, festivals=festivals)
        before_first, before_last = against or (None, None)
        return cls(first, last, before_first, before_last, preset, compare, festival, festivals)

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], *, today: date, newest: date | None, festivals: Festivals = NO_FESTIVALS
    ) -> "Period":
        """What `?period=&day=&week=&month=&festival=&from=&to=&compare=` asks for.

        Never raises: bad input means the newest filled day. `today` is the shop's business day; `newest` its newest
        filled day, or None. A week is `2026-W47`, a month `2026-11`, a festival its series and year: `double-11-2026`.
        """
        compare = query.get("compare", "")
        compare = compare if compare in COMPARES else "same_weekday"
        preset = _preset(query)
        festival = festival_named(query.get("festival", ""), festivals) if preset == "festival" else None
        span = _span(preset, query, today=today, newest=newest, festival=festival)
        if span is None:
            day = clipped(newest or today - ONE_DAY)
            preset, span, festival = "day", (day, day), None
        return cls.of(*span, preset=preset, compare=compare, festival=festival, festivals=festivals)

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
        elif self.preset == "week":
            asked["week"] = week_name(self.first)
        elif self.preset == "month":
            asked["month"] = f"{self.first:%Y-%m}"
        elif self.festival:
            asked["festival"] = festival_name(self.festival)
        elif self.preset == "custom":
            asked |= {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return urlencode(asked | {"compare": self.compare})

    @property
    def previous(self) -> "Period":
        """The day, week, month or equally many days just before; of a festival, that of the year before."""
        return self._step(-1)

    @property
    def next(self) -> "Period":
        return self._step(1)

    def _step(self, way: int) -> "Period":
        festival = self.festivals.get((self.festival.series, self.festival.year + way)) if self.festival else None
        if festival:
            return self._like(festival.first, festival.last, preset="festival", festival=festival)
        first, last = self.first, self.last
        if self.preset in MONTHS or (first, last) == month_of(first):
            return self._like(*month_of(first.replace(day=15) + way * timedelta(days=30)), preset="month")
        if self.preset in WEEKS or (first, last) == week_of(first):
            return self._like(*week_of(first + way * 7 * ONE_DAY), preset="week")
        first, last = (day + way * self.days * ONE_DAY for day in (first, last))
        return self._like(first, last, preset="day" if first == last else "custom")

    def _like(self, first: date, last: date, *, preset: str, festival: Festival | None = None) -> "Period":
        """Other days, compared in the same way."""
        return Period.of(
            clipped(first),
            clipped(last),
            preset=preset,
            compare=self.compare,
            festival=festival,
            festivals=self.festivals,
        )


def _preset(query: Mapping[str, str]) -> str:
    """A query without a preset may still name its dates."""
    preset = query.get("period", "")
    if preset in PRESETS:
        return preset
    return "custom" if not query.get("day") and query.get("from") and query.get("to") else "day"


def _span(
    preset: str, query: Mapping[str, str], *, today: date, newest: date | None, festival: Festival | None
) -> Span | None:
    """None where the query names no usable day."""
    if preset == "day":
        day = named_day(query.get("day"))
        return (day, day) if day else None
    if preset == "custom":
        return custom_span(named_day(query.get("from")), named_day(query.get("to")), today=today)
    if preset in ("week", "month", "festival"):
        named = {
            "week": named_week(query.get("week")),
            "month": named_month(query.get("month")),
            "festival": days_of(festival),
        }
        return so_far(named[preset], today=today, newest=newest)
    first, last = _relative(preset, today=today, newest=newest)
    return clipped(first), clipped(last)


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
    return first, max(first, newest_end(today, newest))
