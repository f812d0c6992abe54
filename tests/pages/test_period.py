"""Which days a page is about, and which they are compared with."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from shopops.web.against import COMPARES
from shopops.web.festivals import Festival
from shopops.web.period import PRESETS, Period
from shopops.web.spans import LONGEST

TODAY = date(2026, 11, 21)  # a Saturday
NEWEST = date(2026, 11, 20)

# A moving feast of eight days, a sale of eleven, and a day that is only itself.
FEASTS = [
    Festival("feast", 2026, "Feast", date(2026, 2, 16), date(2026, 2, 23)),
    Festival("feast", 2025, "Feast", date(2025, 1, 28), date(2025, 2, 4)),
    Festival("sale", 2026, "Sale", date(2026, 11, 1), date(2026, 11, 11)),
    Festival("sale", 2025, "Sale", date(2025, 11, 1), date(2025, 11, 11)),
    Festival("roses", 2026, "Roses", date(2026, 2, 14), date(2026, 2, 14)),
    Festival("roses", 2025, "Roses", date(2025, 2, 14), date(2025, 2, 14)),
    Festival("once", 2026, "Once", date(2026, 5, 1), date(2026, 5, 20)),
]
FESTIVALS = {(each.series, each.year): each for each in FEASTS}


def period_of(query: str, *, today: date = TODAY, newest: date | None = NEWEST) -> Period:
    return Period.from_query(QueryDict(query), today=today, newest=newest, festivals=FESTIVALS)


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
        ("period=week&week=2026-W46", "2026-11-09", "2026-11-15"),
        ("period=week&week=2026-W01", "2025-12-29", "2026-01-04"),
        ("period=week&week=2020-W53", "2020-12-28", "2021-01-03"),
        ("period=week&week=2026-W47", "2026-11-16", "2026-11-20"),  # up to the last day that is over
        ("period=week&week=2026-W50", "2026-12-07", "2026-12-13"),  # lies ahead as a whole
        ("period=month&month=2024-02", "2024-02-01", "2024-02-29"),
        ("period=month&month=2026-11", "2026-11-01", "2026-11-20"),
        ("period=festival&festival=sale-2026", "2026-11-01", "2026-11-11"),
        ("period=festival&festival=feast-2025", "2025-01-28", "2025-02-04"),
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
        ("period=month&month=2026-11&compare=previous", "2026-10-01", "2026-10-20"),
        ("period=festival&festival=sale-2026&compare=last_year_festival", "2025-11-01", "2025-11-11"),
        ("period=festival&festival=feast-2026&compare=last_year_festival", "2025-01-28", "2025-02-04"),
        # The first three days of the feast against its first three days.
        ("from=2026-02-16&to=2026-02-18&compare=last_year_festival", "2025-01-28", "2025-01-30"),
        # Four days before a feast of eight days pulls more than two days before one of one day.
        ("day=2026-02-12&compare=last_year_festival", "2025-01-24", "2025-01-24"),
        ("day=2026-02-14&compare=last_year_festival", "2025-02-14", "2025-02-14"),  # but not more than the day itself
        ("day=2026-11-20&compare=last_year_festival", "2025-11-20", "2025-11-20"),  # after the sale
        # What was not there the year before cannot be compared by; no festival of both years is 364 days.
        ("day=2026-05-10&compare=last_year_festival", "2025-04-21", "2025-04-21"),
        ("day=2024-05-10&compare=last_year_festival", "2023-05-12", "2023-05-12"),
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
        "period=week",
        "period=week&week=2026-W54",
        "period=week&week=9999-W52",
        "period=month&month=2026-13",
        "period=month&month=0000-01",
        "period=festival",
        "period=festival&festival=sale-1999",
        "period=festival&festival=-",
        "period=festival&festival=sale-２０２６",
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
    st.sampled_from([*PRESETS, *COMPARES, "", "-1", "1e9", "2026-W47", "2026-11", "sale-2026", "feast-2025"]),
)
KEYS = st.sampled_from(["period", "day", "week", "month", "festival", "from", "to", "compare", "other"])
NEAR = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(asked=st.dictionaries(KEYS, TEXTS), today=NEAR, newest=st.none() | NEAR)
def test_no_input_raises_and_every_period_can_be_asked_for_again(asked, today, newest):
    period = Period.from_query(asked, today=today, newest=newest, festivals=FESTIVALS)
    assert period.first <= period.last
    assert period.days <= LONGEST
    again = Period.from_query(QueryDict(period.query), today=today, newest=newest, festivals=FESTIVALS)
    assert again == period
    assert again.festival == period.festival
    for other in (period.previous, period.next, period.previous.previous):
        assert other.first <= other.last


@given(day=NEAR, compare=st.sampled_from(["same_weekday", "last_year_weekday"]), length=st.integers(0, 90))
def test_weekdays_are_compared_with_the_same_weekdays(day, compare, length):
    period = Period.of(day, day + timedelta(days=length), compare=compare)
    first, last = period.against
    assert (first.weekday(), last.weekday()) == (period.first.weekday(), period.last.weekday())
    assert last < period.first
    assert not period.is_uneven


@given(
    day=NEAR,
    length=st.integers(0, 90),
    preset=st.sampled_from(["custom", "month"]),
    compare=st.sampled_from(["same_weekday", "previous"]),
)
def test_days_are_never_compared_with_themselves(day, length, preset, compare):
    first = day.replace(day=1) if preset == "month" else day
    last = first + timedelta(days=min(length, 27) if preset == "month" else length)
    period = Period.of(first, last, preset=preset, compare=compare)
    assert period.against[1] < period.first
    assert period.against[0] <= period.against[1]


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), length=st.integers(0, 90))
def test_by_festival_as_many_days_a_festival_away_are_compared(day, length):
    last = day + timedelta(days=length)
    period = Period.of(day, last, compare="last_year_festival", festivals=FESTIVALS)
    back = period.first - period.against[0]
    shifts = {
        this.first - FESTIVALS[this.series, 2025].first
        for this in FEASTS
        if this.year == 2026 and this.series != "once"
    }
    assert back in shifts
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
        ("period=week&week=2026-W46", ("2026-11-02", "2026-11-08"), ("2026-11-16", "2026-11-22")),
        ("period=month&month=2026-11", ("2026-10-01", "2026-10-31"), ("2026-12-01", "2026-12-31")),
        ("period=festival&festival=feast-2026", ("2025-01-28", "2025-02-04"), ("2026-02-24", "2026-03-03")),
    ],
)
def test_steps_keep_the_shape_of_the_period(query, previous, following):
    period = period_of(f"{query}&compare=previous")
    assert (period.previous.first, period.previous.last) == days(*previous)
    assert (period.next.first, period.next.last) == days(*following)
    assert period.previous.compare == "previous"
