"""What happens in the demo shop besides its ordinary days, and what a breakdown must find of it, in one file.

Time is cut into slots of four weeks. In a slot that no large sale reaches, the third and the fourth week tell one of
the stories in turn; the first two are as ever and are what they are compared with. Pure.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from django.utils.functional import Promise

from shopops.catalog.models import Tier
from shopops.demo.calendar import phases_on
from shopops.demo.catalogue import ITEMS, PROFIT, TIERS, TRAFFIC, popularity, tiers_on
from shopops.demo.rates import Pull, Rates
from shopops.demo.sources import SOURCE_NAMES

EPOCH = date(2024, 1, 1)  # a Monday
SLOT, TOLD_FROM = 28, 14
# A slot is quiet where every festival leaves visitors within these factors.
QUIET = (0.8, 1.35)
# What is left of a price a day later.
DRIFT = 0.98
SEARCH, COMMISSION = SOURCE_NAMES.index("手淘搜索"), SOURCE_NAMES.index("淘宝客")


@dataclass(frozen=True)
class Slot:
    """Four weeks from `start`; `lead` and `earner` are the most wanted traffic and profit items of the season."""

    number: int
    start: date

    @property
    def begins(self) -> date:
        return self.start + timedelta(days=TOLD_FROM)

    @property
    def last(self) -> date:
        return self.start + timedelta(days=SLOT - 1)

    @property
    def lead(self) -> int:
        return _most_wanted(TRAFFIC, self.start)

    @property
    def earner(self) -> int:
        return _most_wanted(PROFIT, self.start)


@dataclass(frozen=True)
class Truth:
    """What a breakdown by `by` of the story's last `days` against those two weeks before must find first: this effect
    (`falls` or rises) and, where it is split, this member (names of the cells' parts)."""

    by: str
    effect: str
    falls: bool
    member: tuple[str | Promise, ...] = ()
    days: int = SLOT - TOLD_FROM


@dataclass(frozen=True)
class Story:
    """`tell` gives the rates of the `nth` day of the story (0 …); `truth` what is to be found of it."""

    key: str
    tell: Callable[[Slot, int, Rates], Rates]
    truth: Callable[[Slot], Truth]


@dataclass(frozen=True)
class Planted:
    """A story in its slot: told from `first` to `last`."""

    story: Story
    slot: Slot

    @property
    def first(self) -> date:
        return self.slot.begins

    @property
    def last(self) -> date:
        return self.slot.last

    @property
    def truth(self) -> Truth:
        return self.story.truth(self.slot)

    @property
    def spans(self) -> tuple[tuple[date, date], tuple[date, date]]:
        """The days to be explained, and those to compare with: the same weekdays before the story."""
        first, back = self.last - timedelta(days=self.truth.days - 1), timedelta(days=TOLD_FROM)
        return (first, self.last), (first - back, self.last - back)


def told(day: date, rates: Rates) -> Rates:
    """The rates of a day with the story of its slot, if it has one: a story of `shopops.demo.world`."""
    planted = planted_on(day)
    return rates if planted is None else planted.story.tell(planted.slot, (day - planted.first).days, rates)


def planted_on(day: date) -> Planted | None:
    """The story that is told on a day."""
    number, place = divmod((day - EPOCH).days, SLOT)
    return planted_in(number) if place >= TOLD_FROM else None


@lru_cache(maxsize=512)
def planted_in(number: int) -> Planted | None:
    """The story of a slot; None in a slot that is not quiet, and before the first."""
    if number < 0 or not _is_quiet(number):
        return None
    turn = sum(_is_quiet(earlier) for earlier in range(number))
    return Planted(STORIES[turn % len(STORIES)], _slot(number))


def planted_between(first: date, last: date) -> Iterator[Planted]:
    """Stories told whole within these days, their days of comparison included, in order of time."""
    for number in range((first - EPOCH).days // SLOT, (last - EPOCH).days // SLOT + 1):
        planted = planted_in(number)
        if planted and first <= planted.slot.start and planted.last <= last:
            yield planted


@lru_cache(maxsize=512)
def _is_quiet(number: int) -> bool:
    days = (_slot(number).start + timedelta(days=place) for place in range(SLOT))
    low, high = QUIET
    return all(low < phase.visitors < high for day in days for phase in phases_on(day))


def _slot(number: int) -> Slot:
    return Slot(number, EPOCH + timedelta(days=number * SLOT))


def _most_wanted(tier: str, day: date) -> int:
    wanted = np.where(tiers_on(day) == TIERS.index(tier), popularity(day), 0.0)
    wanted[0] = 0.0
    return int(wanted.argmax())


def _title(number: int) -> str:
    return ITEMS[number - 1].title


def _title_change(slot: Slot, nth: int, rates: Rates) -> Rates:
    """A new title brings people who searched for something else."""
    order = rates.order.copy()
    order[SEARCH, slot.lead] *= 0.25
    return replace(rates, order=order)


def _bad_picture(slot: Slot, nth: int, rates: Rates) -> Rates:
    """Whoever lands on the product sees a poor first picture and leaves."""
    bounce = rates.bounce.copy()
    bounce[:, slot.lead] = 1 - (1 - bounce[:, slot.lead]) * 0.3
    return replace(rates, bounce=bounce)


def _moved_forward(slot: Slot, nth: int, rates: Rates) -> Rates:
    """A week of low prices sells what the week after would have sold."""
    if nth < 7:
        return replace(rates, order=rates.order * 1.45, price=rates.price * 0.9)
    return replace(rates, order=rates.order * 0.5)


def _paid_off(slot: Slot, nth: int, rates: Rates) -> Rates:
    """A promotion that brought people who stayed buyers."""
    return replace(rates, traffic=rates.traffic * 1.5, price=rates.price * 0.97)


def _feeds(slot: Slot, nth: int, rates: Rates) -> Rates:
    """The traffic item shows a dearer one, and many turn to it."""
    return replace(rates, pulls=(*rates.pulls, Pull(landing=slot.lead, focus=slot.earner, share=0.6)))


def _price_drift(slot: Slot, nth: int, rates: Rates) -> Rates:
    """Every day a little more is taken off the profit items."""
    price = rates.price.copy()
    price[tiers_on(slot.begins) == TIERS.index(PROFIT)] *= DRIFT ** (nth + 1)
    return replace(rates, price=price)


def _worse_visitors(slot: Slot, nth: int, rates: Rates) -> Rates:
    """One source sends three times the people, and they want nothing."""
    traffic, order, bounce = rates.traffic.copy(), rates.order.copy(), rates.bounce.copy()
    traffic[COMMISSION] *= 3.0
    order[COMMISSION] *= 0.3
    bounce[COMMISSION] = 1 - (1 - bounce[COMMISSION]) * 0.6
    return replace(rates, traffic=traffic, order=order, bounce=bounce)


STORIES = (
    Story(
        "title_change",
        _title_change,
        lambda slot: Truth("source,product", "conversion", True, (SOURCE_NAMES[SEARCH], _title(slot.lead))),
    ),
    Story("bad_picture", _bad_picture, lambda slot: Truth("product", "conversion", True, (_title(slot.lead),))),
    Story("moved_forward", _moved_forward, lambda slot: Truth("", "conversion", True, days=7)),
    Story("paid_off", _paid_off, lambda slot: Truth("", "volume", False)),
    Story("feeds", _feeds, lambda slot: Truth("product", "price", False, (_title(slot.lead),))),
    Story("price_drift", _price_drift, lambda slot: Truth("tier", "price", True, (Tier.PROFIT.label,))),
    Story(
        "worse_visitors",
        _worse_visitors,
        lambda slot: Truth("source", "conversion", True, (SOURCE_NAMES[COMMISSION],)),
    ),
)
