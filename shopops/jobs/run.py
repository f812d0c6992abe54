"""One run of a job, as the job's function sees it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from shopops.jobs.claim import LeaseLost, extend
from shopops.jobs.clock import lease_time
from shopops.jobs.models import Job

# Progress is told at most this often: each telling is a write.
TOLD_EVERY = 0.5
# Set when this process is asked to end.
STOPPING = threading.Event()


class Stopped(Exception):
    """The process is asked to end; the job goes back and is taken up by the next one."""


@dataclass
class Run:
    job_id: int
    lease: int
    attempt: int
    shop_id: int | None
    user_id: int | None
    # Set by the heartbeat, so that work stops early; the fence does not depend on it.
    lost: bool = False
    _told_at: float = field(default=0.0, repr=False)

    @classmethod
    def of(cls, job: Job) -> "Run":
        return cls(job_id=job.pk, lease=job.lease, attempt=job.attempts, shop_id=job.shop_id, user_id=job.owner_id)

    def progress(self, done: int, total: int, *, message: str = "") -> None:
        """Tells how far the work is; `message` is for people, and about this shop only.

        Call it often, between transactions. Raises LeaseLost or Stopped: let them pass.
        """
        self._go_on()
        now = time.monotonic()
        if done < total and now - self._told_at < TOLD_EVERY:
            return
        self._told_at = now
        changes: dict[str, Any] = {"message": message[:500]} if message else {}
        extend(self.job_id, lease=self.lease, progress_done=done, progress_total=total, **changes)

    def fence(self) -> None:
        """Raises LeaseLost unless the job is still this run's. In a transaction it stays so until the end of it."""
        extend(self.job_id, lease=self.lease)
        _end_when_frozen()

    @contextmanager
    def write(self) -> Iterator[None]:
        """A fenced transaction, for everything a run writes. Compute first, then write: nobody else can meanwhile."""
        self._go_on()
        with transaction.atomic():
            self.fence()
            yield

    def _go_on(self) -> None:
        if self.lost:
            raise LeaseLost
        if STOPPING.is_set():
            raise Stopped


def _end_when_frozen() -> None:
    """A process that is frozen in mid-transaction holds locks: PostgreSQL ends it after a lease."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('idle_in_transaction_session_timeout', %s, true)",
                [str(int(lease_time().total_seconds() * 1000))],
            )
