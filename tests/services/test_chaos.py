"""Imports and fills while everything goes wrong: what was acknowledged is stored once, and no figure differs."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.models import Sum

from analytics.due import due_days
from analytics.importing.load import load
from analytics.models import Batch, BatchDay, DayFill, FunnelDay
from analytics.rollup.fill import fill_shop
from analytics.rollup.recount import usual_periods
from shopops.jobs.enqueue import enqueue
from shopops.jobs.models import Job, JobState
from shopops.jobs.send import send
from shopops.shops.models import Shop
from tests.jobs.real import LEASE, Processes, eventually
from tests.services.picture import (
    differences,
    in_words_of_the_store,
    open_as,
    picture_of,
    stored_events,
    unnamed_files,
)
from tests.services.plan import KINDS, Plan, expected_events, make_plan

DAYS = 50
SIZE = {"days": DAYS, "events_a_day": 300}
# By shop.
KINDS_OF_FILES = (("events",), ("events",), ("events",), ("events", "orders"))
WORKER_KILLS, CLIENT_KILLS = 20, 10
FROZEN_SECONDS = LEASE * 2 + 1
PATIENCE = 10
QUIET = {"DUCKDB_THREADS": "1", "LOG_LEVEL": "WARNING"}

pytestmark = pytest.mark.slow


class Client(threading.Thread):
    """Loads a shop's files by processes, starts anew with what was not acknowledged, and keeps the answers."""

    def __init__(self, plan: Plan, *, environment: dict[str, str], log: Path) -> None:
        super().__init__(name=f"client {plan.slug}", daemon=True)
        self.plan, self.environment, self.log = plan, environment, log
        self.left = [str(file) for file in plan.files]
        self.ledger: dict[str, dict] = {}
        self.process: subprocess.Popen | None = None
        self.ends: list[int] = []

    def run(self) -> None:
        while self.left:
            command = [sys.executable, "-m", "tests.services.client", self.plan.slug, *self.left]
            with self.log.open("a") as log:
                self.process = subprocess.Popen(
                    command, cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
                )
            with self.process as process:
                for line in process.stdout or ():
                    told = json.loads(line)
                    self.ledger[told.pop("file")] = told
                    self.left.pop(0)
            self.ends.append(process.returncode)

    def kill(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return False
        self.process.kill()
        return True


class Workers:
    """One Celery worker with two processes: killed as a whole or in part, and there again soon."""

    def __init__(self, processes: Processes, *, broker: str, **environment: str) -> None:
        self.processes, self.environment = processes, {**QUIET, **environment, "REDIS_URL": broker}
        self.main: subprocess.Popen
        self.seen: set[int] = set()
        self.start()

    def start(self) -> None:
        self.main = self.processes.start(
            "celery", "-A", "shopops", "worker", "--concurrency=2", "--loglevel=WARNING", **self.environment
        )

    def keep_alive(self) -> None:
        # It ends by itself where its processes die while it starts.
        if self.main.poll() is not None:
            self.start()

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.main.pid}/task/{self.main.pid}/children")
        found = [int(child) for child in path.read_text().split()] if path.exists() else []
        self.seen.update(found)
        return found

    def busy(self) -> list[int]:
        """Processes that have a job."""
        runners = Job.objects.filter(state=JobState.RUNNING).values_list("runner", flat=True)
        return [pid for pid in self.children() if pid in {int(runner.split(":")[1]) for runner in runners}]

    def kill_all(self) -> None:
        children = self.children()
        for pid in (self.main.pid, *children):
            end(pid, signal.SIGKILL)
        self.main.wait()
        self.start()

    def stop(self) -> None:
        for pid in self.children():
            end(pid, signal.SIGCONT)
        self.main.terminate()
        self.main.wait(60)
        for pid in self.seen:
            end(pid, signal.SIGKILL)


def end(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Happened:
    """What was done to the system."""

    of_busy: int = 0
    of_all: int = 0
    clients: int = 0
    flushed: int = 0
    dropped: int = 0
    doubled: int = 0
    frozen: int = 0
    overtaken: int = 0

    @property
    def kills(self) -> int:
        return self.of_busy + self.of_all


@dataclass(frozen=True)
class Frozen:
    pid: int
    job: int
    lease: int
    until: float


@dataclass
class Chaos:
    """Does the next thing each time it is asked, by a seed."""

    random: Random
    workers: Workers
    clients: list[Client]
    queue: redis.Redis
    done: Happened = field(default_factory=Happened)
    next_kill: float = 0
    next_client: float = 0
    frozen: Frozen | None = None
    known: set[bytes] = field(default_factory=set)

    def is_over(self) -> bool:
        return self.done.kills >= WORKER_KILLS and self.frozen is None and self.done.overtaken > 0

    def step(self) -> None:
        now = time.monotonic()
        self.workers.keep_alive()
        self.disturb_messages()
        self.send_an_old_one()
        self.freeze_or_wake(now)
        self.kill_a_worker(now)
        if now >= self.next_client and self.done.clients < CLIENT_KILLS:
            self.next_client = now + self.random.uniform(0.3, 1.5)
            self.done.clients += self.random.choice(self.clients).kill()
        if self.done.kills >= WORKER_KILLS // 2 and not self.done.flushed:
            self.queue.flushdb()
            self.done.flushed = 1

    def kill_a_worker(self, now: float) -> None:
        """Only while somebody works: a process that has a job, or all of them."""
        spared = self.frozen.pid if self.frozen else None
        busy = [pid for pid in self.workers.busy() if pid != spared]
        if now < self.next_kill or not busy or self.done.kills >= WORKER_KILLS:
            return
        self.next_kill = now + self.random.uniform(0.2, 1.5)
        if spared is None and self.random.random() < 0.25:
            self.workers.kill_all()
            self.done.of_all += 1
        else:
            self.done.of_busy += end(self.random.choice(busy), signal.SIGKILL)

    def disturb_messages(self) -> None:
        """Of messages that wait some are lost, others come two or three times, in any order."""
        messages = []
        while message := self.queue.rpop("celery"):
            messages.append(message)
        copies = [1 if message in self.known else self.random.choice((0, 1, 1, 2, 3)) for message in messages]
        self.known.update(messages)
        again = [message for message, number in zip(messages, copies, strict=True) for _ in range(number)]
        self.random.shuffle(again)
        if again:
            self.queue.lpush("celery", *again)
        self.done.dropped += copies.count(0)
        self.done.doubled += sum(number > 1 for number in copies)

    def send_an_old_one(self) -> None:
        """Also of jobs that are long over."""
        send(self.random.choice(list(Job.objects.values_list("pk", flat=True))))

    def freeze_or_wake(self, now: float) -> None:
        """A process stops in mid-fill until its job was taken from it, and goes on late, where it was."""
        if self.frozen is None and not self.done.overtaken and self.done.kills >= 4:
            self.frozen = self.freeze(now)
        elif self.frozen is not None and now >= self.frozen.until:
            overtaken = not Job.objects.held(self.frozen.job, lease=self.frozen.lease).exists()
            if overtaken or now >= self.frozen.until + PATIENCE:
                end(self.frozen.pid, signal.SIGCONT)
                self.frozen = None
                self.done.overtaken += overtaken

    def freeze(self, now: float) -> Frozen | None:
        for job in Job.objects.filter(state=JobState.RUNNING, task="analytics.fill").order_by("-started_at"):
            pid = int(job.runner.split(":")[1])
            if pid in self.workers.children() and end(pid, signal.SIGSTOP):
                if others_can_write():
                    self.done.frozen += 1
                    return Frozen(pid, job.pk, job.lease, now + FROZEN_SECONDS)
                end(pid, signal.SIGCONT)
        return None


def others_can_write() -> bool:
    """SQLite has one writer: who is frozen in mid-transaction there stops everybody, until they give up."""
    if connection.vendor != "sqlite":
        return True
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0.3, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
    return True


@pytest.fixture
def seed() -> int:
    """Printed where the test fails; CHAOS_SEED repeats it."""
    number = int(os.environ.get("CHAOS_SEED") or time.time_ns() % 1_000_000)
    print(f"CHAOS_SEED={number}")
    return number


@pytest.fixture
def workers(processes: Processes, broker: str) -> Iterator[Workers]:
    started = Workers(processes, broker=broker)
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def _short_lease(settings) -> None:
    settings.JOB_LEASE_SECONDS = LEASE


def ask_again() -> None:
    """What beat does each minute, each second."""
    for task in ("analytics.tick", "jobs.sweep"):
        enqueue(task, args={}, dedupe_key="timetable")


def is_settled(shops: list[Shop]) -> bool:
    if Job.objects.active().exists() or any(due_days(shop) for shop in shops):
        return False
    return not any(usual_periods(shop, newest_day(shop)) for shop in shops)


def newest_day(shop: Shop):
    return DayFill.objects.filter(shop=shop).newest_day()


def settle(shops: list[Shop], workers: Workers, *, seconds: float = 300) -> None:
    asked_at = 0.0

    def settled() -> bool:
        nonlocal asked_at
        workers.keep_alive()
        if is_settled(shops):
            return True
        if time.monotonic() - asked_at > 1:
            asked_at = time.monotonic()
            ask_again()
        return False

    eventually(settled, seconds=seconds)


def tick_once() -> None:
    job = enqueue("analytics.tick", args={})
    eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)
    eventually(lambda: not Job.objects.active().exists())


def undisturbed(plans: list[Plan], folder: Path) -> dict[str, dict]:
    """The same files in the same order, each half of the shops in an empty folder of its own, with a database there."""
    keys = dict(Shop.objects.values_list("slug", "hash_key"))
    halves = [
        json.dumps({p.slug: {"hash_key": keys[p.slug], "files": [str(file) for file in p.files]} for p in half})
        for half in (plans[::2], plans[1::2])
    ]
    with ThreadPoolExecutor(max_workers=2) as both:
        told = both.map(_undisturbed, halves, (folder / "calm-0", folder / "calm-1"))
        return {slug: shop for half in told for slug, shop in half.items()}


def _undisturbed(asked: str, folder: Path) -> dict[str, dict]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.services.picture"],
        cwd=settings.BASE_DIR,
        env=environment | QUIET | {"SHOPOPS_VAR": str(folder)},
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])


def accepted_by_file(shop: Shop) -> dict[str, int]:
    sums = Batch.objects.filter(shop=shop).values_list("file_name").annotate(rows=Sum("accepted"))
    return dict(sums.order_by("file_name"))


def lost_and_doubled(plan: Plan, shop: Shop) -> tuple[int, int]:
    stored, expected = stored_events(shop), in_words_of_the_store(expected_events(plan), kinds=KINDS, shop=shop)
    return (expected - stored).total(), (stored - expected).total()


def test_nothing_acknowledged_is_lost_and_no_figure_differs(
    real_database, processes, workers, broker, queue, seed, tmp_path
):
    random, began = Random(seed), time.monotonic()
    plans = [
        make_plan(f"s{n}", tmp_path / f"s{n}", ids=n % 2 == 0, kinds=KINDS_OF_FILES[n], random=random, **SIZE)
        for n in range(len(KINDS_OF_FILES))
    ]
    shops = [open_as(plan.slug, hash_key=f"{random.getrandbits(128):032x}") for plan in plans]
    environment = {**processes.environment, **QUIET, "REDIS_URL": broker}
    clients = [Client(plan, environment=environment, log=tmp_path / f"{plan.slug}.log") for plan in plans]
    chaos = Chaos(random, workers, clients, queue)
    for client in clients:
        client.start()
    asked_at = 0.0
    while not chaos.is_over() or any(client.is_alive() for client in clients):
        assert time.monotonic() - began < 400, chaos.done
        if time.monotonic() - asked_at > 1:
            asked_at = time.monotonic()
            ask_again()
        chaos.step()
        time.sleep(0.1)
    print(f"{time.monotonic() - began:.0f} s of chaos: {chaos.done}")
    settle(shops, workers)
    tick_once()
    print(f"settled after {time.monotonic() - began:.0f} s")
    calm = undisturbed(plans, tmp_path)
    print(f"undisturbed after {time.monotonic() - began:.0f} s")

    assert chaos.done.kills >= WORKER_KILLS
    assert not Job.objects.active().exists()
    for plan, shop, client in zip(plans, shops, clients, strict=True):
        assert set(client.ends[:-1]) <= {-signal.SIGKILL}, client.log.read_text()
        assert list(client.ledger) == [str(file) for file in plan.files]
        for told in client.ledger.values():
            batch = Batch.objects.get(pk=told["batch"])
            assert (batch.accepted, batch.duplicates) == (told["accepted"], told["duplicates"])
        wanted = {Path(file).name: rows for file, rows in calm[plan.slug]["accepted"].items()}
        assert accepted_by_file(shop) == wanted
        assert lost_and_doubled(plan, shop) == (0, 0)
        assert DayFill.objects.filter(shop=shop).count() == DAYS
        assert differences(picture_of(shop), calm[plan.slug]["picture"]) == []
        assert unnamed_files(shop) == []
    assert list(Path(settings.SCRATCH_ROOT).iterdir()) == []
    print(f"{sum(len(plan.files) for plan in plans)} files,"
          f" {sum(BatchDay.objects.values_list('rows', flat=True))} events,"
          f" {Job.objects.count()} jobs, {Job.objects.filter(state=JobState.FAILED).count()} failed")  # fmt: skip

    # What these comparisons are worth: a lost file, a doubled one and a changed cell are seen.
    plan, shop = plans[0], shops[0]
    row = FunnelDay.objects.filter(shop=shop, dimension="source").order_by("day").first()
    FunnelDay.objects.filter(pk=row.pk).update(views=row.views + 1)
    assert differences(picture_of(shop), calm[plan.slug]["picture"]) == [f"FunnelDay {row.day}"]
    file = BatchDay.objects.filter(shop=shop).exclude(file="").order_by("day").last()
    BatchDay.objects.filter(pk=file.pk).delete()
    assert lost_and_doubled(plan, shop) == (file.rows, 0)


def test_a_huge_day_is_counted_though_whoever_begins_a_bucket_is_killed(
    real_database, processes, broker, queue, tmp_path
):
    plan = make_plan("huge", tmp_path / "files", ids=True, days=2, events_a_day=16_000, random=Random(1))
    shop = open_as("huge", hash_key="0" * 32)
    for file in plan.files:
        load(shop, file.kind, file.path)
    workers, asked_at, killed = Workers(processes, broker=broker, FILL_ROWS_A_BUCKET="4100"), 0.0, 0
    try:
        deadline = time.monotonic() + 120
        while due_days(shop):
            assert time.monotonic() < deadline
            if time.monotonic() - asked_at > 1:
                asked_at = time.monotonic()
                ask_again()
            for job in Job.objects.filter(state=JobState.RUNNING, task="analytics.fill_bucket", lease=1):
                killed += end(int(job.runner.split(":")[1]), signal.SIGKILL)
            workers.keep_alive()
            time.sleep(0.01)
    finally:
        workers.stop()
    buckets = Job.objects.filter(task="analytics.fill_bucket")
    assert set(buckets.values_list("args__buckets", flat=True)) == {4}
    assert killed >= buckets.filter(lease__gte=2).count() >= 4
    found = picture_of(shop)
    fill_shop(shop, force=True)
    assert differences(picture_of(shop), found) == []
