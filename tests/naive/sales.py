"""Orders, payments and refunds: from the order tables where the shop has them, else from events; never from both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from tests.naive.place import Places
from tests.naive.rows import Event, History, Order
from tests.naive.tally import Members, Tally

PRODUCT_WISE = ("product", "tier")


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


def tally_sales(tally: Tally, places: Places, sales: Sales) -> None:
    calendar = places.shop.calendar
    for deal in sales.created:
        names = {"orders": "orders", "people": "orderers", "amount": "ordered_amount"}
        tally_deal(tally, places, deal, day=calendar.day_of(deal.at), names=names)
    for deal in sales.paid:
        names = {"orders": "paid_orders", "people": "payers", "amount": "paid_amount", "items": "paid_items"}
        tally_deal(tally, places, deal, day=calendar.day_of(deal.at), names=names)
    for refund in sales.refunds:
        tally_refund(tally, places, sales, refund)


def tally_deal(tally: Tally, places: Places, deal: Deal, *, day: date, names: dict[str, str]) -> None:
    for part in deal.parts:
        members = places.of_act(day, deal.person, product=part.product, at=deal.at)
        tally.see(names["orders"], deal.key, day=day, members=members)
        if deal.person:
            tally.see(names["people"], deal.person, day=day, members=members)
        add_worth(tally, part.amount, part.items, day=day, names=names, members=product_wise(members))
    add_worth(tally, deal.amount, deal.items, day=day, names=names, members=not_product_wise(members))


def add_worth(tally: Tally, amount: int, items: int, *, day: date, names: dict[str, str], members: Members) -> None:
    tally.add(names["amount"], amount, day=day, members=members)
    if "items" in names:
        tally.add(names["items"], items, day=day, members=members)


def tally_refund(tally: Tally, places: Places, sales: Sales, refund: GivenBack) -> None:
    calendar = places.shop.calendar
    payment = sales.payment_of.get(refund.key) if refund.key else None
    person = payment.person if payment else ""
    paid_day = calendar.day_of(payment.at) if payment else None
    if refund.at:
        day = calendar.day_of(refund.at)
        members = {
            **places.of_person(day, person, seen_on=paid_day),
            **places.of_product(day, refund.product),
            "hour": calendar.hour_of(refund.at),
        }
        tally.add("refund_amount", refund.amount, day=day, members=members)
    if payment and paid_day:
        members = places.of_act(paid_day, person, product=refund.product, at=payment.at)
        tally.add("refunded_of_paid", refund.amount, day=paid_day, members=members)


def product_wise(members: Members) -> Members:
    return {dimension: members[dimension] for dimension in PRODUCT_WISE}


def not_product_wise(members: Members) -> Members:
    return {dimension: member for dimension, member in members.items() if dimension not in PRODUCT_WISE}


def engaging_orders(shop: History, sales: Sales) -> Iterator[tuple[date, str, str, datetime]]:
    """Day, person, product and moment of every order: an order is an act, too."""
    for deal in sales.created:
        for part in deal.parts:
            if deal.person:
                yield shop.calendar.day_of(deal.at), deal.person, part.product, deal.at
