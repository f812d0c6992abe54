"""Writes down work to do, in the caller's transaction: it exists exactly if what it is about does."""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import get_language

from shopops.jobs.claim import put_back
from shopops.jobs.models import Job, JobState, Trouble
from shopops.jobs.registry import check_args, registered
from shopops.jobs.send import send_after_commit

# The delivery after the commit gets this long before the sweep repeats it.
DELIVERY_TIME = timedelta(minutes=2)


def enqueue(
    task_name: str,
    *,
    args: dict[str, Any],
    dedupe_key: str = "",
    shop_id: int | None = None,
    user: AbstractBaseUser | None = None,
) -> Job:
    """The job that will do the work: a new one, or with a `dedupe_key` the active one of the same task, shop and key.

    A waiting job sees everything committed before it starts, so it is simply returned. One that is already running may
    have looked too early, so it is marked to run once more when it ends. Either row stays locked until the caller's
    transaction ends, therefore: ask for work as the last thing in a transaction.

    Raises LookupError for unknown work, TypeError for arguments that it does not take, and ValueError where an active
    job of the same key has other arguments: a key names everything in which two jobs differ.
    """
    kind = registered(task_name)
    check_args(kind, args)
    row = Job(
        task=task_name,
        args=json.loads(json.dumps(args)),
        shop_id=shop_id,
        owner_id=user.pk if user else None,
        language=get_language() or "en",
        dedupe_key=f"{task_name}:{shop_id or ''}:{dedupe_key}" if dedupe_key else "",
        max_attempts=kind.max_attempts,
    )
    with transaction.atomic():
        job = _written_once(row) if dedupe_key else _written(row)
        send_after_commit(job.pk)
    return job


def cancel(job: Job) -> bool:
    """False where it was over already. A run in progress finds out at its next write, which is refused."""
    return bool(
        Job.objects.active()
        .filter(pk=job.pk)
        .update(state=JobState.CANCELLED, again=False, lease_until=None, finished_at=Now())
    )


def _written(row: Job) -> Job:
    row.send_at = Now() + DELIVERY_TIME
    row.save(force_insert=True)
    return row


def _written_once(row: Job) -> Job:
    while True:
        active = Job.objects.active().filter(dedupe_key=row.dedupe_key).select_for_update().first()
        if active is not None:
            return _joined(active, args=row.args)
        try:
            with transaction.atomic():
                return _written(row)
        except IntegrityError:
            # Somebody else wrote it between the look and the insert; the next look finds it, or that it is over.
            continue


def _joined(active: Job, *, args: dict[str, Any]) -> Job:
    if active.args != args:
        raise ValueError(f"{active.task}: the dedupe key {active.dedupe_key} stands for other arguments already")
    mine = Job.objects.filter(pk=active.pk)
    if mine.lapsed().exists():
        put_back(mine, trouble=Trouble.INTERRUPTED, attempts=0)
    elif active.state == JobState.RUNNING:
        mine.update(again=True)
    else:
        return active
    return mine.get()
