"""Up to which day a shop's figures are complete, and what is still missing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.due import days_between, ranges_of
from analytics.metrics.registry import definitions_digest
from analytics.models import DayFill, FillState
from shopops.shops.models import Shop
from shopops.web.days import full_date, short_date
from shopops.web.period import Period

NAMED = 3


@dataclass(frozen=True)
class Freshness:
    """`newest` is the newest counted day; `due` are days with facts that wait to be counted, oldest first; `reported`
    is the newest day of a platform's report."""

    newest: date | None
    due: tuple[date, ...]
    provisional: frozenset[date]
    reported: date | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is counted and nothing waits."""
        return self.newest is None and not self.due

    @property
    def incomplete(self) -> frozenset[date]:
        """Days whose figures may still grow."""
        return self.provisional.union(self.due)

    @property
    def opens_on(self) -> date | None:
        """The day a page opens on: the newest counted, else the newest that the platform reports."""
        return self.newest or self.reported


@dataclass(frozen=True)
class Badge:
    text: str
    is_good: bool


def freshness_of(shop: Shop) -> Freshness:
    """Two queries."""
    fills = list(DayFill.objects.filter(shop=shop).values_list("day", "state", "definitions"))
    current, ranges = definitions_digest(), ranges_of(shop)
    filled = {day for day, _state, definitions in fills if definitions == current}
    return Freshness(
        newest=max((day for day, *_rest in fills), default=None),
        due=tuple(day for day in days_between(*ranges.facts) if day not in filled) if ranges.facts else (),
        provisional=frozenset(day for day, state, _definitions in fills if state == FillState.PROVISIONAL),
        reported=ranges.reported[1] if ranges.reported else None,
    )


def badge(fresh: Freshness, period: Period) -> Badge:
    """What the top bar says; days are named, so that people know which figures to trust."""
    if fresh.newest is None:
        return Badge(_("Nothing has been counted yet"), is_good=False)
    newest = full_date(fresh.newest)
    if fresh.due:
        sentence = _("Data until %(newest)s · being counted: %(days)s")
        return Badge(sentence % {"newest": newest, "days": _named(fresh.due)}, is_good=False)
    provisional = sorted(day for day in fresh.provisional if period.first <= day <= period.last)
    if provisional:
        sentence = _("Data until %(newest)s · provisional: %(days)s")
        return Badge(sentence % {"newest": newest, "days": _named(provisional)}, is_good=False)
    return Badge(_("Data until %(newest)s · complete") % {"newest": newest}, is_good=True)


def _named(days: tuple[date, ...] | list[date]) -> str:
    shown = ", ".join(short_date(day) for day in days[:NAMED])
    left = len(days) - NAMED
    if left <= 0:
        return shown
    return ngettext("%(days)s and %(left)d more day", "%(days)s and %(left)d more days", left) % {
        "days": shown,
        "left": left,
    }
