"""What a metric is: a measure that is counted and stored, or a ratio of two measures that never is."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise

Text = str | Promise


class Unit(Enum):
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    SECONDS = "seconds"
    NUMBER = "number"


class Better(Enum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Basis(Enum):
    EVENT = "event"
    PLATFORM = "platform"


class OverDays(Enum):
    """How days become a period. A RECOUNT cannot be added: the same person comes on two days."""

    SUM = "sum"
    RECOUNT = "recount"


class Needs(Enum):
    """What a shop's files must hold for a measure to have a value."""

    TRACKING = "tracking"
    INQUIRIES = "inquiries"
    ORDERS = "orders"
    BUYERS = "buyers"
    PAYMENTS = "payments"
    PAYERS = "payers"
    ORDER_AMOUNTS = "order_amounts"
    PAID_AMOUNTS = "paid_amounts"
    QUANTITIES = "quantities"
    REFUND_DAYS = "refund_days"
    REFUNDS_OF_ORDERS = "refunds_of_orders"


# eq=False: labels are lazy translations, so an object must not be compared or hashed by them. Look up by key.
@dataclass(frozen=True, eq=False)
class Relation:
    """A set of rows that measures aggregate: `key` names a common table expression of `analytics.rollup`.

    `dimensions` are those it can be split by; `looks_back` and `looks_ahead` are how many days before and after a
    day its rows may lie, None for as far as orders reach.
    """

    key: str
    dimensions: tuple[str, ...]
    looks_back: int | None = 0
    looks_ahead: int | None = 0


@dataclass(frozen=True, eq=False)
class Measure:
    """Counted by `sql`, an aggregate over the rows of `relation`, and stored in the day table's column `key`."""

    key: str
    label: Text
    unit: Unit
    better: Better
    definition: Text
    relation: Relation
    sql: str
    over_days: OverDays
    needs: Needs
    basis: Basis = Basis.EVENT
    version: int = 1


@dataclass(frozen=True, eq=False)
class Ratio:
    """`numerator` ÷ `denominator`, divided anew at each level and never averaged; ÷ 0 is no value."""

    key: str
    label: Text
    unit: Unit
    better: Better
    definition: Text
    numerator: Measure
    denominator: Measure
    basis: Basis = Basis.EVENT
    version: int = 1

    @property
    def formula(self) -> str:
        """The formula in words, from the labels of its parts."""
        return f"{self.numerator.label} ÷ {self.denominator.label}"


Metric = Measure | Ratio


def measures_of(metric: Metric) -> tuple[Measure, ...]:
    """The stored measures that a metric is made of."""
    return (metric,) if isinstance(metric, Measure) else (metric.numerator, metric.denominator)
