"""Forecasts against what later happened: the demo shop and 20 others out of other seeds, with their stories.

Day weights are proposed from the year before alone; the amounts are drawn as for the demo's files.
"""

import os
from multiprocessing import Pool

from campaigns.targets.propose import occasions_of
from campaigns.targets.tree import days_of_year
from campaigns.targets.weights import day_weights
from shopops.calendar.read import calendar_of
from shopops.demo.campaigns import add_presales
from shopops.demo.stories import told
from shopops.demo.world import World
from tests.bench.data import new_shop
from tests.targets.years import FIRST, YEAR, Amounts, before_the_year, drawn_amounts, month_tried, shares, weeks_tried

SEEDS = range(1, 22)


def measure() -> dict[str, dict[str, float]]:
    """Shares of the intervals of 80 % that held the end; mean errors, as shares of the end."""
    shop = new_shop("pace")
    add_presales(shop, first_year=FIRST.year - 1, last_year=YEAR)
    occasions = occasions_of(calendar_of(shop), year=YEAR)
    with Pool(os.cpu_count()) as processes:
        drawn = processes.map(_amounts, SEEDS, chunksize=1)
    years = [(each, day_weights(days_of_year(YEAR), before_the_year(each), occasions)) for each in drawn]
    weeks = [week for amounts, weights in years for week in weeks_tried(amounts, weights)]
    return {
        "weeks, on Wednesday night": {"weeks": float(len(weeks)), **shares(weeks)},
        "month of Double 11, half over": shares(month_tried(amounts, weights) for amounts, weights in years),
    }


def _amounts(seed: int) -> Amounts:
    return drawn_amounts(World(seed=seed, stories=(told,)))
