"""The demo shop looks like a shop: levels, sources, festivals, money. Four ordinary weeks unless said otherwise."""

from datetime import date, timedelta

import pandas as pd
import pytest

from shopops.demo.catalogue import ITEMS, LANDINGS, TIER_CHANGES, TIERS, tier_rows, tiers_on
from shopops.demo.refunds import refunds_of
from shopops.demo.sales import sales_of
from shopops.demo.sources import REGION_NAMES, SOURCE_NAMES
from shopops.demo.traffic import CART, FAVOURITE, ORDER, PAY, VIEW, events_of
from shopops.demo.world import World
from tests.demo.look import (
    ORDINARY,
    days,
    inquiry_share,
    paid_on,
    real_orders,
    share_with,
    visitors,
    visits_in,
    whole_days,
)

WORLD = World()
WEEKS = 28
IN_NO_SALE = (date(2025, 10, 13), date(2025, 5, 8), date(2026, 3, 14))


@pytest.fixture(scope="module")
def events() -> list[pd.DataFrame]:
    return whole_days(WORLD, ORDINARY, WEEKS)


@pytest.fixture(scope="module")
def visits(events) -> pd.DataFrame:
    return pd.concat([visits_in(day) for day in events])


def test_a_day_has_about_1500_visitors_and_6000_events(events):
    assert 1300 < sum(map(visitors, events)) / WEEKS < 1900
    assert 5000 < sum(map(len, events)) / WEEKS < 7500


def test_about_half_of_the_visits_bounce_and_the_mean_visit_sees_three_pages(visits):
    assert 0.45 < ((visits["views"] == 1) & (visits["acts"] == 0)).mean() < 0.6
    assert 2.5 < visits["views"].mean() < 3.5


def test_every_tenth_visitor_asks_or_saves(events):
    assert 0.08 < sum(map(inquiry_share, events)) / WEEKS < 0.12
    assert 0.06 < sum(share_with(day, FAVOURITE, CART) for day in events) / WEEKS < 0.13


def test_three_in_a_hundred_visitors_pay(events):
    orders = pd.concat([real_orders(WORLD, day) for day in days(ORDINARY - timedelta(days=1), WEEKS + 1)])
    payers = sum(paid_on(orders, day)["person"].nunique() for day in days(ORDINARY, WEEKS))
    assert 0.025 < payers / sum(map(visitors, events)) < 0.04


def test_five_in_six_orderers_pay_on_the_day_of_the_order():
    orderers = payers = 0
    for day in days(ORDINARY, WEEKS):
        orders = real_orders(WORLD, day)
        orderers += orders["person"].nunique()
        payers += paid_on(orders, day)["person"].nunique()
    assert 0.8 < payers / orderers < 0.88


def test_a_buyer_spends_about_200_yuan_on_one_item_or_two():
    orders = pd.concat([real_orders(WORLD, day) for day in days(ORDINARY, WEEKS)])
    paid = orders[orders["paid"].notna()]
    assert 150_00 < paid["amount"].sum() / paid["person"].nunique() < 260_00
    assert 1.2 < paid["items"].mean() < 1.4


def test_one_in_twenty_orders_comes_without_a_visit_and_one_in_two_hundred_is_none():
    orders = pd.concat([sales_of(WORLD, day).orders for day in days(ORDINARY, WEEKS)])
    assert 0.035 < (~orders["seen"]).mean() < 0.065
    year = pd.concat([sales_of(WORLD, day).orders for day in days(date(2025, 1, 1), 120)])
    assert 0.003 < (year["flag"] > 0).mean() < 0.0085


def test_every_eighth_yuan_comes_back_within_weeks():
    paid = refunded = 0
    waits = []
    for day in days(ORDINARY, WEEKS):
        orders = real_orders(WORLD, day)
        paid += orders.loc[orders["paid"].notna(), "amount"].sum()
        refunds = refunds_of(WORLD, day).merge(orders[["order", "paid"]], on="order")
        refunded += refunds["amount"].sum()
        waits.append((refunds["time"] - refunds["paid"]).dt.total_seconds() / 86_400)
    wait = pd.concat(waits)
    assert 0.1 < refunded / paid < 0.15
    assert wait.min() > 0
    assert wait.max() <= 60
    assert (wait > 7).mean() > 0.3
    assert (wait < 2).mean() > 0.15


def test_more_comes_back_after_double_eleven():
    def rate(first: date, number: int) -> float:
        orders = pd.concat([real_orders(WORLD, day) for day in days(first, number)])
        refunds = pd.concat([refunds_of(WORLD, day) for day in days(first, number)])
        return refunds["amount"].sum() / orders.loc[orders["paid"].notna(), "amount"].sum()

    assert rate(date(2025, 11, 1), 11) > 1.1 * rate(ORDINARY, WEEKS)


def test_double_eleven_sells_several_times_an_ordinary_day_and_new_year_next_to_nothing():
    def money(day: date) -> int:
        return real_orders(WORLD, day)["amount"].sum()

    autumn, spring, winter = (sum(map(money, days(day, 7))) / 7 for day in IN_NO_SALE)
    assert money(date(2025, 11, 11)) > 3 * autumn
    assert money(date(2025, 6, 18)) > 2 * spring
    assert sum(map(money, days(date(2026, 2, 15), 5))) / 5 < 0.4 * winter


def test_deposits_of_the_pre_sale_are_paid_when_the_sale_opens():
    deposits = pd.concat([sales_of(WORLD, day).orders for day in days(date(2025, 10, 24), 7)])
    deposits = deposits[deposits["presale"] & deposits["paid"].notna()]
    assert len(deposits) > 50
    assert set(deposits["paid"].dt.date) == {date(2025, 11, 1)}


def test_own_customers_buy_more_often_and_strangers_from_outside_bounce(visits):
    bounced = visits.assign(bounced=(visits["views"] == 1) & (visits["acts"] == 0)).groupby("source")["bounced"].mean()
    bounced.index = SOURCE_NAMES
    assert bounced["会员私域"] < bounced["购物车/收藏"] + 0.05 < bounced["手淘搜索"]
    assert bounced.idxmax() == "站外"


def test_every_source_and_province_is_there_and_most_hold_a_phone(events):
    all_events = pd.concat(events)
    assert set(all_events["source"]) == set(range(len(SOURCE_NAMES)))
    assert set(all_events["region"]) == set(range(len(REGION_NAMES)))
    assert len(REGION_NAMES) == 31
    assert (all_events["device"] == 0).mean() > 0.85


def test_evenings_are_busier_than_mornings(events):
    hours = pd.concat(events)["time"].dt.hour.value_counts(normalize=True)
    assert hours[21] > 3 * hours[7] > 3 * hours[3]


def test_events_lie_within_their_day_in_order_and_begin_with_a_page():
    for day in days(date(2025, 11, 9), 4):
        events = events_of(WORLD, day)
        assert events["time"].is_monotonic_increasing
        assert set(events["time"].dt.date) == {day}
        first = events.groupby("person", sort=False)["event"].first()
        assert (first == VIEW).mean() > 0.999


def test_orders_and_payments_in_the_click_stream_are_those_of_the_order_list():
    for day in days(ORDINARY, 5):
        events, orders = events_of(WORLD, day), sales_of(WORLD, day).orders.set_index("order")
        placed, paid = (events[events["event"] == kind].set_index("order") for kind in (ORDER, PAY))
        assert orders.loc[placed.index, "amount"].tolist() == placed["amount"].tolist()
        assert orders.loc[placed.index, "person"].tolist() == placed["person"].tolist()
        assert orders.loc[paid.index, "paid"].tolist() == paid["time"].tolist()
        assert len(placed) >= (orders["seen"]).sum() - 1  # one may slip past midnight


def test_order_numbers_are_unique_and_lines_add_up():
    orders = pd.concat([sales_of(WORLD, day).orders for day in days(date(2025, 11, 1), 30)])
    lines = pd.concat([sales_of(WORLD, day).lines for day in days(date(2025, 11, 1), 30)])
    assert orders["order"].is_unique
    assert not lines.duplicated(["order", "product"]).any()
    assert lines["product"].between(1, len(ITEMS)).all()
    assert (lines["amount"] > 0).all()
    sums = lines.groupby("order")[["amount", "quantity"]].sum().loc[orders["order"]]
    assert sums["amount"].tolist() == orders["amount"].tolist()
    assert sums["quantity"].tolist() == orders["items"].tolist()


def test_nobody_gets_back_more_than_was_paid_nor_before_it_was():
    for day in days(date(2025, 10, 20), 30):
        sales, refunds = sales_of(WORLD, day), refunds_of(WORLD, day)
        line = sales.lines.set_index(["order", "product"])["amount"]
        assert refunds["refund"].is_unique
        paid = sales.orders.set_index("order").loc[refunds["order"]]
        assert (refunds["time"].to_numpy() > paid["paid"].to_numpy()).all()
        assert (paid["flag"] == 0).all()
        assert (
            refunds["amount"].to_numpy() <= line.loc[list(zip(refunds["order"], refunds["product"], strict=True))]
        ).all()
        assert (refunds["amount"] > 0).all()


def test_the_catalogue_has_64_products_in_four_tiers_of_which_some_change_once():
    assert (len(ITEMS), LANDINGS) == (64, 65)
    assert len({item.title for item in ITEMS}) == len({item.code for item in ITEMS}) == 64
    assert {item.tier for item in ITEMS} == set(TIERS)
    for number, (day, tier) in TIER_CHANGES.items():
        assert ITEMS[number - 1].tier != tier
        before, after = tiers_on(day - timedelta(days=1))[number], tiers_on(day)[number]
        assert (TIERS[before], TIERS[after]) == (ITEMS[number - 1].tier, tier)
    assert len(tier_rows(until=date(2026, 11, 1))) == 64 + 6
