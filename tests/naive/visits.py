"""Visits: runs of one visitor's events of one business day, holding a view.

Events that name a session are one run, whatever the gaps; among the others, a gap of half an hour begins a new run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

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
        """Half an hour is counted of a longer gap."""
        gaps = [later.at - earlier.at for earlier, later in pairwise(self.events)]
        return sum((min(gap, HALF_HOUR) for gap in gaps), timedelta()) // timedelta(seconds=1)


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
    return {**members, **places.of_first_event(visit.day, first)}


def visits(places: Places) -> Iterator[Visit]:
    for (day, visitor, session), moments in moments_of(places).items():
        in_order = sorted(moments, key=lambda moment: moment.at)
        for run in [in_order] if session else runs(in_order):
            events = [moment.event for moment in run if moment.event]
            visit = Visit(day, visitor, events, orders=len(run) - len(events))
            if visit.views:
                yield visit


def moments_of(places: Places) -> dict[tuple[date, str, str], list[Moment]]:
    """By day, visitor and session; an order of the order tables is of no session."""
    found: dict[tuple[date, str, str], list[Moment]] = {}
    for day, events in places.events_of_day.items():
        for event in events:
            found.setdefault((day, event.visitor, event.session), []).append(Moment(event.at, event))
    for day, buyer, at in orders_created(places.shop):
        found.setdefault((day, buyer, ""), []).append(Moment(at, None))
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
