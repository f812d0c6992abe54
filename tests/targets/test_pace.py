"""Completion and forecasts: numbers for the head, laws, and how often they are right."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.types import Better
from campaigns.targets.pace import Day, Forecast, chance, completion, fitted_level, forecast, still_needed
from campaigns.targets.propose import occasions_of
from campaigns.targets.tree import days_of_year
from campaigns.targets.weights import day_weights
from shopops.calendar.read import calendar_of
from tests.builders import make_shop
from tests.targets.years import YEAR, before_the_year, month_tried, rated_amounts, shares, weeks_tried

STEADY = [Day(100.0, 1.0)] * 3
WAVERING = [Day(90.0, 1.0), Day(110.0, 1.0), Day(100.0, 1.0)]


@pytest.mark.parametrize(
    ("actual", "target", "better", "expected"),
    [
        (80, 100, Better.HIGHER, 0.8),
        (0, 100, Better.HIGHER, 0.0),
        (80, 100, Better.NEITHER, 0.8),
        (0.05, 0.04, Better.LOWER, 0.8),  # a refund rate above its target
        (0.04, 0.05, Better.LOWER, 1.25),
        (0, 0.05, Better.LOWER, None),
        (80, 0, Better.HIGHER, None),
        (80, None, Better.HIGHER, None),
        (None, 100, Better.HIGHER, None),
        (None, 100, Better.LOWER, None),
        (5, 0, Better.LOWER, None),
    ],
)
def test_completion_is_the_right_way_round_and_has_no_value_without_a_target(actual, target, better, expected):
    assert completion(actual, target, better=better) == (None if expected is None else pytest.approx(expected))


def test_days_that_never_stray_end_where_they_point():
    assert forecast(STEADY, [1.0, 1.0, 2.0, 0.0]) == Forecast(700.0, 700.0, 700.0, 0.0)


def test_a_festival_to_come_is_worth_its_weight():
    found = forecast(WAVERING, [1.0, 5.0, 1.0])
    assert found is not None
    assert found.expected == pytest.approx(300 + 700)


def test_a_festival_that_is_over_does_not_lift_the_rest():
    assert fitted_level([Day(500.0, 5.0), Day(100.0, 1.0)]) == 100
    found = forecast([Day(500.0, 5.0), Day(100.0, 1.0)], [1.0])
    assert found is not None
    assert found.expected == 700


def test_two_days_tell_no_interval():
    few = forecast(WAVERING[:2], [1.0])
    assert few == Forecast(300.0)
    assert few is not None
    assert chance(few, 300) is None


def test_nothing_is_foretold_without_a_finished_day_of_some_weight():
    assert forecast([], [1.0]) is None
    assert forecast([Day(5.0, 0.0)], [1.0]) is None


def test_a_period_that_is_over_is_known():
    assert forecast(WAVERING, []) == Forecast(300.0, 300.0, 300.0, 0.0)


def test_the_interval_is_students_for_few_days():
    # Standard deviation 10 of a day, one to come: 10 × √(1 + 1/3) × 1.886, and the quantile is 2 % short.
    found = forecast(WAVERING, [1.0])
    assert found is not None
    assert found.high == pytest.approx(400 + 10 * (4 / 3) ** 0.5 * 1.886, rel=0.002)


def test_what_is_there_is_not_lost_again():
    found = forecast([Day(10.0, 1.0), Day(300.0, 1.0), Day(1.0, 1.0)], [1.0] * 4)
    assert found is not None
    assert found.low == 311


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (400, Better.HIGHER, 0.5),
        (0, Better.HIGHER, 1.0),
        (10_000, Better.HIGHER, 0.0),
        (400, Better.LOWER, 0.5),
        (10_000, Better.LOWER, 1.0),
    ],
)
def test_the_chance_of_reaching_a_target(target, better, expected):
    found = forecast(WAVERING, [1.0])
    assert found is not None
    assert chance(found, target, better=better) == pytest.approx(expected, abs=1e-6)


def test_the_chance_that_the_end_lies_above_the_upper_bound_is_a_tenth():
    found = forecast(WAVERING, [1.0])
    assert found is not None
    assert chance(found, found.high or inf) == pytest.approx(0.1)


def test_what_is_certain_is_reached_or_not():
    over = Forecast(300.0, 300.0, 300.0, 0.0)
    assert [chance(over, target) for target in (300, 301)] == [1.0, 0.0]
    assert [chance(over, target, better=Better.LOWER) for target in (299, 300)] == [0.0, 1.0]


@pytest.mark.parametrize(
    ("target", "actual", "remaining", "expected"),
    [
        (1000, 400, [1.0, 1.0, 4.0], (100, 100, 400)),
        (1000, 1200, [1.0, 1.0], (0, 0)),
        (1000, 400, [0.0, 0.0], (300, 300)),
        (1000, 400, [], ()),
    ],
)
def test_the_days_that_are_left_need_so_much(target, actual, remaining, expected):
    assert still_needed(target, actual=actual, remaining=remaining) == expected


@settings(deadline=None)
@given(
    st.lists(st.builds(Day, st.floats(0, 1e9), st.integers(0, 10**7)), max_size=10),
    st.lists(st.integers(0, 10**7), max_size=9),
)
def test_an_interval_holds_what_is_expected(finished, remaining):
    found = forecast(finished, remaining)
    if found is not None and found.low is not None and found.high is not None:
        slack = 1e-9 * max(found.expected, 1)
        assert found.low <= found.expected + slack
        assert found.expected <= found.high + slack


@pytest.fixture(scope="module")
def seeds():
    return [rated_amounts(seed) for seed in range(1, 9)]


@pytest.mark.django_db
def test_four_of_five_intervals_hold_and_weights_beat_an_even_spread(seeds):
    """A small and quick edition of `make bench --only pace`."""
    occasions = occasions_of(calendar_of(make_shop()), year=YEAR)
    years = [(each, day_weights(days_of_year(YEAR), before_the_year(each), occasions)) for each in seeds]
    weeks = shares(week for amounts, weights in years for week in weeks_tried(amounts, weights))
    assert 0.7 <= weeks["held"] <= 0.9
    month = shares(month_tried(amounts, weights) for amounts, weights in years)
    assert month["error"] <= month["error of an even spread"] / 2
