"""Who counts as asking before a sale: not about an order that was made, unless they order again."""

from datetime import date

import pytest

from analytics.rollup.fill import fill_days
from tests.builders import figure, fill, load_table, make_shop, split

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 22)
# Ann asks at noon of the 22nd: her orders, and whether she counts.
EDGES = [
    ((), 1),
    (("2026-05-22T11:00",), 0),
    (("2026-05-22T12:00",), 0),
    (("2026-05-22T12:01",), 1),
    (("2026-05-22T11:00", "2026-05-22T13:00"), 1),
    (("2026-05-01T00:00",), 0),
    (("2026-04-30T23:59",), 1),
    (("2026-05-21T10:00",), 0),
    (("2026-05-21T10:00", "2026-05-22T13:00"), 1),
    (("2026-05-21T10:00", "2026-05-23T23:59"), 1),
    (("2026-05-22T11:00", "2026-05-23T00:00"), 1),
    (("2026-05-22T11:00", "2026-05-24T00:00"), 0),
]


@pytest.fixture
def shop():
    return make_shop()


def inquirers(shop):
    fill_days(shop, [DAY])
    return figure(shop, "inquirers", DAY)


@pytest.mark.parametrize(("orders", "expected"), EDGES)
def test_orders_of_the_order_file_tell_what_a_question_is_about(shop, tmp_path, orders, expected):
    load_table(shop, "events", "time visitor event\n2026-05-22T12:00 ann inquiry", tmp_path)
    # Bob's order is nobody else's.
    rows = "\n".join(f"o{n} ann {at}" for n, at in enumerate(orders))
    load_table(shop, "orders", f"order buyer created\n{rows}\nb1 bob 2026-05-22T11:00", tmp_path)
    assert inquirers(shop) == expected


@pytest.mark.parametrize(("orders", "expected"), [edge for edge in EDGES if edge[0] != ("2026-05-22T12:00",)])
@pytest.mark.parametrize("kind", ["order", "purchase"])
def test_so_do_orders_among_the_events_of_a_shop_without_an_order_file(shop, tmp_path, kind, orders, expected):
    rows = "\n".join(f"{at} ann {kind}" for at in orders)
    events = f"time visitor event\n2026-05-22T12:00 ann inquiry\n2026-05-22T11:00 bob order\n{rows}"
    load_table(shop, "events", events, tmp_path)
    assert inquirers(shop) == expected


def test_a_payment_is_no_order(shop, tmp_path):
    rows = "2026-05-22T12:00 ann inquiry\n2026-05-22T11:00 ann pay"
    load_table(shop, "events", f"time visitor event\n{rows}", tmp_path)
    assert inquirers(shop) == 1


def test_who_asks_before_and_after_an_order_asked_before_it(shop, tmp_path):
    rows = "2026-05-22T12:00 ann inquiry\n2026-05-22T13:00 ann order\n2026-05-22T14:00 ann inquiry"
    load_table(shop, "events", f"time visitor event\n{rows}", tmp_path)
    assert inquirers(shop) == 1


def test_a_fake_order_is_none(shop, tmp_path):
    load_table(shop, "events", "time visitor event\n2026-05-22T12:00 ann inquiry", tmp_path)
    orders = "order buyer created flag\no1 ann 2026-05-22T11:00 fake\no2 bob 2026-05-22T11:00 ."
    load_table(shop, "orders", orders, tmp_path)
    assert inquirers(shop) == 1


def test_an_order_of_the_next_day_that_arrives_late_changes_the_day_before(shop, tmp_path):
    load_table(shop, "events", "time visitor event\n2026-05-22T12:00 ann inquiry", tmp_path)
    load_table(shop, "orders", "order buyer created\no1 ann 2026-05-22T11:00", tmp_path)
    fill(shop)
    before = figure(shop, "inquirers", DAY)
    load_table(shop, "orders", "order buyer created\no2 ann 2026-05-23T09:00", tmp_path)
    fill(shop)
    assert (before, figure(shop, "inquirers", DAY)) == (0, 1)


def test_inquirers_are_split_by_their_first_event_and_by_each_question(shop, tmp_path):
    load_table(
        shop,
        "events",
        """
        time             visitor event   product region
        2026-05-22T09:00 ann     view    p1      north
        2026-05-22T12:00 ann     inquiry p2      south
        2026-05-22T14:00 ann     inquiry p1      south
        """,
        tmp_path,
    )
    fill(shop)
    assert [sorted(found(shop, by)) for by in ("region", "hour", "product", "tier")] == [[1], [12, 14], [1, 2], [0]]


def found(shop, by):
    return {member for member, people in split(shop, "inquirers", DAY, by=by).items() if people == 1}


def test_over_several_days_a_person_who_asks_again_counts_once(shop, tmp_path):
    rows = "2026-05-22T12:00 ann inquiry\n2026-05-23T12:00 ann inquiry\n2026-05-23T12:00 bob inquiry"
    # Cid's question of the 23rd is about his order.
    about = "2026-05-23T11:00 cid order\n2026-05-23T12:00 cid inquiry"
    load_table(shop, "events", f"time visitor event\n{rows}\n{about}", tmp_path)
    fill(shop)
    days = [figure(shop, "inquirers", day) for day in ("2026-05-22", "2026-05-23")]
    assert (days, figure(shop, "inquirers", DAY, last="2026-05-23")) == ([1, 2], 2)
