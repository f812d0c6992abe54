"""The record of background work. `enqueue` makes rows, `claim` moves them, `fire` keeps the timetable's memory."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shopops.jobs.clock import lease_time

# Nothing is ever put off for longer, so a later time than this was written by a clock that was wrong.
LONGEST_WAIT = timedelta(hours=1)
# What the timetable asks for every minute has failed again within this time, unless it works now.
STILL_FAILING = timedelta(minutes=10)


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Trouble(models.TextChoices):
    """What went wrong last, in words for people; `Job.message` holds what the work itself had to say."""

    NONE = "", ""
    REFUSED = "refused", _("This could not be done.")
    RETRIED = "retried", _("Something went wrong, so it is tried again.")
    BROKE = "broke", _("Something went wrong. The server's log tells more under the number of this job.")
    INTERRUPTED = "interrupted", _("Interrupted; it goes on by itself.")
    GAVE_UP = "gave_up", _("Interrupted too often, so it was given up. Please start it again.")


class JobQuerySet(models.QuerySet["Job"]):
    def of_shop(self, shop_id: int) -> Self:
        return self.filter(shop_id=shop_id)

    def active(self) -> Self:
        return self.filter(state__in=(JobState.WAITING, JobState.RUNNING))

    def claimable(self) -> Self:
        """Waiting rows whose time has come."""
        ready = Q(ready_at__lte=Now()) | Q(ready_at__gt=Now() + LONGEST_WAIT)
        return self.filter(ready, state=JobState.WAITING)

    def to_send(self) -> Self:
        """Claimable rows that a broker should have delivered by now."""
        return self.claimable().filter(Q(send_at__lte=Now()) | Q(send_at__gt=Now() + LONGEST_WAIT))

    def lapsed(self) -> Self:
        """Running rows of which nothing was heard for a lease, or whose lease ends impossibly late."""
        silent = Q(lease_until__lt=Now()) | Q(lease_until__gt=Now() + lease_time() * 2)
        return self.filter(silent, state=JobState.RUNNING)

    def held(self, job_id: int, *, lease: int) -> Self:
        """The row, if the run with this lease number still holds it."""
        return self.filter(id=job_id, lease=lease, state=JobState.RUNNING)

    def failing(self, prefix: str) -> Self:
        """Work of this part of the site that failed just now; a row for each time it was tried."""
        return self.filter(state=JobState.FAILED, ready_at__gte=timezone.now() - STILL_FAILING, task__startswith=prefix)

    def finished(self) -> Self:
        return self.filter(state__in=(JobState.DONE, JobState.FAILED, JobState.CANCELLED))


class Job(models.Model):
    """One piece of background work. All times are the database's, so that hosts may disagree about the hour."""

    task = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    # A plain number: shops are a layer above.
    shop_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="jobs")
    language = models.CharField(max_length=10, default="en")
    # Task, shop and the caller's key; empty for work that may be there twice.
    dedupe_key = models.CharField(max_length=250, blank=True)
    # Asked for while it was already running: it runs once more.
    again = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, default=Trouble.NONE, blank=True)

    # Counts the claims. A run writes only while its number is the row's.
    lease = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    runner = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    sends = models.PositiveSmallIntegerField(default=1)
    ready_at = models.DateTimeField(db_default=Now())
    send_at = models.DateTimeField(db_default=Now())

    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("dedupe_key",),
                condition=Q(state__in=("waiting", "running")) & ~Q(dedupe_key=""),
                name="one_active_job_a_key",
            )
        ]
        indexes = [
            models.Index(fields=("state", "ready_at"), name="job_to_claim"),
            models.Index(F("shop_id"), F("id").desc(), name="job_of_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"

    @property
    def active(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def percent(self) -> int | None:
        """None where the work cannot tell how much there is."""
        return min(100, self.progress_done * 100 // self.progress_total) if self.progress_total > 0 else None

    @property
    def words(self) -> str:
        """What a person is told: the work's own words where it had some, else what went wrong, in their language."""
        return self.message or self.get_trouble_display()


class Firing(models.Model):
    """The newest moment at which an entry of the timetable was started."""

    name = models.CharField(max_length=80, primary_key=True)
    slot = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
