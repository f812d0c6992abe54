"""The embedded runner as a process: killed, frozen, orphaned, asked to end."""

import signal
import time
from pathlib import Path

import pytest

from shopops.jobs.enqueue import enqueue
from shopops.jobs.heartbeat import STUCK
from shopops.jobs.models import Job, JobState
from shopops.jobs.sweep import sweep
from tests.jobs.chores.tasks import effects
from tests.jobs.real import LEASE, eventually


@pytest.fixture
def short_lease(settings):
    settings.JOB_LEASE_SECONDS = LEASE


@pytest.fixture
def waiting(tmp_path: Path, real_database: str) -> Job:
    """A job that works until a file is there."""
    return enqueue(
        "chores.wait", args={"word": "a", "begun": str(tmp_path / "begun"), "until": str(tmp_path / "until")}
    )


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def swept_and_done(job: Job) -> bool:
    sweep()
    return state_of(job) == JobState.DONE


def test_a_job_whose_runner_was_killed_is_finished_by_the_next_one(processes, waiting, tmp_path, short_lease):
    first = processes.runner()
    eventually((tmp_path / "begun").exists)
    first.kill()
    first.wait()
    assert state_of(waiting) == JobState.RUNNING
    (tmp_path / "until").touch()
    processes.runner()
    eventually(lambda: swept_and_done(waiting))
    row = Job.objects.get(pk=waiting.pk)
    assert (row.lease, row.attempts, row.words, effects("a")) == (2, 2, "waited a", 1)


def test_a_frozen_runner_that_wakes_after_its_lease_writes_nothing(processes, waiting, tmp_path, short_lease):
    frozen = processes.runner()
    eventually((tmp_path / "begun").exists)
    frozen.send_signal(signal.SIGSTOP)
    (tmp_path / "until").touch()
    processes.runner()
    eventually(lambda: swept_and_done(waiting))
    frozen.send_signal(signal.SIGCONT)
    eventually(lambda: "lost its lease" in processes.log(0))
    assert (Job.objects.get(pk=waiting.pk).lease, effects("a")) == (2, 1)


def test_a_long_job_keeps_its_lease(processes, waiting, tmp_path, short_lease):
    processes.runner()
    eventually((tmp_path / "begun").exists)
    deadline = time.monotonic() + LEASE * 1.7
    while time.monotonic() < deadline:
        assert not Job.objects.lapsed().filter(pk=waiting.pk).exists()
        time.sleep(0.1)
    (tmp_path / "until").touch()
    eventually(lambda: state_of(waiting) == JobState.DONE)
    assert Job.objects.get(pk=waiting.pk).lease == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_runner_that_is_asked_to_end_lets_go_of_its_job_and_ends(processes, waiting, tmp_path, number):
    runner = processes.runner()
    eventually((tmp_path / "begun").exists)
    runner.send_signal(number)
    assert runner.wait(10) == 0
    row = Job.objects.get(pk=waiting.pk)
    assert (row.state, row.attempts, effects("a")) == (JobState.WAITING, 0, 0)


def test_a_job_that_is_stuck_past_its_limit_ends_its_runner(processes, tmp_path):
    job = enqueue("chores.sleep", args={"begun": str(tmp_path / "begun")})
    runner = processes.runner()
    assert runner.wait(30) == STUCK
    assert (tmp_path / "begun").exists()
    assert f"job {job.pk} takes longer" in processes.log(0)


def test_a_runner_ends_when_its_parent_is_killed(processes, waiting, tmp_path):
    parent = processes.start("tests.jobs.parent")
    eventually((tmp_path / "begun").exists)
    parent.kill()
    parent.wait()
    eventually(lambda: state_of(waiting) == JobState.WAITING)


def test_a_runner_waits_for_a_database_that_is_not_ready(processes, tmp_path):
    runner = processes.runner(DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    eventually(lambda: "the database does not answer" in processes.log(0))
    assert runner.poll() is None
