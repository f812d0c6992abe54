"""The figures of the board as a file: those of the tiles first, then every other, each now, compared and its change."""

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
from django.utils.translation import gettext as _

from analytics.metrics.format import exact_value, is_missing
from analytics.metrics.types import Metric
from analytics.panels.board import TILES
from analytics.panels.types import Answer
from analytics.panels.workbook import number_format
from shopops.web.sheets import Number, Sheet

HEADER = ("key", "figure", "value", "against", "change", "change_share")
# Shares of change are printed to so many decimals.
PLACES = Decimal("0.000001")

Figures = tuple[Decimal | None, ...]


def board_rows(answer: Answer) -> list[list[str | Decimal | None]]:
    """Rows under HEADER: money with the currency's decimals, `change_share` the change against the days compared."""
    return [[metric.key, answer.label(metric), *figures] for metric, figures in _figures(answer)]


def board_sheet(answer: Answer) -> Sheet:
    header = [_("Key"), _("Figure"), _("Value"), _("Compared"), _("Change"), _("Change, %")]
    rows = [
        [metric.key, answer.label(metric), *_numbers(metric, figures, currency=answer.currency)]
        for metric, figures in _figures(answer)
    ]
    return Sheet(name=_("Figures"), header=header, rows=rows, widths=[26, 32, 16, 16, 16, 12])


def _figures(answer: Answer) -> Iterator[tuple[Metric, Figures]]:
    """Value, compared, change and share of change of each metric."""
    others = [metric for metric in answer.metrics if metric not in TILES]
    for metric in (*TILES, *others):
        value, before = (_exact(frame, metric, answer.currency) for frame in (answer.frame, answer.before))
        change = value - before if value is not None and before is not None else None
        share = (change / abs(before)).quantize(PLACES) if change is not None and before else None
        yield metric, (value, before, change, share)


def _exact(frame: pd.DataFrame | None, metric: Metric, currency: str) -> Decimal | None:
    value = None if frame is None or frame.empty else float(frame[metric.key].iloc[0])
    if value is None or is_missing(value):
        return None
    return Decimal(exact_value(value, metric, currency=currency))


def _numbers(metric: Metric, figures: Figures, *, currency: str) -> Iterator[Number | None]:
    shown = number_format(metric, currency=currency)
    for figure, look in zip(figures, (shown, shown, shown, "0.0%"), strict=True):
        yield None if figure is None else Number(figure, look)
