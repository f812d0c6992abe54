"""The page of a change: what stands on it adds up, wherever one looks."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from analytics.explain.question import LABELS, Question
from analytics.explain.spans import finished
from analytics.models import FunnelDay
from analytics.panels.until import Running
from shopops.calendar.models import Kind, Occasion
from shopops.shops.models import Shop
from shopops.web.period import Period
from tests.fixtures.boards import NEWEST
from tests.pages.test_daily import text

EXPLAIN = "/s/linen/explain/"
# A quarter of the newest day's buyers did not come back: conversion falls, and search most of all.
LOST = {"payers": 33, "paid_items": 50, "paid_amount": 6600_00}
ALL_BUT_KINDS = [by for by in LABELS if by not in ("source,product", "product", "visitor_kind")]


@pytest.fixture(autouse=True)
def nine_in_the_morning():
    with time_machine.travel(datetime(2026, 11, 21, 1, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def browser(owner_client: Client, board_shop: Shop) -> Client:
    newest = FunnelDay.objects.filter(shop=board_shop, day=NEWEST)
    for row in newest.filter(dimension__in=("", "source", "source_tier", "region", "device", "landing_page", "tier")):
        share = row.payers / 44
        for key, count in LOST.items():
            setattr(row, key, round(count * share))
        row.save()
    return owner_client


def test_the_title_says_what_is_explained_and_the_lede_why(browser):
    said = text(browser.get(EXPLAIN).content)
    assert "Why the paid amount fell by ¥1,400" in said
    assert "Of it: Conversion −¥2,0" in said
    assert "Fri 20 Nov 2026 against Fri 13 Nov 2026" in said
    assert "This is arithmetic, not cause" in said


@pytest.mark.parametrize("by", ALL_BUT_KINDS)
def test_the_bars_and_the_cells_add_up_to_the_change_whatever_they_are_split_by(browser, by):
    found = browser.get(EXPLAIN, {"split": by}).context["found"]
    assert found.breakdown.partition.by == by
    first, *effects, last = (bar.amount for bar in found.bars)
    assert first + sum(effects) == last
    assert found.members.effects["change"].sum() == last - first == -1400_00


@pytest.mark.parametrize("by", ["", "source", "region"])
def test_the_page_asks_little_and_is_small(browser, by):
    browser.get(EXPLAIN)
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(EXPLAIN, {"split": by})
    assert len(asked) <= 8, [query["sql"] for query in asked]
    assert len(response.content) <= 60_000


def test_a_bar_leads_to_the_cells_sorted_by_its_effect_and_a_cell_to_its_orders(browser):
    response = browser.get(EXPLAIN, {"split": "source,tier"})
    trace = response.context["figure"]["data"][0]
    conversion = trace["customdata"][trace["x"].index("Conversion")]
    assert conversion.endswith("&split=source,tier&sort=effect_conversion#cells")
    table = browser.get(EXPLAIN + conversion.partition("#")[0]).context["cells"]
    assert [row.label for row in table.rows] == [
        "Search × Profit item", "Ads × Profit item", "Unknown × Profit item",
    ]  # fmt: skip
    together = table.rows[0].cells[-1]
    assert together.rows_of == "paid_amount"
    assert "by=source_tier&member=" in together.rows_query
    heads = {str(column.label): column.direction for column in table.columns if column.direction}
    assert heads == {"Conversion: effect": "ascending"}


def test_a_source_leads_to_its_finer_cells(browser):
    table = browser.get(EXPLAIN, {"split": "source"}).context["cells"]
    link = next(row.link for row in table.rows if row.label == "Search")
    assert link.endswith("&split=source,product&within=source:1#cells")
    found = browser.get(EXPLAIN, {"split": "source,tier", "within": "source:1"}).context["found"]
    assert [found.members.name(member) for member in found.members.effects.index] == ["Search × Profit item"]
    assert found.within == "Search"
    # The parts are still those of the whole shop.
    assert sum(bar.amount for bar in found.bars[1:-1]) == -1400_00


def test_conversion_can_be_taken_step_by_step(browser):
    found = browser.get(EXPLAIN, {"steps": "1"}).context["found"]
    assert {"inquiry", "ordering", "paying"} < set(found.breakdown.totals.index)
    assert found.breakdown.totals["paying"] < 0
    assert found.breakdown.totals["conversion" if "conversion" in found.breakdown.totals else "paying"] < 0


def test_refunds_stand_below_and_are_no_part_of_the_paid_amount(browser, board_shop):
    FunnelDay.objects.filter(dimension="", day=NEWEST).update(refund_amount=100_00)
    FunnelDay.objects.filter(dimension="", day=NEWEST - timedelta(days=7)).update(refund_amount=40_00)
    rows = {row.label: [cell.exact for cell in row.cells] for row in browser.get(EXPLAIN).context["found"].numbers.rows}
    assert rows["Refunds, by their own day"] == ["-60.00", ""]
    assert rows["Net of refunds"] == ["-1460.00", "6500.00"]


def test_what_happened_stands_beside_it(browser, board_shop):
    week_before = NEWEST - timedelta(days=7)
    for name, day in (("New title", NEWEST), ("Clearance", week_before), ("Long ago", NEWEST - timedelta(days=30))):
        Occasion.objects.create(shop=board_shop, kind=Kind.NOTE, name=name, first_day=day, last_day=day, year=day.year)
    moments = browser.get(EXPLAIN).context["moments"]
    own = [(str(moment.title), moment.detail) for moment in moments if str(moment.chip.label) == "Note"]
    assert own == [("New title", ""), ("Clearance", "on the days compared with")]


def test_the_file_holds_every_member_and_adds_up(browser):
    response = browser.get("/s/linen/explain.csv", {"split": "source,tier"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sum(float(row["change"]) for row in rows) == -1400.0
    for row in rows:
        effects = [float(row[key]) for key in ("volume", "mix", "conversion", "items", "price") if key in row]
        assert sum(effects) == pytest.approx(float(row["change"]))
        moved = float(row["paid_amount_now"]) - float(row["paid_amount_before"])
        assert moved == pytest.approx(float(row["change"]))


def test_the_workbook_has_the_parts_the_cells_and_the_meaning(browser):
    book = load_workbook(io.BytesIO(browser.get("/s/linen/explain.xlsx").content))
    assert book.sheetnames == ["Why it changed", "Source × tier", "Definitions"]
    parts = [row for row in book["Why it changed"].iter_rows(min_row=2, max_col=2, values_only=True) if row[0]]
    assert parts[0][1] + sum(value for _name, value in parts[1:-1]) == pytest.approx(parts[-1][1])
    assert book["Why it changed"]._charts


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"compare": "none"}, "Choose days that are over"),
        ({"period": "day", "day": "2026-11-21"}, "Choose days that are over"),
        ({"period": "day", "day": "2024-01-05"}, "One of both sides has no paid amount"),
    ],
)
def test_where_there_is_nothing_to_take_apart_the_page_says_what_to_do(browser, query, said):
    assert said in text(browser.get(EXPLAIN, query).content)
    for ending in ("csv", "xlsx"):
        assert browser.get(f"/s/linen/explain.{ending}", query).url.startswith(EXPLAIN)


@pytest.mark.parametrize(
    "query", ["split=zz", "split=source&within=source:1", "within=x:1", "sort=zz", "page=x", "steps=2"]
)
def test_a_bad_address_is_the_usual_page(browser, query):
    response = browser.get(f"{EXPLAIN}?{query}")
    assert response.status_code == 200
    assert response.context["found"].question.within is None


def test_a_shop_of_orders_alone_is_taken_apart_by_its_products(browser, board_shop):
    FunnelDay.objects.update(visitors=None, inquiring_visitors=None)
    FunnelDay.objects.filter(dimension__startswith="source").delete()
    found = browser.get(EXPLAIN).context["found"]
    assert found.question.by == "product"
    assert {row.label for row in browser.get(EXPLAIN).context["cells"].rows} == {"Linen shirt", "=SUM(A1)"}


def test_a_day_that_runs_is_left_out_with_the_day_beside_it():
    period = Period.of(NEWEST - timedelta(days=6), NEWEST)
    running = Running(day=NEWEST, start=0, over=9)
    now, against = finished(period, running)
    assert now == (NEWEST - timedelta(days=6), NEWEST - timedelta(days=1))
    assert against == (NEWEST - timedelta(days=13), NEWEST - timedelta(days=8))


def test_the_address_says_the_question_again():
    asked = {"split": "source,product", "steps": "1", "within": "source:12"}
    question = Question.from_query(asked)
    assert question.query == "&split=source,product&steps=1&within=source:12"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("compare=none", "There is no change to take apart yet"),
        ("period=day&day=2026-11-21", "There is no change to take apart yet"),
        ("period=day&day=2024-01-05", "One of both sides has no paid amount"),
    ],
)
def test_the_panel_of_the_board_says_why_it_is_empty(browser, query, said):
    assert said in text(browser.get(f"/s/linen/panels/daily.why?{query}", headers={"HX-Request": "true"}).content)
