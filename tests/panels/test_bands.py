"""The usual range under a line, and beside it in table and files."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import plotly.graph_objects as go

from analytics.panels.figure import file_header, file_rows, show
from analytics.panels.trend import TREND
from analytics.panels.types import Answer
from analytics.panels.usual import Band
from analytics.panels.workbook import panel_sheet
from tests.panels.frames import DAY, NAN, answer, by_day

ONE_DAY = timedelta(days=1)


def banded(ends: dict[date, tuple[float, float]]) -> Answer:
    """Five days of ¥8,000, some of them with a usual range."""
    frame = pd.DataFrame.from_dict(ends, orient="index", columns=["low", "high"])
    return replace(answer(TREND, by_day(TREND, [{}] * 5)), band=Band(TREND.metrics[0], frame))


def back(days: int) -> date:
    return DAY - days * ONE_DAY


def test_a_band_lies_under_the_line_and_a_day_without_a_range_parts_it():
    figure = TREND.draw(banded(dict.fromkeys((back(4), back(3), back(1), DAY), (600000.0, 900000.0))))
    first, second, amount, _rate = figure["data"]
    assert first["x"] == ["2026-11-16", "2026-11-17", "2026-11-17", "2026-11-16"]
    assert first["y"] == [900_000, 900_000, 600_000, 600_000]
    assert second["x"] == ["2026-11-19", "2026-11-20", "2026-11-20", "2026-11-19"]
    assert [trace["showlegend"] for trace in (first, second)] == [True, False]
    assert (first["name"], first["fillcolor"], amount["name"]) == ("Usual range", "var(--so-usual)", "Paid amount")
    assert go.Figure(json.loads(json.dumps(figure, allow_nan=False))).data


def test_the_axis_reaches_the_top_of_the_band_and_other_axes_do_not():
    plain = TREND.draw(answer(TREND, by_day(TREND, [{}] * 5)))["layout"]
    layout = TREND.draw(banded({DAY: (600_000.0, 3_000_000.0)}))["layout"]
    assert layout["yaxis"]["range"][1] >= 3_000_000
    assert layout["yaxis2"] == plain["yaxis2"]


def test_both_ends_stand_in_the_table_and_in_the_files():
    shown = banded({DAY: (600_000.0, 900_000.0)})
    table = show(TREND, shown).table
    assert [str(column.label) for column in table.columns][2:] == ["Paid amount, usual from", "Paid amount, usual to"]
    assert [cell.text for cell in table.rows[0].cells][2:] == ["¥6,000", "¥9,000"]
    assert [cell.text for cell in table.rows[1].cells][2:] == ["–", "–"]
    assert file_header(shown) == [
        "day",
        "paid_amount",
        "conversion",
        "paid_amount_usual_low",
        "paid_amount_usual_high",
    ]
    *_days, last = file_rows(shown)
    assert last[3:] == [Decimal("6000.00"), Decimal("9000.00")]
    sheet = panel_sheet(TREND, shown)
    assert sheet.header[3:] == ["Paid amount, usual from", "Paid amount, usual to"]
    assert next(iter(sheet.rows))[3:] == [None, None]
    assert len(sheet.chart.lines) == 2


def test_without_a_range_nothing_is_said_of_one():
    plain = answer(TREND, by_day(TREND, [{}, {"paid_amount": NAN}]))
    assert len(TREND.draw(plain)["data"]) == 2
    assert file_header(plain) == ["day", "paid_amount", "conversion"]
