"""When the site's own work starts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from shopops.celery import TIMETABLE, app
from shopops.jobs import fire as firing
from shopops.jobs.clock import database_now
from shopops.jobs.fire import fire, fire_due
from shopops.jobs.models import Firing, Job, JobState
from shopops.jobs.registry import registered
from shopops.jobs.timetable import Daily, Every


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("entry", "now", "slot"),
    [
        (Every(minutes=1), "2026-03-08 07:30:59.9", "2026-03-08 07:30"),
        (Every(minutes=1), "2026-03-08 07:31", "2026-03-08 07:31"),
        (Every(minutes=15), "2026-03-08 07:44", "2026-03-08 07:30"),
        (Daily(hour=3), "2026-03-08 02:59", "2026-03-07 03:00"),
        (Daily(hour=3), "2026-03-08 03:00", "2026-03-08 03:00"),
        (Daily(hour=3), "2026-03-01 00:00", "2026-02-28 03:00"),
    ],
)
def test_the_newest_slot_is_the_last_moment_it_was_due(entry, now, slot):
    assert entry.newest_slot(at(now)) == at(slot)


@pytest.mark.parametrize("name", TIMETABLE)
def test_every_entry_names_declared_work(name):
    assert registered(name).name == name


def test_beat_asks_for_every_entry_and_for_nothing_else():
    assert {entry["args"] for entry in app.conf.beat_schedule.values()} == {(name,) for name in TIMETABLE}
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == {"shopops.jobs.tasks.fire"}


@pytest.fixture
def clock(monkeypatch):
    """The database's clock, put to a time."""

    def put(text: str) -> None:
        monkeypatch.setattr(firing, "database_now", lambda: at(text))

    return put


@pytest.mark.django_db
def test_a_slot_fires_once_and_not_twice(clock):
    clock("2026-03-08 07:30:10")
    assert fire("jobs.sweep") is not None
    clock("2026-03-08 07:30:50")
    assert fire("jobs.sweep") is None


@pytest.mark.django_db
def test_the_next_slot_fires_again_but_joins_the_job_that_still_waits(clock):
    clock("2026-03-08 07:30:10")
    first = fire("jobs.sweep")
    clock("2026-03-08 07:31:10")
    assert fire("jobs.sweep") == first
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_after_a_pause_of_a_week_only_the_newest_slot_fires(clock):
    clock("2026-03-01 12:00")
    fire("jobs.forget_old")
    Job.objects.update(state=JobState.DONE)
    clock("2026-03-08 12:00")
    fire("jobs.forget_old")
    assert fire("jobs.forget_old") is None
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_clock_that_was_a_year_ahead_does_not_stop_the_timetable(clock):
    clock("2027-03-08 12:00")
    fire("jobs.sweep")
    clock("2026-03-08 12:00")
    assert fire("jobs.sweep") is not None
    assert fire("jobs.sweep") is None


@pytest.mark.django_db
def test_an_entry_that_nobody_declares_does_not_keep_the_others_from_starting(monkeypatch):
    table = {"nobody.knows": Every(minutes=1), "jobs.sweep": Every(minutes=1)}
    monkeypatch.setattr(firing, "TIMETABLE", table)
    assert fire_due() == 1
    assert Job.objects.get().task == "jobs.sweep"
    assert Firing.objects.get().name == "jobs.sweep"


def test_ten_who_ask_at_once_start_it_once(real_database):
    def ask(_: int) -> bool:
        try:
            return fire("jobs.forget_old") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(ask, range(10))) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_the_clock_is_the_databases_and_in_utc(time_machine):
    honest = database_now()
    time_machine.move_to("2030-01-01T00:00:00+00:00")
    assert abs(database_now() - honest) < timedelta(minutes=1)
    assert database_now().utcoffset() == timedelta(0)
