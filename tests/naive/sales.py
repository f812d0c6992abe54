"""Orders, payments and refunds: from the order tables where the shop has them, else from events; never from both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from tests.naive.rows import Event, History, Order

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Part:
    product: str
    amount: int
    items: int


@dataclass(frozen=True)
class Deal:
    """An order or a payment: its number (or the place of the event in the file), who, when, and what of it."""

    key: str
    person: str
    at: datetime
    amount: int
    items: int
    parts: list[Part]


@dataclass(frozen=True)
class GivenBack:
    key: str
    product: str
    at: datetime | None
    amount: int


class Sales:
    def __init__(self, shop: History) -> None:
        self.shop = shop

    @cached_property
    def created(self) -> list[Deal]:
        if self.shop.has_orders:
            return [self._of_table(order, order.created, order.amount) for order in self.shop.real_orders.values()]
        return self._of_events({"order", "purchase"})

    @cached_property
    def paid(self) -> list[Deal]:
        if self.shop.has_orders:
            paid = [order for order in self.shop.real_orders.values() if order.paid]
            return [self._of_table(order, order.paid, order.amount_paid) for order in paid]
        return self._of_events({"pay", "purchase"})

    @cached_property
    def paid_on(self) -> dict[date, list[Deal]]:
        return by_day(self.shop, self.paid)

    @cached_property
    def ordered_on(self) -> dict[date, list[Deal]]:
        return by_day(self.shop, self.created)

    def paid_before(self, day: date, person: str) -> bool:
        """Whether the person paid anything in the 365 days before."""
        return any(day - A_YEAR <= paid < day for paid in self._days_paid.get(person, ()))

    @cached_property
    def _days_paid(self) -> dict[str, set[date]]:
        days: dict[str, set[date]] = {}
        for day, deals in self.paid_on.items():
            for deal in deals:
                days.setdefault(deal.person, set()).add(day)
        return days

    @cached_property
    def payment_of(self) -> dict[str, Deal]:
        return {deal.key: deal for deal in reversed(self.paid)}

    @cached_property
    def refunds(self) -> list[GivenBack]:
        if self.shop.has_orders:
            real = [refund for refund in self.shop.refunds if refund.order not in self.shop.flagged]
            return [GivenBack(r.order, r.product or self._only_product(r.order), r.at, r.amount) for r in real]
        refunds = [event for event in self.shop.events if event.kind == "refund"]
        # An event of a refund does not say which payment it belongs to.
        return [GivenBack("", event.product, event.at, event.amount or 0) for event in refunds]

    def _of_table(self, order: Order, at: datetime, amount: int | None) -> Deal:
        lines = self.shop.lines_of.get(order.number, [])
        parts = [Part(line.product, line.amount, line.quantity) for line in lines]
        items = sum(part.items for part in parts) if parts else order.items or 0
        whole = Part("", amount or 0, items)
        return Deal(order.number, order.buyer, at, amount or 0, items, parts or [whole])

    def _of_events(self, kinds: set[str]) -> list[Deal]:
        deals = [(place, event) for place, event in enumerate(self.shop.events) if event.kind in kinds]
        return [event_deal(place, event) for place, event in deals]

    def _only_product(self, order: str) -> str:
        lines = self.shop.lines_of.get(order, [])
        return lines[0].product if len(lines) == 1 else ""


def event_deal(place: int, event: Event) -> Deal:
    part = Part(event.product, event.amount or 0, event.quantity or 0)
    return Deal(event.order or f"#{place}", event.visitor, event.at, part.amount, part.items, [part])


def by_day(shop: History, deals: Iterable[Deal]) -> dict[date, list[Deal]]:
    days: dict[date, list[Deal]] = {}
    for deal in deals:
        days.setdefault(shop.calendar.day_of(deal.at), []).append(deal)
    return days


def engaging_orders(shop: History, sales: Sales) -> Iterator[tuple[date, str, str, datetime]]:
    """Day, person, product and moment of every order: an order is an act, too."""
    for deal in sales.created:
        for part in deal.parts:
            if deal.person:
                yield shop.calendar.day_of(deal.at), deal.person, part.product, deal.at
