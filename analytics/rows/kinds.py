"""Which metrics have rows, of what kind, and how the rows make the figure. Pure."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Basis, Measure, Metric, Ratio, Text


class Kind(Enum):
    """What a row is; each kind has columns of its own."""

    EVENTS = "events"
    VISITS = "visits"
    ORDERS = "orders"
    REFUNDS = "refunds"


@dataclass(frozen=True)
class Rule:
    """`different` says of what the rows hold several of one, where a figure counts each once."""

    kind: Kind
    what: Text
    different: Text = ""


# The table: a measure has the rows of its relation.
RULES: dict[str, Rule] = {
    VIEWERS.key: Rule(Kind.EVENTS, _("Each row is a view."), _("different visitors")),
    VISITS.key: Rule(Kind.VISITS, _("Each row is a visit.")),
    ACTORS.key: Rule(Kind.EVENTS, _("Each row is a favourite, cart, inquiry or order."), _("different visitors")),
    ORDERS.key: Rule(Kind.ORDERS, _("Each row is an order placed or paid."), _("different orders")),
    BUYERS.key: Rule(Kind.ORDERS, _("Each row is an order placed or paid, with its buyer."), _("different buyers")),
    REFUNDS.key: Rule(Kind.REFUNDS, _("Each row is a refund, on the day it succeeded.")),
    REFUNDS_OF_PAID.key: Rule(Kind.REFUNDS, _("Each row is a refund, to date, of an order paid in the period.")),
}
RATIO = _("A ratio has no rows of its own: it is one figure divided by another. Each of them has its rows.")
REPORTED = _("The platform's report tells sums only; the rows behind them stay with the platform.")


def rule_of(metric: Metric) -> Rule | None:
    """None for a metric without rows of its own; `why_none` says why."""
    return RULES[metric.relation.key] if isinstance(metric, Measure) and metric.basis is Basis.EVENT else None


def why_none(metric: Metric) -> Text:
    if isinstance(metric, Ratio):
        return RATIO
    return REPORTED if metric.basis is Basis.PLATFORM else ""
