"""The orders that begin on a day, with their lines and their payments, whenever these come. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from shopops.demo.calendar import rhythm
from shopops.demo.catalogue import ITEMS, PARTNERS, PRICES, popularity
from shopops.demo.draws import Draws, Ints, Keys
from shopops.demo.rates import Rates
from shopops.demo.sources import REMOTE
from shopops.demo.visits import visits_of
from shopops.demo.world import World

# An order not paid so many days after it began never will be.
PAYMENT_REACH = 12

FLAGS = ("", "test", "staff", "fake")
FLAG_SHARES = np.array([0.995, 0.0006, 0.0014, 0.003])

# Of orders outside a pre-sale: never paid, paid on a later day, paid later on the day; the others at once.
NEVER, LATER_DAY, LATER_TODAY = 0.105, 0.045, 0.03
DEPOSITS_LOST = 0.09

SECOND_LINE, THIRD_LINE = 0.19, 0.04
COUPON_TAKEN = 0.42
LINE_COLUMNS = ("order", "line", "product", "quantity", "amount")
FREE_FREIGHT, FREIGHT, REMOTE_FREIGHT = 8_800, 800, 1_800


@dataclass(frozen=True)
class Sales:
    """Orders and their lines, both by order number.

    orders: order (int64), visit (key), person, seen, created, paid (datetime64[s], NaT: never), at_once, amount (fen,
    the sum of its lines), freight, items, region, flag, presale. lines: order, line, product, quantity, amount (fen).
    """

    orders: pd.DataFrame
    lines: pd.DataFrame


@lru_cache(maxsize=256)
def sales_of(world: World, day: date) -> Sales:
    visits, draws = visits_of(world, day), world.draws(day)
    bought = visits[visits["order"]]
    key = bought["key"].to_numpy()
    number = order_numbers(day, key)
    lines = _lines(draws, world.rates(day), key, bought["focus"].to_numpy())
    lines = lines.assign(order=number[lines["at"]])
    of_order = lines.groupby("at")[["amount", "quantity"]].sum()
    created = _created(draws, bought)
    presale = draws.chance("presale", key, rhythm(day).presale)
    paid, at_once = _paid(draws, key, created, presale)
    orders = pd.DataFrame({"order": number, "visit": key, "person": bought["person"].to_numpy()})
    orders = orders.assign(
        seen=bought["seen"].to_numpy(),
        created=created,
        paid=paid,
        at_once=at_once,
        amount=of_order["amount"].to_numpy(),
        freight=_freight(of_order["amount"].to_numpy(), bought["region"].to_numpy()),
        items=of_order["quantity"].to_numpy(),
        region=bought["region"].to_numpy(),
        flag=draws.pick("flag", key, FLAG_SHARES),
        presale=presale,
    )
    return Sales(
        orders=orders.sort_values("order", ignore_index=True),
        lines=lines[list(LINE_COLUMNS)].sort_values(["order", "line"], ignore_index=True),
    )


def order_numbers(day: date, visits: Keys) -> Ints:
    """Numbers of 17 digits from the day and the visit, so that they stay when others' orders come or go."""
    group, rest = np.divmod(visits.astype(np.int64), 1 << 34)
    slot, visit = np.divmod(rest, 1 << 10)
    nth, copy = np.divmod(visit, 1 << 6)
    today = (day.year % 100 * 100 + day.month) * 100 + day.day
    return (((today * 10 + group + 1) * 10 + nth) * 100 + copy) * 10_000_000 + slot


def _lines(draws: Draws, rates: Rates, key: Keys, focus: Ints) -> pd.DataFrame:
    """Lines with `at`, the place of their order in `key`. No product comes twice in an order."""
    count = 1 + draws.chance("second line", key, SECOND_LINE) + draws.chance("third line", key, THIRD_LINE)
    products = np.stack([focus, *_further(draws, key, focus)])
    at = np.repeat(np.arange(len(key)), count)
    line = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    product = products[line, at]
    of_line = (key[at] << np.uint64(2)) | line.astype(np.uint64)
    quantity = 1 + draws.pick("quantity", of_line, np.array([0.93, 0.06, 0.01]))
    full = np.rint(PRICES[product] * rates.price[product]).astype(np.int64) * quantity
    amount = full - _coupon_by_line(draws, key, at, full)
    return pd.DataFrame({"at": at, "line": line + 1, "product": product, "quantity": quantity, "amount": amount})


def _further(draws: Draws, key: Keys, focus: Ints) -> tuple[Ints, Ints]:
    """A second and a third product beside `focus`, all three different."""
    shown, any_product = draws.uniform("beside", key), draws.pick("any second", key, popularity(draws.day))
    second = np.where(shown < 0.6, PARTNERS[focus, 0], any_product)
    second = np.where(second == focus, focus % len(ITEMS) + 1, second)
    third = draws.pick("third product", key, popularity(draws.day))
    for _ in range(2):
        third = np.where((third == focus) | (third == second), third % len(ITEMS) + 1, third)
    return second, third


def _coupon_by_line(draws: Draws, key: Keys, at: Ints, full: Ints) -> Ints:
    """The shop's coupon (20 off 299, 50 off 599; in sales 40 off each 300), shared by the lines' prices."""
    total = np.bincount(at, weights=full, minlength=len(key)).astype(np.int64)
    everyday = np.select([total >= 59_900, total >= 29_900], [5_000, 2_000], 0)
    in_sale = rhythm(draws.day).discount >= 0.08
    taken = draws.chance("coupon", key, 0.85 if in_sale else COUPON_TAKEN)
    off = np.where(taken, total // 30_000 * 4_000 if in_sale else everyday, 0)
    shares = off[at] * full // np.maximum(total[at], 1)
    left = off - np.bincount(at, weights=shares, minlength=len(key)).astype(np.int64)
    first_line = np.flatnonzero(np.diff(at, prepend=-1))
    shares[first_line] += left
    return shares


def _created(draws: Draws, bought: pd.DataFrame) -> np.ndarray:
    """After the last page, within a minute."""
    read = bought["second"].to_numpy() + bought["views"].to_numpy() * bought["pace"].to_numpy()
    second = read + 5 + 50 * draws.uniform("order form", bought["key"].to_numpy())
    return np.datetime64(draws.day, "s") + second.astype("timedelta64[s]")


def _paid(draws: Draws, key: Keys, created: np.ndarray, presale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """When each order is paid (NaT: never), and whether that was at once and on the same day."""
    how = draws.uniform("payment", key)
    wait = np.select(
        [how < NEVER + LATER_DAY, how < NEVER + LATER_DAY + LATER_TODAY],
        [3_600 * (9 + 40 * draws.uniform("later day", key)), 1_800 + 14_400 * draws.uniform("later", key)],
        15 + 400 * draws.uniform("payment form", key) ** 2,
    )
    paid = created + wait.astype("timedelta64[s]")
    opening = np.datetime64(rhythm(draws.day).opening or draws.day, "s")
    balance = opening + (3_600 * 20 * draws.uniform("balance", key) ** 3).astype("timedelta64[s]")
    paid = np.where(presale, balance, paid)
    never = how < np.where(presale, DEPOSITS_LOST, NEVER)
    tomorrow = np.datetime64(draws.day + timedelta(days=1), "s")
    at_once = ~presale & (how >= NEVER + LATER_DAY + LATER_TODAY) & (paid < tomorrow)
    return np.where(never, np.datetime64("NaT", "s"), paid), at_once


def _freight(amount: Ints, region: Ints) -> Ints:
    far = REMOTE[region]
    return np.select([far, amount < FREE_FREIGHT], [REMOTE_FREIGHT, FREIGHT], 0)
