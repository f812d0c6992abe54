"""The weights of a year's days for a metric, from what is known of the years before: figures and calendar."""

from datetime import date, timedelta

from analytics.explain.special import SpecialDays, special_days, yearly_name
from analytics.metrics.types import Measure
from analytics.read import stored
from campaigns.targets.ordinary import REACH, Figures
from campaigns.targets.tree import days_of_year
from campaigns.targets.weights import YEAR, Occasions, day_weights
from shopops.calendar.models import Kind
from shopops.calendar.read import Calendar, calendar_of
from shopops.shops.models import Shop
from shopops.web.festivals import Festival, Festivals

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A festival that moves takes the days around it along, so many of its own length to both sides.
AROUND = 2


def proposed_weights(
    shop: Shop, measure: Measure, *, year: int, until: date, dimension: str = "", member: int = 0
) -> dict[date, int]:
    """Whole weights of every day of the year, a million on average, as `day_weights` tells them. Two queries.

    Known are the days up to `until`, the newest finished one. `member` is one of `dimension`, or 0 of the whole shop.
    """
    days = days_of_year(year)
    figures = _figures(shop, measure, first=days[0], last=min(until, days[0] - ONE_DAY), by=dimension, member=member)
    return day_weights(days, figures, occasions_of(calendar_of(shop), year=year))


def occasions_of(calendar: Calendar, *, year: int) -> Occasions:
    """Special days of the year and of the two before, and what the days of the year and the one before are like."""
    found = special_days(calendar, date(year - 1, 1, 1), date(year, 12, 31))
    campaigns = {day for day, entry in found.entries.items() if entry.kind is Kind.CAMPAIGN}
    return _with_days_around(found, calendar.festivals, campaigns=campaigns, years=range(year - 2, year + 1))


def _with_days_around(found: SpecialDays, festivals: Festivals, *, campaigns: set[date], years: range) -> Occasions:
    likes = {day: like for day, like in found.likes.items() if _is_of_one(found, day, like)}
    special = set(found.entries)
    for festival in festivals.values():
        before = festivals.get((festival.series, festival.year - 1))
        if festival.year in years and before is not None and _has_moved(festival, before):
            back = festival.first - before.first
            around = [day for day in _days_around(festival) if day not in found.entries]
            likes |= {day: day - back for day in around if day - back not in found.entries}
            special |= {*around, *_days_around(before)}
    return Occasions(special, likes, campaigns)


def _is_of_one(found: SpecialDays, day: date, like: date) -> bool:
    """Whether both days are called by the same thing: where two sales meet, one says nothing of the other."""
    one, other = found.entries[day], found.entries.get(like)
    return other is not None and yearly_name(one) == yearly_name(other)


def _has_moved(festival: Festival, before: Festival) -> bool:
    """By more than the days by which every date moves against its weekday."""
    return abs(festival.first - before.first - YEAR) > WEEK


def _days_around(festival: Festival) -> list[date]:
    reach = AROUND * festival.days
    return [festival.first + at * ONE_DAY for at in range(-reach, festival.days + reach)]


def _figures(shop: Shop, measure: Measure, *, first: date, last: date, by: str, member: int) -> Figures:
    """Of two years before `first`, and as far beyond as a missing day looks."""
    earliest = first - 2 * YEAR - REACH * ONE_DAY
    members = [member] if by else None
    frame = stored(shop, [measure], first=earliest, last=last, by=by, members=members)
    figures = frame.droplevel("member") if by else frame
    return figures[measure.key].dropna().to_dict()
