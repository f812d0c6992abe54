from datetime import date

import numpy as np
import pytest

from shopops.demo.draws import Draws, pick_by, pick_by_row

TODAY = Draws(seed=1, day=date(2026, 4, 6))
KEYS = np.arange(100_000, dtype=np.uint64)


def test_a_number_depends_on_nothing_but_what_it_is_for():
    alone = TODAY.uniform("order", KEYS[5000:5001])
    TODAY.uniform("some new purpose", KEYS)
    assert alone[0] == TODAY.uniform("order", KEYS)[5000]


@pytest.mark.parametrize(
    "other",
    [
        TODAY.uniform("inquiry", KEYS),
        Draws(seed=2, day=TODAY.day).uniform("order", KEYS),
        Draws(seed=1, day=date(2026, 4, 7)).uniform("order", KEYS),
        TODAY.uniform("order", KEYS + np.uint64(1)),
        TODAY.uniform("order", KEYS << np.uint64(10)),
    ],
    ids=["purpose", "seed", "day", "next key", "shifted key"],
)
def test_numbers_for_different_things_have_nothing_in_common(other):
    # Of 100,000 independent pairs, correlations lie within 0.01 but once in a thousand times.
    assert abs(np.corrcoef(TODAY.uniform("order", KEYS), other)[0, 1]) < 0.01


def test_numbers_are_the_same_in_every_version_so_that_shops_can_be_continued():
    assert TODAY.uniform("order", KEYS[:3]).round(9).tolist() == [0.642796135, 0.636778747, 0.365631079]


def test_numbers_are_spread_evenly():
    counts = np.bincount((TODAY.uniform("order", KEYS) * 100).astype(int), minlength=100)
    chi_square = ((counts - 1000) ** 2 / 1000).sum()
    assert 60 < chi_square < 150  # 99 degrees of freedom


def test_normal_numbers_have_mean_0_and_spread_1():
    numbers = TODAY.normal("pace", KEYS)
    assert abs(numbers.mean()) < 0.02
    assert abs(numbers.std() - 1) < 0.02


def test_a_greater_chance_keeps_what_happened_under_a_smaller_one():
    rarely, often = TODAY.chance("order", KEYS, 0.03), TODAY.chance("order", KEYS, 0.05)
    assert (often | ~rarely).all()
    assert 0.048 < often.mean() < 0.052
    assert 0.0285 < rarely.mean() < 0.0315


def test_picks_follow_the_weights():
    picked = pick_by(np.array([0.0, 0.24, 0.26, 0.74, 0.76, 0.9999999]), np.array([1.0, 2.0, 0.0, 1.0]))
    assert picked.tolist() == [0, 0, 1, 1, 3, 3]


def test_picks_by_row_use_each_number_s_own_weights():
    weights = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    assert pick_by_row(np.array([0.9, 0.1, 0.4, 0.6]), np.array([0, 1, 2, 2]), weights).tolist() == [0, 1, 0, 1]
