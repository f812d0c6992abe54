"""How a figure moved, and whether that is good."""

import numpy as np
import pytest

from analytics.metrics.registry import metric
from analytics.panels.change import change_of, counts_by_chance, heat, shares_by_chance
from tests.panels.frames import NAN


@pytest.mark.parametrize(
    ("key", "value", "before", "text", "arrow", "verdict"),
    [
        ("visitors", 110.0, 100.0, "+10.0%", "up", "good"),
        ("visitors", 90.0, 100.0, "−10.0%", "down", "bad"),
        ("bounce_rate", 0.55, 0.5, "+5.0pp", "up", "bad"),  # down is good
        ("bounce_rate", 0.499, 0.5, "−0.10pp", "down", "good"),
        ("visit_depth", 3.4, 3.6, "−0.20", "down", "neutral"),
        ("inquiry_rate", 0.12, 0.1, "+2.0pp", "up", "neutral"),
        ("paid_amount", 50_000.0, 0.0, "+¥500.00", "up", "good"),  # no percentage of zero
        ("visitors", 100.0, 100.0, "±0", "flat", "neutral"),
        ("visitors", 100_001.0, 100_000.0, "±0", "flat", "neutral"),  # nothing left after rounding
        ("visitors", 5_000.0, 100.0, "+4,900%", "up", "good"),
    ],
)
def test_a_change_has_a_sign_an_arrow_and_a_verdict(key, value, before, text, arrow, verdict):
    change = change_of(np.float64(value), np.float64(before), metric(key), currency="CNY")
    assert (change.text, change.arrow, change.verdict) == (text, arrow, verdict)


@pytest.mark.parametrize(("value", "before"), [(NAN, 1.0), (1.0, NAN), (None, 1.0), (1.0, None)])
def test_there_is_no_change_without_two_values(value, before):
    assert change_of(value, before, metric("visitors"), currency="CNY") is None


@pytest.mark.parametrize(
    ("value", "mark"), [(1100.0, "heat-good-strong"), (1050.0, "heat-good"), (1005.0, ""), (800.0, "heat-bad-strong")]
)
def test_heat_grows_with_the_move(value, mark):
    assert heat(change_of(value, 1000.0, metric("visitors"), currency="CNY")) == mark


@pytest.mark.parametrize(
    ("now", "before", "chance"),
    [
        ((10, 100), (20, 100), False),  # 10 % against 20 %: two standard errors
        ((15, 100), (20, 100), True),
        ((150, 1000), (200, 1000), False),  # the same shares of ten times as many
        ((3, 226), (5, 180), True),
        ((0, 50), (0, 50), True),
        ((50, 50), (40, 40), True),
        ((5, 10), (0, 0), True),
    ],
)
def test_small_numbers_differ_by_chance(now, before, chance):
    assert shares_by_chance(now, before) is chance


@pytest.mark.parametrize(
    ("now", "before", "chance"), [(110, 100, True), (1100, 1000, False), (0, 0, False), (3, 0, False)]
)
def test_counts_of_few_people_differ_by_chance(now, before, chance):
    assert counts_by_chance(now, before) is chance
