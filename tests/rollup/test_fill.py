"""The fill's own promises: nothing old is written, a lost lease writes nothing, many processes share the days."""

from datetime import date, timedelta

import pytest

from analytics.due import days_between, due_days
from analytics.models import DayFill, FunnelDay, PeriodCount
from analytics.rollup import fill
from analytics.rollup.fill import fill_days, fill_shop
from analytics.rollup.many import _stretches
from analytics.rollup.recount import keep_period, usual_periods
from tests.builders import load_table, make_shop

DAY = date(2026, 5, 1)
ROW = "time visitor event\n{day}T10:00 {visitor} view"


@pytest.fixture
def shop(db):
    return make_shop()


def visit(shop, tmp_path, visitor, day=DAY):
    load_table(shop, "events", ROW.format(day=day, visitor=visitor), tmp_path)


def test_an_import_between_counting_and_writing_makes_it_count_again(shop, tmp_path, monkeypatch):
    visit(shop, tmp_path, "ann")
    counted = fill._count
    counts = []

    def count_and_be_overtaken(counter, day):
        cells = counted(counter, day)
        if not counts:
            visit(shop, tmp_path, "bob")
        counts.append(cells["", 0]["visitors"])
        return cells

    monkeypatch.setattr(fill, "_count", count_and_be_overtaken)
    monkeypatch.setattr(fill, "counting", lambda shop_id: _open())
    fill_shop(shop)
    assert counts[:2] == [1, 2]
    assert FunnelDay.objects.get(shop=shop, dimension="").visitors == 2
    assert due_days(shop) == []


def _open():
    from contextlib import nullcontext

    return nullcontext()


class LostLease(Exception):
    pass


class Fenced:
    def progress(self, done, total):
        pass

    def fence(self):
        raise LostLease


def test_a_job_that_lost_its_lease_writes_nothing(shop, tmp_path):
    visit(shop, tmp_path, "ann")
    with pytest.raises(LostLease):
        fill_days(shop, [DAY], watch=Fenced())
    assert not FunnelDay.objects.filter(shop=shop).exists()
    assert not DayFill.objects.filter(shop=shop).exists()


def test_an_import_makes_the_days_due_that_look_at_it(shop, tmp_path):
    for back in (40, 31, 30, 1, 0):
        visit(shop, tmp_path, "ann", DAY - timedelta(days=back))
    fill_shop(shop)
    visit(shop, tmp_path, "bob", DAY - timedelta(days=31))
    first = DAY - timedelta(days=31)
    assert due_days(shop) == days_between(first, first + timedelta(days=30))


def test_stretches_hold_every_day_once_and_in_order():
    days = days_between(DAY, DAY + timedelta(days=6))
    parts = _stretches(days, 3)
    assert [len(part) for part in parts] == [3, 3, 1]
    assert [day for part in parts for day in part] == days


def test_usual_periods_are_counted_once_and_again_after_an_import(shop, tmp_path):
    for back in range(40):
        visit(shop, tmp_path, f"v{back % 3}", DAY - timedelta(days=back)) if back % 13 == 0 else None
    fill_shop(shop)
    asked = usual_periods(shop, DAY)
    assert (DAY - timedelta(days=6), DAY) in asked
    for span in asked:
        keep_period(shop, *span)
    assert usual_periods(shop, DAY) == []
    visit(shop, tmp_path, "new", DAY)
    assert (DAY - timedelta(days=6), DAY) in usual_periods(shop, DAY)
    assert PeriodCount.objects.filter(shop=shop).exists()
