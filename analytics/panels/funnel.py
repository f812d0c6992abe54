"""How far visitors got: view, second page, inquiry, order, payment."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import funnel
from analytics.metrics.format import exact_value, format_value, is_missing
from analytics.metrics.types import Metric, Text
from analytics.panels.axes import title
from analytics.panels.change import Change, change_of
from analytics.panels.registry import declare_panel
from analytics.panels.types import Answer, Cell, Column, Figure, Panel, Row, Table
from shopops.web.days import span_in_words

LADDER: tuple[tuple[Text, Metric], ...] = (
    (gettext_lazy("Visitors"), funnel.VISITORS),
    (gettext_lazy("Saw a second page"), funnel.VISITORS),
    (gettext_lazy("Inquired"), funnel.INQUIRING_VISITORS),
    (gettext_lazy("Ordered"), funnel.ORDERERS),
    (gettext_lazy("Paid"), funnel.PAYERS),
)
SHADES = ("--so-funnel-1", "--so-funnel-2", "--so-funnel-3", "--so-funnel-4", "--so-funnel-5")


@dataclass(frozen=True)
class Step:
    """`value` and `before` are people; `share` is of the step before, `of_all` of the visitors; None is no value."""

    label: Text
    metric: Metric
    value: float | None
    before: float | None
    share: float | None
    of_all: float | None


def steps_of(answer: Answer) -> list[Step]:
    """Steps with a value; one that the shop has no source for is left out, and the next looks at the one before it."""
    now, before = _people(answer.frame), _people(answer.before)
    steps: list[Step] = []
    for (label, metric), value, was in zip(LADDER, now, before, strict=True):
        if is_missing(value):
            continue
        share = _share(value, steps[-1].value if steps else None)
        of_all = _share(value, steps[0].value) if steps and not is_missing(now[0]) else None
        steps.append(Step(label=label, metric=metric, value=value, before=was, share=share, of_all=of_all))
    return steps


def draw(answer: Answer) -> Figure:
    steps = steps_of(answer)
    return {
        "data": [
            {
                "type": "funnel",
                "name": span_in_words(answer.period.first, answer.period.last),
                "y": [str(step.label) for step in steps],
                "x": [step.value for step in steps],
                "text": [_label(step, currency=answer.currency) for step in steps],
                "textinfo": "text",
                "textposition": "auto",
                "hovertext": [_hover(step, currency=answer.currency) for step in steps],
                "hoverinfo": "text",
                "marker": {"color": [f"var({shade})" for shade in SHADES[: len(steps)]]},
                "connector": {"line": {"width": 0}, "fillcolor": "var(--so-quiet)"},
            }
        ],
        "layout": {
            "showlegend": False,
            "margin": {"l": 90, "t": 4, "b": 8},
            "xaxis": {"title": title(_("People")), "showticklabels": False, "showgrid": False},
            "yaxis": {"showgrid": False, "title": title(_("Step"))},
        },
    }


def tell(answer: Answer) -> str:
    steps = steps_of(answer)
    shares = [step for step in steps if step.share is not None]
    if not shares:
        return ""
    lost = min(shares, key=lambda step: step.share or 0.0)
    at = steps.index(lost)
    return _("The narrowest step is “%(from)s → %(to)s”: %(share)s get through.") % {
        "from": steps[at - 1].label,
        "to": lost.label,
        "share": _percent(lost.share),
    }


def tabulate(answer: Answer) -> Table:
    columns = [gettext_lazy("People"), gettext_lazy("Of the step before"), gettext_lazy("Of all visitors")]
    if answer.before is not None:
        columns += [gettext_lazy("Compared"), gettext_lazy("Change")]
    rows = (Row(label=str(step.label), cells=tuple(_cells(answer, step))) for step in steps_of(answer))
    return Table(head=gettext_lazy("Step"), columns=tuple(Column(label) for label in columns), rows=tuple(rows))


def _people(frame: object) -> tuple[float | None, ...]:
    """Visitors, seers of a second page, inquirers, orderers and payers of a frame with one row."""
    if frame is None or frame.empty:  # type: ignore[attr-defined]
        return (None,) * 5
    row = frame.iloc[0]  # type: ignore[attr-defined]
    second = row["visitors"] - row["one_view_visitors"]
    people = (row["visitors"], second, row["inquiring_visitors"], row["orderers"], row["payers"])
    return tuple(None if is_missing(value) else float(value) for value in people)


def _cells(answer: Answer, step: Step) -> list[Cell]:
    value = Cell(
        text=format_value(step.value, step.metric, currency=answer.currency),
        exact=exact_value(step.value, step.metric, currency=answer.currency),
    )
    cells = [value, Cell(text=_percent(step.share)), Cell(text=_percent(step.of_all))]
    if answer.before is not None:
        change = _change(step, currency=answer.currency)
        before = format_value(step.before, step.metric, currency=answer.currency)
        cells += [Cell(text=before), Cell(text=change.text, mark=change.verdict) if change else Cell(text="–")]
    return cells


def _change(step: Step, *, currency: str) -> Change | None:
    return change_of(step.value, step.before, step.metric, currency=currency)


def _label(step: Step, *, currency: str) -> str:
    value = format_value(step.value, step.metric, currency=currency)
    return value if step.share is None else f"{value} · {_percent(step.share)}"


def _hover(step: Step, *, currency: str) -> str:
    change = _change(step, currency=currency)
    lines = [f"{step.label}: {_label(step, currency=currency)}"]
    if change:
        lines.append(_("%(change)s against %(before)s") % {"change": change.text, "before": change.before})
    return "<br>".join(lines)


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.{1 if share < 0.995 else 0}f}%"


FUNNEL = declare_panel(
    Panel(
        key="daily.funnel",
        page="daily",
        question=gettext_lazy("Conversion funnel"),
        note=gettext_lazy("From visit to payment; the share is of the step before"),
        metrics=(
            funnel.VISITORS,
            funnel.ONE_VIEW_VISITORS,
            funnel.INQUIRING_VISITORS,
            funnel.ORDERERS,
            funnel.PAYERS,
        ),
        empty=gettext_lazy("It needs a file of visits, or one of orders with a column of buyers."),
        draw=draw,
        tell=tell,
        tabulate=tabulate,
    )
)
