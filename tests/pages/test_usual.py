"""What is usual for a figure: on the tiles, under the line of the trend, and beside the largest members."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.explain.tiles import usual_board
from analytics.models import Code, DayFill, FillState, FunnelDay
from analytics.panels.board import board_of
from analytics.panels.usual import Usual
from shopops.calendar.models import Kind
from shopops.calendar.read import calendar_of
from shopops.shops.models import Shop
from shopops.web.period import Period
from tests.fixtures.boards import DAY_COUNTS, DAYS, NEWEST

DAILY = "/s/linen/daily/"
PANELS = "/s/linen/panels/"
HTMX = {"HX-Request": "true"}
ONE_DAY = timedelta(days=1)
EVIDENCE = (
    "From 5 of 8 Fridays before and the level of the last ordinary days. Left out: 25 Sep (Mid-Autumn Festival), 2 Oct"
    " (National Day holiday), 6 Nov (Double 11)."
)


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


def add_days(shop: Shop, first: date, last: date, *, dimension: str = "", member: int = 0, share: float = 1.0) -> None:
    days = [first + at * ONE_DAY for at in range((last - first).days + 1)]
    counts = {key: round(count * share) for key, count in DAY_COUNTS.items()}
    FunnelDay.objects.bulk_create(
        FunnelDay(shop=shop, day=day, dimension=dimension, member=member, **counts) for day in days
    )


@pytest.fixture
def long_shop(board_shop: Shop) -> Shop:
    """`board_shop` with twelve weeks more: 1,000 visitors and ¥8,000 a day, half of them by source 1."""
    first, last = DAYS[0] - 84 * ONE_DAY, DAYS[0] - ONE_DAY
    add_days(board_shop, first, last)
    add_days(board_shop, first, last, dimension="source", member=1, share=0.5)
    add_days(board_shop, first, last, dimension="product", member=1, share=0.6)
    return board_shop


@pytest.fixture
def browser(owner_client: Client, long_shop: Shop) -> Client:
    return owner_client


def text(html: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode())))


def usual(response, key: str) -> Usual | None:
    return next(tile.usual for tile in response.context["board"].tiles if tile.metric.key == key)


def set_newest(dimension: str = "", member: int = 0, **counts: int) -> None:
    FunnelDay.objects.filter(day=NEWEST, dimension=dimension, member=member).update(**counts)


def test_a_figure_inside_its_range_has_no_flag_and_says_the_range_where_it_is_defined(browser):
    response = browser.get(DAILY)
    assert usual(response, "visitors") == Usual("886 to 1,114", EVIDENCE)
    assert "tile-flag" not in response.content.decode()
    assert f"Usual range 886 to 1,114 {EVIDENCE}" in text(response.content)


def test_a_figure_outside_is_flagged_in_words_with_its_evidence(browser):
    set_newest(visitors=700)
    html = browser.get(DAILY).content.decode()
    (title, flag) = re.search(r'<p class="tile-flag" title="([^"]+)">(.*?)</p>', html, re.S).groups()
    assert text(flag.encode()).strip() == "▾ below its usual range, 886 to 1,114"
    assert unescape(title) == f"below its usual range, 886 to 1,114. {EVIDENCE}"
    set_newest(visitors=1300)
    assert "▴ above its usual range, 886 to 1,114" in text(browser.get(DAILY).content)


def test_ranges_cost_no_query(browser, long_shop):
    calendar, period = calendar_of(long_shop), Period.of(NEWEST, NEWEST, preset="day")
    with CaptureQueriesContext(connection) as asked:
        board = usual_board(long_shop, period, calendar=calendar)
    assert all(tile.usual for tile in board.tiles)
    with CaptureQueriesContext(connection) as plain:
        board_of(long_shop, period)
    assert len(asked) == len(plain) == 1
    browser.get(DAILY)
    with CaptureQueriesContext(connection) as page:
        assert len(browser.get(DAILY).content) <= 60_000
    assert len(page) <= 8


def test_too_little_history_says_so(owner_client, board_shop):
    """Of four ordinary Fridays the first has no week before it."""
    response = owner_client.get(DAILY)
    assert usual(response, "visitors") == Usual("", "Too little history: 3 of 8 Fridays.")
    assert "Usual range Too little history: 3 of 8 Fridays." in text(response.content)


def test_a_share_of_few_people_is_too_few_to_say(browser):
    set_newest(visitors=100, payers=0)
    assert usual(browser.get(DAILY), "conversion").evidence == "Too few to say."


def test_a_figure_without_a_value_has_no_range(browser):
    set_newest(payers=None)
    assert usual(browser.get(DAILY), "conversion") is None


def test_a_day_that_is_not_over_or_not_complete_has_none(browser, long_shop):
    DayFill.objects.filter(day=NEWEST).update(state=FillState.PROVISIONAL)
    set_newest(visitors=700)
    assert usual(browser.get(DAILY), "visitors") == Usual("", "These days are not complete yet.")
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        assert usual(browser.get(f"{DAILY}?day={NEWEST}"), "visitors") is None


def test_a_festival_is_held_against_last_years(browser, long_shop):
    singles = date(2026, 11, 11)
    said = usual(browser.get(f"{DAILY}?day={singles}"), "visitors")
    assert said == Usual("", "Double 11: no like day to compare with.")
    add_days(long_shop, date(2025, 8, 1), date(2025, 11, 10))
    add_days(long_shop, date(2025, 11, 11), date(2025, 11, 11), share=4)
    said = usual(browser.get(f"{DAILY}?day={singles}"), "visitors")
    assert said.evidence.startswith("As Double 11 was on 11 Nov 2025, at the level of the last ordinary days.")
    low, high = (float(end.replace(",", "")) for end in said.range.split(" to "))
    assert (low + high) / 2 == pytest.approx(4000, abs=1)
    assert said.flag == f"below its usual range, {said.range}"


def test_a_campaign_of_the_shops_own_is_left_out(browser, long_shop):
    day = NEWEST - 7 * ONE_DAY
    long_shop.occasions.create(kind=Kind.CAMPAIGN, name="Linen day", first_day=day, last_day=day, year=2026)
    said = usual(browser.get(DAILY), "visitors").evidence
    assert said.startswith("From 4 of 8 Fridays before")
    assert said.endswith("13 Nov (Linen day).")


def test_a_week_has_a_range_of_what_adds_up_and_more_days_have_none(browser):
    week = browser.get(f"{DAILY}?from=2026-11-14&to=2026-11-20")
    assert usual(week, "paid_amount").range
    assert usual(week, "paid_amount").evidence.startswith("From 5 of 8 weeks before")
    told = "Over several days it is told only of what adds up."
    assert [usual(week, key).evidence for key in ("bounce_rate", "visit_depth")] == [told, told]
    month = browser.get(f"{DAILY}?period=30d")
    assert usual(month, "paid_amount") == Usual("", "It is told for 7 days at most.")


def cost(browser, address: str) -> int:
    browser.get(address, headers=HTMX)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address, headers=HTMX)
    return len(asked)


def figure(html: str) -> dict:
    return json.loads(re.search(r'type="application/json">(.*?)</script>', html, re.S).group(1))


def test_the_trend_has_a_band_but_for_the_festival(browser):
    html = browser.get(f"{PANELS}daily.trend").content.decode()
    bands = [trace for trace in figure(html)["data"] if trace["name"] == "Usual range"]
    days = {day for band in bands for day in band["x"]}
    assert days == {str(day) for day in DAYS[-30:] if not date(2026, 11, 1) <= day <= date(2026, 11, 11)}
    assert "Paid amount, usual from" in text(html.encode())


def test_the_files_of_the_trend_hold_the_range(browser):
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{PANELS}daily.trend.csv").content.decode("utf-8-sig"))))
    assert float(rows[-1]["paid_amount_usual_low"]) < 8000 < float(rows[-1]["paid_amount_usual_high"])
    assert next(row for row in rows if row["day"] == "2026-11-11")["paid_amount_usual_low"] == ""
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{PANELS}daily.trend.xlsx").content))
    head, *_days, last = book.worksheets[0].iter_rows(values_only=True)
    assert head[3:] == ("Paid amount, usual from", "Paid amount, usual to")
    assert last[3] == float(rows[-1]["paid_amount_usual_low"])


def test_a_day_that_is_not_over_has_no_band(browser):
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        html = browser.get(f"{PANELS}daily.trend?day={NEWEST}").content.decode()
    band = [trace for trace in figure(html)["data"] if trace["name"] == "Usual range"][-1]
    assert max(band["x"]) == "2026-11-19"


@pytest.mark.parametrize(("panel", "dimension"), [("daily.sources", "source"), ("daily.products", "product")])
def test_an_important_member_outside_its_range_is_marked(browser, panel, dimension):
    assert "cell-flag" not in browser.get(f"{PANELS}{panel}").content.decode()
    set_newest(dimension, 1, visitors=100)
    html = browser.get(f"{PANELS}{panel}").content.decode()
    (title, mark) = re.search(r'class="cell-flag"[^>]* title="([^"]+)">(.)</span>', html).groups()
    assert mark == "▾"
    assert unescape(title).startswith("below its usual range, ")
    assert unescape(title).endswith(EVIDENCE)
    assert html.count("cell-flag") == 1


def test_members_beyond_the_ten_largest_are_left_alone(browser, long_shop):
    for member in range(3, 14):
        Code.objects.create(shop=long_shop, dimension="source", number=member, name=f"Source {member}")
        add_days(long_shop, DAYS[0] - 84 * ONE_DAY, NEWEST, dimension="source", member=member, share=0.2 + member / 100)
    set_newest("source", 3, visitors=1)
    set_newest("source", 13, visitors=100)
    html = browser.get(f"{PANELS}daily.sources").content.decode()
    assert html.count("cell-flag") == 1
    assert re.search(r"Source 13</span>.*?cell-flag", html, re.S)


@pytest.mark.parametrize("panel", ["daily.trend", "daily.sources", "daily.products"])
def test_a_panel_asks_one_query_more(browser, monkeypatch, panel):
    with_usual = cost(browser, f"{PANELS}{panel}")
    monkeypatch.setattr("analytics.views.context.with_usual", lambda answer, *_rest, **_parts: answer)
    assert with_usual == cost(browser, f"{PANELS}{panel}") + 1
