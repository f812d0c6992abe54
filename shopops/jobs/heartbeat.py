"""Keeps a run's lease while its function is busy between two words of progress."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection

from shopops.jobs.claim import LeaseLost
from shopops.jobs.clock import lease_time
from shopops.jobs.run import Run

log = logging.getLogger(__name__)
STUCK = 70


@contextmanager
def heartbeat(run: Run, *, limit: timedelta) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(run, ended, limit), name=f"job {run.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        # Not for long: it may be waiting for the database, and that is its own matter.
        thread.join(1)


def _beat(run: Run, ended: threading.Event, limit: timedelta) -> None:
    pause = lease_time().total_seconds() / 5
    deadline = time.monotonic() + limit.total_seconds()
    while not run.lost and not ended.wait(pause):
        if time.monotonic() > deadline:
            _end_process(run)
        _keep(run)
    connection.close()


def _keep(run: Run) -> None:
    try:
        run.fence()
    except LeaseLost:
        run.lost = True
    except Error:
        # A busy or absent database: the lease outlives several tries.
        log.warning("job %s: could not extend its lease", run.job_id, exc_info=True)
        connection.close()


def _end_process(run: Run) -> None:
    # A thread cannot be stopped from outside; without its process the lease runs out and the job is taken up again.
    log.critical("job %s takes longer than its limit: ending this process", run.job_id)
    logging.shutdown()
    os._exit(STUCK)
