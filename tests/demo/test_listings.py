"""The listing changes of the demo shop: on the days and the products of its stories."""

from collections import Counter
from datetime import date, timedelta

import pytest

from shopops.catalog.models import ListingChange, Product
from shopops.demo.catalogue import ITEMS
from shopops.demo.listings import add_listing_changes, told_between
from shopops.demo.stories import STORIES, planted_between
from shopops.shops.models import Shop

TWO_YEARS = (date(2024, 9, 1), date(2026, 11, 21))
KINDS = {"title_change": "title", "bad_picture": "picture", "price_drift": "price"}
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("key", KINDS)
def test_a_story_begins_with_a_change_and_ends_with_one_that_leads_back(key):
    planted = next(planted for planted in planted_between(*TWO_YEARS) if planted.story.key == key)
    told = [each for each in told_between(*TWO_YEARS) if planted.first <= each.day <= planted.last + ONE_DAY]
    assert {each.kind for each in told} == {KINDS[key]}
    assert (told[0].day, told[-1].day) == (planted.first, planted.last + ONE_DAY)
    assert all(each.before != each.after for each in told)
    assert told[0].before == told[-1].after or key == "price_drift"


@pytest.mark.parametrize("key", ["title_change", "bad_picture"])
def test_it_is_the_product_of_which_the_breakdown_must_tell(key):
    planted = next(planted for planted in planted_between(*TWO_YEARS) if planted.story.key == key)
    (first,) = [each for each in told_between(*TWO_YEARS) if each.day == planted.first]
    assert first.item.title in planted.truth.member
    assert first.before in (first.item.title, f"{first.item.code}-主图.jpg")


def test_prices_of_the_profit_items_fall_step_by_step_and_come_back():
    planted = next(planted for planted in planted_between(*TWO_YEARS) if planted.story.key == "price_drift")
    told = [each for each in told_between(*TWO_YEARS) if planted.first <= each.day <= planted.last + ONE_DAY]
    one = [each for each in told if each.item is told[0].item]
    prices = [one[0].item.price, *(int(each.after) for each in one)]
    assert prices[0] > prices[1] > prices[2] < prices[3] == prices[0]
    assert [each.before for each in one] == [str(price) for price in prices[:-1]]
    assert len({each.item for each in told}) > 20


@pytest.mark.django_db
def test_each_is_written_once_and_what_somebody_removed_stays_away(shop: Shop):
    Product.objects.bulk_create(
        Product(shop=shop, number=item.number, code=item.code, title=item.title) for item in ITEMS
    )
    add_listing_changes(shop, opened=TWO_YEARS[0], until=date(2025, 12, 31))
    ListingChange.objects.filter(kind="title").update(removed_at="2026-01-01T00:00Z")
    before = set(ListingChange.objects.values_list())
    add_listing_changes(shop, opened=TWO_YEARS[0], until=date(2025, 12, 31))
    assert set(ListingChange.objects.values_list()) == before
    add_listing_changes(shop, opened=TWO_YEARS[0], until=TWO_YEARS[1])
    assert set(ListingChange.objects.values_list()) > before
    assert set(Counter(ListingChange.objects.values_list("kind", flat=True))) == set(KINDS.values())


def test_every_story_about_a_listing_has_its_changes():
    assert set(KINDS) <= {story.key for story in STORIES}
