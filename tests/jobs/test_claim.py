"""One run at a time, and no writes by a run that lost its lease."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from shopops.jobs.claim import LeaseLost, claim, fail, finish, retry
from shopops.jobs.clock import lease_time
from shopops.jobs.enqueue import cancel, enqueue
from shopops.jobs.models import Job, JobQuerySet, JobState, Trouble
from shopops.jobs.run import Run
from shopops.jobs.sweep import sweep
from shopops.jobs.work import work
from tests.jobs.chores.tasks import effects, take_effect
from tests.jobs.real import eventually


def job_to_do() -> Job:
    return enqueue("chores.write", args={"word": "a"})


def lapse() -> None:
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=Now() - lease_time())
    sweep()


def twenty_claims(job_id: int) -> int:
    """Ten at once, and ten again. How many got the job."""

    def try_to_claim(_: int) -> bool:
        try:
            return claim(job_id) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        return sum([*threads.map(try_to_claim, range(10)), *threads.map(try_to_claim, range(10))])


def test_of_many_claims_at_once_one_gets_the_job(real_database):
    assert twenty_claims(job_to_do().pk) == 1


def test_the_race_is_lost_where_a_claim_does_not_look_at_the_state(real_database, monkeypatch):
    """The planted bug of the test above."""
    monkeypatch.setattr(JobQuerySet, "claimable", lambda rows: rows.all())
    assert twenty_claims(job_to_do().pk) > 1


@pytest.mark.django_db
def test_a_second_delivery_of_a_job_does_nothing():
    job = job_to_do()
    assert [work(job.pk), work(job.pk), work(job.pk)] == [True, False, False]
    assert effects("a") == 1


def woken_too_late() -> tuple[Run, Run]:
    """A run whose lease went to another one, and that other one."""
    job = job_to_do()
    late = Run.of(claim(job.pk))
    lapse()
    return late, Run.of(claim(job.pk))


def write_of(run: Run) -> int:
    try:
        with run.write():
            take_effect("late")
    except LeaseLost:
        pass
    return effects("late")


@pytest.mark.django_db
def test_a_run_that_wakes_after_its_lease_cannot_write():
    late, _ = woken_too_late()
    assert write_of(late) == 0


@pytest.mark.django_db
def test_it_could_write_if_the_fence_did_not_look_at_the_lease_number(monkeypatch):
    """The planted bug of the test above."""
    monkeypatch.setattr(JobQuerySet, "held", lambda rows, job_id, lease: rows.filter(pk=job_id))
    late, _ = woken_too_late()
    assert write_of(late) == 1


@pytest.mark.django_db
def test_a_run_that_wakes_after_its_lease_cannot_tell_progress_nor_end_the_job():
    late, new = woken_too_late()
    stale = Job(pk=late.job_id, lease=late.lease, attempts=1)
    with pytest.raises(LeaseLost):
        late.progress(9, 10)
    with pytest.raises(LeaseLost):
        finish(stale, message="late")
    with pytest.raises(LeaseLost):
        fail(stale, trouble=Trouble.BROKE)
    with pytest.raises(LeaseLost):
        retry(stale, trouble=Trouble.RETRIED, wait=lease_time())
    row = Job.objects.get()
    assert (row.state, row.progress_done, row.message, row.lease) == (JobState.RUNNING, 0, "", new.lease)


@pytest.mark.django_db
def test_a_fence_at_the_end_of_a_transaction_takes_back_what_it_wrote():
    late, _ = woken_too_late()

    @transaction.atomic
    def write_then_look() -> None:
        take_effect("late")
        late.fence()

    with pytest.raises(LeaseLost):
        write_then_look()
    assert effects("late") == 0


@pytest.mark.django_db
def test_a_cancelled_run_can_write_nothing_more():
    job = job_to_do()
    run = Run.of(claim(job.pk))
    cancel(job)
    assert write_of(run) == 0


def test_a_job_is_not_taken_back_while_its_run_writes(real_database):
    """The write began in time, so nobody may start over until it is there."""
    run = Run.of(claim(job_to_do().pk))
    Job.objects.update(lease_until=Now() - lease_time())

    def sweep_elsewhere() -> int:
        try:
            return sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with run.write():
            swept = threads.submit(sweep_elsewhere)
            time.sleep(0.5)
            take_effect("a")
        assert swept.result() == 0
    assert (Job.objects.get().state, effects("a")) == (JobState.RUNNING, 1)


def test_three_runners_do_thirty_jobs_once_each(processes):
    for _ in range(30):
        job_to_do()
    for _ in range(3):
        processes.runner()
    eventually(lambda: not Job.objects.filter(task="chores.write").active().exists())
    assert effects("a") == 30
    assert set(Job.objects.filter(task="chores.write").values_list("state", "lease")) == {(JobState.DONE, 1)}
