"""Visits: runs of one visitor's events of one business day with gaps under half an hour, holding a view."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.naive.place import Places
from tests.naive.rows import Event, History
from tests.naive.tally import Members, Tally

HALF_HOUR = timedelta(minutes=30)
ENGAGING = {"favourite", "cart", "inquiry", "order", "purchase"}


@dataclass(frozen=True)
class Moment:
    """An event, or the creation of an order in the order tables."""

    at: datetime
    event: Event | None


@dataclass(frozen=True)
class Visit:
    day: date
    visitor: str
    events: list[Event]
    orders: int

    @property
    def views(self) -> int:
        return sum(event.kind == "view" for event in self.events)

    @property
    def bounced(self) -> bool:
        return self.views == 1 and not self.orders and not any(event.kind in ENGAGING for event in self.events)

    @property
    def seconds(self) -> int:
        return int((self.events[-1].at - self.events[0].at).total_seconds())


def tally_visits(tally: Tally, places: Places) -> None:
    for visit in visits(places):
        where = {"day": visit.day, "members": members_of(visit, places)}
        tally.add("visits", 1, **where)
        tally.add("bounced_visits", int(visit.bounced), **where)
        if len(visit.events) >= 2:
            tally.add("timed_visits", 1, **where)
            tally.add("stay_seconds", visit.seconds, **where)


def members_of(visit: Visit, places: Places) -> Members:
    first = visit.events[0]
    members = places.of_act(visit.day, visit.visitor, product=first.product, at=first.at)
    return {**members, "source": first.source or 0}


def visits(places: Places) -> Iterator[Visit]:
    for (day, visitor), moments in moments_of(places).items():
        for run in runs(sorted(moments, key=lambda moment: moment.at)):
            events = [moment.event for moment in run if moment.event]
            visit = Visit(day, visitor, events, orders=len(run) - len(events))
            if visit.views:
                yield visit


def moments_of(places: Places) -> dict[tuple[date, str], list[Moment]]:
    found: dict[tuple[date, str], list[Moment]] = {}
    for day, events in places.events_of_day.items():
        for event in events:
            found.setdefault((day, event.visitor), []).append(Moment(event.at, event))
    for day, buyer, at in orders_created(places.shop):
        found.setdefault((day, buyer), []).append(Moment(at, None))
    return found


def orders_created(shop: History) -> Iterator[tuple[date, str, datetime]]:
    for order in shop.real_orders.values():
        if order.buyer:
            yield shop.calendar.day_of(order.created), order.buyer, order.created


def runs(moments: list[Moment]) -> Iterator[list[Moment]]:
    run: list[Moment] = []
    for moment in moments:
        if run and moment.at - run[-1].at >= HALF_HOUR:
            yield run
            run = []
        run.append(moment)
    yield run
