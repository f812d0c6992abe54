"""Pre-sale inquirers: who wrote to customer service before a sale, and not about one that was made."""

from datetime import date, datetime, timedelta

from tests.naive.place import Places
from tests.naive.rows import Event
from tests.naive.sales import Sales
from tests.naive.tally import Tally

ONE_DAY = timedelta(days=1)
AFTER_SALE = 21


def tally_inquirers(tally: Tally, places: Places, sales: Sales) -> None:
    orders = moments_of_orders(sales)
    for day, events in places.events_of_day.items():
        for person, inquiries in inquiries_of_people(events).items():
            if before_sale(day, min(event.at for event in inquiries), orders.get(person, {})):
                for event in inquiries:
                    members = places.of_act(day, person, product=event.product, at=event.at)
                    tally.see("inquirers", person, day=day, members=members)


def before_sale(day: date, asked: datetime, orders: dict[date, list[datetime]]) -> bool:
    """Ordered on the next day, or after asking; else no order of the day nor of the 21 days before."""
    if orders.get(day + ONE_DAY):
        return True
    if day in orders:
        return max(orders[day]) > asked
    return not any(day - AFTER_SALE * ONE_DAY <= ordered < day for ordered in orders)


def moments_of_orders(sales: Sales) -> dict[str, dict[date, list[datetime]]]:
    found: dict[str, dict[date, list[datetime]]] = {}
    for day, deals in sales.ordered_on.items():
        for deal in deals:
            if deal.person:
                found.setdefault(deal.person, {}).setdefault(day, []).append(deal.at)
    return found


def inquiries_of_people(events: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "inquiry":
            found.setdefault(event.visitor, []).append(event)
    return found
