"""Platform basis: a platform's daily report is kept beside the figures counted here, and touches none of them."""

import csv
from datetime import date, datetime, time

import openpyxl
import pytest

from analytics.due import PLATFORM_KINDS, due_days, fact_range
from analytics.importing.kinds.platform_fields import FIELDS, SYNONYMS
from analytics.importing.kinds.registry import all_kinds
from analytics.importing.load import load
from analytics.importing.refused import Refused
from analytics.metrics.registry import metric
from analytics.metrics.types import Basis
from analytics.models import DayFill, FunnelDay, PlatformDay
from analytics.read import figures
from tests.builders import command, figure, fill, make_shop, take_back, written

pytestmark = pytest.mark.django_db
MAY_1, MAY_2, MAY_3 = date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)
HEADER = ["统计日期", "访客数", "浏览量", "支付买家数", "支付金额", "客单价", "支付转化率"]
ROWS = [
    ["2026-05-01", "1,000", "3500", "40", "8,000.50", "200.01", "4.00%"],
    ["2026/5/2", "1200", "", "60", "¥9000", "150.00", "5.00%"],
]
REPORT = ",".join(HEADER) + "\n" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS) + "\n"
EVENTS = "time,visitor,event\n2026-05-01 09:00:00,ann,view\n2026-05-01 09:01:00,bob,view\n"


@pytest.fixture
def shop():
    return make_shop()


def report(folder, text, name="report.csv"):
    return written(folder, name, text)


def said(shop, *keys, first=MAY_1, last=MAY_3, each="day"):
    """Rows of the platform's figures, without days of which it says nothing; None for no value."""
    frame = figures(shop, [metric(key) for key in keys], first=first, last=last, each=each, basis=Basis.PLATFORM)
    return {day: tuple(None if value != value else value for value in row) for day, *row in frame.itertuples()}


def test_a_report_with_chinese_names_is_kept_as_it_says(shop, tmp_path):
    result = load(shop, "platform_daily", report(tmp_path, REPORT))
    assert (result.rows, result.accepted, result.rejected, result.days) == (2, 2, 0, 2)
    assert said(shop, "visitors", "views", "payers", "paid_amount") == {
        MAY_1: (1000, 3500, 40, 8000_50),
        MAY_2: (1200, None, 60, 9000_00),
    }


def test_a_workbook_says_the_same(shop, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([datetime.combine(MAY_1, time()), 1000, 3500, 40, 8000.5, 200.01, 0.04])
    book.active.append([date(2026, 5, 2), 1200, None, 60, 9000, 150, 0.05])
    book.save(tmp_path / "report.xlsx")
    load(shop, "platform_daily", tmp_path / "report.xlsx")
    again = load(shop, "platform_daily", report(tmp_path, REPORT))
    assert (again.accepted, again.duplicates) == (0, 2)
    assert said(shop, "paid_amount") == {MAY_1: (8000_50,), MAY_2: (9000_00,)}


def test_what_the_report_does_not_tell_has_no_value_and_rates_are_divided_anew(shop, tmp_path):
    load(shop, "platform_daily", report(tmp_path, REPORT))
    found = said(shop, "orders", "conversion", "spend_per_payer", "views_per_visitor")
    assert found[MAY_1] == (None, 0.04, pytest.approx(200_01.25), 3.5)
    assert found[MAY_2] == (None, 0.05, 150_00, None)


def test_several_days_are_sums_of_days_and_not_the_mean_of_their_rates(shop, tmp_path):
    load(shop, "platform_daily", report(tmp_path, REPORT))
    assert said(shop, "visitors", "payers", "conversion", each="month") == {MAY_1: (2200, 100, 100 / 2200)}


def test_the_last_row_about_a_day_counts(shop, tmp_path):
    result = load(shop, "platform_daily", report(tmp_path, "day,visitors\n2026-05-01,1\n2026-05-01,2\n"))
    assert (result.accepted, result.duplicates, said(shop, "visitors")) == (1, 1, {MAY_1: (2,)})


BAD = "day,visitors,paid_amount\nMonday,1,1\n2026-05-01,many,1\n2026-05-01,-1,1\n2199-01-01,1,1\n2026-05-02,7,1.00\n"


def test_rows_that_are_no_day_or_no_figure_are_set_aside(shop, tmp_path):
    result = load(shop, "platform_daily", report(tmp_path, BAD))
    with open(result.rejects, encoding="utf-8-sig", newline="") as file:
        rejects = [(row["line"], row["column"], row["value"]) for row in csv.DictReader(file)]
    assert rejects == [
        ("2", "day", "Monday"),
        ("3", "visitors", "many"),
        ("4", "visitors", "'-1"),
        ("5", "day", "2199-01-01"),
    ]
    assert said(shop, "visitors", last=date(2199, 12, 31)) == {MAY_2: (7,)}


def test_a_dash_is_no_figure_and_nothing_wrong(shop, tmp_path):
    text = "day,visitors,views,paid_amount\n2026-05-01,-,--,-\n2026-05-02,7,-,1.00\n"
    result = load(shop, "platform_daily", report(tmp_path, text))
    assert (result.accepted, result.rejected) == (2, 0)
    assert said(shop, "visitors", "views", "paid_amount") == {MAY_1: (None, None, None), MAY_2: (7, None, 1_00)}


def test_a_file_without_any_figure_is_refused(shop, tmp_path):
    with pytest.raises(Refused, match="visitors"):
        load(shop, "platform_daily", report(tmp_path, "日期,天气\n2026-05-01,晴\n"))
    assert not shop.batches.exists()


@pytest.fixture
def three_reports(shop, tmp_path):
    """May 1 is reported, then with other visitors, then with an amount besides; May 2 comes with the last."""
    texts = (
        "day,visitors,views\n2026-05-01,1000,3500\n",
        "day,visitors\n2026-05-01,1010\n",
        "day,visitors,paid_amount\n2026-05-01,1020,8000.00\n2026-05-02,7,1.00\n",
    )
    return [load(shop, "platform_daily", report(tmp_path, text, f"{at}.csv")) for at, text in enumerate(texts)]


def after(shop, *results):
    for result in results:
        take_back(result)
    return said(shop, "visitors", "views", "paid_amount")


def test_a_later_report_restates_a_day(shop, three_reports):
    assert [(each.accepted, each.changed) for each in three_reports] == [(1, 0), (1, 1), (2, 1)]
    assert after(shop) == {MAY_1: (1020, 3500, 8000_00), MAY_2: (7, None, 1_00)}


def test_undo_of_the_last_report_brings_back_the_one_before(shop, three_reports):
    assert after(shop, three_reports[2]) == {MAY_1: (1010, 3500, None)}


def test_undo_of_a_report_in_the_middle_changes_nothing_until_the_last_goes_too(shop, three_reports):
    assert after(shop, three_reports[1]) == {MAY_1: (1020, 3500, 8000_00), MAY_2: (7, None, 1_00)}
    assert after(shop, three_reports[2]) == {MAY_1: (1000, 3500, None)}


def test_undo_of_the_first_report_leaves_what_the_later_ones_say(shop, three_reports):
    assert after(shop, three_reports[0]) == {MAY_1: (1020, None, 8000_00), MAY_2: (7, None, 1_00)}
    assert after(shop, three_reports[2]) == {MAY_1: (1010, None, None)}
    assert after(shop, three_reports[1]) == {}


def test_undo_in_any_order_leaves_nothing(shop, three_reports):
    first, second, third = three_reports
    assert after(shop, second, first, third) == {}
    assert not PlatformDay.objects.filter(shop=shop).exists()


@pytest.fixture
def counted(shop, tmp_path):
    """Two people came on May 1."""
    load(shop, "events", written(tmp_path, "clicks.csv", EVENTS))
    fill(shop)
    return shop


def test_a_report_leaves_event_figures_alone(counted, tmp_path):
    filled = list(DayFill.objects.filter(shop=counted).values_list("day", "revision", "filled_at"))
    result = load(counted, "platform_daily", report(tmp_path, REPORT))
    assert due_days(counted) == []
    take_back(result)
    assert due_days(counted) == []
    assert list(DayFill.objects.filter(shop=counted).values_list("day", "revision", "filled_at")) == filled


def test_days_of_which_only_the_platform_tells_have_no_event_figures(counted, tmp_path):
    load(counted, "platform_daily", report(tmp_path, REPORT))
    fill(counted)
    assert fact_range(counted) == (MAY_1, MAY_1)
    assert [figure(counted, "visitors", day) for day in (MAY_1, MAY_2)] == [2, None]
    assert set(FunnelDay.objects.filter(shop=counted).values_list("day", flat=True)) == {MAY_1}


def test_each_basis_is_printed_alone(counted, tmp_path):
    load(counted, "platform_daily", report(tmp_path, REPORT))
    options = {"shop": counted.slug, "metrics": "visitors,paid_amount", "from": "2026-05-01", "to": "2026-05-02"}
    assert command("figures", **options) == [{"day": "2026-05-01", "visitors": 2, "paid_amount": None}]
    assert command("figures", basis="platform", **options) == [
        {"day": "2026-05-01", "visitors": 1000, "paid_amount": 8000.5},
        {"day": "2026-05-02", "visitors": 1200, "paid_amount": 9000},
    ]
    assert command("figures", basis="platform", by="source", **options) == []


def test_the_report_of_one_shop_is_not_that_of_another(shop, tmp_path):
    load(shop, "platform_daily", report(tmp_path, REPORT))
    other = make_shop()
    assert said(other, "visitors") == {}
    assert load(other, "platform_daily", report(tmp_path, REPORT)).accepted == 2


def test_every_name_is_one_of_a_measure():
    assert set(SYNONYMS) <= {field.name for field in FIELDS}


def test_the_days_of_every_kind_on_platform_basis_are_left_out_of_the_facts():
    assert {kind.key for kind in all_kinds().values() if kind.basis is Basis.PLATFORM} == set(PLATFORM_KINDS)
