"""Who reads is not held up by who imports: eight readers beside an import that goes on and on."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

import pytest
from django.conf import settings

from analytics.importing.load import load
from analytics.models import Batch, DayFill
from analytics.rollup.fill import fill_shop
from shopops.shops.models import Shop
from tests.builders import make_shop
from tests.jobs.real import Processes, eventually
from tests.services.plan import FIRST_DAY, File, make_plan

READERS = 8
# Long beside a read, so that the processors are not what readers wait for, whatever the import takes of them.
THINK = 0.1
DAYS, EVENTS_A_DAY, READ_DAYS = 120, 400, 20
# Alternating, so that whatever else the machine does is in both.
SLICES, ALONE_SECONDS, IMPORT_SECONDS = 6, 2.0, 5.0

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Slice:
    began: float
    ended: float

    def rate(self, moments: list[float]) -> float:
        """Reads a second."""
        return sum(self.began <= moment < self.ended for moment in moments) / (self.ended - self.began)


class Import:
    """Loads one file after the other and counts its days, each by a process, as long as it is asked to."""

    def __init__(self, shop: Shop, files: Iterator[File], environment: dict[str, str]) -> None:
        self.shop, self.files, self.environment = shop, files, environment
        self.wrong: list[str] = []

    def go_on(self, *, seconds: float) -> Slice:
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            file = next(self.files)
            self.run("load", file.kind, str(file.path))
            self.run("fill")
        return Slice(began, time.monotonic())

    def run(self, *command: str) -> None:
        answer = subprocess.run(
            [sys.executable, "manage.py", *command, "--shop", self.shop.slug],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode or answer.stderr:
            self.wrong.append(answer.stderr)


@pytest.fixture
def environment(processes: Processes) -> dict[str, str]:
    return {**processes.environment, "DUCKDB_THREADS": "1", "LOG_LEVEL": "ERROR"}


@pytest.fixture
def files(tmp_path: Path) -> Iterator[File]:
    plan = make_plan("x", tmp_path / "files", ids=True, days=DAYS, events_a_day=EVENTS_A_DAY, random=Random(1))
    return iter(plan.files)


@pytest.fixture
def shop(real_database, files: Iterator[File]) -> Shop:
    """With figures of the days that readers look at, and of some after them."""
    shop = make_shop(zone="UTC")
    last = FIRST_DAY + timedelta(days=READ_DAYS)
    while (DayFill.objects.filter(shop=shop).newest_day() or FIRST_DAY) < last:
        file = next(files)
        load(shop, file.kind, file.path)
        fill_shop(shop)
    return shop


@pytest.fixture
def readers(shop: Shop, environment: dict[str, str], tmp_path: Path) -> Iterator[list[Path]]:
    """What each reader says, in a file; all have begun."""
    stop, outputs = tmp_path / "stop", [tmp_path / f"reader-{n}" for n in range(READERS)]
    days = (FIRST_DAY, FIRST_DAY + timedelta(days=READ_DAYS - 1))
    command = [sys.executable, "-m", "tests.services.reader", shop.slug, *map(str, days), str(THINK), str(stop)]
    running = []
    for output in outputs:
        with output.open("w") as file:
            running.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=file))
    eventually(lambda: all(output.stat().st_size for output in outputs))
    yield outputs
    stop.touch()
    assert [reader.wait(60) for reader in running] == [0] * READERS


def alone(*, seconds: float) -> Slice:
    began = time.monotonic()
    time.sleep(seconds)
    return Slice(began, time.monotonic())


def test_eight_readers_beside_an_import_read_on_and_nobody_finds_the_database_locked(shop, files, readers, environment):
    """30 s of import. A reader thinks for 0.1 s after each read: it is told apart who waits for a lock, and not for
    one of two processors. The rate is that of all readers, in the middle one of six slices with and without import.
    """
    importing, batches = Import(shop, files, environment), Batch.objects.count()
    slices = [(alone(seconds=ALONE_SECONDS), importing.go_on(seconds=IMPORT_SECONDS)) for _ in range(SLICES)]
    lines = [line for output in readers for line in output.read_text().splitlines()]
    errors = [line for line in lines if line.startswith("error")]
    moments = [float(line) for line in lines if not line.startswith("error")]
    before, beside = (median(one.rate(moments) for one in kind) for kind in zip(*slices, strict=True))
    loaded = Batch.objects.count() - batches
    print(f"{len(moments)} reads, {len(errors)} errors, {loaded} imports")
    print(f"{before:.0f} reads a second alone, {beside:.0f} beside an import")
    assert errors == []
    assert importing.wrong == []
    assert loaded >= SLICES
    assert beside >= before / 2
