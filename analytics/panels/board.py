"""The first screen of the daily board: eight figures, each with its change and its last 30 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from django.utils.safestring import SafeString

from analytics.metrics import funnel, rates
from analytics.metrics.format import exact_value, format_value, is_missing
from analytics.metrics.types import Metric, Ratio, measures_of
from analytics.panels.change import Change, change_of
from analytics.panels.missing import why_missing
from analytics.read import measures_behind, stored, totals, values_of
from shopops.shops.models import Shop
from shopops.web.period import Period
from shopops.web.svg import sparkline

TILES: tuple[Metric, ...] = (
    funnel.PAID_AMOUNT,
    funnel.VISITORS,
    rates.CONVERSION,
    rates.SPEND_PER_PAYER,
    rates.BOUNCE_RATE,
    rates.VISIT_DEPTH,
    rates.INQUIRY_RATE,
    rates.ORDER_PAYMENT_RATE,
)
# Ratios bring their measures along, which say why one has no value; payers head the board of a shop without amounts.
ASKED: tuple[Metric, ...] = tuple(
    {part.key: part for tile in (*TILES, funnel.PAYERS) for part in (tile, *measures_of(tile))}.values()
)
SPARK_DAYS = 30
ONE_DAY = timedelta(days=1)

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Tile:
    """`why` says why there is no value, `change` is None without one to compare with."""

    metric: Metric
    text: str
    exact: str
    change: Change | None
    spark: SafeString
    why: str

    @property
    def formula(self) -> str:
        return self.metric.formula if isinstance(self.metric, Ratio) else ""


@dataclass(frozen=True)
class Board:
    """`now` and `before` are the figures of the period and of the days compared with, None where there are none."""

    tiles: tuple[Tile, ...]
    now: Figures | None
    before: Figures | None


def board_of(shop: Shop, period: Period) -> Board:
    """One read of the days serves values, comparison and sparklines; exact counts of several days are a second."""
    counts = stored(shop, measures_behind(ASKED), first=_first_day(period), last=period.last)
    days = pd.DataFrame({metric.key: values_of(counts, metric) for metric in ASKED})
    spans = [(period.first, period.last)] + ([period.against] if period.against else [])
    now, before = (*(_figures(total) for total in totals(shop, ASKED, counts, spans)), None)[:2]
    return Board(
        tiles=tuple(tile_of(metric, days, now, before, period=period, currency=shop.currency) for metric in TILES),
        now=now,
        before=before,
    )


def tile_of(
    metric: Metric, days: pd.DataFrame, now: Figures | None, before: Figures | None, *, period: Period, currency: str
) -> Tile:
    value = now[metric.key] if now is not None else None
    return Tile(
        metric=metric,
        text=format_value(value, metric, currency=currency),
        exact=exact_value(value, metric, currency=currency),
        change=change_of(value, before[metric.key] if before else None, metric, currency=currency),
        spark=sparkline(_last_days(days[metric.key], until=period.last)),
        why=why_missing(metric, now) if is_missing(value) else "",
    )


def _first_day(period: Period) -> date:
    spark = period.last - (SPARK_DAYS - 1) * ONE_DAY
    return min(spark, period.first, period.against_first or spark)


def _figures(total: pd.Series | None) -> Figures | None:
    """None where nothing has a value."""
    if total is None or total.isna().all():
        return None
    return {str(key): float(value) for key, value in total.items()}


def _last_days(column: pd.Series, *, until: date) -> Sequence[float | None]:
    days = [until - back * ONE_DAY for back in range(SPARK_DAYS - 1, -1, -1)]
    return [None if is_missing(value) else float(value) for value in column.reindex(days)]
