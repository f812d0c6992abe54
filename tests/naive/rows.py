"""What happened in a shop, as plain rows, and how its time is cut into business days. Independent of the product."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """`at` is aware; money in minor units; empty text is "not given"."""

    at: datetime
    visitor: str
    kind: str
    product: str = ""
    source: str = ""
    order: str = ""
    amount: int | None = None
    quantity: int | None = None
    page: str = ""
    region: str = ""
    device: str = ""
    session: str = ""


@dataclass(frozen=True)
class Order:
    number: str
    created: datetime
    buyer: str = ""
    paid: datetime | None = None
    amount: int | None = None
    paid_amount: int | None = None
    items: int | None = None
    flag: str = ""

    @property
    def amount_paid(self) -> int | None:
        return self.amount if self.paid_amount is None else self.paid_amount


@dataclass(frozen=True)
class Line:
    order: str
    product: str
    quantity: int
    amount: int


@dataclass(frozen=True)
class Refund:
    amount: int
    order: str = ""
    product: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class TierSince:
    product: str
    tier: int
    first_day: date


@dataclass(frozen=True)
class Cut:
    """From `first_day` on, the day begins at `at` local time of `zone`."""

    first_day: date
    at: time
    zone: str


@dataclass(frozen=True)
class Calendar:
    cuts: Sequence[Cut]
    _starts: dict[date, datetime] = field(default_factory=dict, compare=False, repr=False)

    def cut_of(self, day: date) -> Cut:
        return [cut for cut in self.cuts if cut.first_day <= day or cut is self.cuts[0]][-1]

    def start(self, day: date) -> datetime:
        if day not in self._starts:
            cut = self.cut_of(day)
            self._starts[day] = datetime.combine(day, cut.at, tzinfo=ZoneInfo(cut.zone)).astimezone(UTC)
        return self._starts[day]

    def day_of(self, at: datetime) -> date:
        """The latest day whose start is not after `at`."""
        around = [at.astimezone(UTC).date() + n * ONE_DAY for n in range(-3, 4)]
        return max(day for day in around if self.start(day) <= at)

    def hour_of(self, at: datetime) -> int:
        """The hour on the shop's clock."""
        return at.astimezone(ZoneInfo(self.cut_of(self.day_of(at)).zone)).hour


@dataclass(frozen=True)
class History:
    """Everything that a shop's files told. With an order file, events tell no orders.

    `tells_inquiries`: the event files could have held inquiries, so that none means 0.
    """

    calendar: Calendar
    events: Sequence[Event] = ()
    orders: Sequence[Order] = ()
    lines: Sequence[Line] = ()
    refunds: Sequence[Refund] = ()
    tiers: Sequence[TierSince] = ()
    tells_inquiries: bool = True

    @property
    def has_orders(self) -> bool:
        return bool(self.orders)

    @cached_property
    def real_orders(self) -> dict[str, Order]:
        return {order.number: order for order in self.orders if not order.flag}

    @cached_property
    def flagged(self) -> set[str]:
        return {order.number for order in self.orders if order.flag}

    @cached_property
    def lines_of(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.order, []).append(line)
        return found

    def tier_on(self, product: str, day: date) -> int:
        """0 where the product has no tier on that day."""
        begun = [row for row in self.tiers if row.product == product and row.first_day <= day]
        return max(begun, key=lambda row: row.first_day).tier if begun else 0
