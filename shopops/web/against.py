"""The days that a period is compared with. Pure."""

from shopops.web.festivals import NO_FESTIVALS, Festival, Festivals, Span, year_before
from shopops.web.spans import ONE_DAY, month_of

MONTHS = frozenset({"this_month", "last_month", "month"})
COMPARES = ("same_weekday", "previous", "last_year_weekday", "last_year_festival", "none")


def against_of(
    span: Span,
    *,
    preset: str,
    compare: str,
    festival: Festival | None = None,
    festivals: Festivals = NO_FESTIVALS,
) -> Span | None:
    """The days that `span` is compared with.

    `same_weekday` goes back by as few whole weeks as leave the spans apart; `previous` takes the days just before, for
    a calendar month the same days of the month before; `last_year_weekday` is 364 days earlier; `last_year_festival` is
    as far back as the festival of `shopops.web.festivals.year_before` is from its last, day by day from its first day,
    and 364 days where the calendar knows none.
    """
    if compare == "none":
        return None
    if compare == "previous" and preset in MONTHS:
        return _month_before(span)
    if compare == "last_year_festival":
        chosen = (festival.series, festival.year) if festival else None
        found = year_before(span, festivals, chosen=chosen)
        if found:
            return found
    days = (span[1] - span[0]).days + 1
    year = {"last_year_weekday": 364, "last_year_festival": 364}
    back = ({"previous": days} | year).get(compare, -(-days // 7) * 7)
    return span[0] - back * ONE_DAY, span[1] - back * ONE_DAY


def _month_before(span: Span) -> Span:
    first, last = month_of(span[0].replace(day=1) - ONE_DAY)
    if span == month_of(span[0]):
        return first, last
    return first, min(last, first + (span[1] - span[0]))
