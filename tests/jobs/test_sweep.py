"""Interrupted, lost and forgotten jobs."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from shopops.jobs import sweep as sweeping
from shopops.jobs.claim import claim, finish
from shopops.jobs.enqueue import enqueue
from shopops.jobs.forget import forget_old
from shopops.jobs.health import background_delay, jobs
from shopops.jobs.models import Firing, Job, JobState, Trouble
from shopops.jobs.sweep import release, sweep

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def running(*, key: str = "") -> Job:
    return claim(enqueue("chores.write", args={"word": "a"}, dedupe_key=key).pk)


def lapsed(*, key: str = "") -> Job:
    job = running(key=key)
    Job.objects.update(lease_until=Now() - SECOND)
    return job


def test_a_job_whose_lease_ran_out_waits_again():
    lapsed()
    assert sweep() == 1
    row = Job.objects.get()
    assert (row.state, row.trouble, row.attempts) == (JobState.WAITING, Trouble.INTERRUPTED, 1)
    assert Job.objects.claimable().exists()


def test_a_job_whose_lease_holds_is_left_alone():
    running()
    assert sweep() == 0
    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_that_ends_its_process_every_time_is_given_up():
    enqueue("chores.write", args={"word": "a"})
    for _ in range(3):
        assert claim(Job.objects.get().pk)
        Job.objects.update(lease_until=Now() - SECOND)
        sweep()
    row = Job.objects.get()
    assert (row.state, row.trouble, row.attempts) == (JobState.FAILED, Trouble.GAVE_UP, 3)
    assert "given up" in row.words


def test_a_hopeless_job_for_which_somebody_asked_meanwhile_gets_its_run():
    lapsed(key="k")
    Job.objects.update(attempts=3, again=True)
    sweep()
    row = Job.objects.get()
    assert (row.state, row.attempts, row.again) == (JobState.WAITING, 0, False)


@pytest.mark.parametrize("day", ["1999-01-01", "2026-11-21", "2099-01-01"])
def test_a_host_whose_clock_is_wrong_takes_no_lease_too_early_or_too_late(time_machine, day):
    time_machine.move_to(f"{day}T00:00:00+00:00")
    running()
    assert sweep() == 0
    Job.objects.update(lease_until=Now() - SECOND)
    assert sweep() == 1


def test_a_lease_that_ends_next_year_was_given_by_a_wrong_clock():
    running()
    Job.objects.update(lease_until=Now() + timedelta(days=365))
    assert sweep() == 1


def test_a_job_that_may_start_next_year_was_put_off_by_a_wrong_clock():
    enqueue("chores.write", args={"word": "a"})
    Job.objects.update(ready_at=Now() + timedelta(days=365))
    assert claim(Job.objects.get().pk)


def test_the_jobs_of_a_runner_known_to_be_dead_do_not_wait_for_their_lease():
    job = running()
    assert release("another:1") == 0
    assert release(Job.objects.get().runner) == 1
    assert claim(job.pk)


@pytest.fixture
def sent(settings, monkeypatch):
    """Job ids, as a broker would get them."""
    settings.REDIS_URL = "redis://somewhere"
    ids: list[int] = []

    def send(job_id: int) -> bool:
        ids.append(job_id)
        return True

    monkeypatch.setattr(sweeping, "send", send)
    return ids


def make_late() -> None:
    Job.objects.update(send_at=F("send_at") - timedelta(days=1))


def test_a_job_that_no_delivery_reached_is_sent_again(sent):
    job = enqueue("chores.write", args={"word": "a"})
    assert sweep() == 0
    make_late()
    assert sweep() == 1
    assert sent == [job.pk]


def test_each_time_a_job_is_sent_it_gets_twice_the_time(sent):
    enqueue("chores.write", args={"word": "a"})
    waits = []
    for _ in range(3):
        make_late()
        sweep()
        row = Job.objects.annotate(now=Now()).get()
        waits.append(round((row.send_at - row.now) / timedelta(minutes=1)))
    assert waits == [4, 8, 16]


def test_a_job_that_pauses_after_an_error_is_not_sent_before_its_time(sent):
    enqueue("chores.write", args={"word": "a"})
    Job.objects.update(ready_at=Now() + timedelta(minutes=10))
    make_late()
    assert sweep() == 0


def test_a_broker_that_is_away_loses_nothing(sent, monkeypatch):
    enqueue("chores.write", args={"word": "a"})
    make_late()
    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "send", lambda job_id: False)
        assert sweep() == 0
    assert sweep() == 1


def test_an_undelivered_job_is_not_sent_where_there_is_no_broker(sent, settings):
    settings.REDIS_URL = ""
    enqueue("chores.write", args={"word": "a"})
    make_late()
    assert sweep() == 0
    assert sent == []


def finished(*, key: str = "", days_ago: int) -> int:
    job = running(key=key)
    finish(job, message="")
    Job.objects.filter(pk=job.pk).update(finished_at=Now() - timedelta(days=days_ago))
    return job.pk


def test_jobs_are_forgotten_after_thirty_days_and_routine_after_one():
    kept = {finished(days_ago=29), finished(key="timetable", days_ago=0), running().pk}
    finished(days_ago=31)
    finished(key="timetable", days_ago=2)
    assert forget_old() == 2
    assert set(Job.objects.values_list("pk", flat=True)) == kept


def test_a_failed_run_of_the_timetable_is_kept_as_long_as_other_jobs():
    pk = finished(key="timetable", days_ago=2)
    Job.objects.filter(pk=pk).update(state=JobState.FAILED)
    assert forget_old() == 0


def test_background_work_is_late_by_the_longest_waiting_job_or_the_timetables_silence():
    assert background_delay() == timedelta(0)
    enqueue("chores.write", args={"word": "a"})
    Job.objects.update(ready_at=Now() - timedelta(minutes=7))
    assert round(background_delay() / timedelta(minutes=1)) == 7
    Firing.objects.create(name="jobs.sweep", slot=Now() - timedelta(minutes=9))
    assert round(background_delay() / timedelta(minutes=1)) == 9


def test_the_site_is_not_ready_when_nobody_works_but_is_when_the_queue_is_only_long():
    enqueue("chores.write", args={"word": "a"})
    Job.objects.update(ready_at=Now() - timedelta(minutes=11))
    assert "nobody has worked for 11 minutes" in jobs()
    running()
    assert jobs() == ""
