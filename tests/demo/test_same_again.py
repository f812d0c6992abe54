"""Nothing that was drawn ever changes: not by drawing again, by more days, by a longer history or in another order."""

from datetime import date, timedelta

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from shopops.demo.people import newcomers, returners
from shopops.demo.refunds import refunds_of
from shopops.demo.sales import PAYMENT_REACH, sales_of
from shopops.demo.stretch import Stretch, events_in, lines_in, orders_in, refunds_in, stretches
from shopops.demo.traffic import events_of
from shopops.demo.world import World
from tests.demo.look import ORDINARY, days, forget

WORLD = World(seed=1, visitors=900)
LATER = ORDINARY + timedelta(days=10)


def stretch(first: date, last: date, *, opened: date = ORDINARY) -> Stretch:
    return Stretch(opened=opened, first=first, last=last)


@pytest.mark.parametrize(
    "draw", [events_of, lambda *day: sales_of(*day).orders, lambda *day: sales_of(*day).lines, refunds_of]
)
def test_a_day_drawn_twice_is_the_same(draw):
    once = draw(WORLD, LATER)
    forget()
    assert_frame_equal(draw(World(seed=1, visitors=900), LATER), once)
    assert len(once)


def test_a_day_does_not_depend_on_the_days_drawn_before_it():
    forget()
    alone = events_of(WORLD, LATER)
    forget()
    for day in days(ORDINARY, 10):
        events_of(WORLD, day)
    assert_frame_equal(events_of(WORLD, LATER), alone)


def test_another_seed_is_another_shop():
    assert not events_of(WORLD, LATER).equals(events_of(World(seed=2, visitors=900), LATER))


def test_more_days_leave_the_events_of_earlier_days_as_they_are():
    short = events_in(WORLD, stretch(ORDINARY, ORDINARY + timedelta(days=2)))
    long = events_in(WORLD, stretch(ORDINARY, ORDINARY + timedelta(days=5)))
    assert_frame_equal(long.iloc[: len(short)], short)


def test_a_longer_history_leaves_later_orders_as_they_are():
    begun = ORDINARY - timedelta(days=40)
    for read in (events_in, lines_in):
        longer = read(WORLD, stretch(ORDINARY, LATER, opened=begun))
        assert_frame_equal(longer, read(WORLD, stretch(ORDINARY, LATER)))
    longer = orders_in(WORLD, stretch(ORDINARY, LATER, opened=begun)).set_index("order")
    shorter = orders_in(WORLD, stretch(ORDINARY, LATER)).set_index("order")
    assert_frame_equal(longer.loc[shorter.index], shorter)
    assert longer.loc[longer.index.difference(shorter.index), "created"].max() < pd.Timestamp(ORDINARY)


@pytest.mark.parametrize("cut", [0, 1, 4, 9], ids="{} days".format)
def test_two_stretches_tell_the_same_orders_as_one(cut):
    middle = ORDINARY + timedelta(days=cut)
    parts = [stretch(ORDINARY, middle), stretch(middle + timedelta(days=1), LATER)]
    whole = orders_in(WORLD, stretch(ORDINARY, LATER)).set_index("order").sort_index()
    told = pd.concat([orders_in(WORLD, part) for part in parts])
    # What is told last of an order holds.
    assert_frame_equal(told.groupby("order", sort=True).last(), whole, check_dtype=False)


def test_an_order_paid_in_the_next_stretch_is_first_told_unpaid_and_then_paid():
    first, second = stretch(ORDINARY, ORDINARY), stretch(ORDINARY + timedelta(days=1), LATER)
    before = orders_in(WORLD, first).set_index("order")
    after = orders_in(WORLD, second).set_index("order")
    late = before.index.intersection(after.index)
    assert len(late)
    assert before.loc[late, "paid"].isna().all()
    assert after.loc[late, "paid"].notna().all()
    assert_frame_equal(before.loc[late].drop(columns="paid"), after.loc[late].drop(columns="paid"))


def test_refunds_of_two_stretches_are_those_of_one():
    begun = ORDINARY - timedelta(days=90)
    parts = [stretch(begun, ORDINARY, opened=begun), stretch(ORDINARY + timedelta(days=1), LATER, opened=begun)]
    whole = refunds_in(WORLD, stretch(begun, LATER, opened=begun)).sort_values("refund", ignore_index=True)
    told = pd.concat([refunds_in(WORLD, part) for part in parts]).sort_values("refund", ignore_index=True)
    assert len(whole) > 50
    assert_frame_equal(told, whole)


def test_refunds_and_payments_never_speak_of_orders_from_before_the_history():
    young = stretch(ORDINARY, LATER)
    known = set(orders_in(WORLD, young)["order"])
    assert set(refunds_in(WORLD, young)["order"]) <= known
    assert orders_in(WORLD, young)["created"].min() >= pd.Timestamp(ORDINARY)


def test_payments_come_within_their_reach():
    for day in (date(2025, 10, 24), ORDINARY):
        orders = sales_of(World(visitors=3000), day).orders
        assert orders["paid"].max() < pd.Timestamp(day) + timedelta(days=PAYMENT_REACH)


def test_stretches_cover_every_day_once_and_end_with_the_quarter():
    cut = list(stretches(date(2025, 11, 20), first=date(2025, 11, 20), last=date(2026, 4, 2)))
    assert [(part.first, part.last) for part in cut] == [
        (date(2025, 11, 20), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 2)),
    ]


def test_people_return_on_later_days_under_the_same_number():
    earlier = {int(person) for day in days(LATER - timedelta(days=7), 7) for person in newcomers(WORLD, day).person}
    today = returners(WORLD, LATER).person
    assert len(set(today.tolist())) == len(today)
    assert 0.4 < sum(int(person) in earlier for person in today) / len(today) < 0.8
    assert not set(newcomers(WORLD, LATER).person.tolist()) & (earlier | set(today.tolist()))
