"""What the board reads besides its days, in the one query of its days."""

from datetime import timedelta

import pytest

from analytics.metrics import funnel
from analytics.read import stored, stored_beside, sums
from analytics.rollup.kept import BELOW
from tests.fixtures.boards import NEWEST

NEEDED = (funnel.VISITORS, funnel.PAID_AMOUNT, funnel.REFUND_AMOUNT)
WEEK = NEWEST - timedelta(days=6), NEWEST
BEFORE = NEWEST - timedelta(days=13), NEWEST - timedelta(days=7)


@pytest.mark.django_db
def test_days_and_sums_of_cells_are_those_read_one_by_one(board_shop, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = stored_beside(board_shop, NEEDED, first=WEEK[0], last=NEWEST, by="source_tier", spans=[WEEK, BEFORE])
    assert found.days.equals(stored(board_shop, NEEDED, first=WEEK[0], last=NEWEST))
    for frame, (first, last) in zip(found.sums, (WEEK, BEFORE), strict=True):
        assert frame.equals(sums(board_shop, NEEDED, first=first, last=last, by=["", "source_tier"]))
    assert found.sums[1].loc["", 0].tolist()[:2] == [7000, 7 * 8000_00]
    assert found.names[BELOW + 2] == "Search × Profit item"
    assert found.names[2] == "Unknown × Profit item"


@pytest.mark.django_db
def test_a_count_that_nobody_knows_stays_unknown(board_shop):
    frame = sums(board_shop, NEEDED, first=WEEK[0], last=NEWEST, by=["source"])
    assert frame["refund_amount"].isna().all()
    assert frame.loc["source", 1].visitors == 3550
