"""Whether Shapley values rank the causes of a change differently, and how the bars are drawn."""

import pandas as pd
import pytest

from analytics.explain.breakdown import READ, Breakdown, taken_apart
from analytics.explain.causes import causes_of, main_member, too_few
from analytics.explain.crosscheck import ranked_otherwise
from analytics.explain.panel import bar_table
from analytics.explain.partition import partition_of
from analytics.explain.waterfall import bars_of, draw, heights, in_lines
from analytics.metrics import funnel
from analytics.panels.axes import axis_between
from tests.explain.test_headline import PERIOD

TOLD = ("visitors", "payers", "paid_items", "paid_amount")
DAY = PERIOD.first, PERIOD.last


def change(before: dict[int, tuple], after: dict[int, tuple]) -> Breakdown:
    """Of sources: visitors, payers, items, amount of each."""
    found = taken_apart(sums(before), sums(after), partition_of(["source"]), names={1: "Search", 2: "Ads"})
    assert found is not None
    return found


def sums(cells: dict[int, tuple]) -> pd.DataFrame:
    rows = {("source", cell): dict(zip(TOLD, values, strict=True)) for cell, values in cells.items()}
    rows["", 0] = {}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[measure.key for measure in READ], dtype=float)
    return frame.rename_axis(["dimension", "member"])


def test_both_ways_agree_where_one_factor_moves():
    found = change({1: (100, 40, 40, 4000)}, {1: (100, 80, 80, 8000)})
    assert ranked_otherwise(found) == []


def test_they_may_disagree_where_much_moves_at_once():
    before = {1: (100, 20, 20, 2000), 2: (400, 40, 40, 8000)}
    found = change(before, {1: (200, 10, 10, 500), 2: (200, 10, 10, 2000)})
    told = ranked_otherwise(found)
    assert [(cause.effect, cause.amount) for cause in told] == [
        ("conversion", -4631), ("volume", -1306), ("price", -906), ("mix", -656),
    ]  # fmt: skip
    assert dict(found.totals[["conversion", "volume", "mix", "price"]]) == {
        "conversion": -4500, "volume": -1207, "mix": -1043, "price": -750,
    }  # fmt: skip


def test_the_largest_causes_come_first_and_trifles_are_left_out():
    found = change({1: (1000, 40, 40, 4000)}, {1: (1001, 80, 80, 8400)})
    assert [cause.effect for cause in causes_of(found)] == ["conversion", "price"]


def test_a_cause_that_comes_from_many_has_no_main_member():
    before = dict.fromkeys(range(1, 9), (100, 10, 10, 1000))
    found = change(before, dict.fromkeys(before, (100, 20, 20, 2000)))
    assert main_member(found, causes_of(found)[0]) is None
    one = change(before, before | {2: (100, 40, 40, 4000)})
    assert main_member(one, causes_of(one)[0]) == ("Ads", 3000)


def test_thirty_buyers_on_both_sides_are_enough():
    assert too_few(change({1: (100, 29, 29, 2900)}, {1: (100, 60, 60, 6000)}))
    assert not too_few(change({1: (100, 30, 30, 3000)}, {1: (100, 60, 60, 6000)}))


def test_the_bars_lead_from_the_amount_before_to_the_amount_now():
    found = change({1: (100, 40, 40, 4000)}, {1: (150, 50, 50, 5600)})
    bars = bars_of(found, now=DAY, against=PERIOD.against)
    assert heights(bars)[-1] == bars[-1].amount == 5600
    trace = draw(bars, currency="CNY")["data"][0]
    assert trace["measure"] == ["absolute", *["relative"] * (len(bars) - 2), "total"]
    assert sum(trace["y"][:-1]) == trace["y"][-1]


@pytest.mark.parametrize(
    ("label", "lines"), [("Mix", "Mix"), ("8 Nov – 14 Nov", "8 Nov –<br>14 Nov"), ("件单价", "件单价")]
)
def test_long_labels_break_in_their_middle(label, lines):
    assert in_lines(label) == lines


def test_an_axis_far_from_zero_begins_near_its_values_and_one_near_it_at_zero():
    far = axis_between([900_000_00, 870_000_00], funnel.PAID_AMOUNT, currency="CNY")
    assert 0 < far["range"][0] < 870_000_00 < 900_000_00 < far["range"][1]
    assert axis_between([100_00, 900_00], funnel.PAID_AMOUNT, currency="CNY")["range"][0] == 0
    assert axis_between([0, 0], funnel.PAID_AMOUNT, currency="CNY")["range"][0] == 0


@pytest.mark.parametrize(("before", "after"), [(0, 500), (500, 0), (300, -200), (-200, -700)])
def test_refunds_of_either_sign_are_no_part_of_the_change(before, after):
    """A refund that was taken back counts below zero."""
    frames = [sums({1: (100, 40, 40, amount)}) for amount in (4000, 5000)]
    for frame, refunded in zip(frames, (before, after), strict=True):
        frame.loc[("", 0), "refund_amount"] = refunded
    found = taken_apart(*frames, partition_of(["source"]))
    assert found.change == found.totals.sum() == 1000
    assert found.refunds.change == after - before
    rows = bar_table(tuple(bars_of(found, now=DAY, against=PERIOD.against)), found, currency="CNY").rows
    net = {row.label: row.cells[0].exact for row in rows}["Net of refunds"]
    assert round(float(net) * 100) == 1000 - (after - before)
