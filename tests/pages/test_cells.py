"""What the board reads besides its days, in the one query of its days."""

from datetime import timedelta

import pytest

from analytics.metrics import funnel
from analytics.read import cells, member_names, stored
from analytics.rollup.kept import BELOW
from shopops.catalog.models import Product
from tests.fixtures.boards import NEWEST

NEEDED = (funnel.VISITORS, funnel.PAID_AMOUNT, funnel.REFUND_AMOUNT)
WEEK = NEWEST - timedelta(days=6), NEWEST
BEFORE = NEWEST - timedelta(days=13), NEWEST - timedelta(days=7)


@pytest.mark.django_db
def test_days_and_sums_of_cells_are_those_read_one_by_one(board_shop, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = cells(board_shop, NEEDED, by=["", "source_tier"], spans=[WEEK, BEFORE], named="source_tier", days=WEEK)
    assert found.days.equals(stored(board_shop, NEEDED, first=WEEK[0], last=NEWEST))
    for frame, (first, last) in zip(found.sums, (WEEK, BEFORE), strict=True):
        split = stored(board_shop, NEEDED, first=first, last=last, by="source_tier").groupby("member").sum(min_count=1)
        assert frame.loc["source_tier"].equals(split)
    assert found.sums[1].loc["", 0].tolist()[:2] == [7000, 7 * 8000_00]
    assert found.names[BELOW + 2] == "Search × Profit item"
    assert found.names[2] == "Unknown × Profit item"


@pytest.mark.django_db
def test_a_count_that_nobody_knows_stays_unknown(board_shop):
    (frame,) = cells(board_shop, NEEDED, by=["source"], spans=[WEEK]).sums
    assert frame["refund_amount"].isna().all()
    assert frame.loc["source", 1].visitors == 3550


@pytest.mark.django_db
def test_names_of_sources_and_products_are_one_query(board_shop, django_assert_num_queries):
    Product.objects.filter(number=2).update(title="")
    with django_assert_num_queries(1):
        names = member_names(board_shop, "source_product")
    assert names[BELOW + 1] == "Search × Linen shirt"
    assert names[2 * BELOW + 2] == "Ads × P2"
    assert names[-1] == "No visit"
