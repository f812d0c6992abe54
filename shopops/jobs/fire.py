"""Starts what the timetable says, once a slot, however many ask."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from shopops.celery import TIMETABLE
from shopops.jobs.clock import database_now
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Firing, Job

log = logging.getLogger(__name__)


def fire(name: str) -> Job | None:
    """None where the newest slot was started already. After a pause only the newest counts."""
    now = database_now()
    slot = TIMETABLE[name].newest_slot(now)
    if Firing.objects.filter(name=name, slot__gte=slot, slot__lte=now).exists():
        return None
    with transaction.atomic():
        return enqueue(name, args={}, dedupe_key="timetable") if _take(name, slot=slot, now=now) else None


def fire_due() -> int:
    """How many entries were started. One that cannot be must not keep the others from it."""
    started = 0
    for name in TIMETABLE:
        try:
            started += fire(name) is not None
        except LookupError as error:
            log.error("in the timetable, %s", error)
    return started


def _take(name: str, *, slot: datetime, now: datetime) -> bool:
    _, first = Firing.objects.get_or_create(name=name, defaults={"slot": slot})
    # A slot in the future was taken by a clock that was wrong.
    stale = Q(slot__lt=slot) | Q(slot__gt=now)
    return first or bool(Firing.objects.filter(stale, name=name).update(slot=slot))
