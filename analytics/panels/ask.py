"""Reads what a panel is drawn from."""

from datetime import date, timedelta

import pandas as pd

from analytics.metrics.types import measures_of
from analytics.panels.types import Answer, Panel, Reach
from analytics.panels.until import ADDED, Running, Until, is_running, same_day, until_of
from analytics.panels.view import View
from analytics.read import figures, measures_behind, member_names, stored_with_hours
from shopops.calendar.read import Calendar
from shopops.catalog.happened import happened
from shopops.catalog.models import Tier, TierAssignment
from shopops.shops.models import Shop
from shopops.web.period import Period

MONTH = timedelta(days=29)


def ask(
    panel: Panel,
    shop: Shop,
    period: Period,
    *,
    view: View | None = None,
    calendar: Calendar | None = None,
    running: Running | None = None,
) -> Answer:
    """`view` is how the table is looked at, `calendar` marks panels with a time axis; `running` is the day that is not
    over."""
    if panel.read is not None:
        return panel.read(panel, shop, period, running)
    until = _until(panel, shop, period, running) if running and is_running(period, running) else None
    days = _days_of(panel, period)
    return Answer(
        frame=_frame(panel, shop, *days),
        before=_before(panel, shop, period) if until is None or panel.split_by == "hour" else None,
        metrics=panel.metrics,
        period=period,
        currency=shop.currency,
        names=member_names(shop, panel.split_by) if panel.split_by else None,
        tags=_tiers(shop, period.last) if panel.split_by == "product" else None,
        basis=panel.basis,
        occasions=happened(calendar, *days) if calendar and panel.reach is Reach.MONTH else (),
        until=until,
        split_by=panel.split_by,
        view=view or View(),
        total=_total(panel, shop, period),
    )


def _until(panel: Panel, shop: Shop, period: Period, running: Running) -> Until:
    metrics = (*panel.metrics, *ADDED)
    other = same_day(period, running)
    hours_of = [day for day in (running.day, other) if day]
    first = min(period.first, period.against_first or period.first)
    needed = measures_behind(metrics)
    counts, hours = stored_with_hours(shop, needed, first=first, last=period.last, hours_of=hours_of)
    return until_of(metrics, counts, hours, period=period, running=running)


def _days_of(panel: Panel, period: Period) -> tuple[date, date]:
    first = min(period.first, period.last - MONTH) if panel.reach is Reach.MONTH else period.first
    return first, period.last


def _before(panel: Panel, shop: Shop, period: Period) -> pd.DataFrame | None:
    if period.against is None or panel.reach is Reach.MONTH:
        return None
    frame = _frame(panel, shop, *period.against)
    return None if frame.empty or frame.isna().all(axis=None) else frame


def _total(panel: Panel, shop: Shop, period: Period) -> pd.Series | None:
    """The whole shop under its members, for a panel that is a table: divided anew, people counted once."""
    if not panel.split_by or panel.draw is not None:
        return None
    each = "day" if period.is_one_day else "none"
    whole = figures(shop, panel.metrics, first=period.first, last=period.last, each=each, basis=panel.basis)
    return None if whole.empty else whole.iloc[0]


def _frame(panel: Panel, shop: Shop, first: date, last: date) -> pd.DataFrame:
    each = "day" if panel.reach is Reach.MONTH or first == last else "none"
    # Ratios bring their measures along: how many people a share stands on decides whether a move means anything.
    asked = {part.key: part for metric in panel.metrics for part in (metric, *measures_of(metric))}
    asked_for = tuple(asked.values())
    return figures(shop, asked_for, first=first, last=last, by=panel.split_by, each=each, basis=panel.basis)


def _tiers(shop: Shop, day: date) -> dict[int, str]:
    assigned = TierAssignment.objects.filter(shop=shop).on_day(day).values_list("product__number", "tier")
    return {product: str(Tier(tier).label) for product, tier in assigned}
