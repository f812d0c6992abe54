"""Doors: the two Celery tasks, and the jobs of the site itself."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from shopops.jobs.fire import fire as fire_entry
from shopops.jobs.forget import forget_old
from shopops.jobs.registry import job
from shopops.jobs.run import Run
from shopops.jobs.sweep import sweep
from shopops.jobs.work import work


@shared_task(name="shopops.jobs.tasks.run")
def run(job_id: int) -> bool:
    return work(job_id)


@shared_task(name="shopops.jobs.tasks.fire")
def fire(name: str) -> bool:
    return fire_entry(name) is not None


@job("jobs.sweep")
def sweep_jobs(run: Run) -> str:
    return str(sweep())


@job("jobs.forget_old")
def forget_old_jobs(run: Run) -> str:
    return str(forget_old())


@job("sessions.clear")
def clear_sessions(run: Run) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
