"""The day that is not over: which hours of it are complete, what they add up to, and how a line to it is drawn."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import funnel, rates
from analytics.panels.dashed import dashed_to
from analytics.panels.figure import show
from analytics.panels.hours import HOURS
from analytics.panels.trend import TREND
from analytics.panels.until import KEYS, Running, Until, running_day, until_of
from shopops.shops.days import DayCutRule, ShopDays
from shopops.web.period import Period
from tests.panels.frames import DAY, answer, by_day, by_member

WEEK_AGO = DAY - timedelta(days=7)
PERIOD = Period.of(DAY, DAY, preset="day")
METRICS = (funnel.PAID_AMOUNT, rates.ORDER_VALUE, funnel.VISITORS, rates.CONVERSION)


def days(zone: str, cut: time) -> ShopDays:
    return ShopDays((DayCutRule(date.min, cut, zone),), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "cut", "now", "day", "start", "over", "is_whole"),
    [
        ("Asia/Shanghai", time(0), datetime(2026, 11, 20, 6, 20, tzinfo=UTC), DAY, 0, 14, True),
        ("Asia/Shanghai", time(0), datetime(2026, 11, 19, 16, 0, tzinfo=UTC), DAY, 0, 0, True),  # midnight
        (
            "Asia/Shanghai",
            time(4),
            datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
            DAY,
            4,
            22,
            True,
        ),  # half past two at night
        ("Asia/Shanghai", time(4, 30), datetime(2026, 11, 20, 6, 20, tzinfo=UTC), DAY, 4, 10, False),
        ("America/New_York", time(0), datetime(2026, 11, 21, 3, 5, tzinfo=UTC), DAY, 0, 22, True),
    ],
)
def test_the_clock_of_the_shop_says_which_hours_are_over(zone, cut, now, day, start, over, is_whole):
    assert running_day(days(zone, cut), now) == Running(day, start, over, is_whole)


def told(now: dict[int, float], before: dict[int, float], *, running: Running) -> Until:
    """Paid amounts and paid orders, one for each unit of money, by hour of the day and of a week ago."""
    sides = {DAY: now, WEEK_AGO: before}
    hours = [(day, hour, value) for day, side in sides.items() for hour, value in side.items()]
    index = pd.MultiIndex.from_tuples([(day, hour) for day, hour, _value in hours], names=["day", "member"])
    by_hour = pd.DataFrame({key: [value for *_at, value in hours] for key in KEYS}, index=index, dtype=float)
    whole = by_hour.groupby(level="day").sum()
    return until_of(METRICS, whole.assign(visitors=1.0, payers=1.0), by_hour, period=PERIOD, running=running)


def test_sums_and_what_is_divided_from_them_have_values_and_people_have_none():
    until = told({9: 3.0, 14: 9.0}, {9: 2.0, 20: 5.0}, running=Running(DAY, 0, 14))
    assert (until.hour, until.newest) == ("14:00", 14)
    assert (until.now["paid_amount"], until.before["paid_amount"]) == (3.0, 2.0)
    assert until.now["order_value"] == 1.0
    assert pd.isna(until.now["visitors"])
    assert pd.isna(until.now["conversion"])


def test_a_day_cut_within_an_hour_is_not_compared():
    until = told({9: 3.0, 14: 9.0}, {9: 2.0}, running=Running(DAY, 4, 10, is_whole=False))
    assert (until.now, until.before) == (None, None)


HOURLY = st.dictionaries(st.integers(0, 23), st.integers(0, 1000).map(float), min_size=1)


@given(now=HOURLY, before=HOURLY, start=st.integers(0, 23), over=st.integers(0, 23))
def test_the_same_hours_of_both_days_are_added_and_none_that_is_not_over(now, before, start, over):
    running = Running(DAY, start, over)
    until = told(now, before, running=running)
    newest = max(running.place(hour) for hour in now)
    complete = [hour for hour in range(24) if running.place(hour) < min(over, newest)]
    if until.now is None:
        assert not complete
        return
    assert until.now["paid_amount"] == sum(now.get(hour, 0.0) for hour in complete)
    assert until.before["paid_amount"] == sum(before.get(hour, 0.0) for hour in complete)


def test_a_dashed_way_leads_to_the_last_point():
    trace = {"x": [1, 2, 3], "y": [5, 6, 2], "customdata": ["a", "b", "c"], "line": {"color": "var(--so-accent)"}}
    over, way, point = dashed_to({**trace, "mode": "lines", "hovertemplate": "%{customdata}", "fill": "tozeroy"}, 2)
    assert (over["y"], over["fill"]) == ([5, 6, None], "tozeroy")
    assert (way["y"], way["hoverinfo"], "fill" in way) == ([6, 2], "skip", False)
    assert (point["y"], point["customdata"], point["mode"]) == ([2], ["c"], "markers")
    assert dashed_to(trace, None) == [trace]


@pytest.mark.parametrize("rows", [1, 5])
def test_plotly_knows_every_key_of_a_line_to_a_day_that_is_not_over(rows):
    until = Until(Running(DAY, 0, 14), "14:00", 14)
    shown = show(TREND, answer(TREND, by_day(TREND, [{}] * rows), until=until))
    assert [trace.mode for trace in go.Figure(shown.figure).data][:3] == ["lines", "lines", "markers"]
    assert shown.note == "Fri 20 Nov 2026 is not over: it is dashed."
    by_clock = show(HOURS, answer(HOURS, by_member(HOURS, {9: {}, 14: {}}), names={}, until=until))
    assert go.Figure(by_clock.figure).data


def test_the_mean_leaves_out_a_day_that_is_not_over():
    until = Until(Running(DAY, 0, 14), "14:00", 14)
    frame = by_day(TREND, [{"paid_amount": 300_00.0}, {"paid_amount": 100_00.0}, {"paid_amount": 900_00.0}])
    assert TREND.tell(answer(TREND, frame, until=until)) == (
        "Paid amount: highest on Wed 18 Nov 2026 with ¥300.00; the mean of 2 days is ¥200.00."
    )
