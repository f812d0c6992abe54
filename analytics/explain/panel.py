"""The panel of the daily board that takes the change of the paid amount apart."""

from dataclasses import dataclass

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.explain.breakdown import READ, Breakdown, by_source_and_tier
from analytics.explain.causes import causes_of, too_few
from analytics.explain.empty import empty_words
from analytics.explain.question import Question
from analytics.explain.spans import finished
from analytics.explain.waterfall import AMOUNT, Bar, bars_of, draw, heights
from analytics.metrics.format import exact_value, format_value
from analytics.metrics.types import Basis
from analytics.panels.board import CELLS
from analytics.panels.change import signed_value, verdict_of
from analytics.panels.registry import declare_panel
from analytics.panels.types import Answer, Cell, Column, Figure, Panel, Row, Table, label_of
from analytics.panels.until import Running
from analytics.read import cells
from shopops.shops.models import Shop
from shopops.web.festivals import Span
from shopops.web.period import Period


@dataclass(frozen=True, eq=False)
class Explained(Answer):
    """`frame` has a row a bar; `breakdown` is None where there is nothing to take apart."""

    breakdown: Breakdown | None = None
    bars: tuple[Bar, ...] = ()


def read(panel: Panel, shop: Shop, period: Period, running: Running | None) -> Explained:
    """By source and tier, as the headline of the board is."""
    spans = finished(period, running) if running else None
    breakdown = None
    if spans:
        found = cells(shop, READ, by=["", CELLS], spans=spans[::-1], named=CELLS)
        before, after = found.sums
        breakdown = by_source_and_tier(before, after, names=found.names)
    return explained(panel, period, breakdown, spans, currency=shop.currency)


def explained(
    panel: Panel, period: Period, breakdown: Breakdown | None, spans: tuple[Span, Span] | None, *, currency: str
) -> Explained:
    """The answer of a panel that shows this breakdown."""
    bars = tuple(bars_of(breakdown, now=spans[0], against=spans[1])) if spans and breakdown else ()
    return Explained(
        frame=_frame(bars, period),
        metrics=panel.metrics,
        period=period,
        currency=currency,
        names={at: str(bar.label) for at, bar in enumerate(bars)},
        breakdown=breakdown,
        bars=bars,
        why="" if bars else str(empty_words(spans, Question())[0]),
    )


def _frame(bars: tuple[Bar, ...], period: Period) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples([(period.first, at) for at in range(len(bars))], names=["day", "member"])
    return pd.DataFrame({AMOUNT.key: [float(bar.amount) for bar in bars]}, index=index)


def draw_answer(answer: Answer) -> Figure:
    assert isinstance(answer, Explained)
    return draw(answer.bars, currency=answer.currency)


def tell(answer: Answer) -> str:
    assert isinstance(answer, Explained)
    if answer.breakdown is None:
        return ""
    if too_few(answer.breakdown):
        before, now = answer.breakdown.buyers
        return _("%(now)s and %(before)s buyers are too few to say why.") % {"now": now, "before": before}
    causes = causes_of(answer.breakdown)
    if not causes:
        return _("Nothing moved.")
    told = [f"{cause.label} {signed_value(cause.amount, AMOUNT, currency=answer.currency)}" for cause in causes]
    change = signed_value(answer.breakdown.change, AMOUNT, currency=answer.currency)
    return _("%(change)s in all: %(causes)s.") % {"change": change, "causes": " · ".join(told)}


def tabulate(answer: Answer) -> Table:
    """A row a bar: the effect, and the amount up to there; refunds below, which are no part of the paid amount."""
    assert isinstance(answer, Explained)
    return bar_table(answer.bars, answer.breakdown, currency=answer.currency)


def bar_table(bars: tuple[Bar, ...], breakdown: Breakdown | None, *, currency: str) -> Table:
    money = {"currency": currency}
    rows = [
        Row(label=str(bar.label), cells=(effect_cell(bar, **money), amount_cell(height, **money)))
        for bar, height in zip(bars, [*heights(bars), bars[-1].amount] if bars else [], strict=True)
    ]
    if breakdown and breakdown.refunds:
        refunds = Bar(_("Refunds, by their own day"), -breakdown.refunds.change, "refunds")
        net = breakdown.amounts[1] - breakdown.refunds.after
        rows += [
            Row(label=str(refunds.label), cells=(effect_cell(refunds, **money), Cell(text=""))),
            Row(
                label=_("Net of refunds"),
                cells=(
                    effect_cell(Bar("", breakdown.change - breakdown.refunds.change, "net"), **money),
                    amount_cell(net, **money),
                ),
            ),
        ]
    heads = (Column(gettext_lazy("Effect")), _amount_column(breakdown.basis if breakdown else Basis.EVENT))
    return Table(head=gettext_lazy("Part of the change"), columns=heads, rows=tuple(rows))


def _amount_column(basis: Basis) -> Column:
    return Column(label_of(AMOUNT, basis), metric=AMOUNT if basis is Basis.EVENT else None)


def effect_cell(bar: Bar, *, currency: str) -> Cell:
    if not bar.effect:
        return Cell(text="")
    return Cell(
        text=signed_value(bar.amount, AMOUNT, currency=currency),
        exact=exact_value(bar.amount, AMOUNT, currency=currency),
        mark=verdict_of(bar.amount, AMOUNT) if bar.amount else "",
    )


def amount_cell(amount: int, *, currency: str) -> Cell:
    return Cell(
        text=format_value(amount, AMOUNT, currency=currency), exact=exact_value(amount, AMOUNT, currency=currency)
    )


WHY = declare_panel(
    Panel(
        key="daily.why",
        page="daily",
        question=gettext_lazy("Why it changed"),
        note=gettext_lazy("The parts add up to the whole change, to the cent. It is arithmetic, not cause"),
        metrics=(AMOUNT,),
        empty=gettext_lazy("It needs paid amounts on both sides: choose days that are over, and days to compare with."),
        draw=draw_answer,
        tell=tell,
        tabulate=tabulate,
        read=read,
        page_of_its_own="explain",
    )
)
