"""Every figure of the period with its change: what no other panel shows is found here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import analytics.metrics.funnel
import analytics.metrics.rates  # noqa: F401, both declare what is listed here
from analytics.metrics.registry import all_metrics
from analytics.metrics.types import Metric
from analytics.panels.change import change_of
from analytics.panels.registry import declare_panel
from analytics.panels.tables import cell, with_rows, without_value
from analytics.panels.types import Answer, Cell, Column, Panel, Row, Table


def tabulate(answer: Answer) -> Table:
    rows = tuple(Row(label=answer.label(metric), cells=_cells(answer, metric)) for metric in answer.valued)
    heads = (Column(label=_("Value")), *((Column(label=_change_label(answer)),) if _is_compared(answer) else ()))
    return Table(head=_("Figure"), columns=heads, rows=rows, note=without_value(answer))


def tell(answer: Answer) -> str:
    return ""


def _is_compared(answer: Answer) -> bool:
    return answer.before is not None or (answer.until is not None and answer.until.before is not None)


def _change_label(answer: Answer) -> str:
    return _("Change, %(until)s") % {"until": answer.until.words} if answer.until else _("Change")


def _cells(answer: Answer, metric: Metric) -> tuple[Cell, ...]:
    value = answer.frame[metric.key].iloc[0]
    shown = with_rows(cell(value, metric, currency=answer.currency), metric, answer)
    if not _is_compared(answer):
        return (shown,)
    change = change_of(*_sides(answer, metric), metric, currency=answer.currency)
    moved = Cell(text=change.text, mark=change.verdict, note=change.before) if change else Cell(text="–")
    return shown, moved


def _sides(answer: Answer, metric: Metric) -> tuple[float | None, float | None]:
    """What is compared: the whole period, or its hours that are over."""
    if answer.until and answer.until.now and answer.until.before:
        return answer.until.now[metric.key], answer.until.before[metric.key]
    before = answer.before[metric.key].iloc[0] if answer.before is not None else None
    return answer.frame[metric.key].iloc[0], before


EVERYTHING = declare_panel(
    Panel(
        key="daily.all",
        page="daily",
        question=gettext_lazy("Every figure"),
        note=gettext_lazy("All that is counted, whole shop; what each means is on the definitions page"),
        metrics=all_metrics(),
        empty=gettext_lazy("It needs a file of visits or orders."),
        tell=tell,
        tabulate=tabulate,
        compares_hours=True,
    )
)
