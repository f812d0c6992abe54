"""The CSV of a panel holds the very frame it is drawn from."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

from analytics.panels.figure import file_header, file_rows
from analytics.panels.funnel import FUNNEL
from analytics.panels.sources import SOURCES
from analytics.panels.trend import TREND
from analytics.panels.types import Answer
from shopops.web.downloads import csv_text
from tests.panels.frames import DAY, NAN, answer, by_day, by_member, whole


def read(asked: Answer) -> list[dict[str, str]]:
    text = csv_text(file_header(asked), file_rows(asked)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_columns_are_named_by_metric_keys():
    asked = answer(SOURCES, by_member(SOURCES, {1: {}}), names={1: "Search"})
    keys = [metric.key for metric in SOURCES.metrics]
    assert file_header(asked) == ["day", "member", *keys]
    compared = answer(FUNNEL, whole(FUNNEL), before=whole(FUNNEL))
    keys = [metric.key for metric in FUNNEL.metrics]
    assert file_header(compared) == ["day", *keys, *(f"{key}_against" for key in keys)]


def test_every_cell_of_the_frame_is_in_the_file():
    frame = by_day(TREND, [{"paid_amount": 1234_56.0, "conversion": 0.0386}, {"paid_amount": NAN}])
    first, second = read(answer(TREND, frame))
    assert first == {"day": "2026-11-19", "paid_amount": "1234.56", "conversion": "0.0386"}
    assert second == {"day": "2026-11-20", "paid_amount": "", "conversion": "0.04"}


def test_members_of_both_sides_stand_beside_each_other():
    week_before = by_member(SOURCES, {2: {"visitors": 7.0}, 1: {"visitors": 5.0}}, day=DAY - timedelta(days=7))
    asked = answer(SOURCES, by_member(SOURCES, {1: {"visitors": 6.0}}), before=week_before, names={1: "a", 2: "b"})
    rows = {row["member"]: (row["visitors"], row["visitors_against"]) for row in read(asked)}
    assert rows == {"a": ("6", "5"), "b": ("", "7")}


def test_a_member_whose_name_is_a_formula_is_defused_and_negative_money_is_a_number():
    frame = by_member(SOURCES, {1: {"value_per_visitor": -500.0}})
    (row,) = read(answer(SOURCES, frame, names={1: "=HYPERLINK(1)"}))
    assert row["member"] == "'=HYPERLINK(1)"
    assert Decimal(row["value_per_visitor"]) == -5
