"""Counts orders, payments and refunds: in which cells they are, and whose they are."""

from datetime import date

from tests.naive.place import Places
from tests.naive.sales import Deal, GivenBack, Sales
from tests.naive.tally import Members, Tally

PRODUCT_WISE = ("product", "tier")
ORDER_NAMES = {"orders": "orders", "people": "orderers", "amount": "ordered_amount"}
PAYMENT_NAMES = {"orders": "paid_orders", "people": "payers", "amount": "paid_amount", "items": "paid_items"}


def tally_sales(tally: Tally, places: Places, sales: Sales) -> None:
    for day, deals in sales.ordered_on.items():
        for deal in deals:
            tally_deal(tally, places, sales, deal, day=day, names=ORDER_NAMES)
    for day, deals in sales.paid_on.items():
        for deal in deals:
            tally_deal(tally, places, sales, deal, day=day, names=PAYMENT_NAMES)
    for refund in sales.refunds:
        tally_refund(tally, places, sales, refund)


def tally_deal(tally: Tally, places: Places, sales: Sales, deal: Deal, *, day: date, names: dict[str, str]) -> None:
    for part in deal.parts:
        members = places.of_act(day, deal.person, product=part.product, at=deal.at)
        tally.see(names["orders"], deal.key, day=day, members=members)
        if deal.person:
            tally.see(names["people"], deal.person, day=day, members=members)
            if names is PAYMENT_NAMES and sales.paid_before(day, deal.person):
                tally.see("returning_payers", deal.person, day=day, members=members)
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
