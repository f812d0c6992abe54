"""The day that is not over yet: what of it can be compared with the same hours of another day. Pure.

Day tables hold each hour of a day. What is counted once in an hour adds up over hours; people do not, for the same
person comes in two of them, and who had come until an hour is not kept: those figures are not compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from django.utils.translation import gettext as _

from analytics.metrics import funnel
from analytics.metrics.types import Measure, Metric, measures_of
from shopops.shops.days import ShopDays
from shopops.web.days import span_in_words
from shopops.web.period import Period

# An order is placed once and paid once, a view is of one moment, and a visit belongs to the hour in which it began.
ADDED: tuple[Measure, ...] = (
    funnel.VIEWS,
    funnel.VISITS_COUNT,
    funnel.ORDERS_COUNT,
    funnel.ORDERED_AMOUNT,
    funnel.PAID_ORDERS,
    funnel.PAID_AMOUNT,
    funnel.PAID_ITEMS,
)
KEYS = [measure.key for measure in ADDED]
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Running:
    """The business day that runs: it began with the hour `start` of the clock, and `over` hours of it are over.

    `is_whole` is False where the day is cut within an hour: that hour then belongs to two days.
    """

    day: date
    start: int
    over: int
    is_whole: bool = True

    def place(self, hour: int) -> int:
        """Where an hour of the clock stands in the day, from 0."""
        return (hour - self.start) % 24

    def hour(self, place: int) -> int:
        return (self.start + place) % 24


@dataclass(frozen=True)
class Until:
    """`now` and `before` are figures of the period and of the days compared, each up to the same hour of its last day;
    None where nothing can be compared. `hour` is "14:00", empty where no hour of the day is complete. `newest` is the
    last hour with figures, None where the day has none."""

    running: Running
    hour: str
    newest: int | None
    now: Figures | None = None
    before: Figures | None = None

    @property
    def day(self) -> date:
        return self.running.day

    @property
    def words(self) -> str:
        return _("until %(hour)s") % {"hour": self.hour} if self.hour else _("so far")

    def is_to_come(self, hour: int) -> bool:
        """Whether nothing is known of this hour yet."""
        return self.newest is None or self.running.place(hour) > self.running.place(self.newest)


def running_day(days: ShopDays, now: datetime) -> Running:
    day = days.day_of(now)
    cut, zone = days.rule_of(day)
    over = (now.astimezone(zone).hour - cut.hour) % 24
    return Running(day, cut.hour, over, is_whole=cut.minute == 0)


def is_running(period: Period, running: Running | None) -> bool:
    return running is not None and period.first <= running.day <= period.last


def same_day(period: Period, running: Running) -> date | None:
    """The day compared with the one that runs."""
    return period.against[0] + (running.day - period.first) if period.against else None


def until_of(
    metrics: Sequence[Metric], counts: pd.DataFrame, hours: pd.DataFrame, *, period: Period, running: Running
) -> Until:
    """`counts` are stored counts by day, `hours` those of the running day and of the one compared, by day and hour."""
    own = _hours_of(hours, running.day)
    newest = max(map(int, own.index), key=running.place, default=None)
    # Hours of which the files hold everything: those before the last with figures, for a file may end within it.
    complete = min(running.over, running.place(newest)) if newest is not None else 0
    hour = f"{running.hour(complete)}:00" if complete else ""
    other = same_day(period, running)
    if other is None or period.against is None or not complete or not running.is_whole:
        return Until(running, hour, newest)
    spans = ((running.day, period.first), (other, period.against[0]))
    hours_over = [running.hour(place) for place in range(complete)]
    sums = [_sum(counts, hours, day, first, hours_over) for day, first in spans]
    return Until(running, hour, newest, *(_figures(metrics, each) for each in sums))


def explained(period: Period, until: Until) -> str:
    """Says on the page what is compared and what is not."""
    day = span_in_words(until.day, until.day)
    if period.against is None:
        return _("%(day)s is not over.") % {"day": day}
    if until.before is None:
        return _("%(day)s is not over, and no hours of it can be compared yet.") % {"day": day}
    other = period.against[0] + (until.day - period.first)
    return _(
        "%(day)s is not over: until %(hour)s, money, orders and views are compared with the same hours of %(other)s."
        " People are not: who came until an hour is not kept."
    ) % {"day": day, "hour": until.hour, "other": span_in_words(other, other)}


def _hours_of(hours: pd.DataFrame, day: date) -> pd.DataFrame:
    """By hour; empty for a day without any."""
    return hours.xs(day, level="day") if day in hours.index.get_level_values("day") else hours.iloc[:0].droplevel("day")


def _sum(counts: pd.DataFrame, hours: pd.DataFrame, day: date, first: date, complete: Sequence[int]) -> pd.Series:
    """The days from `first` on, and the complete hours of `day`; no value where its hours do not make up the day."""
    if day not in counts.index:
        return pd.Series(float("nan"), index=KEYS)
    before = counts[(counts.index >= first) & (counts.index < day)][KEYS].sum()
    own = _hours_of(hours, day)[KEYS]
    part = own[own.index.isin(complete)].sum()
    return (before + part).where(own.sum() == counts.loc[day, KEYS])


def _figures(metrics: Sequence[Metric], sums: pd.Series) -> Figures:
    """Of every metric that stands on sums alone."""
    found = {}
    for metric in metrics:
        parts = [part.key for part in measures_of(metric)]
        if set(parts) <= set(KEYS):
            values = [float(sums[key]) for key in parts]
            found[metric.key] = values[0] if len(values) == 1 else values[0] / values[1] if values[1] else float("nan")
        else:
            found[metric.key] = float("nan")
    return found
