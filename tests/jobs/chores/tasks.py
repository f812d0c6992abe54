"""Jobs that only the tests have. An effect is a row, so that it comes and goes with the transaction that writes it."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.contrib.auth.models import Group
from django.utils.translation import gettext

from shopops.jobs.registry import job
from shopops.jobs.run import Run


class NotNow(Exception):
    """Its text is for people."""


def effects(word: str) -> int:
    return Group.objects.filter(name__startswith=f"{word} ").count()


def take_effect(word: str) -> None:
    Group.objects.create(name=f"{word} {uuid4()}")


@job("chores.write")
def write(run: Run, word: str) -> str:
    with run.write():
        take_effect(word)
    return f"wrote {word}"


@job("chores.wait")
def wait(run: Run, word: str, begun: str, until: str) -> str:
    """Says that it has begun by making a file, and takes effect once the other file exists."""
    Path(begun).touch()
    for tick in range(10_000):
        if Path(until).exists():
            break
        run.progress(tick, 10_000)
        time.sleep(0.02)
    with run.write():
        take_effect(word)
    return f"waited {word}"


@job("chores.sleep", limit=timedelta(seconds=1))
def sleep(run: Run, begun: str) -> None:
    """Longer than its limit, and never asks whether to go on."""
    Path(begun).touch()
    time.sleep(600)


@job("chores.freeze")
def freeze(run: Run, word: str) -> None:
    """Freezes its process the first time, while it holds a transaction open."""
    with run.write():
        take_effect(word)
        if run.attempt == 1:
            os.kill(os.getpid(), signal.SIGSTOP)


@job("chores.break")
def break_down(run: Run) -> None:
    raise ValueError("invalid phone 13800138000")


@job("chores.refuse", refusals=(NotNow,))
def refuse(run: Run) -> None:
    raise NotNow(gettext("Waiting"))
