"""Who comes to the shop on a day: people for the first time, and people of earlier days again. Pure.

A person is a number made of the day they first came and which of that day they were, so that nobody has to be
remembered: those who return are found by drawing an earlier day and a place in its queue.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from shopops.demo.calendar import rhythm
from shopops.demo.draws import ALWAYS, Draws, Floats, Ints, Keys
from shopops.demo.sources import DEVICE_WEIGHTS, REGION_WEIGHTS
from shopops.demo.world import World

NEW_SHARE = 0.66
# Orders by people who did not visit that day: written in a chat, on another device.
UNSEEN_SHARE = 0.0019

# How many days ago those who return came first: most within the week, some after a season.
AGES = np.arange(1, 401)
AGE_WEIGHTS: Floats = 0.62 * np.exp(-AGES / 4) / 4 + 0.24 * np.exp(-AGES / 18) / 18 + 0.14 * np.exp(-AGES / 130) / 130

PLACES = np.uint64(24)  # bits of a person's number that hold the place in the queue


@dataclass(frozen=True)
class People:
    """One row each: `slot` says what draws of the day are theirs, `person` who it is on every day."""

    slot: Keys
    person: Keys
    returning: bool


def newcomers(world: World, day: date) -> People:
    places = np.arange(_newcomer_count(world.seed, world.visitors, day), dtype=np.uint64)
    return People(slot=places, person=_person(day.toordinal(), places), returning=False)


def returners(world: World, day: date) -> People:
    """People of earlier days who visit again, each once."""
    like = rhythm(day)
    # Regulars come through the slump and need no festival to come.
    mean = world.visitors * (1 - NEW_SHARE) * like.visitors**0.9
    count = round(mean * world.draws(day).noise("returners", spread=0.035))
    return _earlier_people(world, day, count=count, kind=1)


def unseen_buyers(world: World, day: date) -> People:
    like = rhythm(day)
    mean = world.visitors * UNSEEN_SHARE * like.visitors * like.orders
    count = int(mean + world.draws(day).uniform("unseen", np.zeros(1, dtype=np.uint64))[0])
    return _earlier_people(world, day, count=count, kind=2)


def strangers(people: Keys, copies: Ints) -> Keys:
    """Other people in place of these: copy 0 is the person, every other copy somebody who came nowhere else."""
    return people + (copies.astype(np.uint64) << np.uint64(20))


def regions(world: World, people: Keys) -> Ints:
    return Draws(seed=world.seed, day=ALWAYS).pick("region", people, REGION_WEIGHTS)


def devices(world: World, people: Keys) -> Ints:
    return Draws(seed=world.seed, day=ALWAYS).pick("device", people, DEVICE_WEIGHTS)


def _earlier_people(world: World, day: date, *, count: int, kind: int) -> People:
    slots = np.arange(count, dtype=np.uint64) | np.uint64(kind << 24)
    draws = world.draws(day)
    ages = AGES[draws.pick("age", slots, AGE_WEIGHTS)]
    sizes = np.array([_newcomer_count(world.seed, world.visitors, day - timedelta(days=int(age))) for age in AGES])
    # The front of the queue is fonder of the shop: the same people come again and again.
    places = (sizes[ages - 1] * draws.uniform("place", slots) ** 1.6).astype(np.uint64)
    people, first = np.unique(_person(day.toordinal() - ages, places), return_index=True)
    return People(slot=slots[first], person=people, returning=True)


def _person(ordinals: Ints | int, places: Keys) -> Keys:
    return (np.asarray(ordinals).astype(np.uint64) << PLACES) | places


@lru_cache(maxsize=8192)
def _newcomer_count(seed: int, visitors: int, day: date) -> int:
    mean = visitors * NEW_SHARE * rhythm(day).visitors
    return round(mean * Draws(seed=seed, day=day).noise("newcomers", spread=0.035))
