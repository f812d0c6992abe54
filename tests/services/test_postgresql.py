"""What only PostgreSQL can do for the jobs."""

import os
import signal

import pytest
from django.db import connection

from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job, JobState
from shopops.jobs.sweep import sweep
from tests.jobs.chores.tasks import effects
from tests.jobs.real import LEASE, eventually


@pytest.fixture(autouse=True)
def _postgresql() -> None:
    if connection.vendor != "postgresql":
        reason = "needs PostgreSQL: set DATABASE_URL, or run `make test-services`"
        pytest.fail(reason) if os.environ.get("SHOPOPS_INSIST") == "1" else pytest.skip(reason)


def test_a_runner_frozen_in_mid_transaction_does_not_hold_its_job_for_ever(processes, settings):
    settings.JOB_LEASE_SECONDS = LEASE
    job = enqueue("chores.freeze", args={"word": "a"})
    frozen = processes.runner()
    eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.RUNNING)
    processes.runner()

    def swept_and_done() -> bool:
        sweep()
        return Job.objects.get(pk=job.pk).state == JobState.DONE

    eventually(swept_and_done)
    frozen.send_signal(signal.SIGCONT)
    eventually(lambda: "idle-in-transaction timeout" in processes.log(0))
    assert (Job.objects.get(pk=job.pk).lease, effects("a")) == (2, 1)
