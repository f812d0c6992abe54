"""Platform days by source: rows of a report that name a source stand beside those of the whole shop."""

from datetime import date

import pytest

from analytics.importing.load import load
from analytics.metrics.registry import metric
from analytics.metrics.types import Basis
from analytics.models import BatchDay, Code, PlatformDay
from analytics.read import figures, member_names
from tests.builders import command, fill, load_table, make_shop, run, take_back, written

pytestmark = pytest.mark.django_db
MAY_1, MAY_2 = date(2026, 5, 1), date(2026, 5, 2)
# A hundred people came, twenty of them from both sources.
BOTH = """
    day        source visitors paid_amount
    2026-05-01 .      100      50.00
    2026-05-01 search 80       30.00
    2026-05-01 ads    40       15.00
"""


@pytest.fixture
def shop():
    return make_shop()


def said(shop, *, by="", day=MAY_1):
    """Visitors and amount of each member of a day, by name; of the whole shop under the name of nothing."""
    frame = figures(shop, [metric("visitors"), metric("paid_amount")], first=day, last=day, by=by, basis=Basis.PLATFORM)
    names = member_names(shop, by) if by else {}
    return {
        (names[at[1]] if by else ""): tuple(None if value != value else value for value in row)
        for at, *row in frame.itertuples()
    }


def report(shop, folder, *rows, header="day source visitors paid_amount"):
    return load_table(shop, "platform_daily", "\n".join((header, *rows)), folder)


def test_a_file_may_tell_of_the_shop_and_of_its_sources(shop, tmp_path):
    result = load_table(shop, "platform_daily", BOTH, tmp_path)
    assert (result.rows, result.accepted, result.rejected, result.days) == (3, 3, 0, 1)
    assert said(shop) == {"": (100, 50_00)}
    assert said(shop, by="source") == {"search": (80, 30_00), "ads": (40, 15_00)}
    assert BatchDay.objects.get(batch=result.batch).rows == 3


def test_a_source_has_one_number_on_either_basis(shop, tmp_path):
    load_table(shop, "events", "time visitor event source\n2026-05-01T09:00:00 ann view ads", tmp_path)
    load_table(shop, "platform_daily", BOTH, tmp_path)
    load_table(shop, "events", "time visitor event source\n2026-05-01T09:01:00 bob view search", tmp_path)
    fill(shop)
    numbers = dict(Code.objects.filter(shop=shop, dimension="source").values_list("name", "number"))
    assert numbers == {"ads": 1, "search": 2}
    counted = figures(shop, [metric("visitors")], first=MAY_1, last=MAY_1, by="source")["visitors"]
    assert counted.xs(MAY_1, level="day").to_dict() == {1: 1, 2: 1}
    assert said(shop, by="source")["ads"] == (40, 15_00)


@pytest.mark.parametrize("column", ["流量来源", "来源", "流量來源", "traffic_source", "channel"])
def test_the_column_is_known_by_its_names(shop, tmp_path, column):
    text = f"统计日期,{column},访客数,支付金额\n2026-05-01,手淘搜索,80,30.00\n2026-05-01,,100,50.00\n"
    load(shop, "platform_daily", written(tmp_path, "report.csv", text))
    assert said(shop) == {"": (100, 50_00)}
    assert said(shop, by="source") == {"手淘搜索": (80, 30_00)}


def test_a_report_of_sources_alone_says_nothing_of_the_shop(shop, tmp_path):
    report(shop, tmp_path, "2026-05-01 search 80 30.00", "2026-05-01 ads 40 15.00")
    assert said(shop) == {}
    assert set(said(shop, by="source")) == {"search", "ads"}


def test_the_same_file_again_adds_nothing(shop, tmp_path):
    load_table(shop, "platform_daily", BOTH, tmp_path)
    again = load_table(shop, "platform_daily", BOTH, tmp_path)
    assert (again.accepted, again.changed, again.duplicates) == (0, 0, 3)
    assert PlatformDay.objects.filter(shop=shop).count() == 3


def test_the_last_row_about_a_day_and_a_source_counts(shop, tmp_path):
    result = report(shop, tmp_path, "2026-05-01 search 1 1.00", "2026-05-01 ads 2 2.00", "2026-05-01 search 3 3.00")
    assert (result.accepted, result.duplicates) == (2, 1)
    assert said(shop, by="source") == {"search": (3, 3_00), "ads": (2, 2_00)}


def test_one_source_is_restated_and_its_neighbours_stay(shop, tmp_path):
    load_table(shop, "platform_daily", BOTH, tmp_path)
    later = report(shop, tmp_path, "2026-05-01 search 81 .", "2026-05-02 search 9 3.00")
    assert (later.accepted, later.changed, later.days) == (2, 1, 2)
    assert said(shop, by="source") == {"search": (81, 30_00), "ads": (40, 15_00)}
    assert said(shop, by="source", day=MAY_2) == {"search": (9, 3_00)}
    assert said(shop) == {"": (100, 50_00)}
    take_back(later)
    assert said(shop, by="source") == {"search": (80, 30_00), "ads": (40, 15_00)}
    assert said(shop, by="source", day=MAY_2) == {}


def test_a_report_in_the_middle_is_taken_back_without_what_came_later(shop, tmp_path):
    first = load_table(shop, "platform_daily", BOTH, tmp_path)
    middle = report(shop, tmp_path, "2026-05-01 search 81 31.00", "2026-05-01 . 101 51.00")
    report(shop, tmp_path, "2026-05-01 search 82", header="day source visitors")
    take_back(middle)
    assert said(shop, by="source") == {"search": (82, 30_00), "ads": (40, 15_00)}
    assert said(shop) == {"": (100, 50_00)}
    take_back(first)
    assert said(shop, by="source") == {"search": (82, None)}
    assert said(shop) == {}


def test_a_bad_row_of_a_source_makes_no_source(shop, tmp_path):
    result = report(
        shop, tmp_path, "2026-05-01 search many 1.00", "2026-05-01 ads 40 15.00", f"2026-05-01 {'x' * 256} 1 1"
    )
    assert (result.accepted, result.rejected) == (1, 2)
    assert list(Code.objects.filter(shop=shop).values_list("name", flat=True)) == ["ads"]


def test_each_source_is_printed_on_platform_basis(shop, tmp_path):
    load_table(shop, "platform_daily", BOTH, tmp_path)
    options = {"shop": shop.slug, "by": "source", "metrics": "visitors,paid_amount", "from": MAY_1, "to": MAY_2}
    assert command("figures", basis="platform", **options) == [
        {"day": "2026-05-01", "member": "ads", "visitors": 40, "paid_amount": 15},
        {"day": "2026-05-01", "member": "search", "visitors": 80, "paid_amount": 30},
    ]
    assert command("figures", **options) == []
    assert run("figures", basis="platform", each="month", **options).splitlines()[1:] == [
        "2026-05-01,ads,40,15.00",
        "2026-05-01,search,80,30.00",
    ]
