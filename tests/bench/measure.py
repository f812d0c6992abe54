"""Timing: things that are compared take turns, and medians are quoted."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]


def interleaved(rounds: int, **works: Callable[[int], object]) -> dict[str, float]:
    """Median seconds of each work; each is called with the number of the round."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name, work in works.items():
            seconds[name].append(timed(lambda work=work, number=number: work(number)))
    return {name: median(times) for name, times in seconds.items()}


def timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def in_child(*command: str, **environment: str) -> dict[str, float]:
    """What `python -m tests.bench.child …` printed: a process of its own has a memory of its own."""
    import os

    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.child", *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise RuntimeError(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])
