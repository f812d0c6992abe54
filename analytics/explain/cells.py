"""The members of a change as a table: their people, conversion and basket, and what each effect was in money. Pure."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from analytics.explain.breakdown import Breakdown
from analytics.explain.overlap import ELSEWHERE
from analytics.explain.question import Question, Within
from analytics.metrics import funnel, rates
from analytics.metrics.format import exact_value
from analytics.metrics.types import Basis, Metric, Text
from analytics.panels.change import change_of, signed_value, verdict_of
from analytics.panels.tables import cell
from analytics.panels.types import Cell, Column, Controls, Row, Table, label_of
from analytics.panels.view import A_PAGE, BY_NAME, View
from analytics.read import values_of

AMOUNT = funnel.PAID_AMOUNT
TOGETHER = "change"


@dataclass(frozen=True, eq=False)
class Members:
    """The members of a breakdown, and what is told of each: `figures` of both periods beside the effects.

    `within` leaves only cells of one member of a crossing.
    """

    breakdown: Breakdown
    within: Within | None = None

    @cached_property
    def effects(self) -> pd.DataFrame:
        """A row a member, a column an effect that there is, and TOGETHER; in minor units, the largest change first."""
        rows = self.breakdown.by_member
        if self.within:
            rows = rows[[self.within.holds(int(member)) for member in rows.index]]
        told = [key for key in rows.columns if rows[key].any()]
        return rows[told].assign(**{TOGETHER: rows.sum(axis=1)})

    @cached_property
    def figures(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Figures before and after, a row a member, a column a metric."""
        before, after = (
            frame.groupby(self.breakdown.partition.member).sum().reindex(self.effects.index).fillna(0.0)
            for frame in (self.breakdown.before, self.breakdown.after)
        )
        return _figures(before, self.metrics), _figures(after, self.metrics)

    @cached_property
    def totals(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The same of all members together, one row each: ratios divided anew."""
        before, after = (
            frame.groupby(self.breakdown.partition.member).sum().reindex(self.effects.index).sum().to_frame().T
            for frame in (self.breakdown.before, self.breakdown.after)
        )
        return _figures(before, self.metrics), _figures(after, self.metrics)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """What is told of a member besides the effects: people, conversion where there are visitors, and the basket."""
        first = self.breakdown.chain.factors[0].quantity
        conversion = (rates.CONVERSION,) if first is funnel.VISITORS else ()
        return (first, *conversion, rates.SPEND_PER_PAYER)

    @property
    def keys(self) -> list[str]:
        """Everything that the table can be sorted by: figures by their key, effects by `sort_key`."""
        return [*(metric.key for metric in self.metrics), *map(sort_key, self.effects.columns)]

    def name(self, member: int) -> str:
        if not self.breakdown.partition.named:
            return _("Whole shop")
        return self.breakdown.names.get(member) or str(member)

    def label(self, effect: str) -> str:
        if effect == TOGETHER:
            return _("Together")
        return _("%(factor)s: effect") % {"factor": self.breakdown.chain.label(effect)}


def sort_key(effect: str) -> str:
    """Names an effect beside the figure of the same name."""
    return f"effect_{effect}"


def _figures(counts: pd.DataFrame, metrics: tuple[Metric, ...]) -> pd.DataFrame:
    """What is left beside overlapping sources is a difference, and no figure of anybody."""
    figures = pd.DataFrame({metric.key: values_of(counts, metric) for metric in metrics}, index=counts.index)
    figures.loc[figures.index == ELSEWHERE] = np.nan
    return figures


def table_of(members: Members, view: View, question: Question, *, currency: str, period_query: str) -> Table:
    """`view` sorts and pages it; members lead to their finer cells, or to the orders behind them."""
    order = in_order(members, view)
    numbers = max(ceil(len(order) / A_PAGE), 1)
    number = min(view.page, numbers)
    shown = order[(number - 1) * A_PAGE : number * A_PAGE]
    asked = question.query
    return Table(
        head=question.label,
        columns=tuple(_columns(members, view, asked)),
        rows=tuple(_row(members, member, question, currency=currency, period_query=period_query) for member in shown),
        total=Row(label=_("All of them"), cells=tuple(_total_cells(members, currency=currency))),
        controls=Controls(
            by_name=Column("", sort_query=asked + view.sorted_by(BY_NAME).query, direction=view.direction(BY_NAME)),
            columns=(),
            pairs=(),
            number=number,
            numbers=numbers,
            earlier_query=f"{asked}{view.query}&page={number - 1}" if number > 1 else "",
            later_query=f"{asked}{view.query}&page={number + 1}" if number < numbers else "",
        ),
    )


def in_order(members: Members, view: View) -> list[int]:
    """As the view asks; else the largest change first."""
    every = [int(member) for member in members.effects.index]
    if view.sort == BY_NAME:
        return sorted(every, key=lambda member: members.name(member).casefold(), reverse=view.descending)
    columns = {sort_key(str(key)): column for key, column in members.effects.items()} | dict(members.figures[1].items())
    if view.sort not in columns:
        return every
    column = columns[view.sort]
    ordered = column.sort_values(ascending=not view.descending, kind="stable", na_position="last")
    return [int(member) for member in ordered.index]


def _columns(members: Members, view: View, asked: str) -> list[Column]:
    """Figures, then effects; each leads to the table sorted by it. A platform counts by definitions of its own."""
    basis = members.breakdown.basis
    heads: list[tuple[str, Text, Metric | None]] = [
        *((each.key, label_of(each, basis), each if basis is Basis.EVENT else None) for each in members.metrics),
        *((sort_key(key), members.label(key), None) for key in map(str, members.effects.columns)),
    ]
    return [
        Column(label, metric, sort_query=asked + view.sorted_by(key).query, direction=view.direction(key))
        for key, label, metric in heads
    ]


def _row(members: Members, member: int, question: Question, *, currency: str, period_query: str) -> Row:
    before, after = (frame.loc[member] for frame in members.figures)
    cells = [_figure_cell(metric, before, after, currency=currency) for metric in members.metrics]
    effects = [_money_cell(int(amount), currency=currency) for amount in members.effects.loc[member]]
    finer = question.inside(member)
    behind = members.breakdown.partition
    if question.basis is Basis.EVENT and finer is None and behind.stored == behind.named and behind.named:
        query = f"{period_query}&by={behind.named}&member={member}"
        effects[-1] = replace(effects[-1], rows_of=AMOUNT.key, rows_query=query)
    link = f"?{period_query}{finer.query}#cells" if finer else ""
    return Row(label=members.name(member), cells=(*cells, *effects), link=link)


def _total_cells(members: Members, *, currency: str) -> list[Cell]:
    before, after = (frame.iloc[0] for frame in members.totals)
    cells = [_figure_cell(metric, before, after, currency=currency) for metric in members.metrics]
    return [*cells, *(_money_cell(int(amount), currency=currency) for amount in members.effects.sum())]


def _figure_cell(metric: Metric, before: pd.Series, after: pd.Series, *, currency: str) -> Cell:
    change = change_of(after[metric.key], before[metric.key], metric, currency=currency)
    return cell(after[metric.key], metric, currency=currency, change=change)


def _money_cell(amount: int, *, currency: str) -> Cell:
    return Cell(
        text=signed_value(amount, AMOUNT, currency=currency),
        exact=exact_value(amount, AMOUNT, currency=currency),
        mark=verdict_of(amount, AMOUNT) if amount else "nothing",
    )
