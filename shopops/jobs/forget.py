"""Forgets jobs that are over."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from shopops.jobs.models import Job, JobState

KEPT = timedelta(days=30)
# The timetable makes some three thousand rows a day, of which only failures are of interest later.
ROUTINE_KEPT = timedelta(days=1)
AT_ONCE = 500


def forget_old() -> int:
    """In small bites, so that no writer waits long. How many."""
    routine = Q(dedupe_key__endswith="::timetable", state=JobState.DONE, finished_at__lt=Now() - ROUTINE_KEPT)
    old = Job.objects.finished().filter(routine | Q(finished_at__lt=Now() - KEPT))
    forgotten = 0
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        forgotten += Job.objects.filter(pk__in=ids).delete()[0]
    return forgotten
