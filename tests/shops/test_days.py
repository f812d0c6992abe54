"""Business days: every instant belongs to exactly one, also where clocks change or the cut does."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopops.shops.days import DayCutRule, ShopDays

BERLIN, SHANGHAI, NEW_YORK = "Europe/Berlin", "Asia/Shanghai", "America/New_York"
ZONES = (BERLIN, SHANGHAI, NEW_YORK, "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia")


def days_of(zone: str, *rules: tuple[date, time, str]) -> ShopDays:
    return ShopDays(rules=tuple(DayCutRule(*rule) for rule in rules), zone=ZoneInfo(zone))


def cut_at(zone: str, cut: time) -> ShopDays:
    return days_of(zone, (date.min, cut, zone))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "cut", "at", "day"),
    [
        (SHANGHAI, time(0), "2026-05-01 15:59:59", date(2026, 5, 1)),
        (SHANGHAI, time(0), "2026-05-01 16:00:00", date(2026, 5, 2)),
        (SHANGHAI, time(4), "2026-05-01 19:59:59", date(2026, 5, 1)),
        (SHANGHAI, time(4), "2026-05-01 20:00:00", date(2026, 5, 2)),
        (NEW_YORK, time(0), "2026-01-02 04:59:59", date(2026, 1, 1)),
        (NEW_YORK, time(0), "2026-07-02 04:00:00", date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_its_cut_in_local_time(zone, cut, at, day):
    assert cut_at(zone, cut).day_of(utc(at)) == day


@pytest.mark.parametrize(
    ("zone", "cut", "day", "hours"),
    [
        (BERLIN, time(0), date(2026, 3, 29), 23),
        (BERLIN, time(0), date(2026, 10, 25), 25),
        (BERLIN, time(0), date(2026, 10, 26), 24),
        # With a cut at four the change of the clock lies in the day before.
        (BERLIN, time(4), date(2026, 3, 28), 23),
        (BERLIN, time(4), date(2026, 3, 29), 24),
        (NEW_YORK, time(0), date(2026, 3, 8), 23),
        (NEW_YORK, time(0), date(2026, 11, 1), 25),
        (SHANGHAI, time(0), date(2026, 3, 29), 24),
    ],
)
def test_days_of_a_clock_change_have_23_and_25_hours(zone, cut, day, hours):
    assert cut_at(zone, cut).hours(day) == hours


def test_a_changed_cut_makes_the_day_before_longer():
    days = days_of(SHANGHAI, (date.min, time(0), SHANGHAI), (date(2026, 5, 10), time(4), SHANGHAI))
    assert [days.hours(date(2026, 5, day)) for day in (8, 9, 10)] == [24, 28, 24]
    assert days.day_of(utc("2026-05-09 19:59:59")) == date(2026, 5, 9)
    assert days.day_of(utc("2026-05-09 20:00:00")) == date(2026, 5, 10)


def test_a_changed_zone_makes_the_day_before_longer():
    days = days_of(BERLIN, (date.min, time(0), SHANGHAI), (date(2026, 5, 10), time(0), BERLIN))
    assert days.hours(date(2026, 5, 9)) == 24 + 6  # Berlin is six hours behind in summer


def test_days_before_the_first_rule_are_cut_by_it():
    days = days_of(SHANGHAI, (date(2026, 5, 10), time(4), SHANGHAI))
    assert days.hours(date(2026, 5, 1)) == 24
    assert days.start(date(2026, 5, 1)) == utc("2026-04-30 20:00:00")


def test_without_rules_days_begin_at_midnight():
    assert days_of(BERLIN).start(date(2026, 7, 1)) == utc("2026-06-30 22:00:00")


def test_of_two_equal_local_times_the_first_is_meant():
    assert cut_at(BERLIN, time(0)).to_utc(datetime(2026, 10, 25, 2, 30)) == utc("2026-10-25 00:30:00")  # noqa: DTZ001


def test_offsets_change_within_a_day_at_the_second():
    spans = cut_at(BERLIN, time(0)).offsets(date(2026, 10, 25))
    assert [(span.start, span.offset) for span in spans] == [
        (utc("2026-10-24 22:00:00"), timedelta(hours=2)),
        (utc("2026-10-25 01:00:00"), timedelta(hours=1)),
    ]


cuts = st.builds(time, hour=st.integers(0, 23), minute=st.sampled_from([0, 30]))
instants = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
changes = st.lists(
    st.tuples(st.dates(date(2011, 1, 1), date(2034, 1, 1)), cuts, st.sampled_from(ZONES)),
    max_size=3,
    unique_by=lambda rule: rule[0],
)


@given(zone=st.sampled_from(ZONES), cut=cuts, rules=changes, at=instants)
def test_an_instant_lies_in_its_day_and_in_no_other(zone, cut, rules, at):
    days = days_of(zone, (date.min, cut, zone), *sorted(rules))
    day = days.day_of(at)
    start, end = days.span(day)
    assert start <= at < end


@given(zone=st.sampled_from(ZONES), cut=cuts, first=st.dates(date(2010, 1, 1), date(2034, 1, 1)))
def test_days_follow_each_other_without_gap(zone, cut, first):
    days = cut_at(zone, cut)
    spans = [days.span(first + timedelta(days=number)) for number in range(20)]
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(start <= end for start, end in spans)  # Apia had no 30 December 2011


@given(zone=st.sampled_from(ZONES), day=st.dates(date(2010, 1, 1), date(2034, 1, 1)))
def test_offsets_agree_with_the_zone_at_every_hour(zone, day):
    days = cut_at(zone, time(0))
    spans = days.offsets(day)
    for number in range(int(days.hours(day))):
        at = days.start(day) + timedelta(hours=number)
        offset = [span.offset for span in spans if span.start <= at][-1]
        assert offset == at.astimezone(ZoneInfo(zone)).utcoffset()
