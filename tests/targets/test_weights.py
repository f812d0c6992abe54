"""Weights of days: numbers for the head, and the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.targets.tree import days_of_year
from campaigns.targets.weights import ORDINARY, YEAR, Occasions, day_weights

ONE_DAY = timedelta(days=1)
NOTHING = Occasions()
DAYS = days_of_year(2026)
EARLIER = days_of_year(2024) + days_of_year(2025)
LAST_YEAR = days_of_year(2025)
MONDAY = date(2026, 3, 16)


def plain(days: list[date], *, figure: float = 100.0) -> dict[date, float]:
    return dict.fromkeys(days, figure)


def by_weekday(days: list[date]) -> dict[date, float]:
    """Mondays sell three times as much, nobody is there on Sundays."""
    return {day: (300.0, 100.0, 100.0, 100.0, 100.0, 100.0, 0.0)[day.weekday()] for day in days}


def lift(weights: dict[date, int], day: date) -> float:
    """Against the same weekday two weeks before."""
    return weights[day] / weights[day - 14 * ONE_DAY]


def test_a_weekday_weighs_what_it_did_a_year_before():
    weights = day_weights(DAYS, by_weekday(LAST_YEAR), NOTHING)
    week = [weights[MONDAY + at * ONE_DAY] for at in range(7)]
    assert week[0] == pytest.approx(3 * week[1], rel=1e-5)
    assert week[6] == 0


def test_weights_are_a_million_on_average():
    weights = day_weights(DAYS, by_weekday(LAST_YEAR), NOTHING)
    assert sum(weights.values()) == pytest.approx(365 * ORDINARY, rel=1e-6)


def test_a_season_comes_at_the_same_time_again():
    figures = plain(LAST_YEAR) | plain([day for day in LAST_YEAR if day.month in (6, 7)], figure=200.0)
    weights = day_weights(DAYS, figures, NOTHING)
    assert weights[date(2026, 7, 1)] == pytest.approx(2 * weights[date(2026, 10, 1)], rel=0.01)


def test_days_that_are_missing_take_what_was_usual_around_them():
    full = by_weekday(LAST_YEAR)
    holed = {day: figure for day, figure in full.items() if day.month != 5 and day.day % 3}
    found, expected = day_weights(DAYS, holed, NOTHING), day_weights(DAYS, full, NOTHING)
    assert found == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("figures", [{}, plain(LAST_YEAR, figure=0.0), plain(LAST_YEAR, figure=float("nan"))])
def test_where_nothing_is_known_all_days_are_alike(figures):
    assert set(day_weights(DAYS, figures, NOTHING).values()) == {ORDINARY}


def test_one_odd_day_a_year_ago_is_no_reason_to_expect_it_again():
    odd = plain(LAST_YEAR) | {MONDAY - YEAR: 1000.0}
    assert lift(day_weights(DAYS, odd, NOTHING), MONDAY) == pytest.approx(1)


def test_a_festival_is_matched_by_its_name_and_not_by_its_date():
    then, now = date(2025, 1, 29), date(2026, 2, 17)
    figures = plain(EARLIER) | {then: 20.0}
    weights = day_weights(DAYS, figures, Occasions({then, now}, {now: then}))
    assert lift(weights, now) == pytest.approx(0.2, rel=1e-5)
    assert lift(weights, then + YEAR) == pytest.approx(1, rel=1e-5)


def test_a_sale_keeps_its_size_on_another_weekday():
    then, now = date(2025, 11, 11), date(2026, 11, 11)
    figures = by_weekday(EARLIER) | {then: 500.0}  # a Tuesday of five times what is usual
    weights = day_weights(DAYS, figures, Occasions({then, now}, {now: then}))
    assert lift(weights, now) == pytest.approx(5, rel=1e-3)


def test_a_new_campaign_is_worth_what_campaigns_were():
    then, now = {date(2025, 9, 1) + at * ONE_DAY for at in range(3)}, date(2026, 4, 15)
    figures = plain(EARLIER) | dict.fromkeys(then, 180.0)
    weights = day_weights(DAYS, figures, Occasions({*then, now}, {}, {*then, now}))
    assert lift(weights, now) == pytest.approx(1.8, rel=1e-5)
    assert lift(weights, date(2026, 9, 1)) == pytest.approx(1, rel=1e-5)


def test_the_first_campaign_ever_is_an_ordinary_day():
    weights = day_weights(DAYS, plain(EARLIER), Occasions({MONDAY}, {}, {MONDAY}))
    assert lift(weights, MONDAY) == 1


def test_a_plan_made_in_autumn_knows_the_winter_from_the_year_before():
    sale_24, sale_25, sale_26 = (date(year, 12, 12) for year in (2024, 2025, 2026))
    figures = plain(days_of_year(2024)) | {sale_24: 300.0}
    # Twice the sales of the year before, and nothing known yet after September.
    figures |= {day: 200.0 for day in LAST_YEAR if day.month < 10}
    occasions = Occasions({sale_24, sale_25, sale_26}, {sale_25: sale_24, sale_26: sale_25})
    weights = day_weights(DAYS, figures, occasions)
    assert weights[date(2026, 11, 20)] == pytest.approx(weights[date(2026, 5, 20)], rel=0.02)
    assert lift(weights, sale_26) == pytest.approx(3, rel=0.02)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(EARLIER), st.one_of(st.just(0.0), st.floats(1, 1e12)), max_size=60))
def test_weights_are_whole_and_never_below_zero(figures):
    weights = day_weights(DAYS[:60], figures, Occasions(set(DAYS[10:20]), {DAYS[12]: LAST_YEAR[40]}, {DAYS[15]}))
    assert all(isinstance(weight, int) and weight >= 0 for weight in weights.values())
    assert sum(weights.values()) > 0
