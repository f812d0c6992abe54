"""Does one job: the same for the embedded runner and for Celery workers."""

import logging
from datetime import timedelta

from django.utils import translation

from shopops.jobs.claim import LeaseLost, claim, fail, finish, let_go, retry
from shopops.jobs.heartbeat import heartbeat
from shopops.jobs.models import Job, Trouble
from shopops.jobs.registry import JobKind, registered
from shopops.jobs.run import Run, Stopped

log = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=30)


def work(job_id: int) -> bool:
    """False where the job was not to be had. What goes wrong in the job ends in its row and in the log, not here."""
    job = claim(job_id)
    if job is None:
        return False
    try:
        _attempt(job)
    except LeaseLost:
        log.warning("job %s (%s): run %s lost its lease and wrote nothing more", job.pk, job.task, job.lease)
    return True


def pause_after(attempts: int) -> timedelta:
    """10 s after the first failure, then four times as long each time, half an hour at most."""
    return min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)


def _attempt(job: Job) -> None:
    try:
        kind = registered(job.task)
        _call(kind, job)
    except LeaseLost:
        raise
    except Stopped:
        let_go(job)
    except Exception:
        # The text may hold a row of the shop's data: it goes to the log, people get a sentence of ours.
        log.exception("job %s (%s) went wrong, attempt %s of %s", job.pk, job.task, job.attempts, job.max_attempts)
        _try_later(job)


def _call(kind: JobKind, job: Job) -> None:
    run = Run.of(job)
    try:
        with heartbeat(run, limit=kind.limit), translation.override(job.language):
            message = str(kind.function(run, **job.args) or "")
    except kind.refusals as refusal:
        with translation.override(job.language):
            words = str(refusal)
        fail(job, trouble=Trouble.REFUSED, message=words)
    else:
        finish(job, message=message)


def _try_later(job: Job) -> None:
    if job.attempts < job.max_attempts:
        retry(job, trouble=Trouble.RETRIED, wait=pause_after(job.attempts))
    else:
        fail(job, trouble=Trouble.BROKE)
