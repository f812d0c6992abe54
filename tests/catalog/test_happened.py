"""What charts mark: the shop's calendar and its listing changes, a day of many as one."""

from datetime import date, timedelta

import pytest

from analytics.panels.registry import all_panels
from analytics.panels.types import Reach
from shopops.calendar.models import Kind
from shopops.calendar.read import calendar_of
from shopops.catalog.happened import happened, listing_entries
from shopops.catalog.models import ListingChange, Product
from shopops.shops.models import Shop
from tests.fixtures.boards import NEWEST

MAY_1, MAY_2 = date(2026, 5, 1), date(2026, 5, 2)


@pytest.fixture
def products(shop: Shop) -> list[Product]:
    return [
        Product.objects.create(shop=shop, number=number, code=f"p{number}", title=title)
        for number, title in enumerate(("Shirt", "Coat", "", "Scarf"), 1)
    ]


def change(product: Product, day: date, kind: str = "title", **fields: object) -> ListingChange:
    return ListingChange.objects.create(shop=product.shop, product=product, day=day, kind=kind, after="x", **fields)


def test_one_change_is_named_by_what_was_changed_and_on_which_product(products):
    change(products[0], MAY_1, "price")
    (entry,) = listing_entries(products[0].shop, MAY_1, MAY_2)
    assert (entry.kind, entry.first, entry.last) == (Kind.LISTING_CHANGE, MAY_1, MAY_1)
    assert (str(entry.name), entry.words) == ("New price", "New price (Shirt)")


def test_a_day_of_many_is_one_entry_that_names_some(products, django_assert_num_queries):
    for product in products:
        change(product, MAY_1)
    change(products[0], MAY_2, "title")
    change(products[0], MAY_2, "price")
    with django_assert_num_queries(1):
        many, two = listing_entries(products[0].shop, MAY_1, MAY_2)
    assert many.words == "4 listing changes (Shirt, Coat, p3, …)"
    assert two.words == "2 listing changes (Shirt)"


def test_other_days_other_shops_and_what_was_removed_are_left_out(products, foreign_shop):
    change(products[0], MAY_1 - timedelta(days=1))
    change(products[0], MAY_1, removed_at="2026-05-03T00:00Z")
    change(Product.objects.create(shop=foreign_shop, number=1, code="p1"), MAY_1)
    assert list(listing_entries(products[0].shop, MAY_1, MAY_2)) == []


def test_they_stand_among_the_calendars_own_in_order_of_day(products, shop):
    change(products[0], date(2026, 11, 5))
    entries = happened(calendar_of(shop), date(2026, 11, 1), date(2026, 12, 31))
    assert [str(entry.name) for entry in entries] == ["Double 11", "New title", "Double 12", "Christmas"]


WITH_TIME_AXIS = [panel.key for panel in all_panels() if panel.reach is Reach.MONTH]


@pytest.mark.parametrize("key", WITH_TIME_AXIS)
def test_every_chart_with_a_time_axis_marks_them_and_its_table_names_them(key, board_shop, platform_shop, owner_client):
    for product in board_shop.products.all():
        change(product, NEWEST)
    shown = owner_client.get(f"/s/linen/panels/{key}?day={NEWEST}").context["shown"]
    names = [note["text"] for note in shown.figure["layout"]["annotations"]]
    assert "2 listing changes" in names
    assert NEWEST.isoformat() in [shape["x0"] for shape in shown.figure["layout"]["shapes"]]
    assert shown.table.rows[0].tag == "2 listing changes (Linen shirt, =SUM(A1))"


def test_more_changes_do_not_cost_more_queries(board_shop, owner_client, django_assert_max_num_queries):
    product = board_shop.products.first()
    ListingChange.objects.bulk_create(
        ListingChange(shop=board_shop, product=product, day=NEWEST - timedelta(days=n % 30), kind="price", after=str(n))
        for n in range(300)
    )
    # Who, shops (2), freshness (2), calendar; the figures, what is usual of them, and the changes.
    with django_assert_max_num_queries(9):
        owner_client.get(f"/s/linen/panels/daily.trend?day={NEWEST}")
