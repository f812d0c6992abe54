"""The chains of factors into which an amount is taken apart. Pure.

An amount is a chain of quantities, each divided by the one before it: visitors × buyers per visitor × paid per buyer.
The first quantity is split once more: how many there were in all (volume), and which share each cell had (mix). Where
cells overlap, as the sources of a platform's report do, how often each was counted (overlap) stands between the two.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from analytics.metrics import funnel
from analytics.metrics.types import Measure, Text


@dataclass(frozen=True)
class Factor:
    """`quantity` ÷ the quantity of the factor before it; the first one's is counted itself."""

    key: str
    label: Text
    quantity: Measure


@dataclass(frozen=True)
class Chain:
    """The last factor's quantity is the amount that is taken apart; `mix` is the label of the shares of the first.

    With `overlaps` the cells count some of the first quantity several times, and do not tell all of the amount.
    """

    key: str
    factors: tuple[Factor, ...]
    overlaps: bool = False

    @property
    def overlapping(self) -> "Chain":
        """The same of cells that overlap."""
        return replace(self, overlaps=True)

    @property
    def amount(self) -> Measure:
        return self.factors[-1].quantity

    @property
    def quantities(self) -> tuple[Measure, ...]:
        return tuple(factor.quantity for factor in self.factors)

    @property
    def has_visitors(self) -> bool:
        return self.factors[0] is VISITORS

    @property
    def effects(self) -> tuple[str, ...]:
        """Keys of the effects, in the order in which they are told."""
        return (*self.of_factors, *OF_WHOLE_CELLS, *(("elsewhere",) if self.overlaps else ()))

    @property
    def of_factors(self) -> tuple[str, ...]:
        """The effects of cells that are there in both periods."""
        overlap = ("overlap",) if self.overlaps else ()
        return ("volume", *overlap, "mix", *(factor.key for factor in self.factors[1:]))

    def label(self, effect: str) -> Text:
        """What an effect is called; how many there were has the name of what is counted."""
        if effect == "volume":
            return self.factors[0].label
        return OVERLAPS[self.factors[0].key] if effect == "overlap" else LABELS[effect]


# A cell that is there in one of the periods alone, or that has amounts but nobody to divide them by.
OF_WHOLE_CELLS = ("entered", "gone", "without_visit")

VISITORS = Factor("visitors", _("Visitors"), funnel.VISITORS)
CONVERSION = Factor("conversion", _("Conversion"), funnel.PAYERS)
INQUIRY = Factor("inquiry", _("Inquiries per visitor"), funnel.INQUIRING_VISITORS)
ORDERING = Factor("ordering", _("Orderers per inquirer"), funnel.ORDERERS)
PAYING = Factor("paying", _("Payers per orderer"), funnel.PAYERS)
ITEMS = Factor("items", _("Items per buyer"), funnel.PAID_ITEMS)
PRICE = Factor("price", _("Price per item"), funnel.PAID_AMOUNT)
BASKET = Factor("basket", _("Paid per buyer"), funnel.PAID_AMOUNT)
BUYERS = Factor("buyers", _("Buyers"), funnel.PAYERS)
FREQUENCY = Factor("frequency", _("Orders per buyer"), funnel.PAID_ORDERS)
ITEMS_OF_ORDER = Factor("items_of_order", _("Items per order"), funnel.PAID_ITEMS)

WITH_VISITORS = Chain("visitors", (VISITORS, CONVERSION, ITEMS, PRICE))
WITHOUT_ITEMS = Chain("basket", (VISITORS, CONVERSION, BASKET))
STEP_BY_STEP = Chain("steps", (VISITORS, INQUIRY, ORDERING, PAYING, ITEMS, PRICE))
# Of a shop that knows orders alone.
ORDERS_ALONE = Chain("orders", (BUYERS, FREQUENCY, ITEMS_OF_ORDER, PRICE))

CHAINS = (WITH_VISITORS, WITHOUT_ITEMS, STEP_BY_STEP, ORDERS_ALONE)
LABELS: dict[str, Text] = {
    "mix": _("Mix"),
    **{factor.key: factor.label for chain in CHAINS for factor in chain.factors[1:]},
    "entered": _("Newly there"),
    "gone": _("No longer there"),
    "without_visit": _("Without visit"),
    "elsewhere": _("Not told by source"),
}
OVERLAPS: dict[str, Text] = {
    VISITORS.key: _("Visitors counted in several sources"),
    BUYERS.key: _("Buyers counted in several sources"),
}
