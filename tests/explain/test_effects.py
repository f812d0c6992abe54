"""The log-mean split: numbers for the head, and the law on random tables."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.explain.effects import effects_of
from analytics.explain.factors import ORDERS_ALONE, STEP_BY_STEP, WITH_VISITORS, WITHOUT_ITEMS, Chain
from analytics.explain.rounding import rounded_to
from analytics.explain.shapley import shapley_values

CHAINS = (WITH_VISITORS, WITHOUT_ITEMS, STEP_BY_STEP, ORDERS_ALONE)


def frame(chain: Chain, **cells: tuple[float, ...]) -> pd.DataFrame:
    keys = [measure.key for measure in chain.quantities]
    return pd.DataFrame.from_dict(cells, orient="index", columns=keys, dtype=float)


def effects(chain: Chain, before: dict, after: dict) -> dict[str, dict[str, int]]:
    found = effects_of(chain, before=frame(chain, **before), after=frame(chain, **after))
    return {cell: {key: value for key, value in row.items() if value} for cell, row in found.to_dict("index").items()}


def test_twice_the_visitors_at_the_same_rates_are_all_volume():
    found = effects(WITHOUT_ITEMS, {"search": (100, 10, 1000)}, {"search": (200, 20, 2000)})
    assert found == {"search": {"volume": 1000}}


def test_a_factor_that_doubles_alone_has_the_whole_change():
    before = {"search": (100, 10, 1000)}
    assert effects(WITHOUT_ITEMS, before, {"search": (100, 20, 2000)}) == {"search": {"conversion": 1000}}
    assert effects(WITHOUT_ITEMS, before, {"search": (100, 10, 2000)}) == {"search": {"basket": 1000}}


def test_visitors_that_go_to_another_cell_are_mix_and_no_volume():
    # 50 visitors move from a cell that pays 10 each to one that pays 1 each.
    found = effects(
        WITHOUT_ITEMS,
        {"good": (100, 10, 1000), "poor": (100, 10, 100)},
        {"good": (50, 5, 500), "poor": (150, 15, 150)},
    )
    assert found == {"good": {"mix": -500}, "poor": {"mix": 50}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((0, 0, 0), (10, 1, 50), {"entered": 50}),
        ((10, 1, 50), (0, 0, 0), {"gone": -50}),
        ((10, 0, 0), (10, 1, 50), {"conversion": 50}),
        ((10, 1, 50), (10, 0, 0), {"conversion": -50}),
        ((10, 1, 0), (10, 1, 50), {"basket": 50}),
        ((0, 1, 20), (0, 2, 50), {"without_visit": 30}),
        ((0, 0, 0), (0, 2, 50), {"without_visit": 50}),
        ((10, 0, 0), (20, 0, 0), {}),
    ],
)
def test_cells_with_a_zero_follow_the_limit_of_the_formula(before, after, expected):
    assert effects(WITHOUT_ITEMS, {"cell": before}, {"cell": after})["cell"] == expected


def test_a_quantity_that_a_cell_lacks_is_passed_over():
    # Nobody asked in the first period, yet they bought: the step is told with the next one.
    found = effects(STEP_BY_STEP, {"cell": (100, 0, 10, 10, 10, 100)}, {"cell": (100, 20, 20, 20, 20, 200)})
    assert found == {"cell": {"ordering": 100}}


def test_an_amount_below_zero_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        effects(WITHOUT_ITEMS, {"cell": (1, 1, -5)}, {"cell": (1, 1, 5)})


@st.composite
def tables(draw, chain: Chain) -> pd.DataFrame:
    """A cell may lack any quantity; amounts reach billions."""
    names = draw(st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True))
    people = st.sampled_from((0, 0, 1, 2, 7, 1000, 123_457))
    amount = st.one_of(st.just(0), st.integers(1, 10**11))
    rows = {name: (*(draw(people) for _ in chain.factors[1:]), draw(amount)) for name in names}
    return frame(chain, **rows)


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.key)
@given(st.data())
def test_effects_add_up_to_the_change_in_every_cell_and_grouping(chain, data):
    before, after = data.draw(tables(chain)), data.draw(tables(chain))
    found = effects_of(chain, before=before, after=after)
    amount = chain.amount.key
    change = after[amount].reindex(found.index).fillna(0) - before[amount].reindex(found.index).fillna(0)
    assert (found.sum(axis=1) == change).all()
    groups = [ord(str(cell)) % 3 for cell in found.index]
    assert (found.groupby(groups).sum().sum(axis=1) == change.groupby(groups).sum()).all()
    assert found.to_numpy().sum() == change.sum()


@given(st.lists(st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_rounded_parts_are_near_and_add_up(parts):
    given_parts = np.array(parts)
    totals = np.rint(given_parts.sum(axis=1)).astype(np.int64)
    rounded = rounded_to(totals, given_parts)
    assert (rounded.sum(axis=1) == totals).all()
    assert (np.abs(rounded - given_parts) < 2).all()


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.key)
@given(st.data())
def test_shapley_values_add_up_to_the_change_of_cells_with_visitors(chain, data):
    before, after = data.draw(tables(chain)), data.draw(tables(chain))
    amount = chain.amount.key
    # Where a step is missing the product of ratios is not the amount: whole chains only.
    before, after = (each[(each > 0).all(axis=1)] for each in (before, after))
    found = shapley_values(chain, before=before, after=after)
    change = after[amount].sum() - before[amount].sum()
    assert found.sum() == pytest.approx(change, abs=1e-12 * largest(chain, before, after) + 1e-3)


def largest(chain: Chain, before: pd.DataFrame, after: pd.DataFrame) -> float:
    """The largest amount that any mixture of both periods makes: what floats lose goes with it, not with the change."""
    both = pd.concat([before, after])
    steps = (both[late.quantity.key] / both[early.quantity.key] for early, late in pairwise(chain.factors))
    first = both[chain.factors[0].quantity.key]
    return first.sum() * np.prod([step.max() for step in steps]) if len(both) else 0.0


def test_one_cell_gives_both_ways_the_same_order_of_causes():
    before, after = frame(WITHOUT_ITEMS, all=(100, 10, 1000)), frame(WITHOUT_ITEMS, all=(150, 12, 1500))
    logs = effects_of(WITHOUT_ITEMS, before=before, after=after).loc["all"]
    values = shapley_values(WITHOUT_ITEMS, before=before, after=after)
    assert list(values.sort_values().index) == list(logs[list(values.index)].sort_values(kind="stable").index)


def overlapping(whole: tuple[float, float], before: dict, after: dict) -> dict[str, dict[str, int]]:
    chain = WITHOUT_ITEMS.overlapping
    found = effects_of(chain, before=frame(chain, **before), after=frame(chain, **after), whole=whole)
    return {cell: {key: value for key, value in row.items() if value} for cell, row in found.to_dict("index").items()}


def test_the_same_visitors_counted_twice_as_often_are_all_overlap():
    found = overlapping((100, 100), {"search": (100, 10, 1000)}, {"search": (200, 20, 2000)})
    assert found == {"search": {"overlap": 1000}}


def test_twice_the_visitors_counted_as_often_are_all_volume():
    before = {"search": (80, 10, 1000), "ads": (70, 5, 500)}
    after = {"search": (160, 20, 2000), "ads": (140, 10, 1000)}
    assert overlapping((100, 200), before, after) == {"search": {"volume": 1000}, "ads": {"volume": 500}}


def test_half_the_visitors_counted_twice_as_often_change_nothing():
    # 1000 × ln 2 = 693.1 each way.
    found = overlapping((200, 100), {"search": (200, 10, 1000)}, {"search": (200, 10, 1000)})
    assert found == {"search": {"volume": -693, "overlap": 693}}


def test_cells_that_do_not_overlap_know_no_such_effect():
    assert not {"overlap", "elsewhere"} & set(WITHOUT_ITEMS.effects)
    assert WITHOUT_ITEMS.overlapping.of_factors == ("volume", "overlap", "mix", "conversion", "basket")


@pytest.mark.parametrize("chain", [each.overlapping for each in CHAINS], ids=lambda chain: chain.key)
@settings(deadline=None)
@given(st.data())
def test_effects_of_overlapping_cells_add_up_and_the_whole_moves_only_volume_and_overlap(chain, data):
    before, after = data.draw(tables(chain)), data.draw(tables(chain))
    whole = data.draw(st.tuples(*[st.sampled_from((0, 1, 3, 1000, 10**7))] * 2))
    found = effects_of(chain, before=before, after=after, whole=whole)
    amount = chain.amount.key
    change = after[amount].reindex(found.index).fillna(0) - before[amount].reindex(found.index).fillna(0)
    assert (found.sum(axis=1) == change).all()
    apart = effects_of(replace(chain, overlaps=False), before=before, after=after)
    others = [key for key in apart.columns if key != "volume"]
    # Their parts are the same but for rounding.
    assert (np.abs(found[others] - apart[others]) <= 2).all(axis=None)


@settings(deadline=None)
@given(st.data())
def test_shapley_values_of_overlapping_cells_add_up_too(data):
    chain = WITHOUT_ITEMS.overlapping
    before, after = (data.draw(tables(chain)) for _side in "ab")
    before, after = (each[(each > 0).all(axis=1)] for each in (before, after))
    whole = data.draw(st.tuples(*[st.sampled_from((1, 3, 1000))] * 2))
    found = shapley_values(chain, before=before, after=after, whole=whole)
    assert list(found.index) == list(chain.of_factors)
    change = after["paid_amount"].sum() - before["paid_amount"].sum()
    assert found.sum() == pytest.approx(change, abs=1e-9 * largest(chain, before, after) + 1e-3)
