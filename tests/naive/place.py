"""Which member of each dimension a row belongs to (domain.md, "Attribution")."""

from datetime import date, datetime, timedelta
from functools import cached_property

from tests.naive.kept import Kept, kept_of
from tests.naive.rows import Event, History
from tests.naive.sales import Sales
from tests.naive.tally import Member, Members

NO_VISIT = -1
UNKNOWN = 0
NEW, RETURNING = 1, 2
LOOK_BACK = timedelta(days=30)
OF_FIRST_EVENT = ("source", "region", "device", "landing_page", "source_product", "source_tier")


class Places:
    def __init__(self, shop: History, sales: Sales) -> None:
        self.shop, self.sales = shop, sales
        self._kept: dict[date, Kept] = {}

    @cached_property
    def events_of_day(self) -> dict[date, list[Event]]:
        """In order of time; of equal times the one earlier in the file comes first."""
        days: dict[date, list[Event]] = {}
        for event in sorted(self.shop.events, key=lambda event: event.at):
            days.setdefault(self.shop.calendar.day_of(event.at), []).append(event)
        return days

    @cached_property
    def first_of_day(self) -> dict[tuple[date, str], Event]:
        firsts: dict[tuple[date, str], Event] = {}
        for day, events in self.events_of_day.items():
            for event in events:
                firsts.setdefault((day, event.visitor), event)
        return firsts

    @cached_property
    def days_of_visitor(self) -> dict[str, list[date]]:
        days: dict[str, list[date]] = {}
        for day, visitor in self.first_of_day:
            days.setdefault(visitor, []).append(day)
        return days

    def kept_on(self, day: date) -> Kept:
        if day not in self._kept:
            self._kept[day] = kept_of(self.events_of_day.get(day, ()), self.sales.paid_on.get(day, ()))
        return self._kept[day]

    def of_first_event(self, day: date, first: Event | None) -> Members:
        """Of a row of `day`: members by the first event of a person's day, or of a visit."""
        if first is None:
            return dict.fromkeys(OF_FIRST_EVENT, NO_VISIT)
        kept = self.kept_on(day)
        return {
            "source": first.source or UNKNOWN,
            "region": first.region or UNKNOWN,
            "device": first.device or UNKNOWN,
            "landing_page": kept.page(first),
            "source_product": (kept.source(first), kept.product(first)),
            "source_tier": (kept.source(first), self.shop.tier_on(first.product, day)),
        }

    def knows_kinds(self, day: date) -> bool:
        """New or returning cannot be told before there are 30 days to look back at."""
        return bool(self.events_of_day) and day - min(self.events_of_day) >= LOOK_BACK

    def kind_of(self, day: date | None, person: str) -> Member:
        if day is None or (day, person) not in self.first_of_day or not self.knows_kinds(day):
            return NO_VISIT
        before = [seen for seen in self.days_of_visitor[person] if day - LOOK_BACK <= seen < day]
        return RETURNING if before else NEW

    def of_person(self, day: date, person: str, *, seen_on: date | None) -> Members:
        """Whole shop and what a person came with: by the first event of the day `seen_on`, in cells of `day`."""
        first = self.first_of_day.get((seen_on, person)) if seen_on else None
        members: dict[str, Member] = {"": 0, **self.of_first_event(day, first)}
        if self.knows_kinds(day):
            members["visitor_kind"] = self.kind_of(seen_on, person)
        return members

    def of_product(self, day: date, product: str) -> Members:
        return {"product": product or UNKNOWN, "tier": self.shop.tier_on(product, day)}

    def of_act(self, day: date, person: str, *, product: str, at: datetime) -> Members:
        """An act of a person: by their day's first event, the product acted on and the hour of the act."""
        return {
            **self.of_person(day, person, seen_on=day),
            **self.of_product(day, product),
            "hour": self.shop.calendar.hour_of(at),
        }
