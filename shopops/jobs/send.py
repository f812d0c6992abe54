"""Deliveries by Celery. A lost one is made up for by the sweep, a double one by the claim."""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def send(job_id: int) -> bool:
    """False where the broker is away: the job is written down, so its absence must fail no page."""
    try:
        current_app.send_task("shopops.jobs.tasks.run", args=(job_id,))
    except OperationalError as error:
        log.warning("the broker is away, job %s waits: %s", job_id, error)
        return False
    return True


def send_after_commit(job_id: int) -> None:
    """Does nothing without a broker: the embedded runner looks for itself."""

    def deliver() -> None:
        send(job_id)

    if settings.REDIS_URL:
        transaction.on_commit(deliver, robust=True)
