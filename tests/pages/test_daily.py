"""The daily board: what stands on it, and what it costs."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analytics.explain.panel import WHY
from analytics.models import DayFill, FillState, FunnelDay
from analytics.panels.daily import BOARD
from analytics.rollup.recount import keep_period
from shopops.shops.models import Shop
from shopops.web.period import Period
from tests.fixtures.boards import NEWEST

DAILY = "/s/linen/daily/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop) -> Client:
    return owner_client


def text(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def tiles(response) -> dict[str, tuple[str, str]]:
    """Text and change of each tile."""
    shown = response.context["board"].tiles
    return {tile.metric.key: (tile.text, tile.change.text if tile.change else "") for tile in shown}


def test_the_board_opens_on_the_newest_counted_day(browser):
    response = browser.get(DAILY)
    assert response.context["period"].first == NEWEST
    assert "Daily board, Fri 20 Nov 2026" in text(response.content)


def test_tiles_show_figures_and_changes(browser):
    assert tiles(browser.get(DAILY)) == {
        "paid_amount": ("¥8,800", "+10.0%"),
        "visitors": ("1,100", "+10.0%"),
        "conversion": ("4.00%", "±0"),
        "spend_per_payer": ("¥200.00", "±0"),
        "bounce_rate": ("50.0%", "±0"),
        "visit_depth": ("3.50", "±0"),
        "inquiry_rate": ("10.0%", "±0"),
        "order_payment_rate": ("80.0%", "±0"),
    }


def test_the_headline_reads_the_figures(browser):
    said = text(browser.get(DAILY).content)
    assert (
        "Paid amount ¥8,800 , +10.0% ( +¥800.00 ) against Fri 13 Nov 2026. Of it: Visitors +¥800.00 ."
        " Visitors: mainly at Search × Profit item ( +¥400.00 )." in said
    )


def test_the_page_asks_little_and_is_small(browser):
    browser.get(DAILY)  # the first request of a process also loads templates
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = browser.get(DAILY)
    assert len(asked) <= 8, [query["sql"] for query in asked]
    assert len(response.content) <= 60_000


@pytest.mark.parametrize(
    "query", ["period=7d", "period=30d&compare=last_year_weekday", "period=last_month&compare=previous"]
)
def test_several_days_ask_no_more(browser, board_shop, query):
    period = Period.from_query(QueryDict(query).dict(), today=NEWEST + timedelta(days=1), newest=NEWEST)
    for span in ((period.first, period.last), period.against):
        keep_period(board_shop, *span)  # as the job does before anybody asks
    browser.get(f"{DAILY}?{query}")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"{DAILY}?{query}")
    assert len(asked) <= 8, [found["sql"] for found in asked]


def test_more_days_do_not_cost_more_queries(browser):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(DAILY)
        return len(asked)

    before = cost()
    shop = Shop.objects.get()
    older = [NEWEST - timedelta(days=back) for back in range(40, 400)]
    FunnelDay.objects.bulk_create(FunnelDay(shop=shop, day=day, dimension="", member=0, visitors=1) for day in older)
    digest = DayFill.objects.first().definitions
    DayFill.objects.bulk_create(
        DayFill(shop=shop, day=day, revision=1, state="final", definitions=digest) for day in older
    )
    assert cost() == before


def test_the_address_is_the_state_of_the_page(browser):
    response = browser.get(DAILY + "?period=day&day=2026-11-10&compare=previous")
    assert response.context["period"].against == (date(2026, 11, 9), date(2026, 11, 9))
    assert tiles(response)["paid_amount"] == ("¥8,000", "±0")
    panel = re.search(r'hx-get="([^"]+daily\.funnel[^"]+)"', response.content.decode()).group(1)
    assert panel.endswith("?period=day&amp;day=2026-11-10&amp;compare=previous")


@pytest.mark.parametrize(
    "query", ["period=custom&from=x", "day=2026-13-99", "period=zz&compare=zz", "period=day&day=%00"]
)
def test_a_bad_address_is_the_default_page(browser, query):
    response = browser.get(f"{DAILY}?{query}")
    assert response.status_code == 200
    assert response.context["period"].first == NEWEST


def test_a_day_without_figures_says_so_and_shows_no_zeros(browser):
    response = browser.get(DAILY + "?day=2020-02-02")
    assert set(tiles(response).values()) == {("–", "")}
    assert "There are no figures for Sun 2 Feb 2020 yet." in text(response.content)
    assert "No figures for these days yet." in text(response.content)


def test_a_missing_source_is_named_in_its_tile(browser):
    FunnelDay.objects.update(payers=None, orderers=None, orderers_paid=None)
    said = text(browser.get(DAILY).content)
    assert "The files do not say who paid." in said


def test_complete_data_is_said_to_be_complete(browser):
    badge = browser.get(DAILY).context["freshness"]
    assert (badge.text, badge.is_good) == ("Data until 20 Nov 2026 · complete", True)


def test_days_being_counted_are_named(browser):
    DayFill.objects.filter(day__in=[date(2026, 11, 3), date(2026, 11, 5)]).delete()
    badge = browser.get(DAILY).context["freshness"]
    assert (badge.text, badge.is_good) == ("Data until 20 Nov 2026 · being counted: 3 Nov, 5 Nov", False)


def test_many_days_being_counted_are_summed_up(browser):
    DayFill.objects.filter(day__lt=date(2026, 11, 1)).delete()
    assert (
        browser.get(DAILY).context["freshness"].text.endswith("being counted: 12 Oct, 13 Oct, 14 Oct and 17 more days")
    )


def test_a_provisional_day_is_named_on_its_own_page_only(browser):
    DayFill.objects.filter(day=NEWEST).update(state=FillState.PROVISIONAL)
    assert browser.get(DAILY).context["freshness"].text == "Data until 20 Nov 2026 · provisional: 20 Nov"
    assert browser.get(DAILY + "?day=2026-11-10").context["freshness"].is_good


def test_days_counted_by_other_definitions_are_due(browser):
    DayFill.objects.filter(day=NEWEST).update(definitions="old")
    assert "being counted: 20 Nov" in browser.get(DAILY).context["freshness"].text


def test_an_empty_shop_says_which_command_loads_a_file(owner_client):
    response = owner_client.get(DAILY)
    assert "No file has been loaded yet" in text(response.content)
    assert "manage.py load events FILE --shop linen" in text(response.content)
    assert "hx-get" not in response.content.decode().split("<main")[1]


def test_a_shop_whose_days_wait_says_what_counts_them(browser):
    DayFill.objects.all().delete()
    assert "manage.py fill --shop linen" in text(browser.get(DAILY).content)


def test_months_of_unequal_length_are_said(browser):
    said = text(browser.get(DAILY + "?period=last_month&compare=previous").content)
    assert "31 days are compared with 30." in said


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        (HTMX, False),
        (HTMX | {"HX-Boosted": "true"}, True),
        (HTMX | {"HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_the_board_alone_and_everybody_else_the_page(browser, headers, whole):
    response = browser.get(DAILY, headers=headers)
    assert (b"<!doctype html>" in response.content) is whole
    assert b'class="tiles"' in response.content
    assert "HX-Request" in response["Vary"]


def test_without_javascript_every_panel_is_a_link_and_the_bar_a_form(browser):
    html = browser.get(DAILY).content.decode()
    links = re.findall(r'<a class="no-js" href="(/s/linen/panels/[^"]+)"', html)
    assert len(links) == len((WHY, *BOARD))
    form = re.search(r'<form class="period-form" method="get" action="([^"]+)".*?</form>', html, re.S)
    assert form.group(1) == DAILY
    assert "<button" in form.group(0)


def test_no_script_or_style_stands_in_the_page(browser):
    html = browser.get(DAILY).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []
