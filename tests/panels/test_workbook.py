"""A panel's spreadsheet: its rows, its chart, and what its figures mean."""

import io
from dataclasses import replace
from datetime import date

import openpyxl

from analytics.panels.board_file import board_rows
from analytics.panels.everything import EVERYTHING
from analytics.panels.funnel import FUNNEL
from analytics.panels.hours import HOURS
from analytics.panels.platform import PLATFORM
from analytics.panels.sources import SOURCES
from analytics.panels.trend import TREND
from analytics.panels.workbook import About, definitions_sheet, panel_sheet
from shopops.web.sheets import workbook
from tests.panels.frames import NAN, answer, by_day, by_member, whole

ABOUT = About(shop="=Linen", days="Fri 20 Nov 2026", against="Fri 13 Nov 2026", freshness="complete")


def page(sheet) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(workbook([sheet]))).worksheets[0]


def test_money_and_shares_are_numbers_with_the_formats_of_their_units():
    frame = by_day(TREND, [{"paid_amount": 1234_56.0, "conversion": 0.0386}, {"paid_amount": NAN}])
    _header, first, second = page(panel_sheet(TREND, answer(TREND, frame))).iter_rows()
    assert [(cell.value, cell.number_format) for cell in first[1:]] == [(1234.56, "#,##0.00"), (0.0386, "0.0%")]
    assert first[0].value.date() == date(2026, 11, 19)
    assert second[1].value is None


def test_a_currency_without_decimals_has_none():
    frame = by_day(TREND, [{"paid_amount": 1234.0}])
    money = page(panel_sheet(TREND, replace(answer(TREND, frame), currency="JPY")))["B2"]
    assert (money.value, money.number_format) == (1234, "#,##0")


def test_a_member_named_like_a_formula_stays_a_text():
    sheet = page(panel_sheet(SOURCES, answer(SOURCES, by_member(SOURCES, {1: {}}), names={1: "=1+1"})))
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_days_become_lines_with_an_axis_a_unit():
    sheet = page(panel_sheet(TREND, answer(TREND, by_day(TREND, [{}, {}, {}]))))
    drawn = [series.val.numRef.f for chart in sheet._charts for series in _series(chart)]
    assert drawn == ["'Paid amount and conversion'!$B$2:$B$4", "'Paid amount and conversion'!$C$2:$C$4"]


def test_the_platforms_days_are_labelled_by_day():
    sheet = page(panel_sheet(PLATFORM, answer(PLATFORM, by_day(PLATFORM, [{}, {}]))))
    assert next(series.cat.numRef.f.split("!")[1] for series in _series(sheet._charts[0])) == "$A$2:$A$3"


def test_one_row_becomes_columns_side_by_side():
    sheet = page(panel_sheet(FUNNEL, answer(FUNNEL, whole(FUNNEL))))
    [series] = _series(sheet._charts[0])
    assert series.val.numRef.f == "'Conversion funnel'!$B$2:$F$2"


def test_hours_are_labelled_by_hour():
    frame = by_member(HOURS, {9: {}, 21: {}})
    sheet = page(panel_sheet(HOURS, answer(HOURS, frame, names={9: "09", 21: "21"})))
    assert _series(sheet._charts[0])[0].cat.numRef.f.endswith("$B$2:$B$3")


def test_a_panel_without_a_drawing_has_no_chart():
    assert page(panel_sheet(SOURCES, answer(SOURCES, by_member(SOURCES, {1: {}}), names={1: "a"})))._charts == []


def test_definitions_say_what_the_file_is_about_and_what_every_figure_means():
    rows = list(page(definitions_sheet(TREND.metrics, ABOUT)).iter_rows(values_only=True))
    assert [row[:2] for row in rows[:4]] == [
        ("Shop", "=Linen"),
        ("Period", "Fri 20 Nov 2026"),
        ("Compared with", "Fri 13 Nov 2026"),
        ("Freshness", "complete"),
    ]
    conversion = next(row for row in rows if row[0] == "conversion")
    assert conversion[3] == "Paying buyers ÷ Visitors"
    assert "Test, staff and fake orders." in conversion[5]
    assert conversion[6] == "Version 1, since ShopOps 0.1"


def test_the_files_of_the_board_have_now_compared_and_the_change():
    before = whole(EVERYTHING, paid_amount=400_000.0, visitors=0.0)
    rows = {row[0]: list(map(str, row[2:])) for row in board_rows(answer(EVERYTHING, whole(EVERYTHING), before=before))}
    assert rows["paid_amount"] == ["8000.00", "4000.00", "4000.00", "1.000000"]
    assert rows["visitors"] == ["1000", "0", "1000", "None"]
    assert next(iter(rows)) == "paid_amount"


def _series(chart) -> list:
    return [series for part in (chart, *chart._charts[1:]) for series in part.ser]
