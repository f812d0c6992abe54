"""From the amount before to the amount now, a bar an effect. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.explain.breakdown import Breakdown
from analytics.metrics import funnel
from analytics.metrics.format import format_value
from analytics.metrics.types import Text
from analytics.panels.axes import axis_between, title
from analytics.panels.change import signed_value
from analytics.panels.types import Figure
from shopops.web.days import short_span
from shopops.web.festivals import Span

AMOUNT = funnel.PAID_AMOUNT
# Letters that find place under a bar.
LONG = 10


@dataclass(frozen=True)
class Bar:
    """`effect` is empty for the amounts at both ends; `amount` in minor units, a difference for an effect."""

    label: Text
    amount: int
    effect: str = ""


def bars_of(breakdown: Breakdown, *, now: Span, against: Span) -> list[Bar]:
    """Effects in the order of their chain; those of whole cells only where there are any."""
    before, after = breakdown.amounts
    told = [str(key) for key in breakdown.totals.index if breakdown.totals[key] or key in breakdown.chain.of_factors]
    effects = [Bar(breakdown.chain.label(key), int(breakdown.totals[key]), key) for key in told]
    return [Bar(short_span(*against), before), *effects, Bar(short_span(*now), after)]


def draw(bars: Sequence[Bar], *, currency: str, links: Sequence[str] = ()) -> Figure:
    """`links` are where a click on each bar leads; empty for none."""
    return {
        "data": [
            {
                "type": "waterfall",
                "x": [in_lines(str(bar.label)) for bar in bars],
                "measure": ["absolute", *("relative" for _bar in bars[1:-1]), "total"],
                "y": [bar.amount for bar in bars],
                "text": [text_of(bar, currency=currency) for bar in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{x}: %{text}<extra></extra>",
                "customdata": list(links) or [""] * len(bars),
                "increasing": {"marker": {"color": "var(--so-good)"}},
                "decreasing": {"marker": {"color": "var(--so-bad)"}},
                "totals": {"marker": {"color": "var(--so-before)"}},
                "connector": {"line": {"color": "var(--so-line)", "width": 1}},
            }
        ],
        "layout": {
            "showlegend": False,
            "xaxis": {
                "type": "category",
                "showgrid": False,
                "tickfont": {"size": 11},
                "title": title(_("Part of the change")),
            },
            "yaxis": {
                **axis_between(heights(bars), AMOUNT, currency=currency),
                "title": title(str(AMOUNT.label), AMOUNT, currency=currency),
            },
        },
    }


def in_lines(label: str) -> str:
    """Long labels stand in two lines under their bar."""
    if len(label) < LONG or " " not in label:
        return label
    middle = min((at for at, sign in enumerate(label) if sign == " "), key=lambda at: abs(at - len(label) / 2))
    return f"{label[:middle]}<br>{label[middle + 1 :]}"


def heights(bars: Sequence[Bar]) -> list[int]:
    """The amount after each bar."""
    found = [bars[0].amount]
    for bar in bars[1:-1]:
        found.append(found[-1] + bar.amount)
    return found


def text_of(bar: Bar, *, currency: str) -> str:
    if bar.effect:
        return signed_value(bar.amount, AMOUNT, currency=currency)
    return format_value(bar.amount, AMOUNT, currency=currency)
