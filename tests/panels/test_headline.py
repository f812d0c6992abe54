"""The daily board in one sentence."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.metrics.registry import metric
from analytics.metrics.types import Needs
from analytics.panels.board import ASKED, Board, tile_of
from analytics.panels.headline import headline, movers
from analytics.panels.missing import NEEDED
from shopops.web.period import Period
from tests.panels.frames import DAY, NAN

KEYS = [part.key for part in ASKED]
PERIOD = Period.of(DAY, DAY, preset="day")
# 1,000 visitors × 4 % × ¥200.00 = ¥8,000
BEFORE = dict.fromkeys(KEYS, 1.0) | {
    "visitors": 1000.0,
    "conversion": 0.04,
    "spend_per_payer": 200_00.0,
    "paid_amount": 8000_00.0,
    "payers": 40.0,
}


def said(now: dict | None, before: dict | None = BEFORE, period: Period = PERIOD) -> str:
    return headline(Board(tiles=(), now=now, before=before), period, currency="CNY")


def test_figure_change_and_the_largest_part_of_it():
    now = BEFORE | {"visitors": 1100.0, "paid_amount": 8800_00.0}
    assert said(now) == (
        'Paid amount <b>¥8,800</b>, <b class="good">+10.0%</b> (<span>+¥800.00</span>) against Fri 13 Nov 2026.'
        " Largest part: <b>10.0%</b> more visitors."
    )


def test_a_part_that_pulled_the_other_way_is_said_too():
    # 1,250 × 3.2 % × ¥180 = ¥7,200
    now = BEFORE | {"visitors": 1250.0, "conversion": 0.032, "spend_per_payer": 180_00.0, "paid_amount": 7200_00.0}
    assert said(now).endswith("Largest part: conversion <b>20.0%</b> lower; the other way: <b>25.0%</b> more visitors.")


def test_a_fall_is_bad_and_has_a_minus():
    assert '<b class="bad">−50.0%</b> (<span>−¥4,000</span>)' in said(
        BEFORE | {"paid_amount": 4000_00.0, "visitors": 500.0}
    )


def test_the_same_amount_has_no_parts():
    assert said(dict(BEFORE)) == "Paid amount <b>¥8,000</b>, the same as on Fri 13 Nov 2026."


def test_without_days_to_compare_with_it_says_so():
    assert said(dict(BEFORE), None) == (
        "Paid amount <b>¥8,000</b>. There are no figures for Fri 13 Nov 2026 to compare with."
    )


def test_compared_with_nothing_it_says_the_figure_alone():
    alone = Period.of(DAY, DAY, preset="day", compare="none")
    assert said(dict(BEFORE), None, alone) == "Paid amount <b>¥8,000</b>."


def test_days_without_figures_are_not_a_zero():
    assert said(None) == "There are no figures for Fri 20 Nov 2026 yet."


def test_a_shop_without_amounts_is_headed_by_its_buyers_and_one_without_buyers_by_its_visitors():
    lacking = {"paid_amount": NAN, "spend_per_payer": NAN}
    assert said(BEFORE | lacking | {"payers": 50.0}, BEFORE | lacking).startswith("Paying buyers <b>50</b>")
    lacking |= {"payers": NAN, "conversion": NAN}
    assert said(BEFORE | lacking, BEFORE | lacking).startswith("Visitors <b>1,000</b>, the same as")


def test_factors_are_ranked_and_none_is_named_when_one_is_missing():
    now = BEFORE | {"visitors": 900.0, "conversion": 0.06}
    assert [(part.key, round(moved, 3)) for part, moved in movers(now, BEFORE)] == [
        ("conversion", 0.5),
        ("visitors", -0.1),
        ("spend_per_payer", 0.0),
    ]
    assert movers(now | {"visitors": 0.0}, BEFORE) == []
    assert movers(now | {"conversion": NAN}, BEFORE) == []


@pytest.mark.parametrize(
    ("key", "changed", "why"),
    [
        ("visitors", {"visitors": NAN}, "No file of visits has been loaded."),
        ("spend_per_payer", {"spend_per_payer": NAN, "payers": NAN}, "The files do not say who paid."),
        ("bounce_rate", {"bounce_rate": NAN, "visits": 0.0}, "Visits: none, so there is nothing to divide by."),
        ("paid_amount", {}, ""),
    ],
)
def test_a_tile_without_a_value_says_why(key, changed, why):
    days = pd.DataFrame(columns=KEYS, index=pd.Index([], name="day"), dtype=float)
    tile = tile_of(metric(key), days, BEFORE | changed, BEFORE, period=PERIOD, currency="CNY")
    assert tile.why == why
    assert (tile.text == "–") is bool(why)


def test_a_tile_draws_the_30_days_up_to_the_last():
    days = [DAY - timedelta(days=back) for back in range(39, -1, -1)]
    frame = pd.DataFrame(
        {key: [float(number) for number in range(40)] for key in KEYS}, index=pd.Index(days, name="day")
    )
    tile = tile_of(metric("visitors"), frame, BEFORE, None, period=PERIOD, currency="CNY")
    assert str(tile.spark).count(",") == 30
    assert tile.change is None


def test_a_tile_of_days_never_counted_has_no_line():
    frame = pd.DataFrame({key: [1.0] for key in KEYS}, index=pd.Index([date(2020, 1, 1)], name="day"))
    assert tile_of(metric("visitors"), frame, None, None, period=PERIOD, currency="CNY").spark == ""


def test_every_need_has_its_sentence():
    assert set(NEEDED) == set(Needs)
