"""A day that is not over: compared by the same hours, dashed, and never told as a fall."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.metrics.registry import definitions_digest
from analytics.models import DayFill, FillState, FunnelDay
from analytics.panels.registry import all_panels
from shopops.shops.models import Shop
from tests.fixtures.boards import DAY_COUNTS, NEWEST

TODAY = NEWEST + timedelta(days=1)
WEEK_AGO = TODAY - timedelta(days=7)
HTMX = {"HX-Request": "true"}
DAILY = f"/s/linen/daily/?day={TODAY}"


@pytest.fixture(autouse=True)
def after_two_in_the_afternoon():
    with time_machine.travel(datetime(2026, 11, 21, 6, 20, tzinfo=UTC), tick=True):
        yield


def day_by_hours(shop: Shop, day: date, shares: dict[int, float]) -> None:
    """A day made up of hours, each a share of an ordinary day."""
    FunnelDay.objects.filter(shop=shop, day=day, dimension__in=("", "hour")).delete()
    hours = {hour: {key: round(count * share) for key, count in DAY_COUNTS.items()} for hour, share in shares.items()}
    whole = {key: sum(counts[key] for counts in hours.values()) for key in DAY_COUNTS}
    FunnelDay.objects.create(shop=shop, day=day, dimension="", member=0, **whole)
    for hour, counts in hours.items():
        FunnelDay.objects.create(shop=shop, day=day, dimension="hour", member=hour, **counts)


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop) -> Client:
    """Today has ¥2,000 by ten, ¥400 after two; a week ago there were ¥1,600 by ten and ¥6,400 in the evening."""
    day_by_hours(board_shop, TODAY, {9: 0.25, 14: 0.05})
    day_by_hours(board_shop, WEEK_AGO, {9: 0.2, 20: 0.8})
    DayFill.objects.create(
        shop=board_shop, day=TODAY, revision=1, state=FillState.PROVISIONAL, definitions=definitions_digest()
    )
    return owner_client


def text(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def tile(response, key: str):
    return next(tile for tile in response.context["board"].tiles if tile.metric.key == key)


def test_what_adds_up_is_compared_with_the_same_hours(browser):
    response = browser.get(DAILY)
    amount = tile(response, "paid_amount")
    assert (amount.text, amount.change.text, amount.change.before, amount.until) == (
        "¥2,400",
        "+25.0%",
        "¥1,600",
        "until 14:00",
    )
    assert "Paid amount ¥2,400 so far; until 14:00 +25.0% against ¥1,600 on Sat 14 Nov 2026." in text(response.content)


def test_people_are_not_compared_and_the_page_says_why(browser):
    response = browser.get(DAILY)
    visitors = tile(response, "visitors")
    assert (visitors.text, visitors.change, visitors.until) == ("300", None, "so far")
    assert "People are not: who came until an hour is not kept." in text(response.content)


def test_several_days_up_to_today_are_compared_up_to_the_same_hour(browser, board_shop):
    response = browser.get(f"/s/linen/daily/?period=custom&from=2026-11-20&to={TODAY}&compare=previous")
    amount = tile(response, "paid_amount")
    # ¥8,800 and ¥2,000 until two, against the 18th with ¥8,000 and the 19th until two with ¥3,200.
    assert (amount.text, amount.change, amount.until) == ("¥11,200", None, "so far")
    day_by_hours(board_shop, date(2026, 11, 19), {9: 0.4, 21: 0.6})
    amount = tile(browser.get(f"/s/linen/daily/?from=2026-11-20&to={TODAY}&compare=previous"), "paid_amount")
    assert (amount.change.text, amount.change.before) == ("−3.6%", "¥11,200")


def test_hours_that_do_not_make_up_the_day_are_not_compared(browser, board_shop):
    """Orders of a file with dates alone stand in no hour."""
    FunnelDay.objects.filter(day=WEEK_AGO, dimension="").update(paid_amount=9_999_00)
    response = browser.get(DAILY)
    assert tile(response, "paid_amount").change is None
    assert tile(response, "visit_depth").change is not None


def test_a_file_that_ends_early_is_compared_up_to_where_it_ends(browser, board_shop):
    day_by_hours(board_shop, TODAY, {9: 0.25, 11: 0.05})
    assert tile(browser.get(DAILY), "paid_amount").until == "until 11:00"


def test_without_a_complete_hour_nothing_is_compared(browser, board_shop):
    day_by_hours(board_shop, TODAY, {0: 0.1})
    response = browser.get(DAILY)
    assert tile(response, "paid_amount").change is None
    assert "no hours of it can be compared yet" in text(response.content)


def test_a_day_cut_at_four_ends_in_the_night(browser, board_shop):
    board_shop.day_cuts.update(cut="04:00")
    with time_machine.travel(datetime(2026, 11, 21, 18, 30, tzinfo=UTC)):  # half past two on the 22nd
        day_by_hours(board_shop, TODAY, {9: 0.25, 23: 0.1, 2: 0.1})
        day_by_hours(board_shop, WEEK_AGO, {3: 0.5, 9: 0.2, 23: 0.3})
        amount = tile(browser.get(DAILY), "paid_amount")
    assert (amount.until, amount.change.text) == ("until 2:00", "−30.0%")


def test_a_day_that_is_over_is_compared_as_a_whole(browser):
    response = browser.get(f"/s/linen/daily/?day={NEWEST}")
    assert tile(response, "paid_amount").until == ""
    assert tile(response, "visitors").change is not None


@pytest.mark.parametrize("query", ["", "&compare=last_year_weekday", "&compare=none"])
def test_an_unfinished_day_asks_no_more(browser, query):
    browser.get(DAILY + query)
    with CaptureQueriesContext(connection) as asked:
        browser.get(DAILY + query)
    assert len(asked) <= 8, [query["sql"] for query in asked]


@pytest.mark.parametrize("key", [panel.key for panel in all_panels() if panel.basis.value == "event"])
def test_every_panel_says_that_the_day_is_not_over(browser, key):
    answer = browser.get(f"/s/linen/panels/{key}?day={TODAY}", headers=HTMX)
    assert answer.status_code == 200
    if b"empty-state" not in answer.content:
        assert "Sat 21 Nov 2026 is not over" in text(answer.content)


def figure(browser, key: str) -> dict:
    html = browser.get(f"/s/linen/panels/{key}?day={TODAY}", headers=HTMX).content.decode()
    return json.loads(re.search(r'type="application/json">(.*?)</script>', html, re.S).group(1))


def test_the_way_to_a_day_that_is_not_over_is_dashed(browser):
    over, way, point = figure(browser, "daily.trend")["data"][:3]
    assert over["y"][-2:] == [880_000, None]
    assert (way["x"], way["y"], way["line"]["dash"]) == (["2026-11-20", "2026-11-21"], [880_000, 240_000], "dash")
    assert (point["mode"], point["y"], point["customdata"]) == ("markers", [240_000], ["¥2,400"])


def test_hours_to_come_are_no_hours_without_visitors(browser):
    *_rest, visitors, way, point = figure(browser, "daily.hours")["data"]
    assert visitors["y"][12:16] == [0, 0, None, None]
    assert (way["x"], way["y"], point["y"]) == ([13, 14], [0, 50], [50])


def test_the_table_of_every_figure_compares_what_adds_up(browser):
    said = text(browser.get(f"/s/linen/panels/daily.all?day={TODAY}", headers=HTMX).content)
    assert "Change, until 14:00" in said
    assert "Paid amount ¥2,400 +25.0%" in said
    assert "Visitors 300 –" in said


def test_a_day_of_which_nothing_is_there_yet_has_no_figures(owner_client, board_shop):
    response = owner_client.get(DAILY)
    assert "There are no figures for Sat 21 Nov 2026 yet." in text(response.content)
    for panel in all_panels():
        assert owner_client.get(f"/s/linen/panels/{panel.key}?day={TODAY}", headers=HTMX).status_code == 200
        assert owner_client.get(f"/s/linen/panels/{panel.key}.csv?day={TODAY}").status_code == 200
