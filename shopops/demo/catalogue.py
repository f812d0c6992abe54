"""What the demo shop sells: 64 products for the wardrobe of 麻袋女装, their tiers and seasons. Pure.

Products have numbers from 1; number 0 stands for the shop's front page wherever arrays are indexed by landing page.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, pi

import numpy as np

from shopops.demo.draws import Floats, Ints
from shopops.demo.titles import TITLES

TRAFFIC, PROFIT, IMAGE, CUSTOM = "traffic", "profit", "image", "custom"
TIERS = (TRAFFIC, PROFIT, IMAGE, CUSTOM)
# The first tiers hold since the shop opened; no history reaches back to it.
OPENED = date(2015, 1, 1)

# Day of the year on which a category sells best, and how far its sales swing around the mean.
SEASONS = {
    "连衣裙": (165, 0.75),
    "T恤": (175, 0.8),
    "衬衫": (125, 0.4),
    "半身裙": (150, 0.5),
    "裤装": (270, 0.15),
    "套装": (120, 0.35),
    "马甲": (95, 0.4),
    "针织衫": (300, 0.7),
    "卫衣": (290, 0.6),
    "风衣": (285, 0.6),
    "大衣": (335, 0.85),
    "羽绒服": (350, 0.9),
    "礼服": (120, 0.2),
    "定制": (100, 0.2),
}

# How much more an item of a tier is looked for by those who may turn to any.
WANTED_OF_TIER = {TRAFFIC: 1.7, PROFIT: 1.0, IMAGE: 0.1, CUSTOM: 0.3}

# Products that play another role from a day on: number → (day, tier).
TIER_CHANGES = {
    5: (date(2024, 9, 1), PROFIT),
    18: (date(2025, 3, 1), TRAFFIC),
    9: (date(2025, 8, 16), PROFIT),
    31: (date(2025, 12, 1), IMAGE),
    24: (date(2026, 3, 16), TRAFFIC),
    55: (date(2026, 8, 1), PROFIT),
    12: (date(2027, 2, 16), PROFIT),
    27: (date(2027, 9, 1), TRAFFIC),
    36: (date(2028, 4, 1), IMAGE),
    57: (date(2028, 10, 16), PROFIT),
    20: (date(2029, 5, 1), TRAFFIC),
    7: (date(2029, 11, 16), PROFIT),
}


@dataclass(frozen=True)
class Item:
    """`price` is the list price in fen, `weight` how much it is wanted over the year."""

    number: int
    title: str
    category: str
    price: int
    tier: str
    weight: float

    @property
    def code(self) -> str:
        return str(CODE_OF_NUMBER_0 + self.number)


CODE_OF_NUMBER_0 = 682_013_450_000


def _items() -> tuple[Item, ...]:
    seen: dict[str, int] = {}
    items = []
    for number, (title, category, yuan, tier) in enumerate(TITLES, start=1):
        seen[tier] = rank = seen.get(tier, 0) + 1
        weight = WANTED_OF_TIER[tier] / (rank + 1.5) ** 0.9
        items.append(Item(number, title, category, yuan * 100, tier, weight))
    return tuple(items)


ITEMS = _items()
LANDINGS = len(ITEMS) + 1
PRICES: Ints = np.array([0, *(item.price for item in ITEMS)], dtype=np.int64)


def tier_rows(*, until: date) -> list[tuple[Item, str, date]]:
    """Item, tier and its first day, for every assignment that began by `until`."""
    rows = [(item, item.tier, OPENED) for item in ITEMS]
    changes = ((ITEMS[number - 1], tier, day) for number, (day, tier) in TIER_CHANGES.items())
    return rows + [(item, tier, day) for item, tier, day in changes if day <= until]


@lru_cache(maxsize=2048)
def tiers_on(day: date) -> Ints:
    """Index into TIERS for each landing page; the front page counts as a profit item."""
    tiers = [PROFIT, *(item.tier for item in ITEMS)]
    for number, (since, tier) in TIER_CHANGES.items():
        if since <= day:
            tiers[number] = tier
    return np.array([TIERS.index(tier) for tier in tiers])


@lru_cache(maxsize=2048)
def popularity(day: date) -> Floats:
    """How much each product is wanted on `day`, by its place in the shop and the season; 0 for number 0."""
    swing = {
        category: max(0.04, 1 + width * cos(2 * pi * (day.timetuple().tm_yday - peak) / 365.25))
        for category, (peak, width) in SEASONS.items()
    }
    return np.array([0.0, *(item.weight * swing[item.category] for item in ITEMS)])


def tier_weights(day: date, shares: tuple[float, ...]) -> Floats:
    """Weight of each landing page when visitors spread over the tiers by `shares` and within a tier by popularity."""
    tiers, wanted = tiers_on(day), popularity(day)
    totals = np.array([max(wanted[tiers == tier].sum(), 1e-9) for tier in range(len(TIERS))])
    return wanted / totals[tiers] * np.array(shares)[tiers]


def _partners() -> Ints:
    """Three products shown beside each product, all profit items: row of the number, column of the place."""
    shown = [item.number for item in ITEMS if item.tier == PROFIT and item.price < 30_000]
    table = np.zeros((LANDINGS, 3), dtype=np.int64)
    for number in range(LANDINGS):
        others = [other for other in shown if other != number]
        table[number] = [others[(number * 7 + place * 11) % len(others)] for place in range(3)]
    return table


PARTNERS = _partners()
