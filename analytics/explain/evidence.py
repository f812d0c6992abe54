"""A usual range in words, with what it stands on. Pure, but for the language that is active."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from analytics.explain.normal import LONGEST_SUM, NoRange, Range, Reason
from analytics.explain.quotients import WEEKS
from analytics.explain.special import SpecialDays
from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric, Text
from analytics.panels.usual import Usual
from shopops.web.days import full_date, short_date, short_span

Span = tuple[date, date]
WEEKDAYS = (
    pgettext_lazy("several days", "Mondays"),
    pgettext_lazy("several days", "Tuesdays"),
    pgettext_lazy("several days", "Wednesdays"),
    pgettext_lazy("several days", "Thursdays"),
    pgettext_lazy("several days", "Fridays"),
    pgettext_lazy("several days", "Saturdays"),
    pgettext_lazy("several days", "Sundays"),
)
REASONS: dict[Reason, Text] = {
    Reason.TOO_LITTLE: gettext_lazy("Too little history: %(known)s of %(weeks)s %(weekdays)s."),
    Reason.NO_LEVEL: gettext_lazy("Too little history: less than a week of ordinary days in the four weeks before."),
    Reason.NO_LIKE: gettext_lazy("%(name)s: no like day to compare with."),
    Reason.TOO_FEW: gettext_lazy("Too few to say."),
    Reason.TOO_LONG: gettext_lazy("It is told for %(longest)s days at most."),
    Reason.NOT_ADDED: gettext_lazy("Over several days it is told only of what adds up."),
    Reason.INCOMPLETE: gettext_lazy("These days are not complete yet."),
}


def usual_of(
    value: float | None,
    found: Range | NoRange,
    metric: Metric,
    *,
    span: Span,
    special: SpecialDays,
    currency: str,
) -> Usual:
    """`span` are the first and the last day that the figure is of."""
    if isinstance(found, NoRange):
        return Usual("", _why(found, special))
    ends = {
        "low": format_value(found.low, metric, currency=currency),
        "high": format_value(found.high, metric, currency=currency),
    }
    evidence = _evidence(found, special, span=span)
    words = _("%(low)s to %(high)s") % ends
    place = 0 if value is None or is_missing(value) else found.place(value)
    if not place:
        return Usual(words, evidence)
    flags = {-1: _("below its usual range, %(low)s to %(high)s"), 1: _("above its usual range, %(low)s to %(high)s")}
    return Usual(words, evidence, flag=flags[place] % ends, mark={-1: "▾", 1: "▴"}[place])


def _why(found: NoRange, special: SpecialDays) -> str:
    entry = special.entries.get(found.day)
    return str(REASONS[found.reason]) % {
        "known": found.weekdays,
        "weeks": WEEKS,
        "weekdays": WEEKDAYS[found.day.weekday()],
        "name": entry.name if entry else "",
        "longest": LONGEST_SUM,
    }


def _evidence(found: Range, special: SpecialDays, *, span: Span) -> str:
    sentences = [_stands_on(found, special, span=span)]
    if found.left_out:
        sentences.append(_("Left out: %(days)s.") % {"days": _named(found.left_out, special)})
    return " ".join(sentences)


def _stands_on(found: Range, special: SpecialDays, *, span: Span) -> str:
    if span[0] != span[1]:
        return _("From %(known)s of %(weeks)s weeks before and the level of the last ordinary days.") % {
            "known": found.weekdays,
            "weeks": WEEKS,
        }
    known = {"known": found.weekdays, "weeks": WEEKS, "weekdays": WEEKDAYS[span[0].weekday()]}
    if found.like is None:
        return _("From %(known)s of %(weeks)s %(weekdays)s before and the level of the last ordinary days.") % known
    like = {"name": special.entries[found.like].name, "day": full_date(found.like)}
    return _("As %(name)s was on %(day)s, at the level of the last ordinary days.") % like


def _named(left_out: Iterable[date], special: SpecialDays) -> str:
    """By what they are called: "1 Oct – 7 Oct (National Day holiday), 2 Nov, 9 Nov (Double 11)"."""
    parts = groupby(sorted(left_out), key=lambda day: str(special.entries[day].name))
    return ", ".join(_("%(days)s (%(name)s)") % {"days": _days(list(days)), "name": name} for name, days in parts)


def _days(days: Sequence[date]) -> str:
    """A stretch by its ends."""
    if len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1:
        return short_span(days[0], days[-1])
    return ", ".join(map(short_date, days))
