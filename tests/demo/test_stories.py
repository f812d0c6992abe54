"""A story changes what it is about, from its day on, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from pandas.testing import assert_frame_equal

from shopops.demo.rates import Pull, Rates
from shopops.demo.sales import sales_of
from shopops.demo.traffic import events_of
from shopops.demo.visits import visits_of
from shopops.demo.world import World
from tests.demo.look import ORDINARY, days

SEARCH, ITEM, PARTNER = 0, 1, 20
BEGIN = ORDINARY + timedelta(days=1)
PLAIN = World(visitors=10_000)


def title_spoilt(day: date, rates: Rates) -> Rates:
    """Visitors who search and land on ITEM buy half as often."""
    if day < BEGIN:
        return rates
    order = rates.order.copy()
    order[SEARCH, ITEM] *= 0.5
    return replace(rates, order=order)


def less_traffic(day: date, rates: Rates) -> Rates:
    traffic = rates.traffic.copy()
    traffic[SEARCH, ITEM] = 0.25
    return replace(rates, traffic=traffic)


def more_traffic(day: date, rates: Rates) -> Rates:
    traffic = rates.traffic.copy()
    traffic[SEARCH, ITEM] = 2.5
    return replace(rates, traffic=traffic)


def fed(day: date, rates: Rates) -> Rates:
    return replace(rates, pulls=(Pull(landing=ITEM, focus=PARTNER, share=0.3),))


def dearer(day: date, rates: Rates) -> Rates:
    price = rates.price.copy()
    price[ITEM] *= 1.1
    return replace(rates, price=price)


def told(*stories) -> World:
    return World(visitors=10_000, stories=stories)


def concerned(visits: pd.DataFrame) -> pd.Series:
    return (visits["source"] == SEARCH) & (visits["landing"] == ITEM) & visits["seen"]


def test_days_before_a_story_are_untouched():
    assert_frame_equal(events_of(told(title_spoilt), ORDINARY), events_of(PLAIN, ORDINARY))
    assert_frame_equal(sales_of(told(title_spoilt), ORDINARY).orders, sales_of(PLAIN, ORDINARY).orders)


def test_only_orders_of_the_cell_are_lost_and_about_half_of_them():
    lost = kept = 0
    for day in days(BEGIN, 10):
        before, after = visits_of(PLAIN, day), visits_of(told(title_spoilt), day)
        ours = concerned(before)
        assert_frame_equal(after[~ours], before[~ours])
        unchanged = ["key", "person", "second", "views", "focus", "inquiry"]
        assert_frame_equal(after.loc[ours, unchanged], before.loc[ours, unchanged])
        assert not (after["order"] & ~before["order"]).any()
        kept += (after["order"] & ours).sum()
        lost += (before["order"] & ~after["order"]).sum()
    assert 0.35 < kept / (kept + lost) < 0.65
    assert kept + lost > 50


def test_orders_of_others_keep_their_numbers_and_amounts():
    before, after = (sales_of(world, BEGIN).orders.set_index("order") for world in (PLAIN, told(title_spoilt)))
    assert_frame_equal(before.loc[after.index], after)


def test_less_traffic_takes_visits_of_the_cell_alone_away():
    before, after = visits_of(PLAIN, BEGIN), visits_of(told(less_traffic), BEGIN)
    assert_frame_equal(
        after[~concerned(after)].reset_index(drop=True), before[~concerned(before)].reset_index(drop=True)
    )
    assert set(after["key"]) < set(before["key"])
    assert 0.1 < concerned(after).sum() / concerned(before).sum() < 0.4


def test_more_traffic_brings_other_people_and_keeps_all_who_came():
    before, after = visits_of(PLAIN, BEGIN), visits_of(told(more_traffic), BEGIN)
    known = after[after["key"].isin(before["key"])].reset_index(drop=True)
    assert_frame_equal(known, before)
    added = after[~after["key"].isin(before["key"])]
    assert concerned(added).all()
    assert not set(added["person"]) & set(before["person"])
    assert 1.2 < len(added) / concerned(before).sum() < 1.8
    assert sales_of(told(more_traffic), BEGIN).orders["order"].is_unique


def test_a_traffic_item_can_feed_another_product():
    before, after = visits_of(PLAIN, BEGIN), visits_of(told(fed), BEGIN)
    landed = (before["landing"] == ITEM) & (before["views"] > 1)
    turned = landed & (after["focus"] == PARTNER)
    assert 0.2 < turned.sum() / landed.sum() < 0.45
    assert_frame_equal(after[~turned], before[~turned])


def test_a_dearer_product_changes_its_own_lines_only():
    before, after = sales_of(PLAIN, BEGIN).lines, sales_of(told(dearer), BEGIN).lines
    of_order = before["order"].isin(before.loc[before["product"] == ITEM, "order"])
    assert_frame_equal(after[~of_order], before[~of_order])
    alone = before["product"].eq(ITEM) & ~before["order"].duplicated(keep=False)
    assert (after.loc[alone, "amount"] > before.loc[alone, "amount"]).all()
    assert alone.sum() > 3


def test_stories_are_told_in_turn():
    both = visits_of(told(less_traffic, fed), BEGIN)
    assert 0 < concerned(both).sum() < concerned(visits_of(PLAIN, BEGIN)).sum()
    assert (both.loc[both["landing"] == ITEM, "focus"] == PARTNER).any()
