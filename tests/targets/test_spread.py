"""Amounts over days: exact, and children that equal their parents whatever is edited."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.targets.spread import spread, with_amount, with_level
from campaigns.targets.tree import (
    SPANS,
    Level,
    days_of_year,
    level_of,
    quarter_of,
    sums,
    total,
    year_of,
)
from shopops.web.spans import week_of

ONE_DAY = timedelta(days=1)
AMOUNTS = st.integers(0, 10**13)
DAYS = days_of_year(2026) + days_of_year(2027)
SHAPE = dict.fromkeys(DAYS, 1)
EDITS = st.tuples(st.sampled_from(list(Level)), st.sampled_from(DAYS), AMOUNTS)


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 2], [25, 25, 50]),
        (10, [1, 1, 1], [4, 3, 3]),  # of equal remainders the earlier day has it
        (10, [1, 2, 3], [2, 3, 5]),  # 1.67, 3.33, 5: the largest remainder has it
        (7, [0, 0], [4, 3]),  # nothing to go by
        (7, [0, 3], [0, 7]),  # a closed day stays closed
        (2, [5, 5, 5, 5], [1, 1, 0, 0]),
        (0, [], []),
    ],
)
def test_an_amount_is_spread_in_whole_parts(amount, weights, parts):
    assert spread(amount, weights) == parts


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, [1, -1]), (1, [])])
def test_what_cannot_be_spread_is_refused(amount, weights):
    with pytest.raises(ValueError, match=r"zero|no day"):
        spread(amount, weights)


@settings(deadline=None)
@given(AMOUNTS, st.lists(st.integers(0, 10**12), min_size=1, max_size=400))
def test_parts_add_up_and_lie_within_one_of_their_share(amount, weights):
    parts = spread(amount, weights)
    assert sum(parts) == amount
    assert min(parts) >= 0
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True))


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, st.lists(EDITS, max_size=6))
def test_children_equal_their_parents_after_any_edits(amount, edits):
    targets = dict(zip(DAYS, spread(amount, list(range(len(DAYS)))), strict=True))
    for level, day, wanted in edits:
        span, before = SPANS[level](day), targets
        targets = with_amount(targets, span, wanted, shape=SHAPE)
        assert total(targets, span) == wanted
        assert all(targets[each] == before[each] for each in DAYS if not span[0] <= each <= span[1])
    assert min(targets.values()) >= 0
    for level in Level:
        assert sum(sums(targets, level).values()) == sum(targets.values())
    for level, below in ((Level.YEAR, Level.QUARTER), (Level.QUARTER, Level.MONTH), (Level.MONTH, Level.DAY)):
        children = sums(targets, below)
        for span, parent in sums(targets, level).items():
            assert parent == sum(child for part, child in children.items() if span[0] <= part[0] <= span[1])


def test_rescaled_days_keep_their_proportions():
    first = date(2026, 3, 2)
    targets = {first: 100, first + ONE_DAY: 300, first + 7 * ONE_DAY: 5}
    assert list(with_amount(targets, week_of(first), 40, shape={}).values()) == [10, 30, 5]


def test_days_that_were_all_zero_take_their_weights_again():
    first = date(2026, 3, 2)
    targets, shape = {first: 0, first + ONE_DAY: 0}, {first: 1, first + ONE_DAY: 3}
    assert list(with_amount(targets, week_of(first), 40, shape=shape).values()) == [10, 30]


def test_a_week_over_the_turn_of_a_year_belongs_to_both_by_its_days():
    ones = dict.fromkeys(DAYS, 1)
    span = week_of(date(2027, 1, 1))
    assert span == (date(2026, 12, 28), date(2027, 1, 3))
    assert sums(ones, Level.WEEK)[span] == 7
    assert sums({day: 1 for day in DAYS if day.year == 2026}, Level.WEEK)[span] == 4
    assert sums({day: 1 for day in DAYS if day.year == 2027}, Level.WEEK)[span] == 3
    changed = with_amount(ones, span, 70, shape=SHAPE)
    assert sums(changed, Level.YEAR) == {
        year_of(date(2026, 5, 1)): 361 + 40,
        year_of(date(2027, 5, 1)): 362 + 30,
    }


def test_a_week_over_the_turn_of_a_month_belongs_to_both_by_its_days():
    ones = dict.fromkeys(days_of_year(2026), 1)
    changed = with_amount(ones, week_of(date(2026, 7, 1)), 700, shape=SHAPE)
    months = {span[0].month: amount for span, amount in sums(changed, Level.MONTH).items()}
    assert (months[6], months[7]) == (28 + 200, 26 + 500)


def test_a_year_of_53_iso_weeks_has_them_all():
    weeks = sums(dict.fromkeys(days_of_year(2026), 1), Level.WEEK)
    assert len(weeks) == 53
    assert [span[0].isocalendar().week for span in weeks] == list(range(1, 54))
    assert (min(weeks.values()), sum(weeks.values())) == (4, 365)


def test_quarters_are_those_of_the_calendar():
    assert quarter_of(date(2028, 2, 29)) == (date(2028, 1, 1), date(2028, 3, 31))
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2026, 12, 31))


WEEK = week_of(date(2026, 3, 2))
SEVEN = [WEEK[0] + at * ONE_DAY for at in range(7)]


def test_a_level_above_its_days_is_the_quotient_of_sums_and_never_a_mean():
    payers = dict(zip(SEVEN, [10, 10, 10, 10, 10, 10, 40], strict=True))
    visitors = dict(zip(SEVEN, [100, 100, 100, 100, 100, 100, 1400], strict=True))
    mean_of_days = dict.fromkeys(SEVEN[:6], 100_000) | {SEVEN[6]: 28_571}
    assert level_of(mean_of_days, WEEK, numerator=payers, denominator=visitors) == 100 / 2000


def test_without_both_parts_there_is_a_level_only_where_all_days_share_it():
    levels = dict.fromkeys(SEVEN, 38_600)
    assert level_of(levels, WEEK) == level_of(levels, WEEK, numerator=levels) == 0.0386
    assert level_of(with_level(levels, (SEVEN[0], SEVEN[0]), 40_000), WEEK) is None
    assert level_of({}, WEEK) is None
    assert level_of(levels, WEEK, numerator=levels, denominator=dict.fromkeys(SEVEN, 0)) is None
