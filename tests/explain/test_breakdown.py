"""Two days of a small shop, taken apart by everything that is kept."""

from datetime import date

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.explain.breakdown import break_down
from analytics.explain.factors import ORDERS_ALONE, STEP_BY_STEP, WITH_VISITORS
from analytics.explain.partition import PARTITIONS, WHOLE, NoPartition, partition_of
from tests.builders import command, fill, load_table, make_shop

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 5, 1), date(2026, 5, 2)
EVENTS = """
    time                visitor event   product source region page  device
    2026-05-01T09:00:00 ann     view    p1      search Hunan  /p1   phone
    2026-05-01T09:01:00 bob     view    p2      ads    Gansu  /p2   desk
    2026-05-02T09:00:00 cid     view    p1      search Hunan  /p1   phone
    2026-05-02T09:01:00 dan     view    p1      search Hunan  /p1   phone
    2026-05-02T09:02:00 eve     view    p3      live   Gansu  /p3   phone
"""
ORDERS = """
    order buyer created             paid                amount items
    o1    ann   2026-05-01T10:00:00 2026-05-01T10:01:00 20.00  1
    o2    bob   2026-05-01T10:00:00 2026-05-01T10:01:00 7.00   1
    o3    cid   2026-05-02T10:00:00 2026-05-02T10:01:00 30.00  1
    o4    eve   2026-05-02T10:00:00 2026-05-02T10:01:00 5.00   1
    o5    zoe   2026-05-02T10:00:00 2026-05-02T10:01:00 9.00   1
"""
REFUNDS = """
    refund order time                amount
    r1     o1    2026-05-02T20:00:00 2.50
"""


@pytest.fixture(autouse=True)
def own_folders(copied_store) -> None:
    """A copy of what the module has made."""


@pytest.fixture(scope="module")
def shop(module_store):
    shop = make_shop()
    for kind, rows in (("events", EVENTS), ("orders", ORDERS), ("refunds", REFUNDS)):
        load_table(shop, kind, rows, module_store)
    fill(shop)
    return shop


def taken_apart(shop, by: str):
    return break_down(
        shop, now=(AFTER, AFTER), against=(BEFORE, BEFORE), partition=partition_of(by.split(",") if by else [])
    )


# Who is new is not known in a shop's first 30 days.
@pytest.mark.parametrize("by", ["", *(by for by in PARTITIONS if by != "visitor_kind")])
def test_every_partition_adds_up_to_the_change_of_the_shop(shop, by):
    found = taken_apart(shop, by)
    assert found.change == 44_00 - 27_00 == found.by_member.to_numpy().sum()
    assert found.chain is WITH_VISITORS
    assert all(str(found.chain.label(effect)) for effect in found.totals.index)


def test_cells_that_come_go_and_were_never_visited_are_told_apart(shop):
    found = taken_apart(shop, "source")
    assert found.totals["entered"] == 5_00
    assert found.totals["gone"] == -7_00
    assert found.totals["without_visit"] == 9_00
    # Of search two visitors came instead of one, one of them bought, and paid 30 for 20.
    assert found.totals[["volume", "mix", "conversion", "items", "price"]].sum() == 10_00


def test_refunds_are_a_line_of_their_own(shop):
    assert taken_apart(shop, "").refunds.change == 2_50


def test_it_asks_the_database_once(shop):
    with CaptureQueriesContext(connection) as asked:
        taken_apart(shop, "source,product")
    assert len(asked) == 1


def test_a_shop_of_orders_alone_is_taken_apart_by_its_buyers_and_products(tmp_path):
    shop = make_shop()
    lines = """
        order product buyer created             paid                quantity amount
        o1    p1      ann   2026-05-01T10:00:00 2026-05-01T10:01:00 1        20.00
        o2    p1      bob   2026-05-02T10:00:00 2026-05-02T10:01:00 2        40.00
        o2    p2      bob   2026-05-02T10:00:00 2026-05-02T10:01:00 1        5.00
    """
    load_table(shop, "order_lines", lines, tmp_path)
    fill(shop)
    found = taken_apart(shop, "product")
    assert found.chain is ORDERS_ALONE
    assert {key: value for key, value in found.totals.items() if value} == {
        "volume": 20_00, "mix": -20_00, "items_of_order": 20_00, "entered": 5_00,
    }  # fmt: skip


def test_without_a_paid_amount_there_is_nothing_to_take_apart(shop):
    away = date(2020, 1, 1)
    assert break_down(shop, now=(AFTER, AFTER), against=(away, away), partition=WHOLE) is None


def test_conversion_goes_step_by_step_only_where_somebody_asked(shop):
    found = break_down(shop, now=(AFTER, AFTER), against=(BEFORE, BEFORE), partition=WHOLE, step_by_step=True)
    assert found.chain is not STEP_BY_STEP


@pytest.mark.parametrize("by", [["hour"], ["source", "region"], ["source", "source"]])
def test_cells_that_are_not_kept_are_refused(by):
    with pytest.raises(NoPartition):
        partition_of(by)


def test_the_command_prints_what_adds_up(shop):
    asked = {"shop": shop.slug, "from": AFTER, "to": AFTER, "against": f"{BEFORE}..{BEFORE}"}
    found = command("explain", **asked, by="source")
    assert found["total"] == 17.0
    assert sum(effect["amount"] for effect in found["effects"]) == pytest.approx(17.0)
    assert found["refunds"] == 2.5
    cells = {cell["member"]: cell for cell in found["cells"]}
    assert cells["live"]["change"] == cells["live"]["entered"] == 5.0
    assert cells["No visit"]["without_visit"] == 9.0


def test_the_command_says_what_is_kept(shop):
    asked = {"shop": shop.slug, "from": AFTER, "to": AFTER, "against": f"{BEFORE}..{BEFORE}"}
    with pytest.raises(CommandError, match=r"source,tier"):
        command("explain", **asked, by="hour")
    with pytest.raises(CommandError, match="no paid amount"):
        command("explain", **asked | {"against": "2020-01-01..2020-01-02"})
