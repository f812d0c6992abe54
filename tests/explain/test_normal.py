"""The usual range: numbers for the head, laws on generated histories, and how often it is right."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.explain.history import History, Kind
from analytics.explain.normal import HISTORY, NoRange, Range, Reason, usual_range, usual_sum
from tests.explain.quiet import quiet_shop, search

NAN = float("nan")
DAY = date(2026, 11, 16)  # a Monday
ONE_DAY = timedelta(days=1)
SEEDS = st.integers(0, 10_000)


def days_before(count: int) -> list[date]:
    return [DAY - back * ONE_DAY for back in range(count, 0, -1)]


def series(*weeks: float, pattern: tuple[float, ...] = (1.0,) * 7) -> pd.Series:
    """A figure a week, oldest first, times a pattern from Monday on, up to the day before DAY."""
    values = [week * part for week in weeks for part in pattern]
    return pd.Series(values, index=days_before(len(values)))


def wavering(*, by: float = 0.05, weeks: int = 12, figure: float = 1000.0) -> pd.Series:
    """Days that stray by so much, up and down in turn, so that every weekday strays both ways."""
    values = [figure * (1 + by * (-1) ** at) for at in range(weeks * 7)]
    return pd.Series(values, index=days_before(len(values)))


def range_on(values: pd.Series, day: date = DAY, **parts: object) -> Range:
    found = usual_range(History(values, **parts), day)
    assert isinstance(found, Range), found
    return found


def reason_on(values: pd.Series, day: date = DAY, **parts: object) -> tuple[Reason, int]:
    found = usual_range(History(values, **parts), day)
    assert isinstance(found, NoRange), found
    return found.reason, found.weekdays


def test_a_figure_that_never_moves_is_expected_and_a_hundredth_off_is_inside():
    found = range_on(series(*[500.0] * 12))
    assert (found.expected, found.weekdays, found.left_out) == (500.0, 8, ())
    assert [found.place(value) for value in (480, 495, 500, 505, 520)] == [-1, 0, 0, 0, 1]


def test_a_weekday_is_held_against_its_own_kind():
    busy_mondays = series(*[100.0] * 12, pattern=(3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    assert range_on(busy_mondays).expected == pytest.approx(300)
    assert range_on(busy_mondays, DAY + ONE_DAY).expected == pytest.approx(100)


def test_what_the_last_week_sold_is_the_level():
    assert range_on(series(*[100.0] * 11, 80.0)).expected == pytest.approx(80)


def test_steady_growth_is_part_of_what_is_usual():
    values = pd.Series([1000 * 1.01**at for at in range(84)], index=days_before(84))
    assert range_on(values).expected == pytest.approx(1000 * 1.01**84, rel=0.001)


def half_width(noise: float) -> float:
    """The median over 60 shops, as a share of what is expected."""
    shops = [quiet_shop(seed, noise=noise) for seed in range(60)]
    found = [usual_range(shop, shop.values.index[-1]) for shop in shops]
    return float(np.median([each.high / each.expected - 1 for each in found if isinstance(each, Range)]))


def test_the_range_is_about_three_times_what_days_stray():
    assert half_width(0.04) == pytest.approx(3 * 0.04, rel=0.15)
    assert half_width(0.08) == pytest.approx(2 * half_width(0.04), rel=0.1)


def test_a_sale_that_nobody_noted_moves_the_range_little():
    noted, unnoted = wavering(), wavering()
    unnoted.iloc[-2] *= 4
    assert range_on(unnoted).expected == pytest.approx(range_on(noted).expected, rel=0.11)
    assert range_on(unnoted).place(noted.iloc[-7]) == 0


@pytest.mark.parametrize(("weeks", "reason"), [(0, (Reason.TOO_LITTLE, 0)), (4, (Reason.TOO_LITTLE, 3))])
def test_too_little_history_says_how_many_same_weekdays_are_known(weeks, reason):
    # The first week of a shop has no week before it.
    assert reason_on(series(*[100.0] * weeks).astype(float)) == reason


def test_five_weeks_are_enough():
    assert range_on(series(*[100.0] * 5)).weekdays == 4


def test_four_weeks_without_a_figure_leave_no_level():
    values = series(*[100.0] * 12)
    values.iloc[-25:] = NAN
    assert reason_on(values)[0] is Reason.NO_LEVEL


def test_festivals_are_left_out_and_named():
    values = series(*[100.0] * 12)
    festival = [DAY - 14 * ONE_DAY, DAY - 7 * ONE_DAY, DAY - 6 * ONE_DAY]
    values[festival] = 900.0
    found = range_on(values, special=set(festival))
    assert (found.expected, found.weekdays) == (100.0, 6)
    assert sorted(found.left_out) == festival[:2]


def with_last_year(*, festival: float) -> tuple[pd.Series, date]:
    """100 a day last year and 200 this year, but for a festival last year on a Tuesday."""
    like = date(2025, 11, 18)
    then = pd.Series({like - back * ONE_DAY: 100.0 for back in range(1, 85)} | {like: festival})
    return pd.concat([then, series(*[200.0] * 12)]), like


def test_a_festival_is_matched_with_last_years_at_todays_level():
    values, like = with_last_year(festival=300.0)
    found = range_on(values, special={DAY, like}, likes={DAY: like})
    assert (found.expected, found.like) == (pytest.approx(600), like)
    assert (found.place(300), found.place(500), found.place(850)) == (-1, 0, 0)  # one day of one year tells little


def test_a_festival_without_a_like_has_no_range():
    values, like = with_last_year(festival=NAN)
    assert reason_on(values, special={DAY})[0] is Reason.NO_LIKE
    assert reason_on(values, special={DAY, like}, likes={DAY: like})[0] is Reason.NO_LIKE
    assert reason_on(values[values.index > like], special={DAY, like}, likes={DAY: like})[0] is Reason.NO_LIKE


def people(count: float, *, today: float | None = None) -> pd.Series:
    return pd.Series(count, index=[*days_before(84), DAY]).where(lambda each: each.index != DAY, today or count)


def test_a_share_of_few_people_cannot_be_told():
    shares = series(*[0.04] * 12)
    known = {"kind": Kind.SHARE}
    assert reason_on(shares, people=people(1000, today=200), **known)[0] is Reason.TOO_FEW
    assert range_on(shares, people=people(1000, today=300), **known).low < 0.01
    assert range_on(shares, people=people(1_000_000), **known).low > 0.038


def test_fewer_people_than_usual_make_the_range_wider():
    shares = wavering(figure=0.5, by=0.01)
    usual, fewer = (range_on(shares, kind=Kind.SHARE, people=people(1000, today=today)) for today in (1000, 100))
    assert fewer.high - fewer.low > 2 * (usual.high - usual.low)


def test_a_share_is_never_more_than_one():
    assert range_on(wavering(figure=0.9), kind=Kind.SHARE, people=people(1000)).high == 1.0


def test_a_sum_is_asked_for_its_people_so_their_fall_is_no_excuse():
    amounts = wavering(figure=100.0)
    found = range_on(amounts, people=people(1000, today=1))
    assert found.place(45) == -1
    assert reason_on(amounts, people=people(8))[0] is Reason.TOO_FEW


@pytest.mark.parametrize("values", [series(*[0.0] * 12), series(*[100.0] * 8, *[0.0] * 4)])
def test_nothing_as_a_rule_has_no_range(values):
    assert reason_on(values)[0] is Reason.TOO_FEW


def test_a_weekday_on_which_the_shop_is_closed_has_none_and_the_others_have():
    closed = series(*[100.0] * 12, pattern=(0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    assert reason_on(closed)[0] is Reason.TOO_FEW
    assert range_on(closed, DAY + ONE_DAY).expected == pytest.approx(100)


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.0, 1.0, 50.0]), min_size=84, max_size=84))
def test_a_product_that_sells_now_and_then_has_a_range_or_none_but_never_a_wrong_one(values):
    found = usual_range(History(pd.Series(values, index=days_before(84))), DAY)
    assert isinstance(found, NoRange) or 0 <= found.low <= found.expected <= found.high < np.inf


def test_a_week_is_narrower_than_its_days_and_wider_than_if_only_days_strayed():
    history = History(wavering())
    week, day = usual_sum(history, DAY, DAY + 6 * ONE_DAY), usual_range(history, DAY)
    assert isinstance(week, Range)
    assert isinstance(day, Range)
    share = (week.high / week.expected - 1) / (day.high / day.expected - 1)
    assert week.expected == pytest.approx(7000, rel=0.06)
    assert 1 / np.sqrt(7) < share < 0.7


def test_a_week_knows_only_what_was_before_it():
    values = wavering(weeks=13)
    values.index = [day + 7 * ONE_DAY for day in values.index]
    before = usual_sum(History(values), DAY, DAY + 6 * ONE_DAY)
    values.iloc[-7:] = 0.0
    assert usual_sum(History(values), DAY, DAY + 6 * ONE_DAY) == before


def test_of_more_than_a_week_and_of_shares_there_is_no_sum():
    assert usual_sum(History(wavering()), DAY, DAY + 7 * ONE_DAY) == NoRange(Reason.TOO_LONG, DAY)
    assert usual_sum(History(wavering(), kind=Kind.MEAN), DAY, DAY + ONE_DAY) == NoRange(Reason.NOT_ADDED, DAY)


def test_a_sum_with_a_day_without_a_range_has_none():
    special = {DAY + ONE_DAY}
    assert usual_sum(History(wavering(), special=special), DAY, DAY + 2 * ONE_DAY) == NoRange(
        Reason.NO_LIKE, DAY + ONE_DAY, 8
    )


@settings(deadline=None)
@given(SEEDS, st.floats(1e-3, 1e3))
def test_a_figure_in_another_unit_has_its_range_in_that_unit(seed, times):
    history = quiet_shop(seed, noise=0.05)
    day = history.values.index[-1]
    scaled = usual_range(History(history.values * times, special=history.special), day)
    assert ends(scaled) == pytest.approx([end * times for end in ends(usual_range(history, day))])


@settings(deadline=None)
@given(SEEDS, st.integers(0, 6))
def test_what_a_week_begins_with_makes_no_difference(seed, shift):
    history = quiet_shop(seed, noise=0.05)
    moved = history.values.set_axis([day + shift * ONE_DAY for day in history.values.index])
    special = {day + shift * ONE_DAY for day in history.special}
    day = history.values.index[-1]
    assert ends(usual_range(History(moved, special=special), day + shift * ONE_DAY)) == ends(usual_range(history, day))


@settings(deadline=None)
@given(SEEDS, st.floats(0, 100))
def test_what_special_days_sold_never_moves_a_range(seed, times):
    history = quiet_shop(seed, noise=0.05)
    values = history.values.copy()
    values[[day for day in values.index if day in history.special]] *= times
    day = history.values.index[-1]
    assert usual_range(History(values, special=history.special), day) == usual_range(history, day)


@settings(deadline=None)
@given(SEEDS, st.sets(st.integers(1, 129), max_size=40))
def test_days_without_a_figure_and_the_order_of_days_make_no_difference(seed, gaps):
    history = quiet_shop(seed, noise=0.05)
    missing = [history.values.index[-1 - back] for back in gaps]
    empty, gone = history.values.copy(), history.values.drop(missing)
    empty[missing] = NAN
    day = history.values.index[-1]
    found = usual_range(History(gone, special=history.special), day)
    assert usual_range(History(empty.sample(frac=1, random_state=1), special=history.special), day) == found
    if isinstance(found, Range):
        assert 0 <= found.low <= found.expected <= found.high < np.inf


@settings(deadline=None)
@given(SEEDS)
def test_the_day_itself_and_what_lies_further_back_make_no_difference(seed):
    history = quiet_shop(seed, noise=0.05)
    day = history.values.index[-1]
    near = history.values[(history.values.index >= day - HISTORY) & (history.values.index < day)]
    assert usual_range(History(near, special=history.special), day) == usual_range(history, day)


@settings(deadline=None)
@given(SEEDS, st.integers(1, 3))
def test_a_fall_is_no_excuse_for_the_next_days(seed, fallen):
    """The level is a median: three bad days of seven do not make the fourth usual."""
    history = quiet_shop(seed, noise=0.01)
    values = history.values.copy()
    values.iloc[-1 - fallen :] *= 0.5
    found = usual_range(History(values, special=history.special), values.index[-1])
    assert isinstance(found, NoRange) or found.place(values.iloc[-1]) == -1


def test_with_three_in_a_hundred_noise_a_fall_by_a_fifth_is_found_and_quiet_days_are_left_alone():
    found = search(400, noise=0.03)
    assert found.days >= 390
    assert found.found_share >= 0.9
    assert found.false_share <= 0.05


def ends(found: Range | NoRange) -> list[float]:
    return [found.low, found.expected, found.high] if isinstance(found, Range) else []
