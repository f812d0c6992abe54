"""The first screen of the daily board: eight figures, each with its change and its last 30 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics.metrics import funnel, rates
from analytics.metrics.format import exact_value, format_value, is_missing
from analytics.metrics.types import Metric, measures_of
from analytics.panels.change import Change, change_of
from analytics.panels.missing import why_missing
from analytics.panels.terms import Term, term_of
from analytics.panels.until import ADDED, Running, Until, is_running, same_day, until_of
from analytics.panels.usual import Usual
from analytics.read import Cells, cells, measures_behind, stored_with_hours, totals, values_of
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
# Ratios bring their measures along, which say why one has no value; payers head the board of a shop without amounts,
# the others tell why an amount changed.
MORE: tuple[Metric, ...] = (funnel.PAYERS, funnel.PAID_ITEMS, funnel.PAID_ORDERS, funnel.REFUND_AMOUNT)
ASKED: tuple[Metric, ...] = tuple(
    {part.key: part for tile in (*TILES, *MORE) for part in (tile, *measures_of(tile))}.values()
)
# The cells of both periods, read along with the days.
CELLS = "source_tier"
SPARK_DAYS = 30
ONE_DAY = timedelta(days=1)

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Tile:
    """`why` says why there is no value, `change` is None without one to compare with, `until` is the hour up to which
    a day that is not over is compared. `usual` is what is usual for the figure, None where nobody has asked."""

    metric: Metric
    text: str
    exact: str
    change: Change | None
    spark: SafeString
    why: str
    until: str = ""
    usual: Usual | None = None

    @property
    def term(self) -> Term:
        return term_of(self.metric)


@dataclass(frozen=True)
class Board:
    """`now` and `before` are the figures of the period and of the days compared with, None where there are none.

    With a day that is not over there is no `before`: what can be compared stands in `until`. `beside` has the sums of
    the days compared with and of the period, by CELLS; None where nothing is compared. `counts` are the
    stored counts by day that were read.
    """

    tiles: tuple[Tile, ...]
    now: Figures | None
    before: Figures | None
    until: Until | None = None
    beside: Cells | None = None
    counts: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)


def board_of(shop: Shop, period: Period, *, running: Running | None = None, since: date | None = None) -> Board:
    """One read of the days, at least from `since` on, serves values, comparison and sparklines; exact counts of several
    days are a second."""
    if running is not None and is_running(period, running):
        return _board_so_far(shop, period, running)
    spans = [(period.first, period.last)] + ([period.against] if period.against else [])
    needed, compared = measures_behind(ASKED), spans[::-1] if period.against else []
    first = min(since or period.first, _first_day(period))
    read = cells(shop, needed, by=["", CELLS], spans=compared, named=CELLS, days=(first, period.last))
    now, before = (*(_figures(total) for total in totals(shop, ASKED, read.days, spans)), None)[:2]
    tiles = _tiles(read.days, now, before, period=period, shop=shop)
    beside = read if period.against else None
    return Board(tiles=tiles, now=now, before=before, beside=beside, counts=read.days)


def _board_so_far(shop: Shop, period: Period, running: Running) -> Board:
    """Values of all that is known, changes of the hours that are over."""
    needed = measures_behind((*ASKED, *ADDED))
    hours_of = [day for day in (running.day, same_day(period, running)) if day]
    counts, hours = stored_with_hours(shop, needed, first=_first_day(period), last=period.last, hours_of=hours_of)
    now = _figures(totals(shop, ASKED, counts, [(period.first, period.last)])[0])
    until = until_of(ASKED, counts, hours, period=period, running=running)
    return Board(
        tiles=_tiles(counts, now, None, period=period, shop=shop, until=until), now=now, before=None, until=until
    )


def _tiles(
    counts: pd.DataFrame,
    now: Figures | None,
    before: Figures | None,
    *,
    period: Period,
    shop: Shop,
    until: Until | None = None,
) -> tuple[Tile, ...]:
    days = pd.DataFrame({metric.key: values_of(counts, metric) for metric in ASKED})
    return tuple(
        tile_of(metric, days, now, before, period=period, currency=shop.currency, until=until) for metric in TILES
    )


def tile_of(
    metric: Metric,
    days: pd.DataFrame,
    now: Figures | None,
    before: Figures | None,
    *,
    period: Period,
    currency: str,
    until: Until | None = None,
) -> Tile:
    """The value is that of `now`; with `until`, its change is that of the hours that are over."""
    value = now[metric.key] if now is not None else None
    part, against = (until.now, until.before) if until else (now, before)
    change = change_of(
        part[metric.key] if part else None, against[metric.key] if against else None, metric, currency=currency
    )
    return Tile(
        metric=metric,
        text=format_value(value, metric, currency=currency),
        exact=exact_value(value, metric, currency=currency),
        change=change,
        # A day that is not over would end the line with a fall.
        spark=sparkline(_last_days(days[metric.key], until=until.day - ONE_DAY if until else period.last)),
        why=why_missing(metric, now) if is_missing(value) else "",
        until=(until.words if change else _("so far")) if until else "",
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
