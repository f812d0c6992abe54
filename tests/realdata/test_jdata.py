"""JD's click-stream of three months' first hours: six kinds of action, of which one is a view and none a payment."""

from datetime import date

import pytest

from analytics.events.schema import Kind
from analytics.importing.load import load
from tests.builders import figure, figures_of, fill, make_shop
from tests.realdata.tables import format_of, rows_of, stored_events

pytestmark = pytest.mark.django_db
MONTHS = ("201602", "201603", "201604")
FIRST, LAST = date(2016, 1, 31), date(2016, 4, 1)
# Their column → our measure, where the two mean the same.
SAME = {
    "browses": "views",
    "visitors_one_browse": "one_view_visitors",
    "cart_visitors": "carters",
    "buyers": "orderers",
    "order_events": "orders",
}


@pytest.fixture(scope="module")
def paths(data):
    return [data / "jdata_actions" / f"JData_Action_{month}.csv" for month in MONTHS]


@pytest.fixture(scope="module")
def expected(data):
    return rows_of(data / "jdata_actions" / "expected_daily.csv")


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop()


@pytest.fixture(scope="module")
def loaded(shop, paths):
    results = [load(shop, "events", path) for path in paths]
    fill(shop)
    return results


def test_every_row_of_every_month_is_accepted_and_the_format_is_found_by_its_header(loaded):
    assert [(each.rows, each.accepted, each.rejected, each.duplicates) for each in loaded] == [
        (29_999, 29_999, 0, 0)
    ] * 3
    assert {format_of(each) for each in loaded} == {"jdata_actions"}


def test_every_day_equals_the_expected_figures(shop, loaded, expected):
    frame = figures_of(shop, tuple(SAME.values()), FIRST, LAST)
    found = [
        {"day": day.isoformat(), **{theirs: str(int(row[ours])) for theirs, ours in SAME.items()}}
        for day, row in frame.to_dict("index").items()
        if row["views"] > 0
    ]
    assert found == [{name: row[name] for name in ("day", *SAME)} for row in expected]


def test_people_and_rows_with_any_action_are_stored_as_expected(shop, loaded, expected):
    events = stored_events(shop)
    found = events.aggregate("day, count(DISTINCT visitor) AS visitors, count(*) AS events").order("day").fetchall()
    assert [(str(day), str(visitors), str(rows)) for day, visitors, rows in found] == [
        (row["day"], row["visitors"], row["events"]) for row in expected
    ]


def test_a_click_is_no_view_and_who_only_clicks_is_no_visitor(shop, loaded, expected):
    browsed = stored_events(shop).filter(f"day = '2016-02-01' AND kind = {Kind.VIEW}")
    [(people,)] = browsed.aggregate("count(DISTINCT visitor)").fetchall()
    assert figure(shop, "visitors", "2016-02-01") == people < int(expected[1]["visitors"])


def test_what_is_taken_out_of_the_cart_or_clicked_is_kept_as_another_kind(shop, loaded):
    in_february = stored_events(shop).filter("day IN ('2016-01-31', '2016-02-01')")
    counted = dict(in_february.aggregate("kind, count(*)").fetchall())
    assert counted == {Kind.VIEW: 12_023, Kind.CART: 443, Kind.ORDER: 38, Kind.FAVOURITE: 80, Kind.OTHER: 175 + 17_240}


@pytest.mark.parametrize(
    "key", ["payers", "paid_orders", "paid_amount", "ordered_amount", "conversion", "inquiry_rate"]
)
def test_an_order_is_no_payment_and_money_and_inquiries_have_no_value(shop, loaded, key):
    assert figure(shop, key, "2016-02-01") is None


def test_a_user_written_as_a_float_is_the_user_with_the_whole_number(shop, loaded, module_store):
    plain = module_store / "plain.csv"
    plain.write_text("time,visitor,event,product\n2016-01-31 23:59:02,266079,view,138778\n")
    assert load(shop, "events", plain).duplicates == 1


@pytest.mark.parametrize("lines", [slice(None), slice(1, None)], ids=["with its header", "without a header"])
def test_a_file_can_be_named_with_and_without_its_header(module_store, paths, lines):
    copy = module_store / "named.csv"
    copy.write_text("".join(paths[0].read_text().splitlines(keepends=True)[lines]))
    result = load(make_shop(), "events", copy, format="jdata_actions", dry_run=True)
    assert (result.rows, result.accepted) == (29_999, 29_999)


def test_the_same_file_again_is_nothing_but_duplicates(shop, loaded, paths):
    again = load(shop, "events", paths[0])
    assert (again.accepted, again.duplicates) == (0, 29_999)
