"""The Celery app, and the whole timetable of the site in one table."""

import os

from celery import Celery

from shopops.jobs.timetable import Daily, Every, beat_schedule_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopops.settings")

# Job → when, for the embedded runner and Celery beat alike. Times are UTC: a clock change never doubles or skips one.
TIMETABLE: dict[str, Every | Daily] = {
    "jobs.sweep": Every(minutes=1),
    "analytics.tick": Every(minutes=1),
    "jobs.forget_old": Daily(hour=19),
    "sessions.clear": Daily(hour=20),
}

app = Celery("shopops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    beat_schedule=beat_schedule_of(TIMETABLE),
    # A delivery that nobody acknowledged comes again after this long; the claim of the row makes it harmless.
    broker_transport_options={"visibility_timeout": 3600, "socket_connect_timeout": 3, "socket_timeout": 10},
    # The row is written before anything is sent, and the sweep sends again: a page must not wait for a broker.
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
    worker_soft_shutdown_timeout=10,
    worker_enable_soft_shutdown_on_idle=True,
    worker_send_task_events=False,
)
app.autodiscover_tasks()
