"""Tables under charts: a row a member or a day, every cell with its exact figure and its change. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics.format import exact_value, format_value, is_missing
from analytics.metrics.types import Basis, Metric, Ratio, Text, Unit
from analytics.panels.bands import band_columns, ends_on
from analytics.panels.change import Change, change_of, counts_by_chance, heat, shares_by_chance
from analytics.panels.occasions import names_on
from analytics.panels.types import Answer, Cell, Column, ColumnChoice, Controls, Row, Table
from analytics.panels.view import A_PAGE, BY_NAME, View
from shopops.web.days import day_in_words

# Fewer on either side say nothing about depth or value: the cell stays plain.
ENOUGH_VISITORS, ENOUGH_PAYERS = 100, 30
NO_VISIT = -1

Figures = Mapping[str, float]


def by_day(answer: Answer) -> Table:
    """A row a day, newest first, with the usual range at the end."""
    rows = (
        Row(
            label=day_in_words(day),
            cells=_day_cells(answer, day, figures),
            tag=names_on(answer.occasions, day),
        )
        for day, figures in answer.frame.sort_index(ascending=False).iterrows()
    )
    heads = [Column(label=answer.label(metric), metric=_defined(answer, metric)) for metric in answer.valued]
    heads += [Column(label=label) for _metric, _key, label in band_columns(answer)]
    return Table(head=gettext_lazy("Day"), columns=tuple(heads), rows=tuple(rows), note=without_value(answer))


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
    usual = sorted(now, key=lambda member: (member == NO_VISIT, -_number(now[member]["visitors"]), member))
    order, controls = asked_for(answer, usual)
    rows = (
        Row(label=name_of(answer, member), cells=tuple(_heat_cells(answer, member, now[member], before.get(member))))
        for member in order
    )
    return Table(
        head=head,
        columns=columns(answer.shown, answer.view),
        rows=tuple(rows),
        note=without_value(answer),
        total=total_row(answer, [total_cell(answer, metric) for metric in answer.shown]),
        controls=controls,
    )


def asked_for(answer: Answer, members: Sequence[int]) -> tuple[Sequence[int], Controls]:
    """The members of the page that is asked for, sorted as asked (`members` come in the usual order), and the rest of
    what can be asked."""
    view = answer.view
    order = in_order(answer, members)
    numbers = max(-(-len(order) // A_PAGE), 1)
    number = min(view.page, numbers)
    controls = Controls(
        by_name=Column("", sort_query=view.sorted_by(BY_NAME).query, direction=view.direction(BY_NAME)),
        columns=tuple(ColumnChoice(each.key, each.label, view.shows(each.key)) for each in answer.valued),
        pairs=tuple(pair for pair in view.pairs if pair[0] != "columns"),
        number=number,
        numbers=numbers,
        earlier_query=f"{view.query}&page={number - 1}" if number > 1 else "",
        later_query=f"{view.query}&page={number + 1}" if number < numbers else "",
    )
    return order[(number - 1) * A_PAGE : number * A_PAGE], controls


def in_order(answer: Answer, members: Sequence[int]) -> list[int]:
    """Sorted as the view asks, without a value last; the usual order decides between equals."""
    view = answer.view
    if not view.sort:
        return list(members)
    if view.sort == BY_NAME:
        return sorted(members, key=lambda member: name_of(answer, member).casefold(), reverse=view.descending)
    rows = rows_of(answer.frame)
    values = {member: rows[member][view.sort] for member in members if member in rows}
    known = [member for member in members if not is_missing(values.get(member))]
    unknown = [member for member in members if is_missing(values.get(member))]
    return sorted(known, key=lambda member: values[member], reverse=view.descending) + unknown


def total_row(answer: Answer, cells: Iterable[Cell]) -> Row | None:
    return None if answer.total is None else Row(label=_("Whole shop"), cells=tuple(cells))


def total_cell(answer: Answer, metric: Metric) -> Cell:
    value = None if answer.total is None else answer.total[metric.key]
    return with_rows(cell(value, metric, currency=answer.currency), metric, answer)


def part_query(dimension: str, member: int) -> str:
    """Asks for the rows of a member."""
    return f"&by={dimension}&member={member}"


def without_value(answer: Answer) -> str:
    """Names the columns that are left out because nothing in them has a value."""
    left_out = [answer.label(metric) for metric in answer.metrics if metric not in answer.valued]
    return _("Without a value here: %(labels)s") % {"labels": ", ".join(left_out)} if left_out else ""


def columns(metrics: Iterable[Metric], view: View) -> tuple[Column, ...]:
    """Each leads to the table sorted by it."""
    return tuple(
        Column(
            label=metric.label,
            metric=metric,
            sort_query=view.sorted_by(metric.key).query,
            direction=view.direction(metric.key),
        )
        for metric in metrics
    )


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


def with_rows(cell: Cell, metric: Metric, answer: Answer, *, part: str = "") -> Cell:
    """The cell, leading to the rows behind it; `part` asks for those of a member. A platform tells no rows."""
    if answer.basis is Basis.PLATFORM or not cell.exact:
        return cell
    return replace(cell, rows_of=metric.key, rows_query=answer.period.query + part)


def flagged(cell: Cell, member: int, metric: Metric, answer: Answer) -> Cell:
    """The cell, marked where the member's figure lies outside its usual range."""
    return replace(cell, flag=answer.flags.get((int(member), metric.key)))


def _day_cells(answer: Answer, day: date, figures: pd.Series) -> tuple[Cell, ...]:
    """Each leads to the rows of its own day."""
    query = urlencode({"period": "day", "day": day.isoformat()})
    cells = ((metric, cell(figures[metric.key], metric, currency=answer.currency)) for metric in answer.valued)
    ends = zip(band_columns(answer), ends_on(answer, day), strict=True)
    return (
        *(replace(with_rows(each, metric, answer), rows_query=query) for metric, each in cells),
        *(cell(value, metric, currency=answer.currency) for (metric, _key, _label), value in ends),
    )


def _heat_cells(answer: Answer, member: int, now: Figures, before: Figures | None) -> Iterable[Cell]:
    for metric in answer.shown:
        was = None if before is None else before[metric.key]
        change = change_of(now[metric.key], was, metric, currency=answer.currency)
        mark = heat(change) if before is not None and _says_something(metric, now, before) else ""
        shown = cell(now[metric.key], metric, currency=answer.currency, change=change, mark=mark)
        linked = with_rows(shown, metric, answer, part=part_query(answer.split_by, member))
        yield flagged(linked, member, metric, answer)


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
