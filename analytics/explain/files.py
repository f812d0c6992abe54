"""The cells of a change as files: whole numbers of every member, so that anybody can add them up again. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from analytics.explain.page import Explanation
from analytics.explain.waterfall import AMOUNT
from analytics.metrics.format import exact_value
from analytics.metrics.types import Basis
from analytics.panels.types import label_of
from analytics.panels.view import View
from analytics.panels.workbook import number_format
from shopops.web.downloads import Cell
from shopops.web.sheets import Cell as SheetCell
from shopops.web.sheets import Chart, Line, Number, Sheet


def header(found: Explanation) -> list[str]:
    """`member`, `basis` where it is the platform's, quantities as `<key>_before` and `<key>_now`, the effects, and
    `change`: money in the currency."""
    quantities = [measure.key for measure in found.breakdown.chain.quantities]
    sides = [f"{key}_{side}" for key in quantities for side in ("before", "now")]
    return ["member", *(["basis"] if _basis(found) else []), *sides, *map(str, found.members.effects.columns)]


def rows(found: Explanation, view: View) -> Iterator[list[Cell]]:
    """In the order of the page, all of them."""
    money = [measure is AMOUNT for measure in found.breakdown.chain.quantities]
    sides = [
        frame.groupby(found.breakdown.partition.member).sum().reindex(found.members.effects.index).fillna(0.0)
        for frame in (found.breakdown.before, found.breakdown.after)
    ]
    for member in found.order(view):
        quantities: list[Cell] = []
        for at, is_money in enumerate(money):
            for side in sides:
                value = float(side.loc[member].iloc[at])
                quantities.append(_money(found, value) if is_money else round(value))
        effects = [_money(found, float(amount)) for amount in found.members.effects.loc[member]]
        yield [found.members.name(member), *_basis(found), *quantities, *effects]


def sheets(found: Explanation, view: View) -> list[Sheet]:
    """The parts with a chart of the spreadsheet's own, and the cells."""
    look = number_format(AMOUNT, currency=found.shop.currency)
    bars: list[list[SheetCell]] = [[str(bar.label), Number(_money(found, bar.amount), look)] for bar in found.bars]
    refunds = found.breakdown.refunds
    below: list[list[SheetCell]] = (
        [[_("Refunds, by their own day"), Number(_money(found, -refunds.change), look)]] if refunds else []
    )
    chart = Chart("column", found.title, (Line(name=(0, 1), labels=(1, 0, len(bars), 0), values=(1, 1, len(bars), 1)),))
    parts = Sheet(
        _("Why it changed"),
        [_("Part of the change"), label_of(AMOUNT, found.breakdown.basis)],
        [*bars, *below],
        chart=chart,
        widths=[34, 18],
    )
    shown: list[list[SheetCell]] = [
        [Number(cell, look) if isinstance(cell, Decimal) else cell for cell in row] for row in rows(found, view)
    ]
    cells = Sheet(str(found.question.label), header(found), shown, widths=[34, *([14] * (len(header(found)) - 1))])
    return [parts, cells]


def _basis(found: Explanation) -> list[str]:
    basis = found.breakdown.basis
    return [basis.value] if basis is Basis.PLATFORM else []


def _money(found: Explanation, minor: float) -> Decimal:
    return Decimal(exact_value(minor, AMOUNT, currency=found.shop.currency))
