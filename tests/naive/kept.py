"""Sources, products and pages of a day that have cells of their own in crossings and landing pages; others are "other".

They are those viewed most on the day, of products also those that most was paid for; of equal ones the first by name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tests.naive.rows import Event
from tests.naive.sales import Deal
from tests.naive.tally import Member

OTHER = -2
SOURCES, PRODUCTS, PAGES = 40, 40, 200


@dataclass(frozen=True)
class Kept:
    sources: set[str]
    products: set[str]
    pages: set[str]

    def source(self, event: Event) -> Member:
        return named(event.source, self.sources)

    def product(self, event: Event) -> Member:
        return named(event.product, self.products)

    def page(self, event: Event) -> Member:
        return named(event.page, self.pages)


def named(name: str, kept: set[str]) -> Member:
    return (name or 0) if name in kept else OTHER


def kept_of(events: Iterable[Event], paid: Iterable[Deal]) -> Kept:
    """Of all the events of a day, and of all that was paid on it."""
    views = [event for event in events if event.kind == "view"]
    money: Counter = Counter()
    for deal in paid:
        for part in deal.parts:
            money[part.product] += part.amount
    return Kept(
        most(Counter(event.source for event in views), SOURCES),
        most(Counter(event.product for event in views), PRODUCTS) | most(money, PRODUCTS),
        most(Counter(event.page for event in views), PAGES),
    )


def most(numbers: Counter, limit: int) -> set[str]:
    return set(sorted(numbers, key=lambda name: (-numbers[name], name))[:limit])
