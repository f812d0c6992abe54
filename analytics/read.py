"""Day tables to frames: the only reader of figures. Pages, exports, commands and reports all ask here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from analytics.metrics.registry import definitions_digest
from analytics.metrics.relations import DIMENSIONS
from analytics.metrics.types import Basis, Measure, Metric, OverDays, Ratio, measures_of
from analytics.models import Code, FunnelDay, MeasuredDay, PeriodCount, PlatformDay
from analytics.rollup.kept import BELOW, OTHER, parts_of
from analytics.rollup.recount import count_period
from shopops.catalog.models import Product, Tier
from shopops.shops.models import Shop

EACH = ("day", "week", "month", "none")
NO_VISIT, UNKNOWN = -1, 0
# Crossings and the dimensions whose members their cells are made of.
CROSSED = {"source_product": ("source", "product"), "source_tier": ("source", "tier")}
# One table a basis: a query reads one of them, so no line can mix them.
TABLES: dict[Basis, type[MeasuredDay]] = {Basis.EVENT: FunnelDay, Basis.PLATFORM: PlatformDay}

Span = tuple[date, date]
# What stands before the counts where rows of several kinds are read at once.
PART = ("part", "name", "dimension", "day", "member")


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


def stored(
    shop: Shop,
    needed: Iterable[Measure],
    *,
    first: date,
    last: date,
    by: str | Sequence[str] = "",
    basis: Basis = Basis.EVENT,
    members: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Stored counts of each day, of some `members` or all, one query. Index as in `figures`; several dimensions give a
    level `dimension` too."""
    several = not isinstance(by, str)
    rows = TABLES[basis].objects.filter(shop=shop, day__range=(first, last))  # type: ignore[attr-defined]
    rows = rows.filter(dimension__in=by) if several else rows.filter(dimension=by)
    rows = rows if members is None else rows.filter(member__in=members)
    level = (["dimension"] if several else []) + ["day"] + (["member"] if by else [])
    return _framed(rows, level, needed)


def sums(shop: Shop, needed: Iterable[Measure], *, by: Sequence[str], spans: Sequence[Span]) -> list[pd.DataFrame]:
    """Stored counts of whole spans of days, added up where they are stored: distinct counts are sums of days
    (visitor-days). Index `dimension`, `member`; a count no day of which is known stays unknown. One query."""
    keys = [measure.key for measure in needed]
    rows, *others = (_sum_rows(shop, keys, by=by, span=span, part=at) for at, span in enumerate(spans))
    frame = pd.DataFrame.from_records(list(rows.union(*others, all=True)), columns=[*PART, *keys])
    return [_summed(frame[frame["part"] == at], keys) for at in range(len(spans))]


@dataclass(frozen=True)
class Beside:
    """`days` as `stored` gives them, `sums` of each span as `sums` does, `names` those of the cells."""

    days: pd.DataFrame
    sums: tuple[pd.DataFrame, ...]
    names: Mapping[int, str]


def stored_beside(
    shop: Shop, needed: Iterable[Measure], *, first: date, last: date, by: str, spans: Sequence[Span]
) -> Beside:
    """Stored counts of each day of the whole shop, and of the cells of a crossing added up over spans of days, with the
    names of the cells: all in one query."""
    keys = [measure.key for measure in needed]
    days = FunnelDay.objects.filter(shop=shop, dimension="", day__range=(first, last))
    rows = days.annotate(part=Value(-1), name=Value("")).values_list(*PART, *keys)
    above = Code.objects.filter(shop=shop, dimension=CROSSED[by][0], number=OuterRef("member") / BELOW).values("name")
    beside = [
        _sum_rows(shop, keys, by=["", by], span=span, part=at, name=Subquery(above[:1]))
        for at, span in enumerate(spans)
    ]
    frame = pd.DataFrame.from_records(list(rows.union(*beside, all=True)), columns=[*PART, *keys])
    parts = [frame[frame["part"] == at] for at in (-1, *range(len(spans)))]
    named = frame.dropna(subset="name")
    names = {parts_of(int(cell))[0]: name for cell, name in zip(named["member"], named["name"], strict=True) if name}
    return Beside(
        days=parts[0].set_index("day")[keys].astype(float).sort_index(),
        sums=tuple(_summed(part, keys) for part in parts[1:]),
        names=_Crossed(_names_of_all() | names, member_names(shop, CROSSED[by][1])),
    )


def _sum_rows(
    shop: Shop, keys: Sequence[str], *, by: Sequence[str], span: Span, part: int, name: Any = None
) -> QuerySet[Any]:
    """Rows of PART and the sums; the day is the first one."""
    rows = FunnelDay.objects.filter(shop=shop, dimension__in=by, day__range=span).values("dimension", "member")
    summed = {f"sum_{key}": Sum(key) for key in keys}
    return rows.annotate(part=Value(part), name=name or Value(""), first_day=Min("day"), **summed).values_list(
        "part", "name", "dimension", "first_day", "member", *summed
    )


def _summed(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    return frame.set_index(["dimension", "member"])[list(keys)].astype(float).sort_index()


def stored_with_hours(
    shop: Shop, needed: Iterable[Measure], *, first: date, last: date, hours_of: Sequence[date]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stored counts of each day, and of each hour of some days (index `day`, `member`). One query."""
    whole, hourly = Q(dimension="", day__range=(first, last)), Q(dimension="hour", day__in=hours_of)
    rows = FunnelDay.objects.filter(whole | hourly, shop=shop)
    frame = _framed(rows, ["dimension", "day", "member"], needed)
    return _slice(frame, "").droplevel("member"), _slice(frame, "hour")


def _slice(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    return frame[frame.index.get_level_values("dimension") == dimension].droplevel("dimension")


def _framed(rows: QuerySet[Any], level: list[str], needed: Iterable[Measure]) -> pd.DataFrame:
    keys = [measure.key for measure in needed]
    frame = pd.DataFrame.from_records(list(rows.values_list(*level, *keys)), columns=[*level, *keys])
    return frame.set_index(level).astype(float).sort_index()


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


def member_names(shop: Shop, by: str) -> dict[int, str]:
    """Names of a dimension's members in the active language."""
    if by in CROSSED:
        return _crossed_names(shop, by)
    names = _names_of_all()
    if by == "tier":
        return names | {UNKNOWN: _("Without tier")} | {tier.value: str(tier.label) for tier in Tier}
    if by == "hour":
        return {hour: f"{hour:02d}" for hour in range(24)}
    if by == "visitor_kind":
        return names | {1: _("New (30 days)"), 2: _("Returning (30 days)")}
    if by == "product":
        products = Product.objects.filter(shop=shop).values_list("number", "title", "code")
        return names | {number: title or code for number, title, code in products}
    coded = {"landing_page": "page"}.get(by, by)
    return names | dict(Code.objects.filter(shop=shop, dimension=coded).values_list("number", "name"))


def _crossed_names(shop: Shop, by: str) -> dict[int, str]:
    """Names of sources and of what is crossed with them, in one query."""
    above, below = CROSSED[by]
    if below != "product":
        return _Crossed(member_names(shop, above), member_names(shop, below))
    sources = Code.objects.filter(shop=shop, dimension=above).annotate(is_above=Value(1))
    products = Product.objects.filter(shop=shop).annotate(
        is_above=Value(0), name=Coalesce(NullIf("title", Value("")), "code")
    )
    told = sources.values_list("is_above", "number", "name")
    rows = list(told.union(products.values_list("is_above", "number", "name"), all=True))
    parts = ({number: name for mark, number, name in rows if mark == at} for at in (1, 0))
    return _Crossed(*(_names_of_all() | part for part in parts))


def _names_of_all() -> dict[int, str]:
    """Members that every dimension has."""
    return {NO_VISIT: _("No visit"), UNKNOWN: _("Unknown"), OTHER: _("Other")}


class _Crossed(dict[int, str]):
    """Names of the cells of a crossing, made of those of its two members when they are asked for."""

    def __init__(self, above: dict[int, str], below: dict[int, str]) -> None:
        super().__init__()
        self.above, self.below = above, below

    def __missing__(self, cell: int) -> str:
        above, below = parts_of(cell)
        if above == below == cell:
            return self.above[cell]
        return f"{self.above.get(above, above)} × {self.below.get(below, below)}"

    def get(self, cell: int, default: str | None = None) -> str:  # type: ignore[override]
        return self[cell]
