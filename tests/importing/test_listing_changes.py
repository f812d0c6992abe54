"""What a later file of products says anew of a listing is kept as a change of it, and taken back with the file."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from analytics.importing.load import LoadResult, load
from shopops.catalog.keep import keep
from shopops.catalog.models import ChangeKind, ListingChange, Product
from shopops.shops.models import Shop
from tests.builders import make_shop, take_back, written

pytestmark = pytest.mark.django_db
HEADER = "product,title,price,picture,detail"
MAY_1, MAY_2, MAY_3 = date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)
FIRST = ["p1,Linen shirt,129.00,a.jpg,washed", "p2,Wool coat,899.00,c.jpg,warm"]


@pytest.fixture
def shop() -> Shop:
    return make_shop()


@pytest.fixture
def told(shop, tmp_path: Path):
    """Loads a file of products on a day at noon UTC, in the evening of the shop's day."""

    def told(day: date, *rows: str, header: str = HEADER, **options: object) -> LoadResult:
        path = written(tmp_path, f"{day}-{ListingChange.objects.count()}.csv", "\n".join([header, *rows]))
        with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=True):
            return load(shop, "products", path, **options)

    return told


def noted() -> set[tuple]:
    fields = ("product__code", "kind", "before", "after", "day")
    return set(ListingChange.objects.values_list(*fields))


def said(code: str = "p1") -> Product:
    return Product.objects.get(code=code)


def test_a_first_file_tells_of_no_change(told):
    told(MAY_1, *FIRST)
    assert noted() == set()
    assert (said().picture, said().detail) == ("a.jpg", "washed")


def test_each_thing_that_a_later_file_says_anew_is_a_change_on_the_day_of_the_load(told, shop, person):
    told(MAY_1, *FIRST)
    ann = person("ann")
    result = told(MAY_2, "p1,Linen shirt blue,119.00,b.jpg,washed twice", FIRST[1], user=ann)
    assert noted() == {
        ("p1", "title", "Linen shirt", "Linen shirt blue", MAY_2),
        ("p1", "price", "12900", "11900", MAY_2),
        ("p1", "picture", "a.jpg", "b.jpg", MAY_2),
        ("p1", "detail", "washed", "washed twice", MAY_2),
    }
    assert {(each.batch, each.user, each.shop) for each in ListingChange.objects.all()} == {(result.batch, ann, shop)}


def test_the_day_is_the_shops_business_day(told, tmp_path):
    shop = make_shop(cut="05:00")
    for at, title in ((datetime(2026, 5, 1, 12, tzinfo=UTC), "a"), (datetime(2026, 5, 2, 20, tzinfo=UTC), "b")):
        with time_machine.travel(at, tick=True):
            load(shop, "products", written(tmp_path, f"{title}.csv", f"product,title\np1,{title}\n"))
    # 04:00 in Shanghai on the third of May.
    assert noted() == {("p1", "title", "a", "b", MAY_2)}


def test_the_same_file_again_tells_of_none(told):
    told(MAY_1, *FIRST)
    told(MAY_2, "p1,Blue shirt,129.00,a.jpg,washed")
    told(MAY_3, "p1,Blue shirt,129.00,a.jpg,washed")
    assert len(noted()) == 1


def test_what_a_file_does_not_say_and_what_was_not_known_are_no_changes(told):
    told(MAY_1, "p1,Linen shirt", "p2,", header="product,title")
    told(MAY_2, "p1,,129.00,a.jpg,", "p2,Wool coat,,,")
    assert noted() == set()
    told(MAY_3, "p1,,,,", "p2,Warm coat,,,")
    assert noted() == {("p2", "title", "Wool coat", "Warm coat", MAY_3)}


def test_a_product_that_the_file_names_twice_is_changed_once(told):
    told(MAY_1, *FIRST)
    told(
        MAY_2,
        "p1,Blue shirt,profit,2026-01-01",
        "p1,Blue shirt,image,2026-05-01",
        header="product,title,tier,tier_since",
    )
    assert noted() == {("p1", "title", "Linen shirt", "Blue shirt", MAY_2)}


def test_a_dry_run_makes_none(told):
    told(MAY_1, *FIRST)
    told(MAY_2, "p1,Blue shirt,1.00,z.jpg,x", dry_run=True)
    assert noted() == set()


def test_columns_are_known_by_the_names_that_platforms_give_them(told):
    header = "商品ID,商品标题,主图链接,商品详情"
    told(MAY_1, "p1,衬衫,//img/a.jpg,棉麻", header=header)
    told(MAY_2, "p1,衬衫,//img/b.jpg,纯棉", header=header)
    assert {(kind, after) for _code, kind, _before, after, _day in noted()} == {
        ("picture", "//img/b.jpg"),
        ("detail", "纯棉"),
    }


def test_a_long_detail_page_is_known_by_its_beginning_and_a_fingerprint_of_all_of_it(told):
    words = "棉麻" * 20_000
    told(MAY_1, f"p1,,,,{words}")
    assert said().detail.startswith("棉麻" * 200 + "… #")
    assert len(said().detail) <= 500
    told(MAY_2, f"p1,,,,{words}")
    assert noted() == set()
    told(MAY_3, f"p1,,,,{words}!")
    assert [change.kind for change in ListingChange.objects.all()] == ["detail"]


def test_taking_a_file_back_takes_its_changes_back(told):
    told(MAY_1, *FIRST)
    second = told(MAY_2, "p1,Blue shirt,119.00,a.jpg,washed")
    take_back(second)
    assert noted() == set()
    assert said().title == "Linen shirt"
    told(MAY_3, "p1,Blue shirt,129.00,a.jpg,washed")
    assert noted() == {("p1", "title", "Linen shirt", "Blue shirt", MAY_3)}


def test_without_a_file_in_the_middle_a_later_change_begins_where_the_earlier_file_ended(told):
    told(MAY_1, *FIRST)
    middle = told(MAY_2, "p1,Blue shirt,119.00,a.jpg,washed")
    told(MAY_3, "p1,Red shirt,119.00,a.jpg,washed")
    take_back(middle)
    # The third file states the price of the second one too: it is the file that changed it.
    assert noted() == {
        ("p1", "title", "Linen shirt", "Red shirt", MAY_3),
        ("p1", "price", "12900", "11900", MAY_3),
    }
    assert (said().title, said().price) == ("Red shirt", 11900)


def test_a_change_that_leads_back_is_none_without_the_file_in_the_middle(told):
    told(MAY_1, *FIRST)
    middle = told(MAY_2, "p1,Blue shirt,129.00,a.jpg,washed")
    told(MAY_3, "p1,Linen shirt,129.00,a.jpg,washed")
    assert len(noted()) == 2
    take_back(middle)
    assert noted() == set()


def test_without_the_file_that_told_first_the_next_one_tells_of_no_change(told):
    told(MAY_1, "p1", header="product")
    middle = told(MAY_2, *FIRST[:1])
    told(MAY_3, "p1,Blue shirt,129.00,a.jpg,washed")
    take_back(middle)
    assert noted() == set()


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3), (2, 3, 1)])
def test_in_whatever_order_files_are_taken_back_the_changes_go(told, order):
    told(MAY_1, *FIRST)
    titles = {1: "Blue shirt", 2: "Red shirt", 3: "Blue shirt"}
    results = {number: told(MAY_2, f"p1,{title},{number}.00,a.jpg,washed") for number, title in titles.items()}
    for number in order:
        take_back(results[number])
    assert noted() == set()
    assert (said().title, said().price) == ("Linen shirt", 129_00)


def test_what_somebody_wrote_down_already_is_not_found_again(told, shop):
    told(MAY_1, *FIRST)
    keep(ListingChange(shop=shop, product=said(), day=MAY_1, kind=ChangeKind.TITLE, after="Blue shirt"))
    told(MAY_2, "p1,Blue shirt,119.00,a.jpg,washed")
    assert {(kind, batch is None) for kind, batch in ListingChange.objects.values_list("kind", "batch")} == {
        ("title", True),
        ("price", False),
    }


def test_what_somebody_wrote_down_stays_when_the_file_that_made_the_product_goes(told, shop):
    first = told(MAY_1, *FIRST)
    keep(ListingChange(shop=shop, product=said(), day=MAY_1, kind=ChangeKind.PICTURE, note="brighter"))
    take_back(first)
    assert [product.code for product in Product.objects.all()] == ["p1"]
    assert ListingChange.objects.get().note == "brighter"
