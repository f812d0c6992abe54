"""Region, device, landing page and crossings: of the first event of a day or visit, refunds as the payment was."""

import pytest

from analytics.metrics.registry import measures, metric
from analytics.metrics.types import OverDays
from analytics.read import member_names
from analytics.rollup.kept import parts_of
from shopops.catalog.models import Tier
from tests.builders import figure, fill, load_table, make_shop, split

pytestmark = pytest.mark.django_db
DAY, NEXT_DAY = "2026-05-01", "2026-05-02"
PARTITIONS = ("source", "region", "device", "landing_page", "source_product", "source_tier")
ADDED_UP = ("visitors", *(measure.key for measure in measures() if measure.over_days is OverDays.SUM))


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""


@pytest.fixture(scope="module")
def shop(module_store):
    """Ann comes from the north by phone, and again from the south; Bob from the south; Zoe orders without a visit."""
    shop, tmp_path = make_shop(), module_store
    load_table(shop, "products", f"product tier tier_since\np1 traffic {DAY}\np2 profit {DAY}", tmp_path)
    load_table(
        shop,
        "events",
        """
        time             visitor event product page source region device
        2026-05-01T09:00 ann     view  p1      home search north  phone
        2026-05-01T10:00 bob     view  p2      item ads    south  desk
        2026-05-01T11:00 ann     view  p2      item ads    south  desk
        2026-05-01T11:01 ann     cart  p2      item ads    south  desk
        2026-05-02T10:00 ann     view  p1      home search south  desk
        2026-05-02T11:00 bob     view  p1      item .      .      .
        """,
        tmp_path,
    )
    load_table(
        shop,
        "orders",
        """
        order buyer created          paid             amount
        o1    ann   2026-05-01T11:05 2026-05-01T11:06 100.00
        o2    zoe   2026-05-01T12:00 2026-05-01T12:00 30.00
        """,
        tmp_path,
    )
    load_table(shop, "order_lines", "line order product quantity amount\n1 o1 p2 1 100.00", tmp_path)
    refunds = "refund order time amount\nr1 o1 2026-05-02T18:00 40.00\nr2 o2 2026-05-02T19:00 5.00"
    load_table(shop, "refunds", refunds, tmp_path)
    fill(shop)
    return shop


@pytest.mark.parametrize(
    ("key", "by", "expected"),
    [
        ("visitors", "region", {"north": 1, "south": 1}),
        ("views", "region", {"north": 2, "south": 1}),
        ("visits", "region", {"north": 1, "south": 2}),
        ("visitors", "device", {"phone": 1, "desk": 1}),
        ("carters", "device", {"phone": 1}),
        ("bounced_visits", "device", {"phone": 1, "desk": 1}),
        ("timed_visits", "device", {"desk": 1}),
        ("visitors", "landing_page", {"home": 1, "item": 1}),
        ("visits", "landing_page", {"home": 1, "item": 2}),
        ("stay_seconds", "landing_page", {"item": 60}),
        ("paid_amount", "region", {"north": 100_00, "No visit": 30_00}),
        ("orderers", "landing_page", {"home": 1, "No visit": 1}),
        ("refunded_of_paid", "device", {"phone": 40_00, "No visit": 5_00}),
    ],
)
def test_people_belong_to_their_first_event_and_visits_to_theirs(shop, key, by, expected):
    assert named(shop, key, DAY, by=by) == expected


@pytest.mark.parametrize(("by", "expected"), [("region", "north"), ("device", "phone"), ("source", "search")])
def test_a_refund_belongs_where_the_payment_did_whatever_the_buyer_does_on_that_day(shop, by, expected):
    assert named(shop, "refund_amount", NEXT_DAY, by=by) == {expected: 40_00, "No visit": 5_00}


@pytest.mark.parametrize("by", ["region", "device", "source"])
def test_what_the_first_event_does_not_tell_is_unknown(shop, by):
    assert named(shop, "visitors", NEXT_DAY, by=by)["Unknown"] == 1


def named(shop, key, day, *, by):
    names = member_names(shop, by)
    return {names[member]: value for member, value in split(shop, key, day, by=by).items() if value}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("visitors", {("search", "p1"): 1, ("ads", "p2"): 1}),
        ("views", {("search", "p1"): 2, ("ads", "p2"): 1}),
        ("visits", {("search", "p1"): 1, ("ads", "p2"): 2}),
        ("paid_amount", {("search", "p1"): 100_00, "No visit": 30_00}),
        ("payers", {("search", "p1"): 1, "No visit": 1}),
    ],
)
def test_source_and_product_cross_in_the_product_one_landed_on_not_the_one_bought(shop, key, expected):
    sources, products = member_names(shop, "source"), member_names(shop, "product")
    assert crossed(shop, key, sources, products, by="source_product") == expected


def test_source_and_tier_cross_in_the_tier_of_the_product_one_landed_on(shop):
    found = crossed(shop, "paid_amount", member_names(shop, "source"), {tier: tier for tier in Tier}, by="source_tier")
    assert found == {("search", Tier.TRAFFIC): 100_00, "No visit": 30_00}


def crossed(shop, key, above, below, *, by):
    cells = {cell: value for cell, value in split(shop, key, DAY, by=by).items() if value}
    parts = {cell: parts_of(cell) for cell in cells}
    return {
        "No visit" if cell < 0 else (above[parts[cell][0]], below[parts[cell][1]]): value
        for cell, value in cells.items()
    }


@pytest.mark.parametrize("by", PARTITIONS)
@pytest.mark.parametrize("day", [DAY, NEXT_DAY])
def test_members_add_up_to_the_whole(shop, by, day):
    members = {key: sum(split(shop, key, day, by=by).values()) for key in ADDED_UP}
    assert members == {key: figure(shop, metric(key).key, day) or 0 for key in ADDED_UP}
