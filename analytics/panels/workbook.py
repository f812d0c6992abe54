"""Panels as sheets of a spreadsheet: the very rows of their CSV, with a chart where the panel draws one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.metrics.format import is_missing
from analytics.metrics.types import Metric, Unit
from analytics.panels.bands import band_columns
from analytics.panels.figure import file_header, file_rows
from analytics.panels.terms import term_of
from analytics.panels.types import Answer, Panel
from shopops.shops.money import exponent
from shopops.web.sheets import Cell, Chart, Line, Number, Sheet

DEFINITION_WIDTHS = (24, 26, 60, 40, 26, 40, 28)


@dataclass(frozen=True)
class About:
    """What a file is about, in words: shop, days, days compared with, how complete the figures are."""

    shop: str
    days: str
    against: str
    freshness: str


def number_format(metric: Metric, *, currency: str) -> str:
    """How a spreadsheet shows figures of the metric."""
    if metric.unit is Unit.MONEY:
        places = exponent(currency)
        return "#,##0" + ("." + "0" * places if places else "")
    return {Unit.SHARE: "0.0%", Unit.NUMBER: "#,##0.00", Unit.SECONDS: "#,##0.0"}.get(metric.unit, "#,##0")


def panel_sheet(panel: Panel, answer: Answer) -> Sheet:
    keys = file_header(answer)
    figures = _figure_columns(answer)
    rows = [
        [*_index(cells[: len(keys) - len(figures)]), *_numbers(cells[-len(figures) :], figures, answer)]
        for cells in file_rows(answer)
    ]
    header = [*_index_labels(keys[: len(keys) - len(figures)]), *(label for _metric, label in figures)]
    return Sheet(
        name=str(panel.question),
        header=header,
        rows=rows,
        widths=[14, *([28] if answer.names is not None else []), *([14] * len(figures))],
        chart=_chart(panel, answer, first=len(header) - len(figures), rows=len(rows)),
    )


def definitions_sheet(metrics: Iterable[Metric], about: About, *, more: Sequence[Sequence[str]] = ()) -> Sheet:
    """What each figure of the file means, under what the file is about (and `more` lines of name and text)."""
    terms = [term_of(metric) for metric in metrics]
    return Sheet(
        name=_("Definitions"),
        above=[
            [_("Shop"), about.shop],
            [_("Period"), about.days],
            *([[_("Compared with"), about.against]] if about.against else []),
            [_("Freshness"), about.freshness],
            *more,
        ],
        header=[_("Key"), _("Figure"), _("Definition"), _("Formula"), _("Basis"), _("Left out"), _("Version")],
        rows=[
            [term.key, *map(str, (term.label, term.definition, term.formula, term.basis, term.excluded, term.since))]
            for term in terms
        ],
        widths=DEFINITION_WIDTHS,
    )


def _figure_columns(answer: Answer) -> list[tuple[Metric, str]]:
    """Metric and label of each column of figures, in the order of the CSV."""
    now = [(metric, answer.label(metric)) for metric in answer.chosen]
    usual = [(metric, label) for metric, _key, label in band_columns(answer)]
    if answer.before is None:
        return now + usual
    return now + [(metric, _("%(label)s, compared") % {"label": label}) for metric, label in now] + usual


def _index_labels(names: list[str]) -> list[str]:
    words = {"day": _("Day"), "member": _("Member"), "basis": _("Basis")}
    return [words[name] for name in names]


def _index(cells: Sequence[Cell]) -> list[Cell]:
    day, *others = cells
    return [date.fromisoformat(str(day)), *others]


def _numbers(cells: Sequence[Cell], figures: list[tuple[Metric, str]], answer: Answer) -> list[Cell]:
    return [
        Number(cell, number_format(metric, currency=answer.currency)) if isinstance(cell, Decimal) else None
        for cell, (metric, _label) in zip(cells, figures, strict=True)
    ]


def _chart(panel: Panel, answer: Answer, *, first: int, rows: int) -> Chart | None:
    """A line a metric where the panel draws lines, else columns; one row alone is drawn as columns side by side."""
    if panel.draw is None or answer.is_empty or not rows:
        return None
    kinds = {trace.get("type") for trace in panel.draw(answer)["data"] if isinstance(trace, dict)}
    label = 0 if answer.names is None else 1
    if rows == 1:
        last = first + len(answer.chosen) - 1
        lines: tuple[Line, ...] = (Line(name=(1, 0), labels=(0, first, 0, last), values=(1, first, 1, last)),)
    else:
        lines = tuple(
            Line(
                name=(0, first + at),
                labels=(1, label, rows, label),
                values=(1, first + at, rows, first + at),
                second=metric.unit is not answer.valued[0].unit,
            )
            for at, metric in enumerate(answer.chosen)
            if not all(is_missing(value) for value in answer.frame[metric.key])
        )
    return Chart("line" if "scatter" in kinds else "column", str(panel.question), lines)
