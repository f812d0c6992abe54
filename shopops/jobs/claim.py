"""Moves rows through their states. Every move is one conditional write: who loses the race changes nothing."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from shopops.jobs.clock import lease_time
from shopops.jobs.models import Job, JobQuerySet, JobState, Trouble
from shopops.jobs.send import send_after_commit

NO_WAIT = timedelta(0)


class LeaseLost(Exception):
    """Another run has the job now, or nobody should: stop, and write nothing more."""


def this_runner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def claim(job_id: int) -> Job | None:
    """The job, taken for one run; None where it is not to be taken, so a second delivery ends here.

    A row that a transaction still works on (one that joins it by `enqueue`) is passed over: its commit sends again.
    """
    with transaction.atomic():
        job = Job.objects.claimable().filter(pk=job_id).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.lease += 1
        job.attempts += 1
        Job.objects.filter(pk=job_id).update(
            state=JobState.RUNNING,
            lease=job.lease,
            lease_until=Now() + lease_time(),
            runner=this_runner(),
            attempts=job.attempts,
            again=False,
            started_at=Now(),
            progress_done=0,
            progress_total=0,
        )
        return job


def extend(job_id: int, *, lease: int, **changes: Any) -> None:
    """Notes that the run lives. Inside a transaction it also keeps everybody else from taking the job until its end.

    Raises LeaseLost where the job is no longer this run's.
    """
    if not Job.objects.held(job_id, lease=lease).update(lease_until=Now() + lease_time(), **changes):
        raise LeaseLost


def finish(job: Job, *, message: str) -> None:
    """Done; or, if more was asked for meanwhile, waiting again. Raises LeaseLost."""
    _end(job, state=JobState.DONE, trouble=Trouble.NONE, message=message[:500])


def fail(job: Job, *, trouble: Trouble, message: str = "") -> None:
    """Failed for good; later work asked for meanwhile still gets its run. Raises LeaseLost."""
    _end(job, state=JobState.FAILED, trouble=trouble, message=message[:500])


def retry(job: Job, *, trouble: Trouble, wait: timedelta) -> None:
    """Raises LeaseLost."""
    with _own(job):
        put_back(Job.objects.filter(pk=job.pk), trouble=trouble, wait=wait)


def let_go(job: Job) -> None:
    """Back in the queue as if it had not been tried: its runner is asked to stop. Raises LeaseLost."""
    with _own(job):
        put_back(Job.objects.filter(pk=job.pk), trouble=Trouble.INTERRUPTED, attempts=F("attempts") - 1)


def put_back(rows: JobQuerySet, *, trouble: Trouble, wait: timedelta = NO_WAIT, **changes: Any) -> int:
    """Makes running rows wait again; their old runs can write no more. How many."""
    changes.setdefault("message", "")
    # On SQLite a sum has other digits than the plain time, and in the same millisecond it would count as later.
    ready = Now() + wait if wait else Now()
    with transaction.atomic():
        # Skipped: rows in whose own transaction a run is writing this moment. It lives, then.
        ids = list(rows.filter(state=JobState.RUNNING).select_for_update(skip_locked=True).values_list("pk", flat=True))
        Job.objects.filter(pk__in=ids).update(
            state=JobState.WAITING,
            again=False,
            lease_until=None,
            ready_at=ready,
            send_at=ready,
            trouble=trouble,
            **changes,
        )
        if not wait:
            for job_id in ids:
                send_after_commit(job_id)
    return len(ids)


@contextmanager
def _own(job: Job) -> Iterator[Job]:
    """The row, locked. Waits for a transaction that is just marking it `again`, and then sees the mark."""
    with transaction.atomic():
        row = Job.objects.held(job.pk, lease=job.lease).select_for_update().first()
        if row is None:
            raise LeaseLost
        yield row


def _end(job: Job, *, state: JobState, trouble: Trouble, message: str) -> None:
    with _own(job) as row:
        mine = Job.objects.filter(pk=job.pk)
        if row.again:
            put_back(mine, trouble=trouble, attempts=0, message=message)
        else:
            mine.update(state=state, trouble=trouble, message=message, lease_until=None, finished_at=Now())
