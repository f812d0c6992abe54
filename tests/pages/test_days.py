"""Days in words."""

from datetime import date

import pytest
from django.utils.translation import override

from shopops.web.days import day_in_words, short_span, span_in_words

NOV_14, NOV_20 = date(2026, 11, 14), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (day_in_words(NOV_20), "Fri 20 Nov 2026"),
        (span_in_words(NOV_20, NOV_20), "Fri 20 Nov 2026"),
        (span_in_words(NOV_14, NOV_20), "14 Nov – 20 Nov 2026"),
        (span_in_words(date(2025, 12, 29), date(2026, 1, 4)), "29 Dec 2025 – 4 Jan 2026"),
        (short_span(NOV_20, NOV_20), "20 Nov"),
        (short_span(NOV_14, NOV_20), "14 Nov – 20 Nov"),
    ],
)
def test_days_are_said_with_as_much_as_is_needed(words, said):
    assert words == said


def test_the_weekday_is_that_of_the_day():
    with override("en"):
        week = [day_in_words(date(2026, 11, number)).split()[0] for number in range(16, 23)]
    assert week == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(
    ("language", "day", "days", "short"),
    [
        ("en", "Fri 20 Nov 2026", "14 Nov – 20 Nov 2026", "14 Nov – 20 Nov"),
        ("zh-hans", "2026-11-20 周五", "2026-11-14 至 11-20", "11月14日 至 11月20日"),
        ("zh-hant", "2026/11/20 週五", "2026/11/14 至 11/20", "11月14日 至 11月20日"),
    ],
)
def test_days_are_said_in_the_readers_language(language, day, days, short):
    with override(language):
        said = (day_in_words(NOV_20), span_in_words(NOV_14, NOV_20), short_span(NOV_14, NOV_20))
    assert said == (day, days, short)
