"""The history of a metric out of a frame of daily figures."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from analytics.explain.history import History, Kind
from analytics.explain.normal import NoRange, Range, Reason, usual_range, usual_sum
from analytics.explain.special import SpecialDays
from analytics.metrics import funnel
from analytics.metrics.types import Measure, Metric, OverDays, Ratio, Unit
from analytics.read import measures_behind, values_of

Span = tuple[date, date]


def people_behind(metric: Metric) -> Measure:
    """Whom a figure stands on: those it is divided by, buyers for money, and itself where it counts."""
    if isinstance(metric, Ratio):
        return metric.denominator
    return funnel.PAYERS if metric.unit is Unit.MONEY else metric


def needed_for(metric: Metric) -> list[Measure]:
    """The stored measures that its history is made of."""
    return measures_behind((metric, people_behind(metric)))


def history_of(metric: Metric, counts: pd.DataFrame, special: SpecialDays) -> History:
    """`counts` are stored counts by day, with the columns of `needed_for`."""
    return History(
        values=values_of(counts, metric),
        kind=_kind(metric),
        people=counts[people_behind(metric).key],
        special=special.entries,
        likes=special.likes,
    )


def range_of(
    metric: Metric, counts: pd.DataFrame, special: SpecialDays, *, span: Span, incomplete: Collection[date] = ()
) -> Range | NoRange:
    """Of a day, or of the sum of several. None while a day is not complete, and of distinct counts of several."""
    first, last = span
    waiting = next((day for day in incomplete if first <= day <= last), None)
    if waiting is not None:
        return NoRange(Reason.INCOMPLETE, waiting)
    history = history_of(metric, counts, special)
    if first == last:
        return usual_range(history, first)
    if isinstance(metric, Measure) and metric.over_days is OverDays.RECOUNT:
        return NoRange(Reason.NOT_ADDED, first)
    return usual_sum(history, first, last)


def _kind(metric: Metric) -> Kind:
    if isinstance(metric, Measure):
        return Kind.SUM
    return Kind.SHARE if metric.unit is Unit.SHARE else Kind.MEAN
