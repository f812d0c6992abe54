"""Tables under charts: a row a member or a day, every cell with its exact figure and its change. Pure."""

from collections.abc import Iterable, Mapping

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.metrics.format import exact_value, format_value, is_missing
from analytics.metrics.types import Basis, Metric, Ratio, Text, Unit
from analytics.panels.change import Change, change_of, counts_by_chance, heat, shares_by_chance
from analytics.panels.types import Answer, Cell, Column, Row, Table
from shopops.web.days import day_in_words

# Fewer on either side say nothing about depth or value: the cell stays plain.
ENOUGH_VISITORS, ENOUGH_PAYERS = 100, 30
NO_VISIT = -1
# A page shows so many members, the file all of them.
MOST_ROWS = 25

Figures = Mapping[str, float]


def by_day(answer: Answer) -> Table:
    """A row a day, newest first."""
    rows = (
        Row(label=day_in_words(day), cells=_cells(figures, answer.valued, currency=answer.currency))
        for day, figures in answer.frame.sort_index(ascending=False).iterrows()
    )
    heads = tuple(Column(label=answer.label(metric), metric=_defined(answer, metric)) for metric in answer.valued)
    return Table(head=gettext_lazy("Day"), columns=heads, rows=tuple(rows), note=without_value(answer))


def _defined(answer: Answer, metric: Metric) -> Metric | None:
    """The metric whose definition holds for the column: a platform counts by rules of its own."""
    return metric if answer.basis is Basis.EVENT else None


def heat_by_member(answer: Answer, *, head: Text) -> Table:
    """A row a member, most visitors first and those without a visit last; colour is the verdict of the change."""
    before = rows_of(answer.before) if answer.before is not None else {}
    now = {
        member: row
        for member, row in rows_of(answer.frame).items()
        if not all(is_missing(row[metric.key]) for metric in answer.valued)
    }
    order = sorted(now, key=lambda member: (member == NO_VISIT, -_number(now[member]["visitors"]), member))
    rows = (
        Row(label=name_of(answer, member), cells=tuple(_heat_cells(answer, now[member], before.get(member))))
        for member in order[:MOST_ROWS]
    )
    note = " ".join(filter(None, (without_value(answer), _left_out(len(order) - MOST_ROWS))))
    return Table(head=head, columns=columns(answer.valued), rows=tuple(rows), note=note)


def _left_out(number: int) -> str:
    if number <= 0:
        return ""
    return ngettext("%(count)d more is in the CSV.", "%(count)d more are in the CSV.", number) % {"count": number}


def without_value(answer: Answer) -> str:
    """Names the columns that are left out because nothing in them has a value."""
    left_out = [answer.label(metric) for metric in answer.metrics if metric not in answer.valued]
    return _("Without a value here: %(labels)s") % {"labels": ", ".join(left_out)} if left_out else ""


def columns(metrics: Iterable[Metric]) -> tuple[Column, ...]:
    return tuple(Column(label=metric.label, metric=metric) for metric in metrics)


def members(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a split frame of one period, by member alone."""
    return frame.droplevel("day")


def rows_of(frame: pd.DataFrame) -> dict[int, Figures]:
    return members(frame).to_dict("index")  # type: ignore[return-value]


def name_of(answer: Answer, member: int) -> str:
    return (answer.names or {}).get(int(member)) or _("No. %(member)s") % {"member": member}


def cell(value: float | None, metric: Metric, *, currency: str, change: Change | None = None, mark: str = "") -> Cell:
    note = (
        "" if change is None else _("%(change)s against %(before)s") % {"change": change.text, "before": change.before}
    )
    return Cell(
        text=format_value(value, metric, currency=currency),
        exact=exact_value(value, metric, currency=currency),
        mark=mark,
        note=note,
    )


def _cells(figures: pd.Series, metrics: Iterable[Metric], *, currency: str) -> tuple[Cell, ...]:
    return tuple(cell(figures[metric.key], metric, currency=currency) for metric in metrics)


def _heat_cells(answer: Answer, now: Figures, before: Figures | None) -> Iterable[Cell]:
    for metric in answer.valued:
        was = None if before is None else before[metric.key]
        change = change_of(now[metric.key], was, metric, currency=answer.currency)
        mark = heat(change) if before is not None and _says_something(metric, now, before) else ""
        yield cell(now[metric.key], metric, currency=answer.currency, change=change, mark=mark)


def _says_something(metric: Metric, now: Figures, before: Figures) -> bool:
    """Counts and shares must differ by more than chance; money and depth must stand on enough people."""
    if metric.unit is Unit.COUNT:
        return not counts_by_chance(_number(now[metric.key]), _number(before[metric.key]))
    if isinstance(metric, Ratio) and metric.unit is Unit.SHARE:
        part, whole = metric.numerator.key, metric.denominator.key
        return not shares_by_chance(
            (_number(now[part]), _number(now[whole])), (_number(before[part]), _number(before[whole]))
        )
    people, enough = ("payers", ENOUGH_PAYERS) if metric.unit is Unit.MONEY else ("visitors", ENOUGH_VISITORS)
    return min(_number(now[people]), _number(before[people])) >= enough


def _number(value: float) -> float:
    return 0.0 if is_missing(value) else float(value)
