"""What the top bar shows of a period: the choices with their words. Pure, but for the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopops.web.days import short_span, span_in_words
from shopops.web.festivals import Festival
from shopops.web.period import Period
from shopops.web.spans import festival_name, week_name

# How many festivals the menu names: those that began last, and those that come next.
PAST, AHEAD = 4, 2

PRESET_LABELS: Mapping[str, str | Promise] = {
    "yesterday": gettext_lazy("Yesterday"),
    "7d": gettext_lazy("Last 7 days"),
    "30d": gettext_lazy("Last 30 days"),
    "this_week": gettext_lazy("This week"),
    "last_week": gettext_lazy("Last week"),
    "this_month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
}
COMPARE_LABELS: Mapping[str, str | Promise] = {
    "same_weekday": gettext_lazy("Same weekdays before"),
    "previous": gettext_lazy("Period before"),
    "last_year_weekday": gettext_lazy("Last year, same weekdays"),
    "last_year_festival": gettext_lazy("Last year, same festival"),
    "none": gettext_lazy("Nothing"),
}


@dataclass(frozen=True)
class Choice:
    key: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class FestivalChoice:
    """`query` asks for its days, compared in the same way."""

    label: str
    days: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Carried:
    """What else the address says, kept when the period changes: `fields` as the bar's form sends them where it has no
    choice of its own for them, `query` as its links do."""

    fields: tuple[tuple[str, str], ...] = ()
    query: str = ""


@dataclass(frozen=True)
class PeriodBar:
    """`next` is None where the days after lie in the future; `week`, `month` and `festival` are as in addresses."""

    period: Period
    presets: tuple[Choice, ...]
    compares: tuple[Choice, ...]
    words: str
    against_words: str
    against_short: str
    nothing_against: str
    compare_label: str | Promise
    uneven_words: str
    previous: Period
    next: Period | None
    today: date
    week: str
    month: str
    festival: str
    festivals: tuple[FestivalChoice, ...]


def period_bar(period: Period, *, today: date) -> PeriodBar:
    following = period.next
    return PeriodBar(
        period=period,
        presets=_choices(PRESET_LABELS, chosen=period.preset),
        compares=_choices(COMPARE_LABELS, chosen=period.compare),
        words=_words(period),
        against_words=_("vs %(days)s") % {"days": span_in_words(*period.against)} if period.against else "",
        against_short=_("vs %(days)s") % {"days": short_span(*period.against)} if period.against else "",
        nothing_against=_("nothing to compare with") if period.against else "",
        compare_label=_compare_label(period),
        uneven_words=_uneven_words(period),
        previous=period.previous,
        next=following if following.first <= today else None,
        today=today,
        week=week_name(period.last),
        month=f"{period.last:%Y-%m}",
        festival=festival_name(period.festival) if period.festival else "",
        festivals=_festivals(period, today=today),
    )


def festival_in_words(festival: Festival) -> str:
    return _("%(name)s %(year)s") % {"name": festival.name, "year": festival.year}


def _words(period: Period) -> str:
    """The days, and what they are called where the address calls them so."""
    days = span_in_words(period.first, period.last)
    if period.festival:
        return _("%(name)s · %(days)s") % {"name": festival_in_words(period.festival), "days": days}
    if period.preset == "week":
        week = _("Week %(week)s") % {"week": period.first.isocalendar().week}
        return _("%(name)s · %(days)s") % {"name": week, "days": days}
    return days


def _festivals(period: Period, *, today: date) -> tuple[FestivalChoice, ...]:
    """Those that began last and those that come next, newest first, and the chosen one."""
    by_day = sorted(period.festivals.values(), key=lambda festival: festival.first)
    begun = sum(festival.first <= today for festival in by_day)
    shown = by_day[max(begun - PAST, 0) : begun + AHEAD]
    if period.festival and period.festival not in shown:
        shown.append(period.festival)
    return tuple(_festival_choice(festival, period) for festival in sorted(shown, key=lambda each: each.first)[::-1])


def _festival_choice(festival: Festival, period: Period) -> FestivalChoice:
    asked = {"period": "festival", "festival": festival_name(festival), "compare": period.compare}
    return FestivalChoice(
        label=festival_in_words(festival),
        days=short_span(festival.first, festival.last),
        query=urlencode(asked),
        is_chosen=festival == period.festival,
    )


def _choices(labels: Mapping[str, str | Promise], *, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, label=label, is_chosen=key == chosen) for key, label in labels.items())


def _compare_label(period: Period) -> str | Promise:
    if period.is_one_day and period.compare == "same_weekday":
        return _("Same weekday last week")
    if period.is_one_day and period.compare == "previous":
        return _("Day before")
    return COMPARE_LABELS[period.compare]


def _uneven_words(period: Period) -> str:
    if not period.is_uneven or period.against is None:
        return ""
    first, last = period.against
    return _("%(days)d days are compared with %(others)d.") % {"days": period.days, "others": (last - first).days + 1}
