"""Whether background work gets done."""

from datetime import timedelta

from django.db.models import Max, Min

from shopops.jobs.clock import database_now
from shopops.jobs.models import Firing, Job, JobState
from shopops.web.health import readiness

TOLERATED = timedelta(minutes=10)


def background_delay() -> timedelta:
    """How far background work is behind: since when a job waits, or the timetable stands still; nothing if neither."""
    now = database_now()
    waiting_since = Job.objects.claimable().aggregate(since=Min("ready_at"))["since"]
    asked_last = Firing.objects.aggregate(last=Max("slot"))["last"]
    behind = [now - moment for moment in (waiting_since, asked_last) if moment is not None]
    return max([timedelta(0), *behind])


@readiness("jobs")
def jobs() -> str:
    """A queue behind somebody at work is only long; a queue that nobody works on is a fault."""
    at_work = Job.objects.filter(state=JobState.RUNNING).exclude(pk__in=Job.objects.lapsed().values("pk")).exists()
    delay = background_delay()
    if at_work or delay <= TOLERATED:
        return ""
    return f"nobody has worked for {delay // timedelta(minutes=1)} minutes: is a runner or a worker alive?"
