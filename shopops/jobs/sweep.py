"""Looks after interrupted and undelivered jobs. Anybody may call it at any time, also twice at once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models import PositiveSmallIntegerField as SmallInteger
from django.db.models.functions import Now

from shopops.jobs.claim import put_back
from shopops.jobs.models import LONGEST_WAIT, Job, JobState, Trouble
from shopops.jobs.send import send

SENT_AT_ONCE = 500
FIRST_WAIT = timedelta(minutes=2)


def sweep() -> int:
    """Puts back what nobody works on any more, sends what nobody received. How many rows were touched."""
    # Looked at first: on SQLite a transaction, even one that finds nothing, waits for its turn to write.
    interrupted = give_up() + take_back() if Job.objects.lapsed().exists() else 0
    return interrupted + (send_again() if settings.REDIS_URL else 0)


def give_up() -> int:
    """Jobs that ended their process every time, and for which nobody asked since."""
    hopeless = Job.objects.lapsed().filter(attempts__gte=F("max_attempts"), again=False)
    with transaction.atomic():
        ids = list(hopeless.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Job.objects.filter(pk__in=ids).update(
            state=JobState.FAILED, trouble=Trouble.GAVE_UP, lease_until=None, finished_at=Now()
        )


def take_back() -> int:
    fresh_if_asked_again = Case(When(again=True, then=Value(0)), default=F("attempts"), output_field=SmallInteger())
    return put_back(Job.objects.lapsed(), trouble=Trouble.INTERRUPTED, attempts=fresh_if_asked_again)


def release(runner: str) -> int:
    """Puts back what a runner held that is known to be dead, without waiting for the lease."""
    return put_back(Job.objects.filter(runner=runner), trouble=Trouble.INTERRUPTED)


def send_again() -> int:
    """Each time a row is sent the wait doubles: a long queue is not a lost delivery."""
    sent = 0
    for job in Job.objects.to_send().order_by("send_at")[:SENT_AT_ONCE]:
        if not send(job.pk):
            break
        wait = min(FIRST_WAIT * 2 ** min(job.sends, 10), LONGEST_WAIT)
        Job.objects.filter(pk=job.pk, sends=job.sends).update(sends=F("sends") + 1, send_at=Now() + wait)
        sent += 1
    return sent
