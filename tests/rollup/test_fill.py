"""The fill's own promises: nothing old is written, a lost lease writes nothing, many processes share the days."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from analytics.due import days_between, due_days
from analytics.metrics.registry import definitions_digest
from analytics.models import DayFill, FillState, FunnelDay, PeriodCount
from analytics.rollup import fill
from analytics.rollup.fill import fill_days, fill_shop
from analytics.rollup.many import _stretches
from analytics.rollup.recount import keep_period, usual_periods
from tests.builders import figure, load_table, make_shop

DAY = date(2026, 5, 1)
ROW = "time visitor event\n{day}T10:00 {visitor} view"


@pytest.fixture
def shop(db):
    return make_shop()


def visit(shop, tmp_path, visitor, day=DAY):
    load_table(shop, "events", ROW.format(day=day, visitor=visitor), tmp_path)


def test_whoever_watches_the_site_is_told_of_the_newest_fill(shop, tmp_path):
    assert json.loads(Client().get("/readyz").content)["newest_fill"] is None
    visit(shop, tmp_path, "ann")
    fill_shop(shop)
    told = json.loads(Client().get("/readyz").content)["newest_fill"]
    assert told == DayFill.objects.get(shop=shop).filled_at.isoformat(timespec="seconds")


def test_an_import_between_counting_and_writing_makes_it_count_again(shop, tmp_path, monkeypatch):
    visit(shop, tmp_path, "ann")
    count_parts = fill.count_parts
    counts = []

    def count_and_be_overtaken(counter, parts):
        counted = count_parts(counter, parts)
        if not counts:
            visit(shop, tmp_path, "bob")
        counts.append(counted.cells["", 0]["visitors"])
        return counted

    monkeypatch.setattr(fill, "count_parts", count_and_be_overtaken)
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
    for back in (400, 0):
        visit(shop, tmp_path, "ann", DAY - timedelta(days=back))
    say_filled(shop)
    changed = DAY - timedelta(days=390)
    visit(shop, tmp_path, "bob", changed)
    # The day before looks at who ordered on the next, and a year of days at who paid before.
    assert due_days(shop) == days_between(changed - timedelta(days=1), changed + timedelta(days=365))


def say_filled(shop):
    filled = {"shop": shop, "revision": 1, "state": FillState.FINAL, "definitions": definitions_digest()}
    DayFill.objects.bulk_create(DayFill(day=day, **filled) for day in due_days(shop))


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


@pytest.mark.parametrize(
    ("key", "buyer", "days", "before", "after"),
    [("returning_payers", "ann", -365, 0, 1), ("inquirers", "bob", -21, 1, 0), ("inquirers", "cid", 2, 1, 2)],
)
def test_a_kept_period_is_counted_again_when_a_day_changes_that_it_looks_at(
    shop, tmp_path, key, buyer, days, before, after
):
    """Ann pays on the first day, Bob asks on it; on the second and last, Cid asks about an order of the first."""
    events = f"{DAY}T10:00 bob inquiry\n{DAY + timedelta(days=1)}T10:00 cid inquiry"
    load_table(shop, "events", f"time visitor event\n{events}", tmp_path)
    orders = f"o1 ann {DAY}T10:00 {DAY}T10:00\no0 cid {DAY}T10:00 ."
    load_table(shop, "orders", f"order buyer created paid\n{orders}", tmp_path)
    fill_shop(shop)
    span = (DAY, DAY + timedelta(days=1))
    keep_period(shop, *span)
    found = [figure(shop, key, DAY, last=span[1])]
    day = DAY + timedelta(days=days)
    load_table(shop, "orders", f"order buyer created paid\no2 {buyer} {day}T10:00 {day}T10:00", tmp_path)
    fill_days(shop, list(span))
    assert [*found, figure(shop, key, DAY, last=span[1])] == [before, after]


def test_counts_kept_under_other_definitions_are_not_read(shop, tmp_path):
    visit(shop, tmp_path, "ann")
    visit(shop, tmp_path, "ann", DAY + timedelta(days=1))
    fill_shop(shop)
    span = (DAY, DAY + timedelta(days=1))
    keep_period(shop, *span)
    PeriodCount.objects.filter(shop=shop).update(definitions="of before", counts={"visitors": 2})
    assert [figure(shop, key, DAY, last=span[1]) for key in ("visitors", "inquirers")] == [1, 0]
