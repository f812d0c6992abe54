"""What jobs cost: 200 shop-days counted directly, by one Celery worker, and by two. Needs a Redis (REDIS_URL)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

import redis
from django.test import override_settings

from analytics.due import due_days, mark_all_due
from analytics.importing.load import load
from analytics.rollup.fill import fill_shop
from analytics.tasks import ask_for_fills
from shopops.celery import app
from shopops.jobs.models import Job
from shopops.shops.models import Shop
from tests.bench.clicks import clicks, write_csv
from tests.bench.data import new_shop
from tests.bench.measure import ROOT

SHOPS, DAYS, ROWS_A_DAY = 4, 50, 20_000
PAUSE = 0.02


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
        direct = sum(_timed_fill(shop) for shop in shops)
        one = _by_workers(shops, 1, queue, url)
        two = _by_workers(shops, 2, queue, url)
    return {
        f"{days} shop-days": {
            "direct ms a day": direct / days * 1000,
            "Celery overhead ms a day": (one - direct) / days * 1000,
            "two workers × one": one / two,
        }
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


def _timed_fill(shop: Shop) -> float:
    mark_all_due(shop)
    started = perf_counter()
    with override_settings(DUCKDB_THREADS=1):
        fill_shop(shop)
    return perf_counter() - started


def _by_workers(shops: list[Shop], number: int, queue: redis.Redis, url: str) -> float:
    """Seconds from asking until nothing is due, by so many worker processes of one thread each."""
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
            _warm_up(number)
            for shop in shops:
                mark_all_due(shop)
            started = perf_counter()
            for shop in shops:
                ask_for_fills(shop)
            while any(due_days(shop) for shop in shops):
                sleep(PAUSE)
            return perf_counter() - started
        finally:
            worker.terminate()
            worker.wait()


def _warm_up(number: int) -> None:
    """Until every worker process has done a job: starting is not what is measured."""
    from shopops.jobs.enqueue import enqueue

    asked = [enqueue("jobs.sweep", args={}) for _each in range(4 * number)]
    while Job.objects.active().filter(pk__in=[job.pk for job in asked]).exists():
        sleep(PAUSE)
