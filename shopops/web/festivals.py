"""Named days that come back every year, as plain data, and which days of another year are like those of this. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

Span = tuple[date, date]


@dataclass(frozen=True)
class Festival:
    """Days `first` to `last`, inclusive, of what is called `series` every year; `year` is the one it belongs to."""

    series: str
    year: int
    name: str | Promise
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


Festivals = Mapping[tuple[str, int], Festival]
NO_FESTIVALS: Festivals = {}


def year_before(span: Span, festivals: Festivals, *, chosen: tuple[str, int] | None = None) -> Span | None:
    """As many days of the year before as `span` has, that lie as `span` does to a festival of both years.

    The festival is `chosen`, where the period is one. Else it is the one that shares most days with the period; where
    none does, the one that pulls most: that has most days for each day between it and the period, so that the lunar new
    year moves the weeks before it, and Valentine's Day only itself. None where no festival is known in both years.
    """
    pairs = [(this, festivals.get((this.series, this.year - 1))) for this in _near(span, festivals, chosen)]
    known = [(this, before) for this, before in pairs if before is not None]
    if not known:
        return None
    this, before = max(known, key=lambda pair: _pull(span, pair[0]))
    back = this.first - before.first
    return span[0] - back, span[1] - back


def _near(span: Span, festivals: Festivals, chosen: tuple[str, int] | None) -> Iterable[Festival]:
    if chosen is not None:
        return [festivals[chosen]] if chosen in festivals else []
    years = (span[0].year - 1, span[0].year, span[1].year, span[1].year + 1)
    return [festival for (_series, year), festival in festivals.items() if year in years]


def _pull(span: Span, festival: Festival) -> tuple[int, float, int]:
    """Days shared, then days of the festival for each day between; of equals the earlier one wins."""
    shared = (min(span[1], festival.last) - max(span[0], festival.first)).days + 1
    return max(shared, 0), festival.days / max(1 - shared, 1), -festival.first.toordinal()
