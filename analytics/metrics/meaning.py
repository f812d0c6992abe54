"""What else belongs to the meaning of a metric: its group on the page of definitions, and what it leaves out. Pure."""

from enum import Enum

from django.utils.translation import gettext_lazy as _

from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Measure, Metric, Ratio, Text, Unit, measures_of


class Group(Enum):
    """In the order of the page."""

    VISITS = "visits"
    ACTS = "acts"
    ORDERS = "orders"
    MONEY = "money"
    RATIOS = "ratios"


GROUPS: dict[Group, Text] = {
    Group.VISITS: _("Visits"),
    Group.ACTS: _("What visitors do"),
    Group.ORDERS: _("Orders and buyers"),
    Group.MONEY: _("Money"),
    Group.RATIOS: _("Ratios"),
}
_OF_RELATIONS = {VIEWERS.key: Group.VISITS, VISITS.key: Group.VISITS, ACTORS.key: Group.ACTS}
_NO_SALE = _("Test, staff and fake orders.")
EXCLUDED: dict[str, tuple[Text, ...]] = {
    VIEWERS.key: (_("People who saw no page that day."),),
    VISITS.key: (_("Runs of events without a view."),),
    ACTORS.key: (_("Taking a favourite or a cart back is not deducted."),),
    ORDERS.key: (_NO_SALE,),
    BUYERS.key: (_NO_SALE, _("Orders that name no buyer.")),
    REFUNDS.key: (_("Refunds of test, staff and fake orders."), _("Refunds without a date.")),
    REFUNDS_OF_PAID.key: (_("Refunds of test, staff and fake orders."), _("Refunds that name no order.")),
}
_FREIGHT = _("Freight.")


def group_of(metric: Metric) -> Group:
    if isinstance(metric, Ratio):
        return Group.RATIOS
    if metric.unit is Unit.MONEY:
        return Group.MONEY
    return _OF_RELATIONS.get(metric.relation.key, Group.ORDERS)


def excluded_from(metric: Metric) -> tuple[Text, ...]:
    """What is left out, each once; of a ratio what either part leaves out."""
    found = [text for measure in measures_of(metric) for text in _excluded(measure)]
    return tuple({str(text): text for text in found}.values())


def _excluded(measure: Measure) -> tuple[Text, ...]:
    freight = (_FREIGHT,) if measure.relation is ORDERS and measure.unit is Unit.MONEY else ()
    return (*EXCLUDED.get(measure.relation.key, ()), *freight)
