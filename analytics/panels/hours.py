"""Visitors and inquiries by hour of the day, against the days compared with."""

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import funnel
from analytics.metrics.format import format_value
from analytics.metrics.types import Metric
from analytics.panels.axes import axis, title
from analytics.panels.dashed import dashed_to
from analytics.panels.registry import declare_panel
from analytics.panels.tables import cell, members
from analytics.panels.trend import numbers
from analytics.panels.types import Answer, Column, Figure, Panel, Row, Table
from analytics.panels.until import Until
from shopops.web.days import short_span

CLOCK = range(24)


def by_hour(frame: pd.DataFrame, *, until: Until | None = None) -> pd.DataFrame:
    """A row for each of 24 hours. An hour without a row had nobody: 0, unless the shop has no source for the column, or
    the hour is still to come."""
    rows = members(frame).reindex(CLOCK)
    counted = frame.notna().any()
    whole = rows.where(rows.notna() | ~counted, 0.0)
    whole.loc[[hour for hour in CLOCK if until is not None and until.is_to_come(hour)]] = float("nan")
    return whole


def _now(answer: Answer) -> pd.DataFrame:
    """Hours to come have no value on a day of its own; among several days they are those of the days before."""
    return by_hour(answer.frame, until=answer.until if answer.period.is_one_day else None)


def clock(hour: int) -> str:
    return f"{hour}:00"


CLOCK_AXIS: dict[str, object] = {
    "tickvals": list(range(0, 24, 3)),
    "ticktext": [clock(hour) for hour in range(0, 24, 3)],
    "range": [-0.6, 23.6],
    "showgrid": False,
}


def draw(answer: Answer) -> Figure:
    """Inquiries as bars behind, the days compared with as a grey line under today's."""
    visitors, inquirers = answer.metrics
    now = _now(answer)
    traces: list[dict[str, object]] = []
    if inquirers in answer.valued:
        name = str(inquirers.label)
        traces.append(
            {**_trace(now, inquirers, answer, name=name), "type": "bar", "marker": {"color": "var(--so-bars)"}}
        )
    highest = list(now[visitors.key])
    if answer.before is not None:
        before = by_hour(answer.before)
        highest += list(before[visitors.key])
        name = _("Visitors, %(days)s") % {"days": _compared_words(answer)}
        traces.append(_line(before, visitors, answer, name=name, colour="var(--so-before)", width=1.6))
    line = _line(now, visitors, answer, name=str(visitors.label), colour="var(--so-accent)", width=2)
    # The hour in which the files end is not over.
    traces += dashed_to(line, answer.until.newest if answer.until and answer.period.is_one_day else None)
    return {
        "data": traces,
        "layout": {
            "hovermode": "x unified",
            "showlegend": True,
            "bargap": 0.25,
            "xaxis": {**CLOCK_AXIS, "title": title(_("Hour of the day"))},
            "yaxis": {**axis(highest, visitors, currency=answer.currency), "title": title(_("People"))},
        },
    }


def tell(answer: Answer) -> str:
    visitors = answer.metrics[0]
    column = _now(answer)[visitors.key].dropna()
    if column.empty or not column.max():
        return ""
    busiest = int(column.idxmax())
    return _("Busiest from %(from)s to %(to)s with %(visitors)s visitors.") % {
        "from": clock(busiest),
        "to": clock(busiest + 1),
        "visitors": format_value(column.max(), visitors, currency=answer.currency),
    }


def tabulate(answer: Answer) -> Table:
    frames = [(_now(answer), "")]
    if answer.before is not None:
        frames.append((by_hour(answer.before), _compared_words(answer)))
    pairs = [(frame, metric, words) for frame, words in frames for metric in answer.valued]
    columns = tuple(Column(f"{metric.label} · {words}" if words else metric.label) for _frame, metric, words in pairs)
    rows = (
        Row(
            label=clock(hour),
            cells=tuple(
                cell(frame.at[hour, metric.key], metric, currency=answer.currency) for frame, metric, _w in pairs
            ),
        )
        for hour in CLOCK
    )
    return Table(head=gettext_lazy("Hour"), columns=columns, rows=tuple(rows))


def _line(
    frame: pd.DataFrame, metric: Metric, answer: Answer, *, name: str, colour: str, width: float
) -> dict[str, object]:
    line = {"color": colour, "width": width, "shape": "spline", "smoothing": 0.6}
    return {**_trace(frame, metric, answer, name=name), "type": "scatter", "mode": "lines", "line": line}


def _compared_words(answer: Answer) -> str:
    against = answer.period.against
    return short_span(*against) if against else ""


def _trace(frame: pd.DataFrame, metric: Metric, answer: Answer, *, name: str) -> dict[str, object]:
    values = numbers(frame[metric.key])
    return {
        "name": name,
        "x": list(CLOCK),
        "y": values,
        "customdata": [format_value(value, metric, currency=answer.currency) for value in values],
        "hovertemplate": "%{customdata}",
    }


HOURS = declare_panel(
    Panel(
        key="daily.hours",
        page="daily",
        question=gettext_lazy("Visitors and inquiries by hour"),
        note=gettext_lazy("A person counts in each hour they come, so hours do not add up to the day"),
        metrics=(funnel.VISITORS, funnel.INQUIRING_VISITORS),
        empty=gettext_lazy("It needs a file of visits."),
        draw=draw,
        tell=tell,
        tabulate=tabulate,
        split_by="hour",
    )
)
