"""A day with more sources, products and pages than are kept apart: few cells, and nothing is lost in them."""

import pytest

from analytics.importing.load import load
from analytics.metrics.registry import measures
from analytics.metrics.types import OverDays
from analytics.read import member_names
from analytics.rollup.kept import OTHER, PAGES, PRODUCTS_BY_MONEY, PRODUCTS_BY_VIEWS, SOURCES, parts_of
from tests.builders import figure, fill, make_shop, split, write_rows

pytestmark = pytest.mark.django_db
DAY = "2026-05-01"
VISITORS = 300
ADDED_UP = ("visitors", *(measure.key for measure in measures() if measure.over_days is OverDays.SUM))


@pytest.fixture(autouse=True)
def own_folders() -> None:
    """Not a store a test: the whole module shares one."""


@pytest.fixture(scope="module")
def shop(module_store):
    """Of 50 sources, 120 products and 300 pages the first are viewed most, and the last products bring most."""
    shop = make_shop()
    events, orders, lines = [], [], []
    for n in range(VISITORS):
        where = [f"s{n % 50}", f"p{n % 120:03d}", f"g{n}"]
        events += [[f"{DAY} 10:{n % 60:02d}:00", f"v{n}", "view", *where]] * (3 if n % 120 < 40 or n < 10 else 1)
        events += [[f"{DAY} 10:{n % 60:02d}:30", f"v{n}", "cart", *where]] * (n % 2)
        if n % 120 >= 60:
            at = f"{DAY} 12:{n % 60:02d}:00"
            orders.append([f"o{n}", f"v{n}", at, at, n + 1])
            lines.append([n, f"o{n}", where[1], 1, n + 1])
    load(shop, "products", write_rows(module_store / "products.csv", ["product", "tier", "tier_since"], tiers()))
    header = ["time", "visitor", "event", "source", "product", "page"]
    load(shop, "events", write_rows(module_store / "events.csv", header, events))
    load(
        shop, "orders", write_rows(module_store / "orders.csv", ["order", "buyer", "created", "paid", "amount"], orders)
    )
    header = ["line", "order", "product", "quantity", "amount"]
    load(shop, "order_lines", write_rows(module_store / "lines.csv", header, lines))
    refunds = [[f"r{n}", order, at, 1] for n, (order, _buyer, _created, at, _amount) in enumerate(orders[::7])]
    load(shop, "refunds", write_rows(module_store / "refunds.csv", ["refund", "order", "time", "amount"], refunds))
    fill(shop)
    return shop


def tiers():
    return [[f"p{n:03d}", ("traffic", "profit", "image", "custom")[n % 4], DAY] for n in range(120)]


def test_cells_are_bounded_and_add_up_to_the_whole(shop):
    whole = {key: figure(shop, key, DAY) for key in ADDED_UP}
    assert all(whole.values())
    for by in ("source_product", "source_tier", "landing_page", "source", "region", "device"):
        assert {key: sum(split(shop, key, DAY, by=by).values()) for key in ADDED_UP} == whole


def test_the_members_of_cells_are_those_with_most_views_or_money(shop):
    cells = [parts_of(cell) for cell in split(shop, "views", DAY, by="source_product")]
    sources, products = ({part for part in parts if part > 0} for parts in zip(*cells, strict=True))
    names = member_names(shop, "product")
    viewed, paid = {f"p{n:03d}" for n in range(40)}, {f"p{n:03d}" for n in range(80, 120)}
    assert (len(sources), OTHER in {above for above, _below in cells}) == (SOURCES, True)
    assert {names[number] for number in products} == viewed | paid
    assert len(products) == PRODUCTS_BY_VIEWS + PRODUCTS_BY_MONEY


def test_tiers_of_other_products_are_told(shop):
    cells = [parts_of(cell) for cell in split(shop, "views", DAY, by="source_tier")]
    assert {below for above, below in cells if above == OTHER} == {1, 2, 3, 4}


def test_the_pages_viewed_most_are_kept_and_the_rest_is_one_member(shop):
    pages = {page: visits for page, visits in split(shop, "visits", DAY, by="landing_page").items() if visits}
    assert (len(pages), pages[OTHER]) == (PAGES + 1, VISITORS - PAGES)
