"""What the top bar shows of a period: the choices with their words. Pure, but for the language that is active."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shopops.web.days import short_span, span_in_words
from shopops.web.period import Period

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
    "none": gettext_lazy("Nothing"),
}


@dataclass(frozen=True)
class Choice:
    key: str
    label: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class PeriodBar:
    """`next` is None where the days after would lie in the future."""

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


def period_bar(period: Period, *, today: date) -> PeriodBar:
    following = period.next
    return PeriodBar(
        period=period,
        presets=_choices(PRESET_LABELS, chosen=period.preset),
        compares=_choices(COMPARE_LABELS, chosen=period.compare),
        words=span_in_words(period.first, period.last),
        against_words=span_in_words(*period.against) if period.against else "",
        against_short=_("vs %(days)s") % {"days": short_span(*period.against)} if period.against else "",
        nothing_against=_("nothing to compare with") if period.against else "",
        compare_label=_compare_label(period),
        uneven_words=_uneven_words(period),
        previous=period.previous,
        next=following if following.first <= today else None,
        today=today,
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
