"""Days that move figures by themselves, out of a shop's calendar: festivals, campaigns, public holidays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from analytics.explain.normal import HISTORY
from shopops.calendar.entries import Entry
from shopops.calendar.models import Kind
from shopops.calendar.read import Calendar

# In the order in which a day is called by one of them.
MOVING = (Kind.FESTIVAL, Kind.CAMPAIGN, Kind.PUBLIC_HOLIDAY)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SpecialDays:
    """`entries` says what a day is called by; `likes` leads to the same day of the same thing a year before."""

    entries: dict[date, Entry] = field(default_factory=dict)
    likes: dict[date, date] = field(default_factory=dict)

    def history_from(self, first: date, last: date) -> date:
        """The first day that the usual ranges of these days look at."""
        return min([first, *(like for day, like in self.likes.items() if first <= day <= last)]) - HISTORY


def special_days(calendar: Calendar, first: date, last: date) -> SpecialDays:
    """Those that the ranges of the days `first` to `last` can look at: of their years and of two before."""
    found = [each for year in range(first.year - 2, last.year + 1) for each in calendar.of_year(year)]
    moving = [each for kind in MOVING for each in found if each.kind is kind and not each.is_hidden]
    years = {(yearly_name(each), each.year): each for each in reversed(moving)}
    special = SpecialDays()
    for each in moving:
        before = years.get((yearly_name(each), each.year - 1))
        for at, day in enumerate(_days(each)):
            special.entries.setdefault(day, each)
            if before is not None and before.first + at * ONE_DAY <= before.last:
                special.likes.setdefault(day, before.first + at * ONE_DAY)
    return special


def yearly_name(entry: Entry) -> str:
    """The same every year; a public holiday has no series."""
    return entry.series or str(entry.name)


def _days(entry: Entry) -> Iterator[date]:
    for at in range((entry.last - entry.first).days + 1):
        yield entry.first + at * ONE_DAY
