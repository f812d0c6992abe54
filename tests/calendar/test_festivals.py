"""The festivals that are built in: their days, and that our table of the lunar calendar is right."""

from datetime import date, timedelta

import holidays
import pytest

from shopops.calendar.festivals import BY_SERIES, CHINA, RULES, WEST, YEARS, built_in
from shopops.calendar.lunar import DRAGON_BOATS, LANTERNS, MID_AUTUMN, NEW_YEAR, QIXI
from shopops.calendar.places import country_of, markets_of
from shopops.calendar.public import public_holidays
from shopops.shops.models import Shop

ONE_DAY = timedelta(days=1)


def in_hong_kong(name: str, year: int) -> list[date]:
    found = holidays.country_holidays("HK", years=year, language="en_US", observed=False)
    return sorted(day for day, names in found.items() if name in names)


def in_taiwan(name: str, year: int) -> list[date]:
    found = holidays.country_holidays("TW", years=year, language="en_US", observed=False)
    return sorted(day for day, names in found.items() if name in names.split("; "))


@pytest.mark.parametrize("year", YEARS)
def test_our_lunar_days_are_those_of_the_public_holidays(year):
    assert in_taiwan("Chinese New Year", year)[0] == NEW_YEAR[year]
    assert in_hong_kong("Dragon Boat", year) == [DRAGON_BOATS[year]]
    assert in_taiwan("Mid-Autumn Festival", year) == [MID_AUTUMN[year]]
    assert MID_AUTUMN[year] < in_hong_kong("Mid-Autumn", year)[0] <= MID_AUTUMN[year] + 2 * ONE_DAY


@pytest.mark.parametrize("days", [NEW_YEAR, LANTERNS, DRAGON_BOATS, QIXI, MID_AUTUMN])
def test_lunar_days_are_twelve_or_thirteen_moons_apart(days):
    for before, after in zip(days.values(), list(days.values())[1:], strict=False):
        assert (after - before).days in (353, 354, 355, 383, 384, 385)


@pytest.mark.parametrize(
    ("series", "year", "first", "last"),
    [
        ("double-11", 2025, date(2025, 11, 1), date(2025, 11, 11)),
        ("618", 2026, date(2026, 6, 1), date(2026, 6, 18)),
        ("womens-day", 2026, date(2026, 3, 4), date(2026, 3, 8)),
        ("lunar-new-year", 2026, date(2026, 2, 16), date(2026, 2, 23)),
        ("new-year-goods", 2026, date(2026, 1, 24), date(2026, 2, 5)),
        ("lantern", 2026, date(2026, 3, 3), date(2026, 3, 3)),
        ("black-friday", 2026, date(2026, 11, 27), date(2026, 11, 27)),
        ("black-friday", 2024, date(2024, 11, 29), date(2024, 11, 29)),
        ("cyber-monday", 2025, date(2025, 12, 1), date(2025, 12, 1)),
        ("mothers-day", 2026, date(2026, 5, 10), date(2026, 5, 10)),
    ],
)
def test_a_festival_has_its_days(series, year, first, last):
    festival = BY_SERIES[series].of_year(year)
    assert (festival.first, festival.last) == (first, last)


def test_every_festival_of_every_year_has_a_market_and_days():
    assert len(BY_SERIES) == len(RULES)
    everything = list(built_in(frozenset({CHINA, WEST})))
    assert len(everything) == len(RULES) * len(YEARS)
    assert all(festival.first <= festival.last for festival in everything)


def test_after_the_table_ends_there_are_no_lunar_festivals():
    assert BY_SERIES["lunar-new-year"].of_year(2040) is None
    assert BY_SERIES["double-11"].of_year(2040) is not None


@pytest.mark.parametrize(
    ("platform", "timezone", "currency", "country", "markets"),
    [
        ("tmall", "Asia/Shanghai", "CNY", "CN", {CHINA}),
        ("shopify", "Europe/London", "GBP", "GB", {WEST}),
        ("shopify", "Asia/Hong_Kong", "HKD", "HK", {CHINA, WEST}),
        ("own", "America/Bogota", "USD", "US", {WEST}),  # a zone that is not in the list
        ("own", "Europe/Oslo", "NOK", "", {WEST}),
        ("jd", "Europe/London", "GBP", "GB", {CHINA}),
    ],
)
def test_a_shop_has_the_festivals_of_where_it_sells(platform, timezone, currency, country, markets):
    shop = Shop(platform=platform, timezone=timezone, currency=currency)
    assert (country_of(shop), markets_of(shop)) == (country, markets)


def test_days_off_and_weekends_between_make_one_holiday():
    golden_week = next(day for day in public_holidays("CN", 2026) if day.name == "National Day")
    assert (golden_week.first, golden_week.last) == (date(2026, 10, 1), date(2026, 10, 7))
    names = [day.name for day in public_holidays("JP", 2026) if day.first.month == 5]
    assert names == ["Constitution Day", "Greenery Day", "Children's Day"]


def test_holidays_are_told_in_the_readers_language_where_they_can_be():
    assert public_holidays("CN", 2026, language="zh-hans")[0].name == "元旦"
    assert public_holidays("JP", 2026, language="zh-hans")[0].name == "New Year's Day"
    assert public_holidays("", 2026) == ()
