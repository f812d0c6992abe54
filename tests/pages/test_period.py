"""Which days a page is about, and which they are compared with."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from shopops.web.period import COMPARES, LONGEST, PRESETS, Period

TODAY = date(2026, 11, 21)  # a Saturday
NEWEST = date(2026, 11, 20)


def period_of(query: str, *, today: date = TODAY, newest: date | None = NEWEST) -> Period:
    return Period.from_query(QueryDict(query), today=today, newest=newest)


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "2026-11-20", "2026-11-20"),
        ("period=day&day=2024-02-29", "2024-02-29", "2024-02-29"),
        ("period=yesterday", "2026-11-20", "2026-11-20"),
        ("period=7d", "2026-11-14", "2026-11-20"),
        ("period=30d", "2026-10-22", "2026-11-20"),
        ("period=this_week", "2026-11-16", "2026-11-20"),  # Monday to the last day that is over
        ("period=last_week", "2026-11-09", "2026-11-15"),
        ("period=this_month", "2026-11-01", "2026-11-20"),
        ("period=last_month", "2026-10-01", "2026-10-31"),
        ("period=custom&from=2026-11-01&to=2026-11-11", "2026-11-01", "2026-11-11"),
        ("period=custom&from=2026-11-11&to=2026-11-01", "2026-11-01", "2026-11-11"),  # turned round
        ("from=2026-11-01&to=2026-11-11", "2026-11-01", "2026-11-11"),
        ("day=2026-11-02", "2026-11-02", "2026-11-02"),
    ],
)
def test_a_query_names_days(query, first, last):
    period = period_of(query)
    assert (period.first, period.last) == days(first, last)


@pytest.mark.parametrize(
    ("today", "preset", "first", "last"),
    [
        (date(2026, 1, 1), "this_week", "2025-12-29", "2025-12-31"),  # the first ISO week of 2026 begins in 2025
        (date(2021, 1, 3), "last_week", "2020-12-21", "2020-12-27"),  # 2020 has a week 53, of which this is the Sunday
        (date(2021, 1, 4), "last_week", "2020-12-28", "2021-01-03"),
        (date(2026, 11, 23), "this_week", "2026-11-23", "2026-11-23"),  # a Monday: no day of the week is over
        (date(2026, 3, 1), "last_month", "2026-02-01", "2026-02-28"),
        (date(2024, 3, 31), "last_month", "2024-02-01", "2024-02-29"),
        (date(2026, 1, 15), "last_month", "2025-12-01", "2025-12-31"),
        (date(2026, 12, 1), "this_month", "2026-12-01", "2026-12-01"),
    ],
)
def test_weeks_and_months_at_their_ends(today, preset, first, last):
    period = period_of(f"period={preset}", today=today, newest=None)
    assert (period.first, period.last) == days(first, last)


def test_the_last_days_end_with_the_newest_figures_when_a_file_is_late():
    assert period_of("period=7d", newest=date(2026, 11, 17)).last == date(2026, 11, 17)
    assert period_of("period=7d", newest=TODAY).last == NEWEST  # today is never a whole day


def test_this_week_takes_in_today_once_today_has_figures():
    assert period_of("period=this_week", newest=TODAY).last == TODAY


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("period=day&day=2026-11-20", "2026-11-13", "2026-11-13"),
        ("period=7d", "2026-11-07", "2026-11-13"),
        ("period=custom&from=2026-11-12&to=2026-11-20", "2026-10-29", "2026-11-06"),  # 9 days: two weeks back
        ("period=last_month", "2026-08-27", "2026-09-26"),  # 31 days: five weeks back
        ("period=7d&compare=previous", "2026-11-07", "2026-11-13"),
        ("period=day&day=2026-11-20&compare=previous", "2026-11-19", "2026-11-19"),
        ("period=last_month&compare=previous", "2026-09-01", "2026-09-30"),
        ("period=this_month&compare=previous", "2026-10-01", "2026-10-20"),
        ("period=day&day=2026-11-20&compare=last_year_weekday", "2025-11-21", "2025-11-21"),
        ("period=last_week&compare=last_year_weekday", "2025-11-10", "2025-11-16"),
    ],
)
def test_a_period_is_compared(query, first, last):
    assert period_of(query).against == days(first, last)


def test_compared_with_nothing():
    period = period_of("compare=none")
    assert period.against is None
    assert not period.is_compared
    assert not period.is_uneven


def test_the_end_of_march_is_not_compared_with_days_of_march():
    period = period_of("period=this_month&compare=previous", today=date(2026, 4, 1) - timedelta(days=1), newest=None)
    assert (period.first, period.last) == days("2026-03-01", "2026-03-30")
    assert period.against == days("2026-02-01", "2026-02-28")
    assert period.is_uneven


@pytest.mark.parametrize(
    "query",
    [
        "period=nonsense",
        "period=day&day=2026-02-30",
        "period=day&day=0001-01-01",
        "period=day&day=9999-12-31",
        "period=custom&from=2026-11-01",
        "period=custom&from=x&to=2026-11-01",
        "period=day&day=２０２６-11-01",
        "period=day&day=2026-11-01%00",
    ],
)
def test_bad_input_means_the_newest_day(query):
    period = period_of(query)
    assert (period.first, period.last, period.preset) == (NEWEST, NEWEST, "day")


def test_without_any_figures_the_page_is_about_yesterday():
    assert period_of("", newest=None).first == date(2026, 11, 20)


def test_a_range_too_long_keeps_its_end():
    period = period_of("period=custom&from=1995-01-01&to=2026-11-20")
    assert period.days == LONGEST
    assert period.last == NEWEST


TEXTS = st.one_of(
    st.text("0123456789-W/ e+\x00年٣", max_size=12),
    st.dates().map(str),
    st.sampled_from([*PRESETS, *COMPARES, "", "-1", "1e9"]),
)
KEYS = st.sampled_from(["period", "day", "from", "to", "compare", "other"])
NEAR = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(asked=st.dictionaries(KEYS, TEXTS), today=NEAR, newest=st.none() | NEAR)
def test_no_input_raises_and_every_period_can_be_asked_for_again(asked, today, newest):
    period = Period.from_query(asked, today=today, newest=newest)
    assert period.first <= period.last
    assert period.days <= LONGEST
    again = Period.from_query(QueryDict(period.query), today=today, newest=newest)
    assert again == period
    for other in (period.previous, period.next, period.previous.previous):
        assert other.first <= other.last


@given(day=NEAR, compare=st.sampled_from(["same_weekday", "last_year_weekday"]), length=st.integers(0, 90))
def test_weekdays_are_compared_with_the_same_weekdays(day, compare, length):
    period = Period.of(day, day + timedelta(days=length), compare=compare)
    first, last = period.against
    assert (first.weekday(), last.weekday()) == (period.first.weekday(), period.last.weekday())
    assert last < period.first
    assert not period.is_uneven


@pytest.mark.parametrize(
    ("query", "previous", "following"),
    [
        ("period=day&day=2026-11-20", ("2026-11-19", "2026-11-19"), ("2026-11-21", "2026-11-21")),
        ("period=last_week", ("2026-11-02", "2026-11-08"), ("2026-11-16", "2026-11-22")),
        ("period=this_week", ("2026-11-09", "2026-11-15"), ("2026-11-23", "2026-11-29")),
        ("period=last_month", ("2026-09-01", "2026-09-30"), ("2026-11-01", "2026-11-30")),
        ("period=custom&from=2026-01-01&to=2026-01-31", ("2025-12-01", "2025-12-31"), ("2026-02-01", "2026-02-28")),
        ("period=custom&from=2026-11-01&to=2026-11-03", ("2026-10-29", "2026-10-31"), ("2026-11-04", "2026-11-06")),
        ("period=7d", ("2026-11-07", "2026-11-13"), ("2026-11-21", "2026-11-27")),
    ],
)
def test_steps_keep_the_shape_of_the_period(query, previous, following):
    period = period_of(f"{query}&compare=previous")
    assert (period.previous.first, period.previous.last) == days(*previous)
    assert (period.next.first, period.next.last) == days(*following)
    assert period.previous.compare == "previous"
