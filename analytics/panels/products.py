"""The products that brought the most money, with the role they play."""

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import funnel, rates
from analytics.metrics.format import format_value
from analytics.panels.change import change_of
from analytics.panels.registry import declare_panel
from analytics.panels.tables import (
    asked_for,
    cell,
    columns,
    flagged,
    members,
    name_of,
    part_query,
    total_cell,
    total_row,
    with_rows,
    without_value,
)
from analytics.panels.types import Answer, Cell, Column, Panel, Row, Table


def best_sellers(answer: Answer) -> pd.DataFrame:
    """Rows of products by paid amount, those with visitors only after them; ties by id, so that pages do not jump."""
    rows = members(answer.frame).sort_index()
    rows = rows[rows.index > 0]
    return rows.sort_values(["paid_amount", "visitors"], ascending=False, kind="stable", na_position="last")


def tabulate(answer: Answer) -> Table:
    """The change of the paid amount stands beside it."""
    rows = best_sellers(answer)
    before = members(answer.before) if answer.before is not None and funnel.PAID_AMOUNT in answer.shown else None
    heads = columns(answer.shown, answer.view)
    totals = [total_cell(answer, metric) for metric in answer.shown]
    if before is not None:
        heads = (heads[0], Column(gettext_lazy("Change")), *heads[1:])
        totals.insert(1, Cell(text=""))
    order, controls = asked_for(answer, list(rows.index))
    return Table(
        head=gettext_lazy("Product"),
        columns=heads,
        rows=tuple(_row(answer, member, rows.loc[member], before) for member in order),
        note=without_value(answer),
        total=total_row(answer, totals),
        controls=controls,
    )


def tell(answer: Answer) -> str:
    paid = best_sellers(answer)["paid_amount"].dropna()
    total = float(paid.clip(lower=0).sum())
    if not total:
        return ""
    first = paid.index[0]
    return _("%(product)s leads with %(amount)s, %(share)s of what all products brought.") % {
        "product": name_of(answer, first),
        "amount": format_value(paid.iloc[0], funnel.PAID_AMOUNT, currency=answer.currency),
        "share": f"{paid.iloc[0] / total:.1%}",
    }


def _row(answer: Answer, member: int, now: pd.Series, before: pd.DataFrame | None) -> Row:
    part = part_query(answer.split_by, member)
    cells = [
        flagged(
            with_rows(cell(now[metric.key], metric, currency=answer.currency), metric, answer, part=part),
            member,
            metric,
            answer,
        )
        for metric in answer.shown
    ]
    if before is not None:
        was = before.at[member, "paid_amount"] if member in before.index else None
        change = change_of(now["paid_amount"], was, funnel.PAID_AMOUNT, currency=answer.currency)
        cells.insert(1, Cell(text=change.text, mark=change.verdict, note=change.before) if change else Cell(text="–"))
    return Row(label=name_of(answer, member), cells=tuple(cells), tag=(answer.tags or {}).get(int(member), ""))


PRODUCTS = declare_panel(
    Panel(
        key="daily.products",
        page="daily",
        question=gettext_lazy("Products by paid amount"),
        note=gettext_lazy("Those that brought the most first; the change is of the paid amount"),
        metrics=(funnel.PAID_AMOUNT, funnel.VISITORS, rates.CONVERSION),
        empty=gettext_lazy("It needs visits that name the product, or order lines."),
        tell=tell,
        tabulate=tabulate,
        split_by="product",
    )
)
