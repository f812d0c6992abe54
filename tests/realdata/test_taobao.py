"""Taobao's click-stream of 2017: every figure of every day as computed independently."""

import csv
from datetime import UTC, date, datetime

import pytest

from analytics.importing.load import load
from analytics.models import Batch, DayFill, FunnelDay
from shopops.catalog.models import Product
from tests.builders import calendar_of, command, figure, figures_of, fill, make_shop, take_back
from tests.figures.compare import differences
from tests.naive import funnel
from tests.naive.rows import Event, History
from tests.realdata.tables import rows_of

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2017, 9, 11), date(2017, 12, 3)
COUNTS = (
    "visitors", "views", "visits", "bounced_visits", "one_view_visitors", "favouriters", "carters", "payers",
    "paid_orders",
)  # fmt: skip
SHARES = ("bounce_rate", "visit_depth", "conversion")
KINDS = {"pv": "view", "cart": "cart", "fav": "favourite", "buy": "purchase"}


@pytest.fixture(scope="module")
def path(data):
    return data / "taobao_user_behavior" / "UserBehavior.csv"


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop()


@pytest.fixture(scope="module")
def loaded(shop, path):
    result = load(shop, "events", path, format="taobao_user_behavior")
    fill(shop)
    return result


@pytest.fixture(scope="module")
def expected(data):
    return rows_of(data / "taobao_user_behavior" / "expected_funnel.csv")


def test_all_rows_but_the_cut_one_are_accepted(loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected, loaded.duplicates) == (84_476, 84_475, 1, 0)


def test_every_day_equals_the_expected_funnel(shop, loaded, expected):
    frame = figures_of(shop, (*COUNTS, *SHARES), FIRST, LAST)
    found = [day_text(day, row) for day, row in frame.to_dict("index").items() if row["views"] > 0]
    assert found == [expected_text(row) for row in expected]


def day_text(day, row):
    counts = {key: str(int(row[key])) for key in COUNTS}
    return {"day": day.isoformat(), **counts, **{key: f"{row[key]:.6f}" for key in SHARES}}


def expected_text(row):
    return {**row, **{key: f"{float(row[key]):.6f}" for key in SHARES}}


def test_the_command_prints_the_same_shares(shop, loaded, expected):
    rows = command("figures", shop=shop.slug, metrics=",".join(SHARES), **{"from": "2017-11-25", "to": "2017-11-25"})
    asked = next(row for row in expected if row["day"] == "2017-11-25")
    assert {key: f"{rows[0][key]:.6f}" for key in SHARES} == {key: expected_text(asked)[key] for key in SHARES}


def test_all_views_but_the_one_without_a_time_are_in_the_days(shop, loaded):
    assert figures_of(shop, ["views"], FIRST, LAST)["views"].sum() == 75_872


@pytest.mark.parametrize(
    ("key", "people"),
    [("visitors", 813), ("favourite_or_cart_visitors", 695), ("payers", 559), ("orderers", 559)],
)
def test_over_the_nine_days_each_person_counts_once(shop, loaded, key, people):
    assert figure(shop, key, "2017-11-25", last="2017-12-03") == people


def test_there_is_no_money_where_the_file_tells_none(shop, loaded):
    keys = ("paid_amount", "ordered_amount", "paid_items", "refund_amount", "spend_per_payer", "order_value")
    assert [figure(shop, key, "2017-11-25") for key in keys] == [None] * len(keys)


def test_the_file_again_is_nothing_but_duplicates(shop, loaded, path):
    before = day_rows(shop)
    again = load(shop, "events", path, format="taobao_user_behavior")
    fill(shop)
    assert (again.accepted, again.rejected, again.duplicates) == (0, 1, 84_475)
    assert day_rows(shop) == before


def day_rows(shop):
    leave = {"id", "shop"}
    columns = [field.attname for field in FunnelDay._meta.concrete_fields if field.name not in leave]
    return sorted(FunnelDay.objects.filter(shop=shop).values_list(*columns), key=str)


@pytest.mark.slow
def test_undo_leaves_nothing_of_the_file(module_store, path):
    shop = make_shop()
    result = load(shop, "events", path, format="taobao_user_behavior")
    fill(shop)
    removed = take_back(result).removed
    fill(shop)
    assert removed == 84_475
    assert day_rows(shop) == []
    assert not Product.objects.filter(shop=shop).exists()
    assert not DayFill.objects.filter(shop=shop).exists()
    assert not Batch.objects.filter(shop=shop).active().exists()


@pytest.fixture(scope="module")
def history(path):
    return History(calendar_of(), events=clicks(path), tells_inquiries=False)


@pytest.fixture(scope="module")
def naive(history):
    return funnel.figures(history)


@pytest.mark.slow
def test_every_day_equals_the_naive_implementation(shop, loaded, naive):
    found = differences(shop, naive)
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
def test_people_of_some_days_equal_the_naive_implementation_also_those_who_had_paid_before(shop, loaded, history):
    first, last = date(2017, 11, 30), LAST
    expected = funnel.people_over(history, first, last)
    untold = dict.fromkeys(funnel.OF_INQUIRIES)
    assert expected["returning_payers"] > 100
    assert {key: figure(shop, key, first, last=last) for key in expected} == expected | untold


@pytest.mark.slow
def test_the_naive_implementation_itself_equals_the_expected_funnel(naive, expected):
    whole = {day: row for (day, by, _), row in naive.items() if not by and row["views"]}
    rows = {day: {**row, **{key: funnel.ratio(row, key) for key in SHARES}} for day, row in whole.items()}
    assert [day_text(day, row) for day, row in sorted(rows.items())] == [expected_text(row) for row in expected]


def clicks(path):
    with path.open() as file:
        rows = [row for row in csv.reader(file) if len(row) == 5 and row[4]]
    events = [Event(datetime.fromtimestamp(int(at), UTC), who, KINDS[kind], what) for who, what, _, kind, at in rows]
    # Which of two clicks of one second came first is nobody's to say: the lower product number is taken to, and the
    # products of one file are numbered in order of their codes.
    return sorted(events, key=lambda event: event.product)
