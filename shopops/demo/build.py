"""Brings the demo shop up to a day: writes its exports and loads them as any shop's files are loaded."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

from django.db.models import Max

from analytics.due import due_days
from analytics.events.scratch import scratch_folder
from analytics.importing.load import load
from analytics.models import BatchDay, BatchState
from analytics.rollup.many import fill_in_processes
from shopops.demo.files import Export, write_exports
from shopops.demo.refunds import REFUND_REACH, refunds_of
from shopops.demo.refusal import DemoRefused
from shopops.demo.sales import PAYMENT_REACH, sales_of
from shopops.demo.stretch import ONE_DAY, Stretch, stretches
from shopops.demo.visits import visits_of
from shopops.demo.world import World
from shopops.shops.models import Shop

Tell = Callable[[str], object]


@dataclass
class Built:
    """What a start added: days, rows by kind, and the seconds each part took."""

    days: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[part] = self.seconds.get(part, 0.0) + perf_counter() - start


def build(shop: Shop, world: World, *, opened: date, until: date, tell: Tell) -> Built:
    """Load the days after the last loaded one, up to `until`. What is there of earlier days stays as it is."""
    built = Built()
    newest = last_loaded_day(shop)
    for stretch in stretches(opened, first=newest + ONE_DAY if newest else opened, last=until):
        _add(shop, world, stretch, built)
        tell(f"  {stretch.first} to {stretch.last} loaded")
    forget_drawn()
    return built


def fill(shop: Shop, built: Built, *, last: date, tell: Tell, at_once: bool) -> None:
    """Fill the days that are due. Unless `at_once`, leave to the site's timetable those to which refunds came late."""
    due = due_days(shop)
    new = last - ONE_DAY * (max(built.days, 1) - 1)
    late = new - ONE_DAY * (PAYMENT_REACH + REFUND_REACH)
    first = None if at_once or (due and due[0] < late) else new
    if due and (first is None or due[-1] >= first):
        tell(f"  counting {sum(first is None or day >= first for day in due)} days")
        with built.timed("counting"):
            fill_in_processes(shop, processes=os.cpu_count() or 1, first=first)


def last_loaded_day(shop: Shop) -> date | None:
    """Events are loaded last, so their newest day is one of which everything is there."""
    of_events = BatchDay.objects.filter(shop=shop, batch__kind="events", batch__state=BatchState.ACTIVE)
    return of_events.aggregate(newest=Max("day"))["newest"]


def forget_drawn() -> None:
    """Give back the memory of days that were drawn."""
    for drawn in (visits_of, sales_of, refunds_of):
        drawn.cache_clear()


def _add(shop: Shop, world: World, stretch: Stretch, built: Built) -> None:
    with scratch_folder("demo") as folder:
        with built.timed("drawing"):
            exports = write_exports(world, stretch, folder)
        for export in exports:
            with built.timed(f"loading {export.kind}"):
                _load(shop, export)
            built.rows[export.kind] = built.rows.get(export.kind, 0) + export.rows
    built.days += len(stretch.days)


def _load(shop: Shop, export: Export) -> None:
    result = load(shop, export.kind, export.path)
    if result.rejected:
        raise DemoRefused(f"{result.rejected} rows of {export.path.name} were not taken, see {result.rejects}.")
