"""The rates that a day's visitors follow, and the hook by which a story changes them. Pure.

A story changes rates, never draws: what a visitor draws depends only on who it is, so a story about one product or
source leaves every other visitor of the day, and every other day, exactly as they were.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from shopops.demo.calendar import rhythm
from shopops.demo.catalogue import LANDINGS, tier_weights, tiers_on
from shopops.demo.draws import Floats
from shopops.demo.sources import SOURCES


@dataclass(frozen=True)
class Pull:
    """Of visitors who land on product `landing`, `share` more turn to product `focus`."""

    landing: int
    focus: int
    share: float


@dataclass(frozen=True)
class Rates:
    """Rates of one day, in arrays that nobody writes to: a story returns a copy with `dataclasses.replace`.

    By source and landing page: `traffic` (1.0 is as usual, 0.7 loses three visits of ten, 1.5 adds every second),
    `bounce`, and of the visits that stay `save`, `inquiry` and `order`. By product: `appeal` (factor on orders of it),
    `price` (factor on its list price) and `returns` (share of its lines that come back).
    """

    traffic: Floats
    bounce: Floats
    save: Floats
    inquiry: Floats
    order: Floats
    appeal: Floats
    price: Floats
    returns: Floats
    pulls: tuple[Pull, ...] = ()


Story = Callable[[date, Rates], Rates]

# By tier: traffic, profit, image, custom.
BOUNCE_OF_TIER = np.array([1.03, 0.97, 1.05, 1.0])
INQUIRY_OF_TIER = np.array([0.85, 1.05, 1.35, 1.9])
APPEAL_OF_TIER = np.array([1.22, 1.0, 0.18, 0.42])
RETURNS_OF_TIER = np.array([0.115, 0.145, 0.16, 0.045])


@lru_cache(maxsize=512)
def ordinary(day: date) -> Rates:
    """The rates of a day about which there is no story."""
    tiers, like = tiers_on(day), rhythm(day)

    def table(column: str, factors: Floats) -> Floats:
        return np.array([getattr(source, column) for source in SOURCES])[:, None] * factors[tiers][None, :]

    return _locked(
        Rates(
            traffic=np.ones((len(SOURCES), LANDINGS)),
            bounce=table("bounce", BOUNCE_OF_TIER),
            save=table("save", np.ones(4)),
            inquiry=table("inquiry", INQUIRY_OF_TIER),
            order=table("order", np.full(4, like.orders)),
            appeal=APPEAL_OF_TIER[tiers],
            price=np.full(LANDINGS, 1.0 - like.discount),
            returns=RETURNS_OF_TIER[tiers] * like.returns,
        )
    )


def _locked(rates: Rates) -> Rates:
    for name, value in vars(rates).items():
        if name != "pulls":
            value.setflags(write=False)
    return rates


@lru_cache(maxsize=512)
def landing_weights(day: date) -> Floats:
    """Where visitors of each source (row) land (column), before any story."""
    rows = []
    for source in SOURCES:
        row = tier_weights(day, source.tiers) * (1 - source.front)
        row[0] = source.front
        rows.append(row)
    return np.array(rows)
