"""Figures out of stored counts: over days and periods, divided anew at each level, people counted once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from django.db.models import Q

from analytics.metrics.registry import definitions_digest
from analytics.metrics.relations import DIMENSIONS
from analytics.metrics.types import Basis, Measure, Metric, OverDays, Ratio, measures_of
from analytics.models import PeriodCount
from analytics.read.stored import stored
from analytics.rollup.recount import count_period
from shopops.shops.models import Shop
from shopops.web.festivals import Span

EACH = ("day", "week", "month", "none")


def figures(
    shop: Shop,
    metrics: Sequence[Metric],
    *,
    first: date,
    last: date,
    by: str = "",
    each: str = "day",
    basis: Basis = Basis.EVENT,
) -> pd.DataFrame:
    """A column a metric over days or periods, split by a dimension or not.

    Index `day` (the first day asked for of each period), or (`day`, `member`) when split. NaN is no value. Money is in
    minor units, shares are plain numbers. Distinct counts of several days are exact in the total; split they are sums
    of days (visitor-days), and so they are on platform basis, where nobody can count anew. Raises ValueError for an
    unknown dimension or period.
    """
    if by and by not in DIMENSIONS:
        raise ValueError(f"unknown dimension {by}")
    if each not in EACH:
        raise ValueError(f"unknown period {each}")
    needed = measures_behind(metrics)
    counts = stored(shop, needed, first=first, last=last, by=by, basis=basis)
    if each != "day":
        counts = over_days(counts, needed, each=each, first=first)
        if not by and basis is Basis.EVENT:
            _put_exact(shop, counts, needed, each=each, last=last)
    return pd.DataFrame({metric.key: values_of(counts, metric) for metric in metrics}, index=counts.index)


def totals(
    shop: Shop, metrics: Sequence[Metric], counts: pd.DataFrame, spans: Sequence[Span]
) -> list[pd.Series | None]:
    """Figures of whole spans of days out of the stored counts of their days, distinct counts exact; None for a span
    without a counted day. One query, however many spans."""
    kept = _kept_counts(shop, [span for span in spans if span[0] != span[1]])
    return [_total(shop, metrics, counts, span, kept.get(span)) for span in spans]


def _total(
    shop: Shop, metrics: Sequence[Metric], counts: pd.DataFrame, span: Span, kept: dict[str, float] | None
) -> pd.Series | None:
    first, last = span
    days = counts[(counts.index >= first) & (counts.index <= last)]
    if days.empty:
        return None
    needed = measures_behind(metrics)
    whole = days
    if first != last:
        whole = over_days(days, needed, each="none", first=first)
        _put_exact_at(whole, first, needed, kept or exact_counts(shop, first, last))
    return pd.Series({metric.key: values_of(whole, metric).iloc[0] for metric in metrics})


def measures_behind(metrics: Sequence[Metric]) -> list[Measure]:
    return list(dict.fromkeys(measure for metric in metrics for measure in measures_of(metric)))


def values_of(counts: pd.DataFrame, metric: Metric) -> pd.Series:
    """A metric from counts that stand for its level already: a ratio is divided here, ÷ 0 is no value."""
    if isinstance(metric, Ratio):
        return counts[metric.numerator.key] / counts[metric.denominator.key].replace(0, np.nan)
    return counts[metric.key]


def over_days(counts: pd.DataFrame, needed: Iterable[Measure], *, each: str, first: date) -> pd.DataFrame:
    """Days added up to periods; a period in which no day has a value has none. Not exact for distinct counts."""
    days = counts.index.get_level_values("day")
    starts = pd.Index([max(period_start(day, each, first), first) for day in days], name="day", dtype=object)
    levels = [starts] + ([counts.index.get_level_values("member")] if counts.index.nlevels > 1 else [])
    return counts.groupby(levels).sum(min_count=1)


def period_start(day: date, each: str, first: date) -> date:
    """First day of the ISO week, of the month, or of everything."""
    if each == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if each == "month" else first


def period_end(start: date, each: str, last: date) -> date:
    if each == "week":
        return min(start + timedelta(days=6 - start.weekday()), last)
    if each == "month":
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        return min(following - timedelta(days=1), last)
    return last


def _put_exact(shop: Shop, counts: pd.DataFrame, needed: Iterable[Measure], *, each: str, last: date) -> None:
    """Replace sums of distinct counts by the exact counts of their periods."""
    if any(measure.over_days is OverDays.RECOUNT for measure in needed):
        for start in counts.index:
            _put_exact_at(counts, start, needed, exact_counts(shop, start, period_end(start, each, last)))


def _put_exact_at(counts: pd.DataFrame, start: date, needed: Iterable[Measure], exact: Mapping[str, float]) -> None:
    for measure in needed:
        if measure.over_days is OverDays.RECOUNT and not np.isnan(counts.at[start, measure.key]):
            counts.at[start, measure.key] = exact[measure.key]


def _kept_counts(shop: Shop, spans: Sequence[Span]) -> dict[Span, dict[str, float]]:
    if not spans:
        return {}
    asked = Q(*(Q(first_day=first, last_day=last) for first, last in spans), _connector=Q.OR)
    kept = PeriodCount.objects.filter(asked, shop=shop, definitions=definitions_digest())
    return {(first, last): counts for first, last, counts in kept.values_list("first_day", "last_day", "counts")}


def exact_counts(shop: Shop, first: date, last: date) -> dict[str, float]:
    """Exact distinct counts of a period: kept ones where a job has counted them, else counted now and not kept."""
    return _kept_counts(shop, [(first, last)]).get((first, last)) or count_period(shop, first, last)
