"""Counts shop-days and replaces their figures. The only writer of `FunnelDay`, `PayerDay` and `DayFill`."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from time import perf_counter
from typing import Any, Protocol

import duckdb
from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from analytics.bulk import insert
from analytics.due import days_between, due_days, fact_range, locked_revision, revision_of
from analytics.events.duck import connect
from analytics.events.scratch import scratch_folder
from analytics.events.store import DamagedFile, counting
from analytics.metrics.registry import definitions_digest, measures
from analytics.metrics.sources import sources_of
from analytics.metrics.types import Basis, Measure
from analytics.models import BatchDay, BatchState, DayFill, FillState, FunnelDay, PayerDay
from analytics.rollup.inputs import DayFacts, create_day, create_part
from analytics.rollup.part import Cells, Counted, Counter, Part, summed
from analytics.rollup.refunds import PAYER
from analytics.rollup.sql import ROWS, counts_sql
from analytics.rollup.visitors import Superseded
from shopops.sales.models import Flag, Order, Refund
from shopops.shops.models import Shop

ATTEMPTS = 5
ROUNDS = 4


@dataclass(frozen=True)
class FillResult:
    """How many days were counted, in how many seconds."""

    days: int
    seconds: float


class Watch(Protocol):
    """Who asked for the work: is told how far it is, and may forbid the write (a job that lost its lease)."""

    def progress(self, done: int, total: int) -> None: ...

    def fence(self) -> None: ...


class _Nobody:
    def progress(self, done: int, total: int) -> None:
        """A command waits for the end."""

    def fence(self) -> None:
        """A command may always write."""


NOBODY: Watch = _Nobody()


def fill_shop(shop: Shop, *, first: date | None = None, last: date | None = None, force: bool = False) -> FillResult:
    """Count every day that is due, oldest first; with `force` every day of the range that has facts."""
    started = perf_counter()
    days = _all_days(shop, first, last) if force else due_days(shop, first=first, last=last)
    counted = 0
    # A day's payments may move refunds of another day to other members, which is due again then.
    for _round in range(ROUNDS):
        fill_days(shop, days)
        counted += len(days)
        days = due_days(shop, first=first, last=last)
        if not days:
            break
    return FillResult(counted, round(perf_counter() - started, 3))


def fill_day(shop: Shop, day: date) -> None:
    """Count one day and replace its figures in one transaction. Running twice changes nothing."""
    fill_days(shop, [day])


def fill_days(shop: Shop, days: list[date], *, watch: Watch = NOBODY) -> None:
    """As `fill_day`, with one connection for all. Raises DamagedFile, EventsUnreachable, Superseded.

    A damaged day is left out, and raised when the others are done.
    """
    if not days:
        return
    damaged: DamagedFile | None = None
    with counting(shop.pk), connect() as connection:
        counter = counter_of(shop, connection)
        for done, day in enumerate(days):
            watch.progress(done, len(days))
            try:
                counter = _fill_with_patience(counter, day, watch)
            except DamagedFile as damage:
                damaged = damage
    if damaged is not None:
        raise damaged


def buckets_of(shop: Shop, day: date) -> int:
    """In how many buckets a day is counted: one, but for a huge one."""
    named = BatchDay.objects.filter(shop=shop, day=day, batch__state=BatchState.ACTIVE).exclude(file="")
    rows = named.aggregate(rows=Sum("rows"))["rows"] or 0
    return -(-rows // settings.FILL_ROWS_A_BUCKET) or 1


def counter_of(shop: Shop, connection: duckdb.DuckDBPyConnection) -> Counter:
    revision = revision_of(shop)
    return Counter(shop, shop.days, sources_of(shop), revision, connection)


def _fill_with_patience(counter: Counter, day: date, watch: Watch) -> Counter:
    """An import may come between counting and writing: then count again. Gives the counter that succeeded."""
    for _attempt in range(ATTEMPTS):
        try:
            _fill(counter, day, watch)
        except Superseded:
            counter = counter_of(counter.shop, counter.connection)
        else:
            return counter
    raise Superseded


def _fill(counter: Counter, day: date, watch: Watch) -> None:
    """One bucket after the other, in the memory of one."""
    buckets = buckets_of(counter.shop, day)
    counted = count_parts(counter, [Part(day, bucket, buckets) for bucket in range(buckets)])
    with transaction.atomic():
        watch.fence()
        write_day(counter, day, counted)


def count_parts(counter: Counter, parts: list[Part]) -> Counted:
    """Figures of every slice of the parts of one day, and their payers, one part after the other.

    Raises DamagedFile, EventsUnreachable, Superseded.
    """
    with scratch_folder("day") as scratch:
        facts = create_day(counter, parts[0].day, parts, scratch=scratch)
        return summed(_count_part(counter, facts, part) for part in parts)


def _count_part(counter: Counter, facts: DayFacts, part: Part) -> Counted:
    cells: Cells = {("", 0): {}}
    something = create_part(counter, facts, part)
    for relation, its_measures in _by_relation() if something else ():
        keys = [measure.key for measure in its_measures]
        for select in counts_sql(counter.connection, relation, its_measures):
            for dimension, member, *values in counter.connection.execute(select).fetchall():
                cells.setdefault((dimension, member), {}).update(zip(keys, values, strict=True))
    payers = counter.connection.execute(
        f"SELECT DISTINCT {', '.join(PAYER)} FROM order_acts WHERE NOT placed AND visitor IS NOT NULL ORDER BY 1"
    ).fetchall()
    return Counted(cells, payers)


def write_day(counter: Counter, day: date, counted: Counted) -> None:
    """Within a transaction: replace the day's figures. Raises Superseded."""
    if locked_revision(counter.shop) != counter.revision:
        raise Superseded
    _replace(counter, day, counted.cells)
    _replace_payers(counter.shop, day, counted.payers)
    DayFill.objects.update_or_create(
        shop=counter.shop,
        day=day,
        defaults={
            "revision": counter.revision,
            "state": FillState.FINAL if counter.sources.is_complete(day) else FillState.PROVISIONAL,
            "definitions": definitions_digest(),
            "left_out_orders": _left_out(counter.shop, day),
        },
    )


def _by_relation() -> list[tuple[Any, list[Measure]]]:
    """Relations with the measures that are counted here, from events and order tables."""
    counted = [measure for measure in measures() if measure.basis is Basis.EVENT and measure.relation.key in ROWS]
    ordered = sorted(counted, key=lambda measure: measure.relation.key)
    return [
        (group[0].relation, group) for _key, rows in groupby(ordered, lambda m: m.relation.key) if (group := list(rows))
    ]


def _replace(counter: Counter, day: date, cells: Cells) -> None:
    """A measure that the shop's files cannot tell has no value; one that they can and nobody did is 0."""
    told = [measure for measure in measures() if counter.sources.has(measure.needs, day)]
    keys = [measure.key for measure in told]
    FunnelDay.objects.filter(shop=counter.shop, day=day).delete()
    insert(
        FunnelDay,
        ("shop_id", "day", "dimension", "member", *keys),
        (
            (counter.shop.pk, day.isoformat(), dimension, member, *(int(values.get(key) or 0) for key in keys))
            for (dimension, member), values in sorted(cells.items())
        ),
    )


def _replace_payers(shop: Shop, day: date, payers: list[tuple[int | None, ...]]) -> None:
    """Keep where payments belong: refunds of them on other days are split by it, so those are due if it changed."""
    rows = PayerDay.objects.filter(shop=shop, day=day)
    if list(rows.order_by("visitor").values_list(*PAYER)) == payers:
        return
    rows.delete()
    insert(PayerDay, ("shop_id", "day", *PAYER), ((shop.pk, day.isoformat(), *payer) for payer in payers))
    refunds = Refund.objects.filter(shop=shop, order__paid_day=day, day__isnull=False).exclude(day=day)
    DayFill.objects.filter(shop=shop, day__in=set(refunds.values_list("day", flat=True))).delete()


def _left_out(shop: Shop, day: date) -> int:
    return Order.objects.exclude(flag=Flag.NONE).of_day(shop, day).count()


def _all_days(shop: Shop, first: date | None, last: date | None) -> list[date]:
    span = fact_range(shop)
    return days_between(max(first or span[0], span[0]), min(last or span[1], span[1])) if span else []
