"""Paid amount and conversion, day by day."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import funnel, rates
from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Metric, Ratio
from analytics.panels.axes import axis, title
from analytics.panels.bands import band_traces, highest
from analytics.panels.dashed import Trace, dashed_to
from analytics.panels.occasions import marked
from analytics.panels.registry import declare_panel
from analytics.panels.tables import by_day
from analytics.panels.types import Answer, Figure, Panel, Reach
from shopops.web.days import day_in_words

LOOKS: tuple[Trace, ...] = (
    {"line": {"color": "var(--so-accent)", "width": 2}, "fill": "tozeroy", "fillcolor": "var(--so-accent-wash)"},
    {"line": {"color": "var(--so-series-2)", "width": 1.6, "dash": "dot"}, "yaxis": "y2"},
)


def draw(answer: Answer) -> Figure:
    """The first two metrics with a value, each on an axis of its own; a third would need a third axis. Under them the
    usual range of the first."""
    days = list(answer.frame.index)
    shown = [(metric, numbers(answer.frame[metric.key])) for metric in answer.valued[: len(LOOKS)]]
    axes = [_axis([*values, *highest(answer, metric)], metric, answer) for metric, values in shown]
    right = {"overlaying": "y", "side": "right", "showgrid": False}
    figure: Figure = {
        "data": [
            *band_traces(answer),
            *(
                part
                for (metric, values), look in zip(shown, LOOKS, strict=False)
                for part in dashed_to({**_trace(days, values, metric, answer), **look}, _unfinished(answer))
            ),
        ],
        "layout": {
            "hovermode": "x unified",
            "showlegend": True,
            "xaxis": {"type": "date", "showgrid": False, "title": title(_("Day"))},
            "yaxis": axes[0],
            **({"yaxis2": {**axes[1], **right}} if len(axes) > 1 else {}),
        },
    }
    return marked(figure, answer.occasions, days)


def _axis(values: Sequence[float | None], metric: Metric, answer: Answer) -> dict[str, object]:
    named = title(answer.label(metric), metric, currency=answer.currency)
    return {**axis(values, metric, currency=answer.currency), "title": named}


def numbers(column: pd.Series) -> list[float | None]:
    """No value is None, a gap in the line."""
    return [None if is_missing(value) else float(value) for value in column]


def tell(answer: Answer) -> str:
    """The best day; a mean only of what adds up, never of a ratio. A day that is not over is no day yet."""
    metric = answer.valued[0]
    known = answer.frame[metric.key].dropna()
    over = known.drop(answer.until.day, errors="ignore") if answer.until else known
    column = known if over.empty else over
    best: date = column.idxmax()
    words = {
        "label": answer.label(metric),
        "day": day_in_words(best),
        "best": format_value(column.max(), metric, currency=answer.currency),
    }
    if isinstance(metric, Ratio):
        return _("%(label)s: highest on %(day)s with %(best)s.") % words
    mean = format_value(column.mean(), metric, currency=answer.currency)
    words |= {"days": str(len(column)), "mean": mean}
    return _("%(label)s: highest on %(day)s with %(best)s; the mean of %(days)s days is %(mean)s.") % words


def _unfinished(answer: Answer) -> int | None:
    """The last point, where its day is not over."""
    days = answer.frame.index
    return len(days) - 1 if answer.until and len(days) and days[-1] == answer.until.day else None


def _trace(days: Sequence[date], values: Sequence[float | None], metric: Metric, answer: Answer) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": answer.label(metric),
        "x": [day.isoformat() for day in days],
        "y": list(values),
        "customdata": [format_value(value, metric, currency=answer.currency) for value in values],
        "hovertemplate": "%{customdata}",
    }


TREND = declare_panel(
    Panel(
        key="daily.trend",
        page="daily",
        question=gettext_lazy("Paid amount and conversion"),
        note=gettext_lazy("Day by day, at least 30 days up to the last of the period"),
        metrics=(funnel.PAID_AMOUNT, rates.CONVERSION),
        empty=gettext_lazy("It needs payments with their amounts, or visits and payments with their buyers."),
        draw=draw,
        tell=tell,
        tabulate=by_day,
        reach=Reach.MONTH,
    )
)
