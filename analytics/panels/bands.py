"""The usual range of a line: drawn as a band under it, and beside it in table and files. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from analytics.metrics.types import Metric
from analytics.panels.dashed import Trace
from analytics.panels.types import Answer

ENDS = ("low", "high")
ONE_DAY = timedelta(days=1)


def band_traces(answer: Answer) -> list[Trace]:
    """An area for each run of days with a range; one place in the legend for all of them."""
    if answer.band is None:
        return []
    ends = answer.band.ends
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _("Usual range"),
            "legendgroup": "usual",
            "showlegend": number == 0,
            "x": [day.isoformat() for day in (*run, *reversed(run))],
            "y": [*ends.loc[run, "high"], *reversed(list(ends.loc[run, "low"]))],
            "fill": "toself",
            "fillcolor": "var(--so-usual)",
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        for number, run in enumerate(_runs(list(ends.index)))
    ]


def highest(answer: Answer, metric: Metric) -> list[float]:
    """The upper ends that an axis of the metric has to reach."""
    if answer.band is None or answer.band.metric is not metric:
        return []
    return [float(value) for value in answer.band.ends["high"]]


def band_columns(answer: Answer) -> list[tuple[Metric, str, str]]:
    """Metric, key in files and label of both ends; none where no day has a range."""
    if answer.band is None:
        return []
    metric = answer.band.metric
    label = {"label": answer.label(metric)}
    words = (_("%(label)s, usual from") % label, _("%(label)s, usual to") % label)
    return [(metric, f"{metric.key}_usual_{end}", text) for end, text in zip(ENDS, words, strict=True)]


def ends_on(answer: Answer, day: date) -> list[float]:
    """Under the columns of the band; NaN for a day without a range."""
    if answer.band is None:
        return []
    ends = answer.band.ends
    return [float(ends.at[day, end]) if day in ends.index else float("nan") for end in ENDS]


def _runs(days: list[date]) -> Iterator[list[date]]:
    """Days one after the other; the way from one run to the next is not filled."""
    for _start, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0] * ONE_DAY):
        yield [day for _at, day in run]
