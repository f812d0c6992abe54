"""What jobs cost: 200 shop-days counted by one Celery worker and by two, and jobs that have hardly anything to do.

Needs a Redis (REDIS_URL).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import sleep

import redis
from django.test import override_settings

from analytics.due import due_days, mark_all_due
from analytics.importing.load import load
from analytics.rollup.fill import fill_shop
from analytics.tasks import DAYS_A_JOB, ask_for_fills
from shopops.celery import app
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job
from shopops.shops.models import Shop
from tests.bench.clicks import clicks, write_csv
from tests.bench.data import new_shop
from tests.bench.measure import ROOT, timed

SHOPS, DAYS, ROWS_A_DAY = 4, 50, 10_000
# Who asks too often takes the processor from whom it measures.
PAUSE = 0.25
SMALL_JOBS = 200


def measure(folder: Path) -> dict[str, dict[str, float]]:
    url = os.environ.get("REDIS_URL")
    if not url:
        print("workers: left out, needs a Redis: set REDIS_URL")
        return {}
    shops = _shops(folder)
    app.conf.broker_url = url
    days = SHOPS * DAYS
    with override_settings(REDIS_URL=url), redis.Redis.from_url(url) as queue:
        # The first time makes the visitor-day files, which all later counts read.
        for shop in shops:
            fill_shop(shop)
        one = _by_workers(1, queue, url, lambda: _fill_all(shops))
        two = _by_workers(2, queue, url, lambda: _fill_all(shops))
        asked = _by_workers(1, queue, url, lambda: _finish(SMALL_JOBS)) / SMALL_JOBS
    return {
        f"{days} shop-days by workers": {"ms a day, by one": one / days * 1000, "two workers × one": one / two},
        "a job by Celery": {"ms": asked * 1000, "ms a shop-day": asked * 1000 / DAYS_A_JOB},
    }


def _shops(folder: Path) -> list[Shop]:
    shops = [new_shop(f"many-{number}") for number in range(SHOPS)]
    for number, shop in enumerate(shops):
        file = write_csv(clicks(ROWS_A_DAY * DAYS, seed=number), folder / "many.csv")
        spread = folder / "spread.csv"
        _spread(file, spread)
        load(shop, "events", spread)
    return shops


def _spread(file: Path, target: Path) -> None:
    """The rows of one day over many."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE (time + to_days((hash(visitor) % {DAYS})::INTEGER) AS time) FROM read_csv('{file}'))"
            f" TO '{target}' (FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%d %H:%M:%S')"
        )


def _fill_all(shops: list[Shop]) -> None:
    for shop in shops:
        mark_all_due(shop)
        ask_for_fills(shop)
    while any(due_days(shop) for shop in shops):
        sleep(PAUSE)


def _finish(number: int) -> None:
    """So many jobs that look into a table: what is left is asking, delivering, claiming and writing the end."""
    asked = [enqueue("jobs.sweep", args={}) for _each in range(number)]
    while Job.objects.active().filter(pk__in=[job.pk for job in asked]).exists():
        sleep(PAUSE)


def _by_workers(number: int, queue: redis.Redis, url: str, work: Callable[[], None]) -> float:
    """Seconds of work by so many worker processes of one thread each."""
    queue.flushdb()
    Job.objects.all().delete()
    with tempfile.TemporaryFile() as log:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "shopops",
            "worker",
            f"--concurrency={number}",
            "--loglevel=WARNING",
        ]
        environment = {**os.environ, "REDIS_URL": url, "DUCKDB_THREADS": "1"}
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            # Until every worker process has done a job: starting is not what is measured.
            _finish(4 * number)
            return timed(work)
        finally:
            worker.terminate()
            worker.wait()
