"""Frames as `analytics.read.figures` gives them, small enough to check in one's head."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.metrics.types import measures_of
from analytics.panels.types import Answer, Panel
from shopops.web.period import Period

DAY = date(2026, 11, 20)
NAN = float("nan")
ONE_DAY = Period.of(DAY, DAY, preset="day")
# 1,000 visitors, 400 with one view, 100 inquired, 50 ordered, 40 paid 8,000.00.
DAY_FIGURES = {
    "visitors": 1000.0,
    "views": 3500.0,
    "visits": 1000.0,
    "bounced_visits": 500.0,
    "orderers_paid": 40.0,
    "one_view_visitors": 400.0,
    "inquiring_visitors": 100.0,
    "orderers": 50.0,
    "payers": 40.0,
    "paid_amount": 800_000.0,
    "conversion": 0.04,
    "spend_per_payer": 20_000.0,
    "bounce_rate": 0.5,
    "visit_depth": 3.5,
    "inquiry_rate": 0.1,
    "order_rate": 0.05,
    "order_payment_rate": 0.8,
    "value_per_visitor": 800.0,
}


def whole(panel: Panel, *, day: date = DAY, **changed: float) -> pd.DataFrame:
    """One row for the period."""
    return pd.DataFrame([row(panel, changed)], index=pd.Index([day], name="day"))


def by_member(panel: Panel, rows: Mapping[int, Mapping[str, float]], *, day: date = DAY) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([(day, member) for member in rows], names=["day", "member"])
    return pd.DataFrame([row(panel, changed) for changed in rows.values()], index=index)


def by_day(panel: Panel, rows: Sequence[Mapping[str, float]], *, last: date = DAY) -> pd.DataFrame:
    days = [last - timedelta(days=back) for back in range(len(rows) - 1, -1, -1)]
    return pd.DataFrame([row(panel, changed) for changed in rows], index=pd.Index(days, name="day"))


def row(panel: Panel, changed: Mapping[str, float]) -> dict[str, float]:
    keys = {part.key for metric in panel.metrics for part in (metric, *measures_of(metric))}
    figures = DAY_FIGURES | dict(changed)
    return {key: figures.get(key, 1.0) for key in sorted(keys)}


def answer(panel: Panel, frame: pd.DataFrame, **parts: object) -> Answer:
    usual = {"period": ONE_DAY, "split_by": panel.split_by}
    return Answer(frame=frame, metrics=panel.metrics, currency="CNY", basis=panel.basis, **(usual | parts))


def empty(panel: Panel) -> pd.DataFrame:
    """No row at all, as for days that nobody counted."""
    keys = [metric.key for metric in panel.metrics]
    if not panel.split_by:
        return pd.DataFrame(columns=keys, index=pd.Index([], name="day"), dtype=float)
    index = pd.MultiIndex.from_arrays([[], []], names=["day", "member"])
    return pd.DataFrame(columns=keys, index=index, dtype=float)
