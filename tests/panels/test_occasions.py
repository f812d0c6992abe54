"""Occasions on charts with a time axis: bands, lines and names."""

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from analytics.panels.figure import show
from analytics.panels.occasions import ROWS, letters, marked, named
from analytics.panels.trend import TREND
from shopops.calendar.entries import Entry
from shopops.calendar.models import Kind
from tests.panels.frames import DAY, answer, by_day

FIRST = DAY - timedelta(days=29)
DAYS = [FIRST + timedelta(days=step) for step in range(30)]
SALE = Entry("Sale", Kind.FESTIVAL, date(2026, 11, 1), date(2026, 11, 11))
NOTE = Entry("New title", Kind.NOTE, date(2026, 11, 17), date(2026, 11, 17))
LONG_AGO = Entry("Long ago", Kind.NOTE, date(2026, 1, 1), date(2026, 1, 1))
PLAIN = {"data": [], "layout": {"yaxis": {"range": [0, 100.0]}}}


def test_several_days_are_a_band_and_one_day_is_a_line():
    band, line = marked(PLAIN, [SALE, NOTE, LONG_AGO], DAYS)["layout"]["shapes"]
    assert (band["type"], band["x0"], band["x1"]) == ("rect", "2026-10-31T12:00", "2026-11-11T12:00")
    assert (line["type"], line["x0"], line["x1"]) == ("line", "2026-11-17", "2026-11-17")


def test_a_band_ends_where_the_axis_ends():
    (band,) = marked(PLAIN, [SALE], [date(2026, 11, 5), date(2026, 11, 20)])["layout"]["shapes"]
    assert band["x0"] == "2026-11-04T12:00"


def test_each_has_its_name_in_its_middle_with_room_above_the_line():
    layout = marked(PLAIN, [SALE, NOTE], DAYS)["layout"]
    assert [(note["text"], note["x"]) for note in layout["annotations"]] == [
        ("Sale", "2026-11-06"),
        ("New title", "2026-11-17"),
    ]
    assert layout["yaxis"]["range"][1] > 100


def test_names_that_would_overlap_stand_in_rows_and_the_last_are_left_to_the_table():
    crowd = [Entry(f"A name of many letters {n}", Kind.NOTE, date(2026, 11, 5), date(2026, 11, 5)) for n in range(5)]
    assert [name.row for name in named(crowd, first=DAYS[0], last=DAYS[-1])] == list(range(ROWS))
    assert len(marked(PLAIN, crowd, DAYS)["layout"]["shapes"]) == 5


def test_a_wide_letter_takes_the_room_of_two():
    assert letters("双11") == 4


def test_a_name_is_never_read_as_markup():
    entry = Entry("<b>bold</b> & more", Kind.NOTE, DAY, DAY)
    (note,) = marked(PLAIN, [entry], DAYS)["layout"]["annotations"]
    assert note["text"] == "&lt;b>bold&lt;/b> &amp; more"


def test_without_occasions_a_figure_stays_as_it_is():
    assert marked(PLAIN, [LONG_AGO], DAYS) is PLAIN
    assert marked(PLAIN, [SALE], []) is PLAIN


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_trend_marks_them_and_its_table_names_them(rows):
    found = answer(TREND, by_day(TREND, [{}] * rows), occasions=(SALE, NOTE, Entry("Today", Kind.NOTE, DAY, DAY)))
    shown = show(TREND, found)
    assert go.Figure(shown.figure).layout.annotations[-1].text == "Today"
    assert shown.table.rows[0].tag == "Today"


def test_axes_are_named_with_their_units():
    layout = show(TREND, answer(TREND, by_day(TREND, [{}, {}]))).figure["layout"]
    titles = [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis", "yaxis2")]
    assert titles == ["Day", "Paid amount (¥)", "Conversion (%)"]


def test_listing_changes_take_the_room_that_other_names_leave():
    changes = [Entry(f"{n} listing changes", Kind.LISTING_CHANGE, day, day) for n, day in enumerate(DAYS, 10)]
    found = named([*changes, SALE, NOTE], first=DAYS[0], last=DAYS[-1])
    assert {"Sale", "New title", "39 listing changes"} <= {str(name.entry.name) for name in found}
    assert len(marked(PLAIN, [*changes, SALE], DAYS)["layout"]["shapes"]) == 31
