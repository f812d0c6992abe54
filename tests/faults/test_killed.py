"""`kill -9` at steps of a load and of a fill: afterwards the shop is as before or as after, and a tick completes it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRELOAD = Path(__file__).with_name("preload.c")
POINTS = 5

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("gcc") is None, reason="needs a C compiler (apt install gcc) to kill at chosen steps"
    ),
]

KINDS = ("view", "view", "cart", "inquiry")
EVENTS = "time,visitor,event,product,source\n" + "".join(
    f"2026-03-0{1 + n % 3} 1{n % 10}:{n % 60:02d}:00,v{n % 40},{KINDS[n % 4]},p{n % 7},s{n % 3}\n" for n in range(400)
)
ORDERS = "order,buyer,created,paid,amount\n" + "".join(
    f"o{n},v{n % 40},2026-03-0{1 + n % 3} 11:00:00,2026-03-0{1 + n % 3} 12:00:00,{n}.50\n" for n in range(60)
)


class Site:
    """A folder with its own database, and commands run in it as processes."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def run(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
        environment |= {"SHOPOPS_VAR": str(self.var), "PYTHONPATH": str(ROOT), **extra}
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def manage(self, *command: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return self.run("manage.py", *command, **extra)

    def state(self, *arguments: str, **extra: str) -> dict:
        answer = self.run("tests/faults/state.py", *arguments, **extra)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout.splitlines()[-1])

    def copy(self, to: Path) -> "Site":
        shutil.copytree(self.var, to)
        return Site(to)


@pytest.fixture(scope="module")
def preload(tmp_path_factory) -> str:
    library = tmp_path_factory.mktemp("preload") / "preload.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(PRELOAD), "-ldl"], check=True)
    return str(library)


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("site") / "var")
    site.var.mkdir()
    assert site.manage("migrate", "-v0").returncode == 0
    made = site.manage("create_shop", "s", "--name", "S", "--platform", "own")
    assert made.returncode == 0, made.stderr
    for name, text in (("events.csv", EVENTS), ("orders.csv", ORDERS)):
        (site.var / name).write_text(text)
    return site


@pytest.fixture(scope="module")
def loaded(empty: Site, tmp_path_factory) -> Site:
    site = empty.copy(tmp_path_factory.mktemp("loaded") / "var")
    for command in LOADS:
        answer = site.manage(*command(site))
        assert answer.returncode == 0, answer.stderr
    return site


def load_events(site: Site) -> tuple[str, ...]:
    return ("load", "events", str(site.var / "events.csv"), "--shop", "s")


def load_orders(site: Site) -> tuple[str, ...]:
    return ("load", "orders", str(site.var / "orders.csv"), "--shop", "s")


def fill(site: Site) -> tuple[str, ...]:
    return ("fill", "--shop", "s")


LOADS = (load_events, load_orders)


def fill_in_buckets(site: Site) -> tuple[str, ...]:
    """The tick, and every job that it asks for: those of a day in buckets too."""
    return ("shell", "-v0", "-c", "from tests.faults.state import recover; recover()")


def killed_at_points(
    site: Site, command, preload: str, tmp_path: Path, *, points: int = POINTS, **extra: str
) -> Iterator[tuple[int, Site]]:
    """Copies of the site in which the command was killed, spread over all of its durable steps."""
    counted = site.copy(tmp_path / "counted")
    answer = counted.manage(*command(counted), LD_PRELOAD=preload, COUNT_TO=str(tmp_path / "steps"), **extra)
    assert answer.returncode == 0, answer.stderr
    steps = int((tmp_path / "steps").read_text())
    assert steps >= points
    for number in range(points):
        at = 1 + number * (steps - 1) // (points - 1)
        killed = site.copy(tmp_path / f"killed-{number}")
        answer = killed.manage(*command(killed), LD_PRELOAD=preload, KILL_AT=str(at), **extra)
        assert answer.returncode == -9, f"step {at} of {steps} was not reached"
        yield at, killed


@pytest.mark.parametrize("command", LOADS)
def test_a_killed_load_leaves_the_shop_before_or_after(empty, preload, command, tmp_path):
    before = empty.state()["facts"]
    whole = empty.copy(tmp_path / "whole")
    whole.manage(*command(whole))
    after = whole.state("recover")
    for at, killed in killed_at_points(empty, command, preload, tmp_path):
        found = killed.state("recover")
        assert found["facts"] in (before, after["facts"]), f"killed at step {at}"
        assert found["unnamed"] == [], f"killed at step {at}"
        if found["facts"] == before:
            killed.manage(*command(killed))
            found = killed.state("recover")
        assert (found["facts"], found["figures"]) == (after["facts"], after["figures"]), f"killed at step {at}"


def test_a_killed_fill_is_completed_by_the_next_tick(loaded, preload, tmp_path):
    undisturbed = loaded.copy(tmp_path / "undisturbed").state("recover")
    assert undisturbed["filled"] == 3
    for at, killed in killed_at_points(loaded, fill, preload, tmp_path):
        found = killed.state("recover")
        assert found["unnamed"] == [], f"killed at step {at}"
        assert found == undisturbed, f"killed at step {at}"


def test_a_day_in_buckets_whose_counting_was_killed_is_completed_and_equal(loaded, preload, tmp_path):
    undisturbed = loaded.copy(tmp_path / "undisturbed").state("recover")
    in_four = {"FILL_ROWS_A_BUCKET": "40"}
    parts = []
    for at, killed in killed_at_points(loaded, fill_in_buckets, preload, tmp_path, points=8, **in_four):
        parts.append(killed.state()["parts"])
        found = killed.state("recover", **in_four)
        assert found["unnamed"] == [], f"killed at step {at}"
        assert found == undisturbed, f"killed at step {at}"
    assert any(parts), "never killed between two buckets of a day"
