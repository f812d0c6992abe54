"""The embedded runner: a process that does the jobs itself, for installations without a broker."""

import logging
import os
import signal
import threading
import time

from django.db import Error, close_old_connections, connection

from shopops.jobs.fire import fire_due
from shopops.jobs.models import Job
from shopops.jobs.run import STOPPING
from shopops.jobs.tasks import run

log = logging.getLogger(__name__)
SHORTEST_PAUSE = 0.1
LONGEST_PAUSE = 1.0
TIMETABLE_EVERY = 5.0
AFTER_ERROR = 2.0
AT_ONCE = 10
# An orphaned runner gets this long to end its transaction.
GRACE = 10.0


def run_waiting() -> int:
    """Does every job that is ready, one after the other, until none is. How many."""
    done = 0
    while did := sum(run.apply(args=(job_id,), throw=True).get() for job_id in _next() if not STOPPING.is_set()):
        done += did
    return done


def run_until_stopped(*, parent: int | None = None) -> None:
    """Returns when SIGTERM or SIGINT came, or when the parent process is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: STOPPING.set())
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    _loop()
    connection.close()


def _next() -> list[int]:
    # Several, since the first may be locked by a transaction that is just joining it.
    return list(Job.objects.claimable().order_by("ready_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _loop() -> None:
    pause, asked_at = SHORTEST_PAUSE, -TIMETABLE_EVERY
    while not STOPPING.is_set():
        try:
            close_old_connections()
            if time.monotonic() - asked_at >= TIMETABLE_EVERY:
                asked_at = time.monotonic()
                fire_due()
            # Quick after work, since work brings work; slower and slower while there is none.
            pause = SHORTEST_PAUSE if run_waiting() else min(pause * 1.5, LONGEST_PAUSE)
        except Error:
            log.warning("the database does not answer, jobs wait", exc_info=True)
            connection.close()
            pause = AFTER_ERROR
        STOPPING.wait(pause)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    log.warning("the server is gone, so is its runner")
    STOPPING.set()
    time.sleep(GRACE)
    os._exit(1)
