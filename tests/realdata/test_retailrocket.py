"""A published daily report, taken for a platform's own: 139 days, and their totals again by weekday and by hour."""

from datetime import date

import pytest
from django.db.models import Count, Sum

from analytics.importing.load import load
from analytics.metrics.registry import metric
from analytics.metrics.types import Basis
from analytics.models import DayFill, FunnelDay, PlatformDay
from analytics.read import figures
from tests.builders import command, figure, fill, make_shop, take_back
from tests.realdata.tables import format_of, rows_of

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2015, 5, 3), date(2015, 9, 18)
KEPT = {"views": "views", "unique_visitors": "visitors", "unique_sessions": "visits", "purchases": "paid_orders"}


@pytest.fixture(scope="module")
def path(data):
    return data / "retailrocket_daily" / "time_series_data.csv"


@pytest.fixture(scope="module")
def days(path):
    return [row for row in rows_of(path) if row["time_granularity"] == "daily"]


@pytest.fixture(scope="module")
def shop(module_store):
    return make_shop(zone="UTC")


@pytest.fixture(scope="module")
def loaded(shop, path):
    return load(shop, "platform_daily", path)


def platform(shop, *keys, first=FIRST, last=LAST, each="day"):
    metrics = [metric(key) for key in keys]
    return figures(shop, metrics, first=first, last=last, each=each, basis=Basis.PLATFORM)


def test_the_days_are_taken_and_the_other_granularities_set_aside(loaded):
    assert (loaded.rows, loaded.accepted, loaded.rejected, loaded.days) == (170, 139, 31, 139)
    assert (loaded.reasons, format_of(loaded)) == ({"other_granularity": 31}, "retailrocket_daily")


def test_139_platform_days_add_up_to_the_published_sums(shop, loaded):
    stored = PlatformDay.objects.filter(shop=shop)
    sums = stored.aggregate(Count("day"), *(Sum(key) for key in ("views", "visitors", "orders", "paid_orders")))
    assert sums == {
        "day__count": 139,
        "views__sum": 2_664_218,
        "visitors__sum": 1_651_370,
        "orders__sum": 22_457,
        "paid_orders__sum": 22_457,
    }


def test_every_day_is_as_the_report_says_it(shop, loaded, days):
    frame = platform(shop, *KEPT.values())
    found = [
        {"time_period": day.isoformat(), **{theirs: str(int(row[ours])) for theirs, ours in KEPT.items()}}
        for day, row in frame.to_dict("index").items()
    ]
    assert found == [{name: row[name] for name in ("time_period", *KEPT)} for row in days]


def test_carts_are_acts_and_not_people_so_they_are_not_kept(shop, loaded, days):
    assert sum(int(row["carts"]) for row in days) == 68_966
    kept = PlatformDay.objects.filter(shop=shop).aggregate(Count("carters"), Count("favourite_or_cart_visitors"))
    assert kept == {"carters__count": 0, "favourite_or_cart_visitors__count": 0}


def test_over_the_whole_time_visitors_are_visitor_days_and_rates_are_divided_anew(shop, loaded):
    row = platform(shop, "visitors", "views_per_visitor", each="none").iloc[0]
    assert (row["visitors"], row["views_per_visitor"]) == (1_651_370, pytest.approx(2_664_218 / 1_651_370))


def test_the_command_prints_the_platform_basis(shop, loaded):
    options = {"shop": shop.slug, "metrics": "visitors,views,visits,paid_orders", "basis": "platform"}
    rows = command("figures", **options, **{"from": "2015-06-16", "to": "2015-06-16"})
    assert rows == [{"day": "2015-06-16", "visitors": 13_590, "views": 23_022, "visits": 14_625, "paid_orders": 210}]


def test_no_event_figure_comes_of_it(shop, loaded):
    fill(shop)
    assert not FunnelDay.objects.filter(shop=shop).exists()
    assert not DayFill.objects.filter(shop=shop).exists()
    assert figure(shop, "visitors", "2015-06-16") is None


def test_the_file_again_is_nothing_but_duplicates(shop, loaded, path):
    again = load(shop, "platform_daily", path)
    assert (again.accepted, again.rejected, again.duplicates, again.changed) == (0, 31, 139, 0)


def test_undo_leaves_no_platform_day(module_store, path):
    shop = make_shop(zone="UTC")
    result = take_back(load(shop, "platform_daily", path))
    assert (result.removed, result.days, PlatformDay.objects.filter(shop=shop).count()) == (139, 139, 0)
