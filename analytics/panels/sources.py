"""Who comes, by one of their attributes, against each step of the funnel, as a heat table.

One panel an attribute; on the board they share one place, and its links lead from one to the other.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.metrics import funnel, rates
from analytics.metrics.format import format_value, is_missing
from analytics.metrics.types import Text
from analytics.panels.registry import declare_panel
from analytics.panels.tables import ENOUGH_VISITORS, heat_by_member, members, name_of
from analytics.panels.types import Answer, Choice, Panel, Table


def tell(answer: Answer) -> str:
    visitors, conversion = funnel.VISITORS, rates.CONVERSION
    rows = members(answer.frame)
    enough = rows[rows[visitors.key] >= ENOUGH_VISITORS].dropna(subset=[conversion.key])
    if len(enough) < 2:
        return ""
    best, worst = enough[conversion.key].idxmax(), enough[conversion.key].idxmin()
    shown = {
        at: format_value(enough.at[at, conversion.key], conversion, currency=answer.currency) for at in (best, worst)
    }
    if is_missing(enough.at[best, conversion.key]) or best == worst:
        return ""
    return _("%(best)s converts best with %(high)s, %(worst)s least with %(low)s.") % {
        "best": name_of(answer, best),
        "high": shown[best],
        "worst": name_of(answer, worst),
        "low": shown[worst],
    }


METRICS = (
    funnel.VISITORS,
    rates.BOUNCE_RATE,
    rates.VISIT_DEPTH,
    rates.INQUIRY_RATE,
    rates.ORDER_RATE,
    rates.ORDER_PAYMENT_RATE,
    rates.CONVERSION,
    rates.VALUE_PER_VISITOR,
)
NAMES: dict[str, Text] = {
    "source": gettext_lazy("Source"),
    "region": gettext_lazy("Region"),
    "device": gettext_lazy("Device"),
    "landing_page": gettext_lazy("Landing page"),
    "visitor_kind": gettext_lazy("New or returning"),
    "tier": gettext_lazy("Tier"),
}
KEYS = {"source": "daily.sources"} | {name: f"daily.by_{name}" for name in NAMES if name != "source"}
CHOICES = tuple(Choice(KEYS[name], label, split=name) for name, label in NAMES.items())


@dataclass(frozen=True)
class Splits:
    """The attributes that a board can be split by, and the one that it is."""

    choices: tuple[Choice, ...]
    chosen: Choice

    @property
    def label(self) -> Text:
        return self.chosen.label


def split_of(asked: str) -> Choice:
    """The first one where the board cannot be split as it is asked for."""
    return next((choice for choice in CHOICES if choice.split == asked), CHOICES[0])


def _declared(dimension: str) -> Panel:
    def tabulate(answer: Answer) -> Table:
        return heat_by_member(answer, head=NAMES[dimension])

    return declare_panel(
        Panel(
            key=KEYS[dimension],
            page="daily",
            question=gettext_lazy("Source × funnel") if dimension == "source" else NAMES[dimension],
            note=gettext_lazy("Colour: better or worse than on the days compared with, where it is more than chance"),
            metrics=METRICS,
            empty=gettext_lazy("It needs a file of visits that names where they came from."),
            split_by=dimension,
            tell=tell,
            tabulate=tabulate,
            choices=CHOICES,
        )
    )


BY = {dimension: _declared(dimension) for dimension in NAMES}
SOURCES = BY["source"]
