"""Reads figures off generated frames, by the definitions of the metrics and not by those of the generator."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from shopops.demo.refunds import refunds_of
from shopops.demo.sales import sales_of
from shopops.demo.traffic import FAVOURITE, INQUIRY, PAY, VIEW, events_of
from shopops.demo.visits import visits_of
from shopops.demo.world import World

ORDINARY = date(2026, 4, 6)  # a Monday far from any festival
HALF_HOUR = np.timedelta64(30, "m")


def forget() -> None:
    for drawn in (visits_of, sales_of, refunds_of):
        drawn.cache_clear()


def days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in range(number)]


def whole_days(world: World, first: date, number: int) -> list[pd.DataFrame]:
    """Events of each day."""
    return [events_of(world, day) for day in days(first, number)]


def visits_in(events: pd.DataFrame) -> pd.DataFrame:
    """Runs of a person's events with gaps under 30 minutes: source, views and whether anything was done."""
    events = events.sort_values(["person", "time"], kind="stable")
    begins = (events["person"] != events["person"].shift()) | (events["time"].diff() >= HALF_HOUR)
    told = events.assign(
        visit=begins.cumsum(), view=events["event"] == VIEW, act=events["event"].between(FAVOURITE, PAY)
    )
    runs = told.groupby("visit").agg(source=("source", "first"), views=("view", "sum"), acts=("act", "sum"))
    return runs[runs["views"] > 0]


def share_with(events: pd.DataFrame, *kinds: int) -> float:
    return events[events["event"].isin(kinds)]["person"].nunique() / visitors(events)


def visitors(events: pd.DataFrame) -> int:
    return events[events["event"] == VIEW]["person"].nunique()


def inquiry_share(events: pd.DataFrame) -> float:
    return share_with(events, INQUIRY)


def real_orders(world: World, day: date) -> pd.DataFrame:
    orders = sales_of(world, day).orders
    return orders[orders["flag"] == 0]


def paid_on(orders: pd.DataFrame, day: date) -> pd.DataFrame:
    return orders[orders["paid"].to_numpy().astype("datetime64[D]") == np.datetime64(day)]
