"""Job functions by name. They are declared in the `tasks` modules of the apps, which are found on first need."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.module_loading import autodiscover_modules

JobFunction = Callable[..., str | None]


@dataclass(frozen=True, kw_only=True)
class JobKind:
    name: str
    function: JobFunction
    refusals: tuple[type[Exception], ...]
    limit: timedelta
    max_attempts: int


KINDS: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    refusals: tuple[type[Exception], ...] = (),
    limit: timedelta = timedelta(hours=2),
    max_attempts: int = 3,
) -> Callable[[JobFunction], JobFunction]:
    """Declares `f(run, **args) -> str | None` as the work called `name`; what it returns is told to people.

    The function may run twice, and that must not matter. The text of `refusals` is written for people: it is kept, and
    the job is not tried again. Any other exception is for the log, and the job is tried again, with pauses. A run that
    takes longer than `limit` is stuck: its process ends.
    """

    def declare(function: JobFunction) -> JobFunction:
        if name in KINDS:
            raise ValueError(f"two jobs are called {name}")
        KINDS[name] = JobKind(name=name, function=function, refusals=refusals, limit=limit, max_attempts=max_attempts)
        return function

    return declare


def registered(name: str) -> JobKind:
    """Raises LookupError for work that no `tasks` module declares."""
    if name not in KINDS:
        autodiscover_modules("tasks")
    if name not in KINDS:
        raise LookupError(f"no job is called {name}; known are {', '.join(sorted(KINDS))}")
    return KINDS[name]


def check_args(kind: JobKind, args: dict) -> None:
    """Raises TypeError where the function would not take these arguments."""
    inspect.signature(kind.function).bind(None, **args)
