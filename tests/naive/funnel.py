"""A slow second implementation of the funnel's figures, written from the definitions alone, to compare the fill with.

`figures` answers a dictionary: (day, dimension, member) → measure → number, None where there is no value. Members of
sources, products, regions, devices and pages are names here, 0 for not given, and members of crossings pairs; "" is the
whole shop.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from tests.naive.inquirers import tally_inquirers
from tests.naive.place import Places
from tests.naive.rows import History
from tests.naive.sales import Sales, engaging_orders
from tests.naive.sold import tally_sales
from tests.naive.tally import Cell, Tally
from tests.naive.visits import tally_visits

Figures = dict[Cell, dict[str, int | None]]

OF_TRACKING = (
    "visitors", "views", "visits", "bounced_visits", "one_view_visitors", "engaged_visitors", "timed_visits",
    "stay_seconds", "favouriters", "carters", "favourite_or_cart_visitors", "inquiring_visitors",
    "inquirers",
)  # fmt: skip
OF_ORDERS = ("orders", "paid_orders")
OF_AMOUNTS = ("ordered_amount", "paid_amount")
OF_ITEMS = ("paid_items",)
OF_BUYERS = ("orderers", "payers", "returning_payers", "orderers_paid", "carry_over_payers")
OF_INQUIRIES = ("inquiring_visitors", "inquirers")
OF_REFUNDS = ("refund_amount", "refunded_of_paid")
# Nobody counts twice over several days. Of the last three more must be known than who counted on the days.
PEOPLE = (
    "visitors", "engaged_visitors", "favouriters", "carters", "favourite_or_cart_visitors", "inquiring_visitors",
    "inquirers", "orderers", "payers", "returning_payers", "orderers_paid", "carry_over_payers",
)  # fmt: skip
MEASURES = OF_TRACKING + OF_ORDERS + OF_AMOUNTS + OF_ITEMS + OF_BUYERS + OF_REFUNDS

RATIOS = {
    "bounce_rate": ("bounced_visits", "visits"),
    "bounce_rate_platform": ("one_view_visitors", "visitors"),
    "visit_depth": ("views", "visits"),
    "views_per_visitor": ("views", "visitors"),
    "mean_stay": ("stay_seconds", "timed_visits"),
    "save_rate": ("favourite_or_cart_visitors", "visitors"),
    "inquiry_rate": ("inquiring_visitors", "visitors"),
    "order_rate": ("orderers", "visitors"),
    "order_payment_rate": ("orderers_paid", "orderers"),
    "conversion": ("payers", "visitors"),
    "spend_per_payer": ("paid_amount", "payers"),
    "order_value": ("paid_amount", "paid_orders"),
    "value_per_visitor": ("paid_amount", "visitors"),
    "items_per_order": ("paid_items", "paid_orders"),
    "refund_rate_cash": ("refund_amount", "paid_amount"),
    "refund_rate_cohort": ("refunded_of_paid", "paid_amount"),
    "returning_share": ("returning_payers", "payers"),
}


def figures(shop: History) -> Figures:
    tally = tally_of(shop)
    known = known_days(shop)
    days = [day for first, last in known.values() for day in days_between(first, last)]
    cells = tally.cells() | {(day, "", 0) for day in days}
    return {cell: {measure: value(tally, measure, cell, known) for measure in MEASURES} for cell in cells}


def ratio(measures: dict[str, int | None], key: str) -> float | None:
    numerator, denominator = (measures[name] for name in RATIOS[key])
    return None if numerator is None or not denominator else numerator / denominator


def people_over(shop: History, first: date, last: date) -> dict[str, int]:
    """Distinct people of a whole period: nobody counts twice for coming on two days."""
    tally = tally_of(shop)
    days = list(days_between(first, last))

    def people(measure: str) -> set:
        return set().union(*(tally.people.get((measure, (day, "", 0)), set()) for day in days))

    sales = Sales(shop)
    both = people("orderers") & people("payers")
    returning = [person for person in people("payers") if sales.paid_before(first, person)]
    exact = {measure: len(people(measure)) for measure in PEOPLE[:-3]}
    return {
        **exact,
        "returning_payers": len(returning),
        "orderers_paid": len(both),
        "carry_over_payers": exact["payers"] - len(both),
    }


def tally_of(shop: History) -> Tally:
    sales = Sales(shop)
    tally, places = Tally(), Places(shop, sales)
    tally_views(tally, places)
    tally_acts(tally, places)
    tally_visits(tally, places)
    tally_sales(tally, places, sales)
    tally_inquirers(tally, places, sales)
    for day, person, product, at in engaging_orders(shop, sales):
        tally.see("engaged_visitors", person, day=day, members=places.of_act(day, person, product=product, at=at))
    return tally


def tally_views(tally: Tally, places: Places) -> None:
    views_of_visitor: Counter = Counter()
    for day, events in places.events_of_day.items():
        for event in events:
            if event.kind == "view":
                members = places.of_act(day, event.visitor, product=event.product, at=event.at)
                tally.add("views", 1, day=day, members=members)
                tally.see("visitors", event.visitor, day=day, members=members)
                views_of_visitor.update(((day, *slot), event.visitor) for slot in members.items())
    for (cell, visitor), views in views_of_visitor.items():
        if views == 1:
            tally.people["one_view_visitors", cell].add(visitor)


COUNTS_AS = {
    "favourite": ("favouriters", "favourite_or_cart_visitors", "engaged_visitors"),
    "cart": ("carters", "favourite_or_cart_visitors", "engaged_visitors"),
    "inquiry": ("engaged_visitors",),
}


def tally_acts(tally: Tally, places: Places) -> None:
    for day, events in places.events_of_day.items():
        viewers = {event.visitor for event in events if event.kind == "view"}
        for event in events:
            measures = COUNTS_AS.get(event.kind, ())
            if event.kind == "inquiry" and event.visitor in viewers:
                measures += ("inquiring_visitors",)
            members = places.of_act(day, event.visitor, product=event.product, at=event.at)
            for measure in measures:
                tally.see(measure, event.visitor, day=day, members=members)


def value(tally: Tally, measure: str, cell: Cell, known: dict[str, tuple[date, date]]) -> int | None:
    if measure not in known or not known[measure][0] <= cell[0] <= known[measure][1]:
        return None
    if measure in ("orderers_paid", "carry_over_payers"):
        payers, orderers = tally.people.get(("payers", cell), set()), tally.people.get(("orderers", cell), set())
        return len(payers & orderers) if measure == "orderers_paid" else len(payers - orderers)
    return tally.count(measure, cell)


def known_days(shop: History) -> dict[str, tuple[date, date]]:
    """First and last day on which a measure has a value; a measure is absent where the shop has no source for it."""
    day_of = shop.calendar.day_of
    tracked = span(day_of(event.at) for event in shop.events)
    in_orders = (at for order in shop.orders for at in (order.created, order.paid) if at)
    ordered = span(day_of(at) for at in in_orders) if shop.has_orders else tracked
    refunded = span(day_of(refund.at) for refund in shop.refunds if refund.at)
    spans = dict.fromkeys(OF_TRACKING, tracked) | dict.fromkeys(told_by_orders(shop), ordered)
    if "refund_amount" in spans and shop.has_orders:
        spans["refund_amount"] = span([*ordered, *refunded])
    untold = () if shop.tells_inquiries else OF_INQUIRIES
    return {measure: days for measure, days in spans.items() if days and measure not in untold}


def told_by_orders(shop: History) -> tuple[str, ...]:
    """The measures that the shop's order files, or its events where it has none, can tell."""
    return told_by_tables(shop) if shop.has_orders else told_by_events(shop)


def told_by_tables(shop: History) -> tuple[str, ...]:
    told = OF_ORDERS
    told += OF_BUYERS if any(order.buyer for order in shop.orders) else ()
    told += OF_AMOUNTS if any(order.amount is not None for order in shop.orders) else ()
    told += OF_ITEMS if shop.lines or any(order.items for order in shop.orders) else ()
    told += ("refund_amount",) if any(refund.at for refund in shop.refunds) else ()
    return told + (("refunded_of_paid",) if any(refund.order for refund in shop.refunds) else ())


def told_by_events(shop: History) -> tuple[str, ...]:
    told = OF_ORDERS + OF_BUYERS
    told += (*OF_AMOUNTS, "refund_amount") if any(event.amount is not None for event in shop.events) else ()
    return told + (OF_ITEMS if any(event.quantity for event in shop.events) else ())


def span(days: Iterable[date]) -> tuple[date, ...]:
    found = list(days)
    return (min(found), max(found)) if found else ()


def days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
