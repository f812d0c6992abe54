"""A change as the platform tells it: its sources overlap, and do not tell everything that the shop has."""

from datetime import date

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.explain.breakdown import break_down
from analytics.explain.factors import ORDERS_ALONE, WITHOUT_ITEMS
from analytics.explain.overlap import ELSEWHERE
from analytics.explain.partition import WHOLE, partition_of
from analytics.metrics.types import Basis
from tests.builders import command, load_table, make_shop

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 5, 1), date(2026, 5, 2)
# 100 people came both days, and every one of them from search and from ads on the second: those rows count them twice.
REPORT = """
    day        source visitors payers paid_amount
    2026-05-01 .      100      10     120.00
    2026-05-01 search 60       6      60.00
    2026-05-01 ads    40       4      40.00
    2026-05-02 .      100      20     203.00
    2026-05-02 search 120      12     120.00
    2026-05-02 ads    80       8      80.00
"""


@pytest.fixture
def shop(tmp_path):
    return reported(REPORT, tmp_path)


def reported(rows, tmp_path):
    shop = make_shop()
    load_table(shop, "platform_daily", rows, tmp_path)
    return shop


def taken_apart(shop, by="source", **options):
    partition = partition_of([by] if by else [])
    spans = {"now": (AFTER, AFTER), "against": (BEFORE, BEFORE)}
    return break_down(shop, **spans, partition=partition, basis=Basis.PLATFORM, **options)


def test_people_counted_in_several_sources_are_an_effect_and_no_more_visitors(shop):
    found = taken_apart(shop)
    assert found.chain == WITHOUT_ITEMS.overlapping
    # The sources went from 100.00 to 200.00 at the same rates; beside them were 20.00, then 3.00.
    assert {key: value for key, value in found.totals.items() if value} == {"overlap": 100_00, "elsewhere": -17_00}
    assert found.change == 203_00 - 120_00
    assert found.amounts == (120_00, 203_00)
    assert found.buyers == (10, 20)


def test_each_source_and_what_is_told_of_none_add_up_to_the_shop(shop):
    found = taken_apart(shop)
    names = {found.names[int(member)]: int(row.sum()) for member, row in found.by_member.iterrows()}
    assert names == {"search": 60_00, "ads": 40_00, "Not told by source": -17_00}
    # Twice a hundred counted in the sources are a hundred people.
    assert found.after["visitors"].sum() == 100
    assert found.after.at[ELSEWHERE, "visitors"] == -100


def test_more_visitors_counted_as_often_are_volume(tmp_path):
    more = REPORT.replace("2026-05-02 .      100", "2026-05-02 .      200")
    totals = taken_apart(reported(more, tmp_path)).totals
    assert (totals["volume"], totals["overlap"], totals["elsewhere"]) == (100_00, 0, -17_00)


def test_an_amount_that_several_sources_claim_is_taken_off_again(tmp_path):
    claimed = REPORT.replace("203.00", "150.00")
    found = taken_apart(reported(claimed, tmp_path))
    assert found.change == 30_00
    assert found.totals["elsewhere"] == -70_00


def test_shapley_values_know_the_overlap_too(shop):
    values = taken_apart(shop).values
    assert values["overlap"] == pytest.approx(100_00)
    assert values.drop("overlap").abs().max() < 1


def test_the_whole_shop_is_one_cell_without_overlap(shop):
    found = taken_apart(shop, by="")
    assert found.chain is WITHOUT_ITEMS
    # 83 ÷ ln(203 ÷ 120) is 157.88: times ln 2, and times ln(10.15 ÷ 12).
    assert {key: value for key, value in found.totals.items() if value} == {"conversion": 109_43, "basket": -26_43}


def test_it_asks_the_database_once_and_leaves_own_figures_alone(shop):
    with CaptureQueriesContext(connection) as asked:
        taken_apart(shop)
    assert len(asked) == 1
    assert break_down(shop, now=(AFTER, AFTER), against=(BEFORE, BEFORE), partition=WHOLE) is None


def test_sources_alone_are_not_made_into_a_shop(tmp_path):
    sources = "\n".join(line for line in REPORT.splitlines() if " . " not in line)
    assert taken_apart(reported(sources, tmp_path)) is None


def test_without_visitors_of_the_whole_shop_buyers_are_taken_apart(tmp_path):
    found = taken_apart(reported(REPORT.replace(".      100", ".      ."), tmp_path))
    assert found.chain == ORDERS_ALONE.overlapping
    assert str(found.chain.label("overlap")) == "Buyers counted in several sources"
    assert found.totals.sum() == found.change == 83_00


def test_the_command_prints_the_lines_and_their_basis(shop):
    asked = {"shop": shop.slug, "from": AFTER, "to": AFTER, "against": f"{BEFORE}..{BEFORE}", "basis": "platform"}
    found = command("explain", **asked, by="source")
    assert (found["basis"], found["total"]) == ("platform", 83.0)
    effects = {effect["key"]: effect for effect in found["effects"]}
    assert effects["overlap"]["label"] == "Visitors counted in several sources"
    assert (effects["overlap"]["amount"], effects["elsewhere"]["amount"]) == (100.0, -17.0)
    assert sum(cell["change"] for cell in found["cells"]) == pytest.approx(83.0)
    assert command("explain", **asked)["total"] == 83.0
    with pytest.raises(CommandError, match="source alone"):
        command("explain", **asked, by="region")
