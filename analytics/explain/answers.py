"""Panels with what is usual for their figures: a band under a line, flags on important members. One query more."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pandas as pd

from analytics.explain.evidence import usual_of
from analytics.explain.figures import history_of, needed_for, range_of
from analytics.explain.normal import LONGEST_SUM, Range, usual_range
from analytics.explain.special import special_days
from analytics.metrics import funnel
from analytics.metrics.types import Metric
from analytics.panels.tables import members
from analytics.panels.types import Answer, Panel, Reach
from analytics.panels.usual import Band, Usual
from analytics.read import measures_behind, stored
from shopops.calendar.read import Calendar
from shopops.shops.models import Shop

# A flag is for what matters: the largest members, by their money and their people.
IMPORTANT = 10
FLAGGED: tuple[Metric, ...] = (funnel.PAID_AMOUNT, funnel.VISITORS)


def with_usual(
    answer: Answer, panel: Panel, *, shop: Shop, calendar: Calendar, incomplete: Collection[date] = ()
) -> Answer:
    """A day that is not over has no usual range yet; `incomplete` are days whose figures may still grow."""
    if answer.is_empty:
        return answer
    if panel.reach is Reach.MONTH:
        return replace(answer, band=_band(answer, shop, calendar))
    if panel.draw is None and panel.split_by and answer.until is None and answer.period.days <= LONGEST_SUM:
        return replace(answer, flags=_flags(answer, shop, calendar, incomplete))
    return answer


def _band(answer: Answer, shop: Shop, calendar: Calendar) -> Band | None:
    """Of the first metric with a value; None where no day has a range."""
    metric, days = answer.valued[0], list(answer.frame.index)
    special = special_days(calendar, days[0], days[-1])
    first = special.history_from(days[0], days[-1])
    counts = stored(shop, needed_for(metric), first=first, last=days[-1], basis=answer.basis)
    history = history_of(metric, counts, special)
    over = [day for day in days if answer.until is None or day != answer.until.day]
    found = {day: usual_range(history, day) for day in over}
    ends = {day: (each.low, each.high) for day, each in found.items() if isinstance(each, Range)}
    return Band(metric, pd.DataFrame.from_dict(ends, orient="index", columns=["low", "high"])) if ends else None


def _flags(
    answer: Answer, shop: Shop, calendar: Calendar, incomplete: Collection[date]
) -> dict[tuple[int, str], Usual]:
    metrics = [metric for metric in FLAGGED if metric in answer.shown]
    chosen = _important(answer, metrics)
    if not chosen:
        return {}
    span = answer.period.first, answer.period.last
    special = special_days(calendar, *span)
    needed = measures_behind([part for metric in metrics for part in needed_for(metric)])
    counts = stored(shop, needed, first=special.history_from(*span), last=span[1], by=answer.split_by, members=chosen)
    now, flags = members(answer.frame), {}
    for member in chosen:
        own = _of_member(counts, member)
        for metric in metrics:
            value = float(now.at[member, metric.key])
            found = range_of(metric, own, special, span=span, incomplete=incomplete)
            usual = usual_of(value, found, metric, span=span, special=special, currency=answer.currency)
            if usual.flag:
                flags[member, metric.key] = usual
    return flags


def _important(answer: Answer, metrics: list[Metric]) -> list[int]:
    """The largest now or on the days compared with, by the first of the metrics; none without a name of its own."""
    if not metrics:
        return []
    key = metrics[0].key
    sizes = members(answer.frame)[[key]]
    if answer.before is not None:
        sizes = sizes.join(members(answer.before)[key].rename("before"))
    sizes = sizes[sizes.index > 0].max(axis=1)
    return [int(member) for member in sizes.nlargest(IMPORTANT).index]


def _of_member(counts: pd.DataFrame, member: int) -> pd.DataFrame:
    """By day, from its first on; a counted day without a row of it has nothing of what is counted at all."""
    own = counts.xs(member, level="member")
    days = counts.index.get_level_values("day").unique()
    own = own.reindex(days[days >= own.index.min()])
    return own.where(own.notna() | own.isna().all(), 0.0)
