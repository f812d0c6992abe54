"""Panels: as a piece, as a page of their own, as a file."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import time_machine
from django.test import Client

from analytics.metrics.registry import definitions_digest, measures
from analytics.metrics.types import OverDays
from analytics.models import FunnelDay, PeriodCount
from analytics.panels.registry import all_panels
from shopops.shops.models import Role, Shop
from tests.fixtures.boards import NEWEST

HTMX = {"HX-Request": "true"}
KEYS = [panel.key for panel in all_panels()]
DRAWN = [panel.key for panel in all_panels() if panel.draw]


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop, platform_shop: Shop) -> Client:
    return owner_client


def rows_of(html: str) -> list[list[str]]:
    """The cells of the table under a panel, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)] for row in rows
    ]


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_is_a_piece_for_htmx_and_a_page_for_a_person(browser, key):
    piece = browser.get(f"/s/linen/panels/{key}", headers=HTMX).content.decode()
    page = browser.get(f"/s/linen/panels/{key}").content.decode()
    assert piece.lstrip().startswith("<section")
    assert "<!doctype html>" in page
    assert rows_of(piece) == rows_of(page)
    assert rows_of(page)


@pytest.mark.parametrize("key", DRAWN)
def test_a_chart_is_a_figure_with_a_reading_its_data_and_its_table(browser, key):
    html = browser.get(f"/s/linen/panels/{key}", headers=HTMX).content.decode()
    assert re.search(r"<figcaption>[^<]+</figcaption>", html)
    place = re.search(r'data-figure="([^"]+)"', html).group(1)
    data = re.search(rf'<script id="{place}" type="application/json">(.*?)</script>', html, re.S).group(1)
    assert json.loads(data)["data"]


@pytest.mark.parametrize("key", DRAWN)
def test_the_table_is_open_on_a_page_and_folded_on_the_board(browser, key):
    assert '<details class="numbers" open>' in browser.get(f"/s/linen/panels/{key}").content.decode()
    assert '<details class="numbers" >' in browser.get(f"/s/linen/panels/{key}", headers=HTMX).content.decode()


@pytest.mark.parametrize("key", KEYS)
def test_a_panel_without_figures_says_why(browser, key):
    response = browser.get(f"/s/linen/panels/{key}?day=2020-02-02", headers=HTMX)
    assert b"empty-state" in response.content
    assert b"<table" not in response.content


@pytest.mark.parametrize("key", KEYS)
def test_the_file_holds_what_the_panel_shows(browser, key):
    response = browser.get(f"/s/linen/panels/{key}.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    keys = next(panel for panel in all_panels() if panel.key == key).metrics
    assert all({"day", *(metric.key for metric in keys)} <= set(row) for row in rows)
    assert rows


def test_a_product_named_like_a_formula_is_defused_in_the_file(browser):
    content = browser.get("/s/linen/panels/daily.products.csv").content.decode("utf-8-sig")
    members = [row["member"] for row in csv.DictReader(io.StringIO(content))]
    assert "'=SUM(A1)" in members
    assert "=SUM(A1)" not in members


def test_the_products_show_their_tier_and_change(browser):
    html = browser.get("/s/linen/panels/daily.products").content.decode()
    assert rows_of(html)[0] == ["Linen shirtProfit item", "¥5,280", "+10.0%", "660", "3.94%"]


def test_sources_stand_by_visitors_and_are_coloured(browser):
    FunnelDay.objects.filter(day=NEWEST, dimension="source", member=1).update(visitors=700)
    html = browser.get("/s/linen/panels/daily.sources").content.decode()
    shown = [["Search", "700"], ["Ads", "330"], ["Unknown", "220"], ["Whole shop", "1,100"]]
    assert [row[:2] for row in rows_of(html)] == shown
    assert 'class="heat-good-strong"' in html


def test_the_funnel_can_be_split_by_who_comes_and_each_split_leads_to_the_others(browser):
    names = {"region": "上海", "device": "Phone", "landing_page": "/", "visitor_kind": "New (30 days)"}
    for dimension, name in names.items():
        html = browser.get(f"/s/linen/panels/daily.by_{dimension}", headers=HTMX).content.decode()
        assert rows_of(html)[0][:2] == [name, "660"]
        assert re.search(r'href="/s/linen/daily/\?[^"]*split=source"', html)
        assert html.count('aria-current="true"') == 1


def test_members_are_shown_by_fifty(browser, board_shop):
    FunnelDay.objects.bulk_create(
        FunnelDay(shop=board_shop, day=NEWEST, dimension="landing_page", member=member, visitors=1)
        for member in range(3, 73)
    )
    first = browser.get("/s/linen/panels/daily.by_landing_page").content.decode()
    second = browser.get("/s/linen/panels/daily.by_landing_page?page=2").content.decode()
    assert (len(rows_of(first)), len(rows_of(second))) == (51, 23)  # and the whole shop under each
    assert "Page 2 of 2" in second
    assert "page=2" in first


SORTED = "/s/linen/panels/daily.products{}?sort=visitors&columns=visitors&columns=conversion"


def test_a_table_is_sorted_by_its_address_in_page_piece_and_files(browser):
    for headers in ({}, HTMX):
        html = browser.get(SORTED.format(""), headers=headers).content.decode()
        assert [row[0] for row in rows_of(html)] == ["=SUM(A1)Profit item", "Linen shirtProfit item", "Whole shop"]
        assert 'aria-sort="ascending"' in html
        assert "sort=-visitors&amp;columns=visitors&amp;columns=conversion" in html
    content = browser.get(SORTED.format(".csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["member"] for row in rows] == ["'=SUM(A1)", "Linen shirt"]
    assert list(rows[0]) == ["day", "member", "visitors", "conversion", "visitors_against", "conversion_against"]
    book = openpyxl.load_workbook(io.BytesIO(browser.get(SORTED.format(".xlsx")).content))
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["=SUM(A1)", "Linen shirt"]


def test_the_files_of_a_panel_are_asked_for_as_it_is_looked_at(browser):
    html = browser.get(SORTED.format("")).content.decode()
    assert re.search(
        r'daily\.products\.xlsx\?[^"]*&amp;sort=visitors&amp;columns=visitors&amp;columns=conversion"', html
    )


def test_the_last_row_is_the_whole_shop_with_each_person_once_and_ratios_divided_anew(browser, board_shop):
    """5,000 people in the week, where days add up to 7,100; 250 of them paid."""
    people = [measure.key for measure in measures() if measure.over_days is OverDays.RECOUNT]
    PeriodCount.objects.create(
        shop=board_shop,
        first_day=NEWEST - timedelta(days=6),
        last_day=NEWEST,
        definitions=definitions_digest(),
        revision=1,
        counts=dict.fromkeys(people, 0) | {"visitors": 5000, "payers": 250},
    )
    html = browser.get("/s/linen/panels/daily.sources?period=7d").content.decode()
    assert rows_of(html)[-1][:2] == ["Whole shop", "5,000"]
    assert rows_of(html)[-1][7] == "5.00%"


def test_a_click_on_a_head_fetches_the_panel_alone_but_on_its_own_page(browser):
    assert (
        'class="sort" href="/s/linen/panels/daily.sources'
        in browser.get("/s/linen/panels/daily.sources").content.decode()
    )
    piece = browser.get("/s/linen/panels/daily.sources", headers=HTMX).content.decode()
    assert re.search(r'class="sort" href="([^"]+)" hx-get="\1"', piece)


@pytest.mark.parametrize("key", ["nothing", "daily.funnel.", "daily", "1e9", "%00", "daily.funnel.csv.csv"])
def test_an_unknown_panel_is_404(browser, key):
    assert browser.get(f"/s/linen/panels/{key}").status_code == 404
    assert browser.get(f"/s/linen/panels/{key}.csv").status_code == 404


def test_a_role_without_the_board_gets_none_of_its_panels(client_of, member, board_shop):
    browser = client_of(member(Role.AGENT))
    for key in KEYS:
        assert browser.get(f"/s/linen/panels/{key}").status_code == 403
        assert browser.get(f"/s/linen/panels/{key}.csv").status_code == 403


def test_a_panel_of_another_shop_is_404(browser, foreign_shop):
    assert browser.get(f"/s/{foreign_shop.slug}/panels/{KEYS[0]}").status_code == 404


def test_a_period_of_several_days_is_asked_as_one(browser):
    html = browser.get("/s/linen/panels/daily.sources?period=7d").content.decode()
    assert rows_of(html)[0][:2] == ["Search", "3,550"]  # six days of 500 and one of 550
