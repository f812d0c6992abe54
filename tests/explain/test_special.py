"""Which days of a shop's calendar move figures by themselves, and which day of the year before each was like."""

from datetime import date

from analytics.explain.special import special_days
from shopops.calendar.entries import Entry, Origin, entry_of
from shopops.calendar.festivals import CHINA, built_in
from shopops.calendar.models import Kind
from shopops.calendar.read import Calendar
from shopops.shops.models import Shop

SINGLES = date(2026, 11, 11)


def special(*own: Entry, hidden: str = ""):
    festivals = [entry_of(festival) for festival in built_in(frozenset({CHINA}))]
    kept = tuple(entry for entry in festivals if entry.series != hidden)
    calendar = Calendar(Shop(timezone="Asia/Shanghai", currency="CNY"), (*kept, *own))
    return special_days(calendar, date(2026, 11, 1), date(2026, 11, 30))


def test_every_day_of_a_festival_is_special_and_like_the_same_day_of_last_years():
    found = special()
    assert str(found.entries[SINGLES].name) == "Double 11"
    assert found.likes[SINGLES] == date(2025, 11, 11)
    assert date(2026, 11, 12) not in found.entries


def test_a_festival_of_the_moon_is_matched_by_its_own_days():
    assert special().likes[date(2026, 2, 17)] == date(2025, 1, 29)


def test_a_campaign_is_left_out_and_matched_by_its_series():
    days = (date(2026, 11, 14), date(2026, 11, 16))
    this = Entry("Linen week", Kind.CAMPAIGN, *days, origin=Origin.OWN, series="linen", year=2026)
    shorter = Entry("Linen days", Kind.CAMPAIGN, date(2025, 11, 8), date(2025, 11, 9), series="linen", year=2025)
    found = special(this, shorter)
    assert [found.likes.get(date(2026, 11, day)) for day in (14, 15, 16)] == [
        date(2025, 11, 8),
        date(2025, 11, 9),
        None,
    ]
    assert date(2026, 11, 16) in found.entries


def test_public_holidays_count_and_notes_and_changed_listings_do_not():
    day = date(2026, 11, 20)
    found = special(Entry("Snow", Kind.NOTE, day, day), Entry("New title", Kind.LISTING_CHANGE, day, day))
    assert day not in found.entries
    assert found.entries[date(2026, 4, 5)].kind is Kind.PUBLIC_HOLIDAY


def test_a_hidden_festival_is_a_day_like_others():
    entry = Entry("Double 11", Kind.FESTIVAL, SINGLES, SINGLES, origin=Origin.HIDDEN, series="double-11", year=2026)
    assert SINGLES not in special(entry, hidden="double-11").entries


def test_a_festival_needs_the_days_of_last_years_too():
    found = special()
    assert found.history_from(date(2026, 11, 20), date(2026, 11, 20)) == date(2026, 8, 28)
    assert found.history_from(SINGLES, SINGLES) == date(2025, 8, 19)
