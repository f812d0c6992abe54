"""Reads what a panel is drawn from."""

from datetime import date, timedelta

import pandas as pd

from analytics.metrics.types import measures_of
from analytics.panels.types import Answer, Panel, Reach
from analytics.read import figures, member_names
from shopops.catalog.models import Tier, TierAssignment
from shopops.shops.models import Shop
from shopops.web.period import Period

MONTH = timedelta(days=29)


def ask(panel: Panel, shop: Shop, period: Period) -> Answer:
    return Answer(
        frame=_frame(panel, shop, *_days_of(panel, period)),
        before=_before(panel, shop, period),
        metrics=panel.metrics,
        period=period,
        currency=shop.currency,
        names=member_names(shop, panel.split_by) if panel.split_by else None,
        tags=_tiers(shop, period.last) if panel.split_by == "product" else None,
        basis=panel.basis,
    )


def _days_of(panel: Panel, period: Period) -> tuple[date, date]:
    first = min(period.first, period.last - MONTH) if panel.reach is Reach.MONTH else period.first
    return first, period.last


def _before(panel: Panel, shop: Shop, period: Period) -> pd.DataFrame | None:
    if period.against is None or panel.reach is Reach.MONTH:
        return None
    frame = _frame(panel, shop, *period.against)
    return None if frame.empty or frame.isna().all(axis=None) else frame


def _frame(panel: Panel, shop: Shop, first: date, last: date) -> pd.DataFrame:
    each = "day" if panel.reach is Reach.MONTH or first == last else "none"
    # Ratios bring their measures along: how many people a share stands on decides whether a move means anything.
    asked = {part.key: part for metric in panel.metrics for part in (metric, *measures_of(metric))}
    asked_for = tuple(asked.values())
    return figures(shop, asked_for, first=first, last=last, by=panel.split_by, each=each, basis=panel.basis)


def _tiers(shop: Shop, day: date) -> dict[int, str]:
    assigned = TierAssignment.objects.filter(shop=shop).on_day(day).values_list("product__number", "tier")
    return {product: str(Tier(tier).label) for product, tier in assigned}
