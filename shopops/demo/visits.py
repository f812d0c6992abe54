"""The visits of a day, one row each: who, from where, to which page, and what came of it. Pure.

Pages seen are spread out of it by `traffic`, orders by `sales`; both need only the visits of their own day.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from shopops.demo.calendar import hours
from shopops.demo.catalogue import PARTNERS, popularity
from shopops.demo.draws import Bools, Draws, Floats, Ints, Keys, pick_by_row
from shopops.demo.people import People, devices, newcomers, regions, returners, strangers, unseen_buyers
from shopops.demo.rates import Rates, landing_weights
from shopops.demo.sources import MORE_VIEWS, NEW_WEIGHTS, RETURNING_WEIGHTS
from shopops.demo.world import World

DAY_SECONDS = 86_400
MOST_VIEWS = 40
MOST_COPIES = 63
SECOND_VISIT, THIRD_VISIT = 0.12, 0.02
# Those who come again bounce less and buy more; those who asked, more still; who buys has mostly put it in the cart.
RETURNING_BOUNCE, RETURNING_ORDER = 0.88, 1.35
ASKED_ORDER, SILENT_ORDER = 2.3, 0.8
CARTED_OF_ORDERED, CARTED_OF_SAVED, FAVOURED_OF_SAVED = 0.62, 0.72, 0.42
FOCUS_STAYS = 0.58


@lru_cache(maxsize=128)
def visits_of(world: World, day: date) -> pd.DataFrame:
    """Visits of `day` that bring pages or orders, in no order of time.

    Columns: key, person (uint64), seen (False: an order without a visit), returning, source, landing, region, device,
    second (of the day), views, pace (seconds a page), focus (the product wanted), inquiry, favourite, cart, order.
    """
    rates, draws = world.rates(day), world.draws(day)
    groups = (newcomers(world, day), returners(world, day))
    seen = pd.concat([_visits(draws, rates, people) for people in groups], ignore_index=True)
    visits = pd.concat([_outcomes(draws, rates, seen), _unseen(world, day)], ignore_index=True)
    people = visits["person"].to_numpy()
    return visits.assign(region=regions(world, people), device=devices(world, people))


def _visits(draws: Draws, rates: Rates, people: People) -> pd.DataFrame:
    """One to three visits a person, fewer or more where a story changes the traffic."""
    again = draws.chance("second visit", people.slot, SECOND_VISIT)
    number = 1 + again + draws.chance("third visit", people.slot, THIRD_VISIT)
    slot, person = np.repeat(people.slot, number), np.repeat(people.person, number)
    nth = _place_in_run(number)
    key = (slot << np.uint64(10)) | (nth.astype(np.uint64) << np.uint64(6))
    first_time = (nth == 0) & (not people.returning)
    source = np.where(first_time, draws.pick("source", key, NEW_WEIGHTS), draws.pick("source", key, RETURNING_WEIGHTS))
    landing = pick_by_row(draws.uniform("landing", key), source, landing_weights(draws.day))
    traffic = rates.traffic[source, landing] + draws.uniform("traffic", key)
    copies = np.where(rates.traffic[source, landing] == 1.0, 1, traffic.astype(np.int64).clip(0, MOST_COPIES))
    copy = _place_in_run(copies)
    return pd.DataFrame(
        {
            "key": np.repeat(key, copies) | copy.astype(np.uint64),
            "person": strangers(np.repeat(person, copies), copy),
            "seen": True,
            "returning": people.returning,
            "source": np.repeat(source, copies),
            "landing": np.repeat(landing, copies),
        }
    )


def _outcomes(draws: Draws, rates: Rates, visits: pd.DataFrame) -> pd.DataFrame:
    key, source, landing = (visits[name].to_numpy() for name in ("key", "source", "landing"))
    again = visits["returning"].to_numpy()
    bounce = rates.bounce[source, landing] * np.where(again, RETURNING_BOUNCE, 1.0)
    stays = ~draws.chance("bounce", key, bounce)
    views = np.where(stays, 2 + _geometric(draws.uniform("views", key), MORE_VIEWS[source]), 1).clip(1, MOST_VIEWS)
    pace = (38 * np.exp(0.75 * draws.normal("pace", key))).clip(4, 600)
    inquiry = stays & draws.chance("inquiry", key, rates.inquiry[source, landing])
    focus = focus_of(draws, rates, key, landing)
    wants = rates.order[source, landing] * rates.appeal[focus]
    wants = wants * np.where(again, RETURNING_ORDER, 1.0) * np.where(inquiry, ASKED_ORDER, SILENT_ORDER)
    order = stays & draws.chance("order", key, wants)
    saves = stays & draws.chance("save", key, rates.save[source, landing])
    return visits.assign(
        second=_seconds(draws, key, views * pace),
        views=views,
        pace=pace,
        focus=np.where(stays, focus, landing),
        inquiry=inquiry,
        favourite=saves & draws.chance("favourite", key, FAVOURED_OF_SAVED),
        cart=_carted(draws, key, saves=saves, order=order),
        order=order,
    )


def focus_of(draws: Draws, rates: Rates, key: Keys, landing: Ints) -> Ints:
    """The product a visitor turns to: mostly the one landed on, else one shown beside it, else any of the shop's."""
    where = draws.uniform("focus", key)
    place = draws.pick("place", key, np.array([0.5, 0.3, 0.2]))
    anywhere = draws.pick("any product", key, popularity(draws.day))
    beside = np.where(landing > 0, PARTNERS[landing, place], anywhere)
    focus = np.where((where < FOCUS_STAYS) & (landing > 0), landing, np.where(where < 0.82, beside, anywhere))
    for pull in rates.pulls:
        pulled = (landing == pull.landing) & draws.chance(f"pull {pull.landing} {pull.focus}", key, pull.share)
        focus = np.where(pulled, pull.focus, focus)
    return focus


def _carted(draws: Draws, key: Keys, *, saves: Bools, order: Bools) -> Bools:
    carts = draws.uniform("cart", key)
    return np.where(order, carts < CARTED_OF_ORDERED, saves & (carts < CARTED_OF_SAVED))


def _seconds(draws: Draws, key: Keys, length: Floats) -> Floats:
    """When visits begin: by the hours of the day, early enough to end in it."""
    hour = draws.pick("hour", key, np.array(hours(draws.day)))
    second = (hour + draws.uniform("second", key)) * 3600
    return np.minimum(second, DAY_SECONDS - 60 - length).clip(0)


def _unseen(world: World, day: date) -> pd.DataFrame:
    draws, rates = world.draws(day), world.rates(day)
    people = unseen_buyers(world, day)
    key = people.slot << np.uint64(10)
    return pd.DataFrame(
        {
            "key": key,
            "person": people.person,
            "seen": False,
            "returning": True,
            "source": 0,
            "landing": 0,
            "second": _seconds(draws, key, np.zeros(len(key))),
            "views": 0,
            "pace": 0.0,
            "focus": focus_of(draws, rates, key, np.zeros(len(key), dtype=np.int64)),
            "inquiry": False,
            "favourite": False,
            "cart": False,
            "order": True,
        }
    )


def _geometric(uniform: Floats, mean: Floats) -> Ints:
    """Whole numbers from 0 with this mean, by the inverse of their distribution."""
    return np.floor(np.log(uniform) / np.log(mean / (1 + mean))).astype(np.int64)


def _place_in_run(lengths: Ints) -> Ints:
    """0, 1, … within each run: lengths 2, 0, 3 give 0 1 0 1 2."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
