"""Takes a file in: the one way for the command, the import centre and the watched folder."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.due import PLATFORM_KINDS, mark_all_due, mark_due
from analytics.events.duck import connect
from analytics.events.scratch import scratch_folder
from analytics.events.store import StoredFile, described, only_writer, prepare_root
from analytics.events.write import unfinished_file
from analytics.importing import rejects
from analytics.importing.choose import Choice, choose_format
from analytics.importing.kinds.registry import kind_of
from analytics.importing.reading.open import open_table
from analytics.importing.reading.raw import create_raw, ways_to_read
from analytics.importing.refused import Refused
from analytics.importing.session import Outcome, Session, Stage, Work
from analytics.importing.stage import Clock, Reading, read_stage, readings_of
from analytics.importing.tells import tells
from analytics.metrics.sources import told_by
from analytics.models import Batch, BatchDay
from shopops.shops.models import Shop


@dataclass(frozen=True)
class LoadResult:
    """What became of a file. rows = accepted + rejected + duplicates; `changed` rows are among the accepted.

    `batch` is None after a dry run, `rejects` the path of the reject file or None.
    """

    batch: int | None
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    changed: int
    days: int
    rejects: str | None
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass
class Prepared:
    """A file read and ready: its works, of which the first is the kind that was asked for."""

    choice: Choice
    works: list[tuple[Reading, Stage, Work]]
    rows: int
    rejected: int
    reasons: dict[str, int]
    reject_file: Path | None

    def discard(self) -> None:
        for _reading, _stage, work in self.works:
            work.discard()
        if self.reject_file:
            self.reject_file.unlink(missing_ok=True)


def load(
    shop: Shop,
    kind: str,
    path: Path | str,
    *,
    format: str | None = None,
    mapping: dict[str, str] | None = None,
    user: AbstractBaseUser | None = None,
    dry_run: bool = False,
) -> LoadResult:
    """Load a file of `kind`. Raises Refused where it cannot be read at all; a bad row only goes to the reject file.

    The data become visible in one transaction. `mapping` gives the header name of a field where it is not known.
    """
    path = Path(path)
    prepare_root()
    with only_writer(shop.pk), scratch_folder("load") as scratch, ThreadPoolExecutor(max_workers=1) as beside:
        table = open_table(path, scratch=scratch)
        # Beside the reading: together they take hardly longer.
        original = beside.submit(described, path)
        choice = choose_format(kind_of(kind), table, named=format, mapping=mapping)
        with connect(
            readable=(choice.table.path,), database=True, memory=settings.DUCKDB_LOAD_MEMORY, written_order=True
        ) as connection:
            prepared = _prepare(connection, shop, choice, scratch)
            try:
                return _commit(shop, kind, original.result(), prepared, user=user, dry_run=dry_run)
            except BaseException:
                prepared.discard()
                raise


def _prepare(connection: duckdb.DuckDBPyConnection, shop: Shop, choice: Choice, scratch: Path) -> Prepared:
    clock = Clock(shop.days, timezone.now())
    readings = readings_of(choice.format)
    stages = _read(connection, choice, readings, shop, clock, scratch)
    rejects.create_rejects(connection)
    works: list[tuple[Reading, Stage, Work]] = []
    try:
        for reading, stage in zip(readings, stages, strict=True):
            if reading.checked:
                rejects.note_problems(connection, stage, reading)
            session = Session(shop, clock.days, connection, stage, _setter_aside(connection, stage, reading))
            works.append((reading, stage, kind_of(stage.kind).prepare(session)))
        rows = sum(stage.rows for reading, stage in zip(readings, stages, strict=True) if reading.checked)
        rejected, reasons, file = rejects.write_rejects(connection, choice.table, shop_id=shop.pk)
    except BaseException:
        for _reading, _stage, work in works:
            work.discard()
        raise
    return Prepared(choice, works, rows, rejected, reasons, file)


def _read(
    connection: duckdb.DuckDBPyConnection,
    choice: Choice,
    readings: list[Reading],
    shop: Shop,
    clock: Clock,
    scratch: Path,
) -> list[Stage]:
    for select in ways_to_read(choice.table, scratch=scratch):
        try:
            create_raw(connection, select, choice.table.columns)
            return [_read_rows(connection, reading, shop=shop, clock=clock) for reading in readings]
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall():
                connection.execute(f"DROP TABLE {table}")
    raise Refused(_("The file cannot be read as a table."))


def _read_rows(connection: duckdb.DuckDBPyConnection, reading: Reading, *, shop: Shop, clock: Clock) -> Stage:
    own = kind_of(reading.kind).read
    if own is None:
        return read_stage(connection, reading, shop=shop, clock=clock)
    file = unfinished_file(shop.pk)
    try:
        return own(connection, reading, shop=shop, clock=clock, file=file)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _setter_aside(connection: duckdb.DuckDBPyConnection, stage: Stage, reading: Reading) -> Any:
    def set_aside(where: str, field: str, reason: str) -> int:
        return rejects.set_aside(connection, stage, reading, where=where, field=field, reason=reason)

    return set_aside


@transaction.atomic
def _commit(
    shop: Shop, kind: str, original: StoredFile, prepared: Prepared, *, user: AbstractBaseUser | None, dry_run: bool
) -> LoadResult:
    before = told_by(shop)
    batch = Batch.objects.create(
        shop=shop,
        kind=kind,
        format=prepared.choice.format.key,
        file_name=original.name,
        file_size=original.size,
        file_sha256=original.sha256,
        rows=prepared.rows,
        accepted=0,
        rejected=prepared.rejected,
        duplicates=0,
        fields=sorted(told for reading, stage, _work in prepared.works for told in tells(reading, stage)),
        notes=dict(prepared.reasons),
        reject_file=prepared.reject_file.name if prepared.reject_file else "",
        loaded_by_id=user.pk if user else None,
    )
    outcome = _commit_works(batch, prepared)
    _save_counts(batch, prepared, outcome)
    if kind not in PLATFORM_KINDS:
        _mark_due(shop, outcome, tells_more=bool(set(batch.fields) - before) and bool(outcome.accepted))
    result = _result(batch, prepared, outcome, dry_run=dry_run)
    if dry_run:
        transaction.set_rollback(True)
        prepared.discard()
    return result


def _mark_due(shop: Shop, outcome: Outcome, *, tells_more: bool) -> None:
    if tells_more:
        mark_all_due(shop)
    mark_due(shop, set(outcome.days) | outcome.also_due, events_changed=outcome.events_changed)


def _commit_works(batch: Batch, prepared: Prepared) -> Outcome:
    """Commit every work; rows count once, for the kind that they are rows of."""
    total = Outcome()
    for reading, _stage, work in prepared.works:
        outcome = work.commit(batch)
        if reading.checked:
            total.accepted += outcome.accepted
            total.duplicates += outcome.duplicates
        total.changed += outcome.changed
        total.events_changed |= outcome.events_changed
        total.also_due |= outcome.also_due
        for day, rows in outcome.days.items():
            total.days[day] = total.days.get(day, 0) + rows
        total.notes |= outcome.notes
    return total


def _save_counts(batch: Batch, prepared: Prepared, outcome: Outcome) -> None:
    batch.accepted, batch.duplicates, batch.changed = outcome.accepted, outcome.duplicates, outcome.changed
    batch.notes = {**prepared.reasons, **outcome.notes}
    batch.save()
    with_files = set(batch.days.filter(shop_id=batch.shop_id).values_list("day", flat=True))
    BatchDay.objects.bulk_create(
        BatchDay(shop_id=batch.shop_id, batch=batch, day=day, rows=rows)
        for day, rows in sorted(outcome.days.items())
        if day not in with_files
    )


def _result(batch: Batch, prepared: Prepared, outcome: Outcome, *, dry_run: bool) -> LoadResult:
    return LoadResult(
        batch=None if dry_run else batch.pk,
        rows=prepared.rows,
        accepted=outcome.accepted,
        rejected=prepared.rejected,
        duplicates=outcome.duplicates,
        changed=outcome.changed,
        days=len(outcome.days),
        rejects=str(prepared.reject_file) if prepared.reject_file and not dry_run else None,
        reasons=batch.notes,
    )
