"""Platform figures on the daily board: in a panel of their own, whose every word says whose they are."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.models import PlatformDay
from analytics.rollup.recount import keep_period
from shopops.shops.models import Shop
from shopops.web.period import Period
from tests.fixtures.boards import NEWEST

DAILY = "/s/linen/daily/"
PANEL = "/s/linen/panels/daily.platform"
HTMX = {"HX-Request": "true"}
LABELS = ["Visitors (platform)", "Paid amount (platform)", "Views (platform)", "Paying buyers (platform)"]


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def both(owner_client: Client, board_shop: Shop, platform_shop: Shop) -> Client:
    """The browser of a shop with figures of its own and a platform's report."""
    return owner_client


def panels_on(html: bytes) -> list[str]:
    return re.findall(r'<a class="no-js" href="/s/linen/panels/([\w.]+)\?', html.decode())


def heads(html: str) -> list[str]:
    """Titles of the table's columns, but for the first."""
    return re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", html)[1:]


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)] for row in rows
    ]


def test_the_panel_stands_last_where_the_shop_has_a_report(both):
    assert panels_on(both.get(DAILY).content)[-1] == "daily.platform"


def test_without_a_report_there_is_no_such_panel(owner_client, board_shop):
    assert "daily.platform" not in panels_on(owner_client.get(DAILY).content)


def test_a_report_changes_none_of_the_tiles(owner_client, board_shop, request):
    before = [tile.text for tile in owner_client.get(DAILY).context["board"].tiles]
    request.getfixturevalue("platform_shop")
    assert [tile.text for tile in owner_client.get(DAILY).context["board"].tiles] == before


def test_every_column_line_and_sentence_says_that_it_is_the_platforms(both):
    html = both.get(PANEL, headers=HTMX).content.decode()
    assert heads(html) == LABELS
    place = re.search(r'data-figure="([^"]+)"', html).group(1)
    data = re.search(rf'<script id="{place}" type="application/json">(.*?)</script>', html, re.S).group(1)
    assert [trace["name"] for trace in json.loads(data)["data"]] == LABELS[:2]
    reading = re.search(r"<figcaption>([^<]+)</figcaption>", html).group(1)
    assert reading.startswith("Visitors (platform): highest on")
    assert "Platform basis" in html


def test_a_row_is_what_the_platform_says_and_not_what_is_counted(both):
    PlatformDay.objects.filter(day=NEWEST).update(visitors=2100, payers=None)
    rows = cells(both.get(PANEL).content.decode())
    assert len(rows) == 20
    assert rows[0] == ["Fri 20 Nov 2026", "2,100", "¥16,000", "7,000", "–"]
    assert rows[1] == ["Thu 19 Nov 2026", "2,000", "¥16,000", "7,000", "80"]


def test_the_definitions_of_our_own_figures_are_not_claimed_for_the_platforms(both):
    assert "Distinct people with at least one view" not in both.get(PANEL, headers=HTMX).content.decode()


def test_a_column_that_the_platform_does_not_report_is_left_out_and_named(both):
    PlatformDay.objects.update(paid_amount=None)
    html = both.get(PANEL, headers=HTMX).content.decode()
    assert heads(html) == [LABELS[0], *LABELS[2:]]
    assert "Without a value here: Paid amount (platform)" in html


def test_the_file_holds_the_rows_of_the_panel_and_their_basis(both):
    rows = list(csv.DictReader(io.StringIO(both.get(f"{PANEL}.csv").content.decode("utf-8-sig"))))
    shown = cells(both.get(PANEL).content.decode())
    assert len(rows) == len(shown) == 20
    assert rows[-1] == {
        "day": "2026-11-20",
        "basis": "platform",
        "visitors": "2000",
        "paid_amount": "16000.00",
        "views": "7000",
        "payers": "80",
    }
    assert {row["basis"] for row in rows} == {"platform"}


def test_other_panels_have_no_column_for_a_basis(both):
    header = both.get("/s/linen/panels/daily.trend.csv").content.decode("utf-8-sig").splitlines()[0]
    assert header == "day,paid_amount,conversion"


def test_days_without_a_report_say_so(both):
    html = both.get(f"{PANEL}?day=2020-02-02", headers=HTMX).content.decode()
    assert "No figures for these days yet." in html
    assert "load it as platform_daily" in html


def test_a_report_without_any_of_the_figures_says_so(both):
    PlatformDay.objects.update(visitors=None, views=None, payers=None, paid_amount=None)
    html = both.get(PANEL, headers=HTMX).content.decode()
    assert "hold none of these figures" in html
    assert "No file of visits has been loaded." not in html


@pytest.mark.parametrize("query", ["", "period=7d"])
def test_a_report_costs_the_page_no_query(both, board_shop, query):
    period = Period.from_query(QueryDict(query).dict(), today=date(2026, 11, 21), newest=NEWEST)
    if not period.is_one_day:
        for span in ((period.first, period.last), period.against):
            keep_period(board_shop, *span)  # as the job does before anybody asks
    both.get(f"{DAILY}?{query}")
    with CaptureQueriesContext(connection) as asked:
        both.get(f"{DAILY}?{query}")
    assert len(asked) <= 8, [found["sql"] for found in asked]


def test_a_shop_with_reports_alone_shows_them_and_says_what_is_missing(owner_client, platform_shop):
    response = owner_client.get(DAILY)
    html = response.content.decode()
    assert response.context["period"].first == NEWEST
    assert panels_on(response.content) == ["daily.platform"]
    assert "Only reports of the platform have been loaded" in html
    assert "manage.py load events FILE --shop linen" in html
    assert 'class="tiles"' not in html
    assert cells(owner_client.get(PANEL).content.decode())[0][1] == "2,000"


def test_the_panel_of_another_shop_holds_none_of_it(client_of, person, foreign_shop, platform_shop):
    browser = client_of(person("vera", shop=foreign_shop))
    assert b"<table" not in browser.get(f"/s/{foreign_shop.slug}/panels/daily.platform").content
    assert b"daily.platform" not in browser.get(f"/s/{foreign_shop.slug}/daily/").content
