"""The files that the demo shop's days are written to, read back as anybody would read them."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.events.scratch import scratch_folder
from shopops.demo.catalogue import ITEMS
from shopops.demo.files import write_exports
from shopops.demo.sales import FLAGS, sales_of
from shopops.demo.stretch import Stretch
from shopops.demo.traffic import events_of
from shopops.demo.world import World
from tests.demo.look import ORDINARY

WORLD = World(visitors=600)
NEXT = ORDINARY + timedelta(days=1)


@pytest.fixture
def exports() -> dict[str, list[dict]]:
    """Rows of each kind of two days."""
    with scratch_folder("demo") as folder:
        written = write_exports(WORLD, Stretch(opened=ORDINARY, first=ORDINARY, last=NEXT), folder)
        return {export.kind: rows_of(export.path) for export in written}


def rows_of(path: Path) -> list[dict]:
    relation = duckdb.sql(f"SELECT * FROM '{path}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def test_files_come_in_the_order_in_which_they_are_loaded(exports):
    assert list(exports) == ["products", "orders", "order_lines", "refunds", "events"]


def test_every_product_is_told_with_its_tier(exports):
    first = exports["products"][0]
    assert first == {
        "product": "682013450001",
        "title": ITEMS[0].title,
        "category": "衬衫",
        "price": "89.00",
        "tier": "traffic",
        "tier_since": "2015-01-01",
    }
    assert {row["product"] for row in exports["products"]} == {item.code for item in ITEMS}


def test_amounts_are_in_yuan_to_the_fen(exports):
    drawn = pd.concat([sales_of(WORLD, day).orders for day in (ORDINARY, NEXT)])
    told = exports["orders"]
    assert sum(row["amount"] for row in told) == Decimal(int(drawn["amount"].sum())).scaleb(-2)
    assert sum(row["amount"] for row in exports["order_lines"]) == sum(row["amount"] for row in told)
    assert all(row["paid_amount"] == (row["amount"] if row["paid"] else None) for row in told)


def test_flags_are_words_and_real_orders_have_none(exports):
    drawn = {str(row.order): FLAGS[row.flag] or None for day in (ORDINARY, NEXT) for row in orders_on(day)}
    assert {row["order"]: row["flag"] for row in exports["orders"]} == drawn


def orders_on(day: date) -> list:
    return list(sales_of(WORLD, day).orders.itertuples())


def test_who_visits_and_who_buys_is_told_by_the_same_id(exports):
    visitor_of = {row["order"]: row["visitor"] for row in exports["events"] if row["event"] == "order"}
    buyer_of = {row["order"]: row["buyer"] for row in exports["orders"]}
    assert len(visitor_of) > 20
    assert all(buyer_of[order] == visitor for order, visitor in visitor_of.items())
    people = {int(person) for day in (ORDINARY, NEXT) for person in events_of(WORLD, day)["person"]}
    assert len({row["visitor"] for row in exports["events"]}) == len(people)


def test_events_carry_words_and_leave_out_what_they_do_not_have(exports):
    views = [row for row in exports["events"] if row["event"] == "view"]
    assert all(row["order"] is row["amount"] is row["quantity"] is None for row in views)
    assert {row["product"] is None for row in views if row["page"] == "首页"} == {True}
    assert {row["product"] is None for row in views if row["page"] == "商品详情页"} == {False}
    assert {row["event"] for row in exports["events"]} == {"view", "favourite", "cart", "inquiry", "order", "pay"}


@pytest.mark.parametrize(("last", "told"), [(date(2026, 7, 31), False), (date(2026, 8, 1), True)], ids=str)
def test_products_are_told_again_when_a_tier_changes(last, told):
    stretch = Stretch(opened=date(2026, 7, 30), first=date(2026, 7, 31), last=last)
    with scratch_folder("demo") as folder:
        written = {export.kind: export for export in write_exports(World(visitors=30), stretch, folder)}
        assert ("products" in written) is told
        if told:
            rows = rows_of(written["products"].path)
            assert {"682013450055", "profit", "2026-08-01"} <= set(rows[-1].values())
