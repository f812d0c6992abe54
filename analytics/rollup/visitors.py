"""Visitor-day files: one row a visitor of the day, made from the day's events once and read by every later question."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

import duckdb
from django.db import transaction

from analytics.due import ONE_DAY, locked_revision
from analytics.events.duck import files_literal
from analytics.events.schema import Kind
from analytics.events.store import StoredFile, check, day_folder, make_folder, publish, reachable_root, visitors_folder
from analytics.models import BatchDay, BatchState, VisitorDay
from shopops.shops.models import Shop

# A visitor is new when they had no event in so many days before.
NEW_AFTER = 30
# The first event's attributes in one number, so that one min() finds them: ties go to the smaller codes.
PACKED = 'min(CAST(epoch_us("at") AS HUGEINT) * 1099511627776 + source * 16777216 + region * 256 + device)'


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


def visitor_files(
    connection: duckdb.DuckDBPyConnection, shop: Shop, days: Iterable[date], *, revision: int
) -> list[str]:
    """The visitor-day files of those `days` that have events, made where they are missing."""
    wanted = list(days)
    present = {row.day: row for row in VisitorDay.objects.filter(shop=shop, day__in=wanted)}
    missing = BatchDay.objects.filter(shop=shop, day__in=set(wanted) - set(present), batch__state=BatchState.ACTIVE)
    for day in missing.exclude(file="").values_list("day", flat=True).distinct().order_by("day"):
        present[day] = make_visitor_day(connection, shop, day, revision=revision)
    return [checked_path(shop, row) for _day, row in sorted(present.items())]


def make_visitor_day(connection: duckdb.DuckDBPyConnection, shop: Shop, day: date, *, revision: int) -> VisitorDay:
    """Write the file and name it. Raises Superseded where an import came between."""
    folder = visitors_folder(shop.pk)
    make_folder(folder)
    name = f"{day.isoformat()}.{uuid4().hex}.parquet"
    unfinished = folder / f".{name}.writing"
    select = visitor_day_sql(files_literal(event_files(shop, day)))
    connection.execute(f"COPY ({select}) TO '{unfinished}' (FORMAT parquet, COMPRESSION zstd)")
    counted = connection.execute(f"SELECT count(*) FROM read_parquet('{unfinished}')").fetchone()
    stored = publish(unfinished, folder / name)
    with transaction.atomic():
        if locked_revision(shop) != revision:
            raise Superseded
        values = {"file": name, "size": stored.size, "sha256": stored.sha256, "rows": counted[0] if counted else 0}
        row, _made = VisitorDay.objects.update_or_create(shop=shop, day=day, defaults=values)
    return row


def visitor_day_sql(files: str) -> str:
    """One row a visitor with an event: the first event's attributes, and what they did."""
    return (
        "SELECT visitor, CAST(packed // 16777216 % 65536 AS INTEGER) AS source, CAST(packed // 256 % 65536 AS INTEGER)"
        " AS region, CAST(packed % 256 AS INTEGER) AS device, * EXCLUDE (visitor, packed) FROM ("
        f"SELECT visitor, {PACKED} AS packed, count(*) FILTER (WHERE kind = {Kind.VIEW}) AS views,"
        f" bool_or(kind = {Kind.FAVOURITE}) AS favourited, bool_or(kind = {Kind.CART}) AS carted,"
        f" bool_or(kind = {Kind.INQUIRY}) AS inquired, bool_or(kind IN ({Kind.ORDER}, {Kind.PURCHASE})) AS ordered,"
        f" bool_or(kind IN ({Kind.PAY}, {Kind.PURCHASE})) AS paid FROM read_parquet({files}) GROUP BY visitor)"
        " ORDER BY visitor"
    )


def checked_path(shop: Shop, row: VisitorDay) -> str:
    """Raises DamagedFile."""
    path = visitors_folder(shop.pk) / row.file
    check(path, StoredFile(row.file, row.size, row.sha256), row.day)
    return str(path)


def days_before(day: date) -> list[date]:
    return [day - ONE_DAY * step for step in range(NEW_AFTER, 0, -1)]
