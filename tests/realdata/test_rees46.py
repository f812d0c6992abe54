"""REES46's clicks of an October night: given sessions, purchases at their prices, and a last line that is cut off."""

import csv
from datetime import date

import pytest

from analytics.importing.load import load
from analytics.models import FunnelDay
from tests.builders import command, figure, fill, make_shop
from tests.realdata.tables import format_of, rows_of, stored_events

pytestmark = pytest.mark.django_db
DAY = "2019-10-01"


@pytest.fixture(scope="module")
def path(data):
    return data / "rees46_oct2019" / "2019-Oct.csv"


@pytest.fixture(scope="module")
def rows(path):
    """The whole rows, without the cut one."""
    return rows_of(path)[:-1]


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop(zone="UTC", currency="USD")


@pytest.fixture(scope="module")
def loaded(shop, path):
    result = load(shop, "events", path)
    fill(shop)
    return result


def test_all_rows_but_the_cut_one_are_accepted(loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected, loaded.duplicates) == (17_435, 17_434, 1, 0)
    assert format_of(loaded) == "rees46"


def test_the_cut_line_is_set_aside_with_its_line_number_and_a_reason(loaded):
    with open(loaded.rejects, encoding="utf-8-sig", newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [(row["line"], row["reason"]) for row in rejects] == [("17436", "cut off: the row has no session")]
    assert loaded.reasons == {"cut_off": 1}


def test_the_shortened_user_of_the_cut_line_is_nobody(shop, loaded, rows):
    [(people,)] = stored_events(shop).aggregate("count(DISTINCT visitor)").fetchall()
    assert people == len({row["user_id"] for row in rows})


@pytest.mark.parametrize(
    ("key", "value"),
    [("views", 17_055), ("carters", 111), ("payers", 193), ("orderers", 193), ("orders", 214), ("paid_orders", 214)],
)
def test_figures_of_the_night(shop, loaded, key, value):
    assert figure(shop, key, DAY) == value


def test_more_people_buy_than_put_into_the_cart_and_that_is_shown_as_it_is(shop, loaded):
    row = FunnelDay.objects.get(shop=shop, day=date(2019, 10, 1), dimension="", member=0)
    assert (row.carters, row.payers) == (111, 193)
    printed = command("figures", shop=shop.slug, metrics="carters,payers", **{"from": DAY, "to": DAY})
    assert printed == [{"day": DAY, "carters": 111, "payers": 193}]


def test_the_price_of_a_purchase_is_money_and_that_of_a_view_is_not(shop, loaded):
    assert figure(shop, "paid_amount", DAY) == figure(shop, "ordered_amount", DAY) == 59_442_63
    assert figure(shop, "spend_per_payer", DAY) == pytest.approx(59_442_63 / 193)


def test_pieces_are_not_told_and_have_no_value(shop, loaded):
    assert [figure(shop, key, DAY) for key in ("paid_items", "items_per_order", "inquiry_rate")] == [None] * 3


def test_visits_are_the_sessions_of_each_person(shop, loaded, rows):
    """Of 5,066 sessions one was handed on to a second person: a visit is one person's."""
    sessions: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        sessions.setdefault((row["user_session"], row["user_id"]), []).append(row["event_type"])
    seen = [kinds for kinds in sessions.values() if "view" in kinds]
    assert (len({session for session, _person in sessions}), len(sessions)) == (5_066, 5_067)
    assert figure(shop, "visits", DAY) == len(seen)
    assert figure(shop, "bounced_visits", DAY) == sum(kinds == ["view"] for kinds in seen)


def test_one_order_is_what_a_session_bought_at_one_moment(loaded, module_store, path):
    """In the file no session buys twice in a second; a basket of two products paid at once is one order."""
    header = path.read_text()[: path.read_text().index("\n") + 1]
    bought = f"{DAY} 10:00:00 UTC,purchase,{{product}},1,,,{{price}},7,s1\n"
    later = f"{DAY} 10:05:00 UTC,purchase,3,1,,,5.00,7,s1\n"
    basket = module_store / "basket.csv"
    basket.write_text(
        header + bought.format(product=1, price="10.00") + bought.format(product=2, price="20.00") + later
    )
    shop = make_shop(zone="UTC", currency="USD")
    load(shop, "events", basket)
    fill(shop)
    assert [figure(shop, key, DAY) for key in ("paid_orders", "payers", "paid_amount")] == [2, 1, 35_00]


def test_the_file_again_is_nothing_but_duplicates(shop, loaded, path):
    again = load(shop, "events", path)
    assert (again.accepted, again.rejected, again.duplicates) == (0, 1, 17_434)
