"""Visitor-day files: one row a visitor of the day, made from the day's events once and read by every later question."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from analytics.due import ONE_DAY, locked_revision
from analytics.events.duck import files_literal
from analytics.events.store import StoredFile, check, day_folder, make_folder, publish, reachable_root, visitors_folder
from analytics.events.write import PARQUET
from analytics.metrics.relations import NEW_AFTER
from analytics.models import BatchDay, BatchState, VisitorDay
from analytics.rollup.part import Counter
from analytics.rollup.people import KEPT, seen_sql
from shopops.shops.models import Shop


class Superseded(Exception):
    """The shop's facts changed while a day was counted; what was counted is not written."""


def event_files(shop: Shop, day: date) -> list[str]:
    """The day's event files, each checked. Raises DamagedFile, EventsUnreachable."""
    named = BatchDay.objects.filter(shop=shop, day=day, batch__state=BatchState.ACTIVE).exclude(file="")
    files = list(named.order_by("batch_id").values_list("file", "size", "sha256"))
    if files:
        reachable_root()
    folder = day_folder(shop.pk, day)
    for name, size, sha256 in files:
        check(folder / name, StoredFile(name, size or 0, sha256), day)
    return [str(folder / name) for name, _size, _sha256 in files]


def rows_of(files: list[str]) -> str:
    """SQL for the events of the files, `at` as `moment` (a reserved word)."""
    return f'(SELECT * RENAME ("at" AS moment) FROM read_parquet({files_literal(files)}))'


def visitor_files(counter: Counter, days: Iterable[date]) -> list[str]:
    """The visitor-day files of those `days` that have events, made where they are missing, in order of day."""
    wanted, shop = list(days), counter.shop
    present = {row.day: row for row in VisitorDay.objects.filter(shop=shop, day__in=wanted)}
    missing = BatchDay.objects.filter(shop=shop, day__in=set(wanted) - set(present), batch__state=BatchState.ACTIVE)
    for day in missing.exclude(file="").values_list("day", flat=True).distinct().order_by("day"):
        seen = seen_sql(rows_of(event_files(shop, day)), begins=counter.days.start(day))
        present[day] = keep_visitors(counter, day, f"({seen})")
    return [_checked(counter, row) for _day, row in sorted(present.items())]


def keep_visitors(counter: Counter, day: date, seen: str) -> VisitorDay:
    """Write the day's file from `seen` and name it. Raises Superseded where an import came between."""
    shop = counter.shop
    folder = visitors_folder(shop.pk)
    make_folder(folder)
    name = f"{day.isoformat()}.{uuid4().hex}.parquet"
    unfinished = folder / f".{name}.writing"
    copied = counter.connection.execute(
        f"COPY (SELECT {', '.join(KEPT)} FROM {seen} AS seen) TO '{unfinished}' ({PARQUET})"
    ).fetchone()
    stored = publish(unfinished, folder / name)
    with transaction.atomic():
        if locked_revision(shop) != counter.revision:
            raise Superseded
        values = {"file": name, "size": stored.size, "sha256": stored.sha256, "rows": copied[0] if copied else 0}
        row, _made = VisitorDay.objects.update_or_create(shop=shop, day=day, defaults=values)
    return row


def day_in_name(files: Iterable[str]) -> str:
    """SQL for the rows of visitor-day files, each with the `day` that its file is named after."""
    return (
        "(SELECT *, CAST(substr(parse_filename(filename), 1, 10) AS DATE) AS day"
        f" FROM read_parquet({files_literal(files)}, filename = true))"
    )


def _checked(counter: Counter, row: VisitorDay) -> str:
    """Raises DamagedFile."""
    path = str(visitors_folder(counter.shop.pk) / row.file)
    if path not in counter.verified:
        check(Path(path), StoredFile(row.file, row.size, row.sha256), row.day)
        counter.verified.add(path)
    return path


def days_before(day: date, *, number: int = NEW_AFTER) -> list[date]:
    return [day - ONE_DAY * step for step in range(number, 0, -1)]
