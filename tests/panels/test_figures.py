"""Every panel's picture is one that Plotly accepts, and shows what the table beside it says."""

import json
import re
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest
from django.conf import settings

from analytics.explain.breakdown import taken_apart
from analytics.explain.panel import WHY, Explained, explained
from analytics.explain.partition import SOURCE_AND_TIER
from analytics.panels.figure import show
from analytics.panels.funnel import FUNNEL
from analytics.panels.hours import HOURS
from analytics.panels.missing import why_empty
from analytics.panels.products import PRODUCTS
from analytics.panels.registry import all_panels
from analytics.panels.sources import SOURCES
from analytics.panels.trend import TREND
from analytics.panels.types import Answer, Panel
from analytics.panels.view import View
from tests.explain.test_headline import EVEN, SEARCH, sums
from tests.panels.frames import NAN, ONE_DAY, answer, by_day, by_member, empty, whole

NAMES = {-1: "No visit", 0: "Unknown", 1: "Search", 2: "Ads"}


def some_answer(panel: Panel) -> Answer:
    """Five rows or fewer, with a gap, a member without a visit and days compared with."""
    if panel is TREND:
        return answer(panel, by_day(panel, [{}, {"paid_amount": 100_00.0}, {"paid_amount": NAN, "conversion": NAN}]))
    if panel is WHY:
        return a_change()
    if panel.split_by:
        rows = {1: {}, 2: {"visitors": 500.0}, 0: {"visitors": NAN}}
        return answer(panel, by_member(panel, rows), before=by_member(panel, {1: {"visitors": 900.0}}), names=NAMES)
    return answer(panel, whole(panel), before=whole(panel, visitors=900.0, payers=30.0))


def a_change() -> Explained:
    """Of two cells, one of which falls."""
    day = ONE_DAY.first, ONE_DAY.last
    breakdown = taken_apart(sums(EVEN), sums(EVEN | {SEARCH: (600, 12, 12, 2400_00)}), SOURCE_AND_TIER)
    return explained(WHY, ONE_DAY, breakdown, (day, ONE_DAY.against), currency="CNY")


@pytest.mark.parametrize("panel", all_panels(), ids=lambda panel: panel.key)
def test_plotly_knows_every_key_of_the_figure(panel):
    shown = show(panel, some_answer(panel))
    assert shown.table.rows
    if panel.draw:
        figure = go.Figure(json.loads(json.dumps(shown.figure, allow_nan=False)))
        assert figure.data


@pytest.mark.parametrize("panel", all_panels(), ids=lambda panel: panel.key)
def test_nothing_to_show_is_said_instead_of_drawn(panel):
    assert show(panel, answer(panel, empty(panel), names={})) is None


def test_an_empty_panel_says_why():
    lacking = dict.fromkeys(("visitors", "one_view_visitors", "inquiring_visitors", "orderers", "payers"), NAN)
    assert why_empty(answer(FUNNEL, whole(FUNNEL, **lacking))) == (
        "No file of visits has been loaded. The files hold no inquiries."
        " The order files have no buyer column. The files do not say who paid."
    )
    assert why_empty(answer(FUNNEL, empty(FUNNEL))) == "No figures for these days yet."


@pytest.mark.parametrize("panel", all_panels(), ids=lambda panel: panel.key)
def test_every_colour_is_one_of_the_stylesheet(panel):
    shown = show(panel, some_answer(panel))
    used = set(re.findall(r"var\((--[\w-]+)\)", json.dumps(shown.figure)))
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    assert used <= set(re.findall(r"(--[\w-]+):", tokens))
    assert not re.findall(r"#[0-9a-fA-F]{3,6}\b", json.dumps(shown.figure))


def test_the_funnel_counts_down_and_leaves_out_what_the_shop_has_no_source_for():
    figure = FUNNEL.draw(answer(FUNNEL, whole(FUNNEL, inquiring_visitors=NAN)))
    trace = figure["data"][0]
    assert trace["x"] == [1000, 600, 50, 40]
    assert trace["text"] == ["1,000", "600 · 60.0%", "50 · 8.3%", "40 · 80.0%"]


def test_the_funnel_of_a_shop_with_orders_only_begins_with_its_buyers():
    shown = show(FUNNEL, answer(FUNNEL, whole(FUNNEL, visitors=NAN, one_view_visitors=NAN, inquiring_visitors=NAN)))
    assert [row.label for row in shown.table.rows] == ["Ordered", "Paid"]
    assert [cell.text for cell in shown.table.rows[1].cells] == ["40", "80.0%", "–"]


def test_a_day_without_a_value_is_a_gap_in_the_line():
    money, rate = TREND.draw(some_answer(TREND))["data"]
    assert money["y"] == [800_000, 10_000, None]
    assert money["customdata"] == ["¥8,000", "¥100.00", "–"]
    assert rate["yaxis"] == "y2"


def test_an_hour_without_a_row_had_nobody_but_a_missing_source_stays_unknown():
    frame = by_member(HOURS, {9: {"visitors": 30.0, "inquiring_visitors": NAN}})
    shown = show(HOURS, answer(HOURS, frame, names={}))
    (visitors,) = shown.figure["data"]
    assert visitors["y"] == [0] * 9 + [30] + [0] * 14
    assert [column.label for column in shown.table.columns] == ["Visitors"]


def test_a_panel_without_a_source_for_half_of_it_shows_the_other_half():
    frame = by_day(TREND, [{"paid_amount": NAN, "conversion": 0.01}, {"paid_amount": NAN, "conversion": 0.03}])
    shown = show(TREND, answer(TREND, frame))
    (conversion,) = shown.figure["data"]
    assert conversion["y"] == [0.01, 0.03]
    assert "yaxis2" not in shown.figure["layout"]
    assert shown.table.note == "Without a value here: Paid amount"
    assert shown.reading == "Conversion: highest on Fri 20 Nov 2026 with 3.00%."


def test_members_without_any_value_are_left_out_and_a_table_without_rows_is_empty():
    nothing = {metric.key: NAN for metric in SOURCES.metrics}
    frame = by_member(SOURCES, {1: {}, -1: nothing})
    assert [row.label for row in SOURCES.tabulate(answer(SOURCES, frame, names=NAMES)).rows] == ["Search"]
    assert show(PRODUCTS, answer(PRODUCTS, by_member(PRODUCTS, {0: {}}), names=NAMES)) is None


def test_sources_are_coloured_by_verdict_and_those_without_a_visit_come_last():
    now = {
        -1: {"visitors": 0.0},
        1: {"bounce_rate": 0.6, "bounced_visits": 600.0},
        2: {"visitors": 2000.0, "bounce_rate": 0.48, "visits": 10_000.0, "bounced_visits": 4800.0},
        3: {"bounce_rate": 0.51, "bounced_visits": 510.0},  # ten more of a thousand are chance
    }
    before = by_member(
        SOURCES, {1: {}, 2: {"visits": 10_000.0, "bounced_visits": 5000.0}, 3: {}, -1: {"visitors": 0.0}}
    )
    table = SOURCES.tabulate(answer(SOURCES, by_member(SOURCES, now), before=before, names=NAMES))
    assert [row.label for row in table.rows] == ["Ads", "Search", "No. 3", "No visit"]
    bounce = [row.cells[1] for row in table.rows]
    assert [cell.mark for cell in bounce] == ["heat-good", "heat-bad-strong", "", ""]
    assert bounce[1].note == "+10.0pp against 50.0%"


def test_a_source_with_few_people_is_not_judged():
    now = by_member(SOURCES, {1: {"visitors": 99.0, "payers": 29.0, "visit_depth": 1.0, "value_per_visitor": 9.0}})
    before = by_member(SOURCES, {1: {"visitors": 99.0, "payers": 29.0}})
    table = SOURCES.tabulate(answer(SOURCES, now, before=before, names=NAMES))
    assert {cell.mark for cell in table.rows[0].cells} == {""}


def test_products_stand_by_paid_amount_with_their_tier():
    rows = {1: {"paid_amount": 100_00.0}, 2: {"paid_amount": 300_00.0}, 0: {"paid_amount": 900_00.0}}
    names, tags = {1: "Shirt", 2: "Coat"}, {2: "Image item"}
    before = by_member(PRODUCTS, {2: {"paid_amount": 200_00.0}})
    table = PRODUCTS.tabulate(answer(PRODUCTS, by_member(PRODUCTS, rows), before=before, names=names, tags=tags))
    assert [(row.label, row.tag) for row in table.rows] == [("Coat", "Image item"), ("Shirt", "")]
    assert [cell.text for cell in table.rows[0].cells][:2] == ["¥300.00", "+50.0%"]
    assert table.rows[1].cells[1].text == "–"


def test_a_long_list_of_products_comes_by_fifty():
    rows = {number: {"paid_amount": 100.0 * number} for number in range(1, 54)}
    asked = answer(PRODUCTS, by_member(PRODUCTS, rows), names={})
    table = PRODUCTS.tabulate(asked)
    assert (len(table.rows), table.controls.numbers) == (50, 2)
    second = PRODUCTS.tabulate(replace(asked, view=View(page=2)))
    assert [row.label for row in second.rows] == ["No. 3", "No. 2", "No. 1"]


@pytest.mark.parametrize(
    ("panel", "reading"),
    [
        (FUNNEL, "The narrowest step is “Saw a second page → Inquired”: 16.7% get through."),
        (TREND, "Paid amount: highest on Wed 18 Nov 2026 with ¥8,000; the mean of 2 days is ¥4,050."),
        (HOURS, "Busiest from 1:00 to 2:00 with 1,000 visitors."),
        (PRODUCTS, "Search leads with ¥8,000, 50.0% of what all products brought."),
    ],
    ids=lambda part: getattr(part, "key", ""),
)
def test_each_chart_is_read_in_one_line(panel, reading):
    assert panel.tell(some_answer(panel)) == reading


def test_sources_are_read_by_their_conversion():
    rows = by_member(
        SOURCES, {1: {"conversion": 0.02}, 2: {"conversion": 0.05}, 3: {"visitors": 50.0, "conversion": 1.0}}
    )
    assert SOURCES.tell(answer(SOURCES, rows, names=NAMES)) == "Ads converts best with 5.00%, Search least with 2.00%."
