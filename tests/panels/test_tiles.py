"""Tiles of the daily board."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.metrics.registry import metric
from analytics.metrics.types import Needs
from analytics.panels.board import ASKED, tile_of
from analytics.panels.missing import NEEDED
from shopops.web.period import Period
from tests.panels.frames import DAY, NAN

KEYS = [part.key for part in ASKED]
PERIOD = Period.of(DAY, DAY, preset="day")
BEFORE = dict.fromkeys(KEYS, 1.0) | {"visitors": 1000.0, "paid_amount": 8000_00.0}


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
