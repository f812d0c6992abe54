"""What a shop would export after some days: their events and orders, and what happened to earlier orders. Pure.

An order begun in an earlier stretch is told again when it is paid in this one; a refund belongs to the stretch of its
own day. So every stretch adds to the ones before it, and no cut between stretches changes what they tell together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from shopops.demo.refunds import REFUND_REACH, refunds_of
from shopops.demo.sales import PAYMENT_REACH, sales_of
from shopops.demo.traffic import events_of
from shopops.demo.world import World

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Days `first` to `last` of a shop whose history begins on `opened`."""

    opened: date
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return days_between(self.first, self.last)

    def days_before(self, reach: int) -> list[date]:
        """The days of history of which something may still come within this stretch."""
        return days_between(max(self.opened, self.first - timedelta(days=reach)), self.first - ONE_DAY)

    def holds(self, moments: pd.Series) -> pd.Series:
        return (moments >= np.datetime64(self.first, "s")) & (moments < np.datetime64(self.last + ONE_DAY, "s"))


def stretches(opened: date, *, first: date, last: date) -> Iterator[Stretch]:
    """The days from `first` to `last`, cut at quarters of the year."""
    while first <= last:
        of_quarter = (first.month - 1) // 3 * 3 + 3
        next_quarter = date(first.year + of_quarter // 12, of_quarter % 12 + 1, 1)
        end = min(last, next_quarter - ONE_DAY)
        yield Stretch(opened=opened, first=first, last=end)
        first = end + ONE_DAY


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def events_in(world: World, stretch: Stretch) -> pd.DataFrame:
    """Columns as `traffic.events_of`."""
    return pd.concat([events_of(world, day) for day in stretch.days], ignore_index=True)


def orders_in(world: World, stretch: Stretch) -> pd.DataFrame:
    """Orders begun in the stretch, then earlier ones paid in it; `paid` as known at its end."""
    begun = pd.concat([sales_of(world, day).orders for day in stretch.days], ignore_index=True)
    begun = begun.assign(paid=begun["paid"].where(stretch.holds(begun["paid"])))
    earlier = [sales_of(world, day).orders for day in stretch.days_before(PAYMENT_REACH)]
    paid_now = [orders[stretch.holds(orders["paid"])] for orders in earlier]
    return pd.concat([begun, *paid_now], ignore_index=True)


def lines_in(world: World, stretch: Stretch) -> pd.DataFrame:
    return pd.concat([sales_of(world, day).lines for day in stretch.days], ignore_index=True)


def refunds_in(world: World, stretch: Stretch) -> pd.DataFrame:
    """Refunds that happen in the stretch, of all orders of the history."""
    days = stretch.days_before(PAYMENT_REACH + REFUND_REACH) + stretch.days
    refunds = pd.concat([refunds_of(world, day) for day in days], ignore_index=True)
    return refunds[stretch.holds(refunds["time"])].reset_index(drop=True)
