"""Every event is in exactly one business day: cuts in the night, daylight saving, a cut or zone that changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from analytics.importing.load import load
from tests.builders import change_cut, figure, figures_of, fill, load_table, make_shop, moment, split, write_rows

pytestmark = pytest.mark.django_db


def clicks_every(minutes, *, begin, end):
    count = int((end - begin) / timedelta(minutes=minutes))
    return [begin + n * timedelta(minutes=minutes) for n in range(count)]


def load_clicks(shop, moments, folder):
    rows = [[moment(at), f"v{n % 3}", "view"] for n, at in enumerate(moments)]
    load(shop, "events", write_rows(folder / "clicks.csv", ["time", "visitor", "event"], rows))
    fill(shop)


def views_by_day(shop, first, last):
    frame = figures_of(shop, ["views"], first, last)
    return {day: views for day, views in frame["views"].items() if views > 0}


def test_a_day_cut_at_four_begins_at_four(tmp_path):
    shop = make_shop(cut="04:00")
    rows = """
        time             visitor event
        2026-05-02T03:59 ann     view
        2026-05-02T04:00 bob     view
        2026-05-03T03:59 cid     view
    """
    load_table(shop, "events", rows, tmp_path)
    fill(shop)
    assert [figure(shop, "views", day) for day in ("2026-05-01", "2026-05-02")] == [1, 2]


def test_the_hours_of_a_day_cut_at_four_are_those_of_the_clock(tmp_path):
    shop = make_shop(cut="04:00")
    load_table(shop, "events", "time visitor event\n2026-05-02T03:59 ann view", tmp_path)
    fill(shop)
    assert split(shop, "views", "2026-05-01", by="hour")[3] == 1


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2025, 11, 2), 25),
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2025, 10, 26), 25),
        ("Asia/Shanghai", date(2026, 3, 29), 24),
    ],
)
@pytest.mark.parametrize("cut", ["00:00", "04:00"])
def test_a_day_of_changing_clocks_has_all_its_hours(tmp_path, zone, day, hours, cut):
    shop = make_shop(zone=zone, cut=cut)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moments = clicks_every(30, begin=noon - timedelta(hours=38), end=noon + timedelta(hours=36))
    load_clicks(shop, moments, tmp_path)
    found = views_by_day(shop, day - timedelta(days=3), day + timedelta(days=3))
    # The clocks change before four: a day cut then is the day before.
    changed = day if cut == "00:00" else day - timedelta(days=1)
    other = day - timedelta(days=1) if cut == "00:00" else day
    assert (found[changed], found[other], sum(found.values())) == (2 * hours, 48, len(moments))


@pytest.mark.parametrize(
    ("before", "after", "hours"), [("00:00", "04:00", 28), ("04:00", "00:00", 20), ("04:00", "04:00", 24)]
)
def test_the_day_before_a_changed_cut_is_longer_or_shorter(tmp_path, before, after, hours):
    shop = make_shop(cut=before)
    change_cut(shop, first_day=date(2026, 5, 3), cut=after)
    begin = datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    moments = clicks_every(30, begin=begin, end=begin + timedelta(days=4))
    load_clicks(shop, moments, tmp_path)
    found = views_by_day(shop, date(2026, 4, 30), date(2026, 5, 6))
    assert (found[date(2026, 5, 2)], sum(found.values())) == (2 * hours, len(moments))


def test_a_shop_that_moves_to_another_zone_loses_and_doubles_nothing(tmp_path):
    shop = make_shop(zone="Asia/Shanghai")
    change_cut(shop, first_day=date(2026, 5, 3), cut="00:00", zone="America/New_York")
    begin = datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    moments = clicks_every(30, begin=begin, end=begin + timedelta(days=4))
    load_clicks(shop, moments, tmp_path)
    found = views_by_day(shop, date(2026, 4, 30), date(2026, 5, 6))
    # Midnight in New York is twelve hours after the one in Shanghai.
    assert (found[date(2026, 5, 2)], sum(found.values())) == (2 * 36, len(moments))


def test_stored_days_are_never_cut_anew(tmp_path):
    shop = make_shop()
    load_table(shop, "events", "time visitor event\n2026-05-02T03:59 ann view", tmp_path)
    fill(shop)
    change_cut(shop, first_day=date(2026, 6, 1), cut="04:00")
    fill(shop)
    assert figure(shop, "views", "2026-05-02") == 1


def test_a_moment_with_an_offset_is_that_moment(tmp_path):
    shop = make_shop()
    rows = [["2026-05-01T16:30:00Z", "ann", "view"], ["2026-05-01 20:30:00+04:00", "bob", "view"]]
    load(shop, "events", write_rows(tmp_path / "clicks.csv", ["time", "visitor", "event"], rows))
    fill(shop)
    assert split(shop, "views", "2026-05-02", by="hour")[0] == 2


@pytest.mark.parametrize(
    ("clocks", "visits"),
    [
        (("2025-11-02T00:45", "2025-11-02T01:05"), 1),
        # Of the two hours from one to two in autumn the first is meant; in spring there is none.
        (("2025-11-02T01:45", "2025-11-02T02:05"), 2),
        (("2026-03-08T01:45", "2026-03-08T03:05"), 1),
    ],
)
def test_a_time_without_a_zone_is_the_shops_clock(tmp_path, clocks, visits):
    shop = make_shop(zone="America/New_York")
    load_table(shop, "events", "time visitor event\n" + "\n".join(f"{clock} ann view" for clock in clocks), tmp_path)
    fill(shop)
    assert figure(shop, "visits", clocks[0][:10]) == visits
