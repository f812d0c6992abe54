"""Collects the rows behind a figure, by the tables of DuckDB that the fill counts it from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from analytics.due import days_between
from analytics.events.duck import connect
from analytics.events.scratch import scratch_folder
from analytics.events.store import DamagedFile, counting
from analytics.metrics.types import Measure, OverDays
from analytics.rollup.fill import counter_of
from analytics.rollup.inputs import create_day, create_part
from analytics.rollup.listing import day_sql, shown_sql, units_sql
from analytics.rollup.part import Counter, Part
from analytics.rollup.returning import create_earlier_payers
from analytics.rollup.visitors import Superseded
from shopops.shops.models import Shop

ATTEMPTS = 3
Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A measure on the days `first` to `last`, of one member of a dimension or (`by` empty) of the whole shop."""

    measure: Measure
    first: date
    last: date
    by: str = ""
    member: int = 0

    @property
    def is_daily(self) -> bool:
        """Each day counts for itself: it adds up over days, or is split, as in `analytics.read`."""
        return bool(self.by) or self.measure.over_days is OverDays.SUM


@dataclass(frozen=True)
class Collected:
    """`value` is the measure's own aggregate over the rows; `damaged` says of which days rows are missing."""

    connection: duckdb.DuckDBPyConnection
    count: int
    value: int
    damaged: tuple[str, ...]

    def rows(self, start: int, most: int) -> list[Row]:
        """By column name, oldest first. `person` numbers the visitors or buyers of these rows, None is unknown."""
        return next(self.chunks(most, rest=f"LIMIT {most} OFFSET {start}"), [])

    def chunks(self, size: int, *, rest: str = "") -> Iterator[list[Row]]:
        """All of them, sorted once, so many at a time; only while nothing else asks the connection."""
        if not self.count:
            return
        found = self.connection.execute(f"SELECT * FROM numbered ORDER BY ALL {rest}")
        names = [column[0] for column in found.description or ()]
        while rows := found.fetchmany(size):
            yield [dict(zip(names, row, strict=True)) for row in rows]


@contextmanager
def collected(shop: Shop, wanted: Wanted) -> Iterator[Collected]:
    """Raises EventsUnreachable, Superseded."""
    with counting(shop.pk), connect() as connection:
        yield _with_patience(shop, connection, wanted)


def _with_patience(shop: Shop, connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> Collected:
    for _attempt in range(ATTEMPTS):
        try:
            return _collect(counter_of(shop, connection), wanted)
        except Superseded:
            continue
    raise Superseded


def _collect(counter: Counter, wanted: Wanted) -> Collected:
    measure, connection = wanted.measure, counter.connection
    damaged = _list_days(counter, wanted)
    if len(damaged) == len(days_between(wanted.first, wanted.last)):
        return Collected(connection, 0, 0, damaged)
    if not wanted.is_daily and wanted.first != wanted.last:
        _look_back_from_the_first_day(counter, wanted)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE shown AS {shown_sql(measure, 'listed', daily=wanted.is_daily)}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE numbered AS {_NUMBERED}")
    units = units_sql(measure, "shown", daily=wanted.is_daily)
    summed = f"SELECT {measure.sql}, (SELECT count(*) FROM shown) FROM ({units})"
    [(value, count)] = connection.execute(summed).fetchall()
    return Collected(connection, count, value or 0, damaged)


# People are numbered as they appear, within these rows only: nobody can go back from it, or know them elsewhere.
_NUMBERED = (
    "SELECT shown.* EXCLUDE (visitor), person FROM shown LEFT JOIN (SELECT visitor,"
    " row_number() OVER (ORDER BY min(day), min(moment), visitor) AS person FROM shown WHERE visitor IS NOT NULL"
    " GROUP BY visitor) AS people USING (visitor)"
)


def _list_days(counter: Counter, wanted: Wanted) -> tuple[str, ...]:
    """The table `listed`; gives what is wrong with days that cannot be read. Days without a value have no rows."""
    damaged = []
    made = False
    for day in days_between(wanted.first, wanted.last):
        try:
            _create(counter, day)
        except DamagedFile as damage:
            damaged.append(str(damage))
            continue
        rows = day_sql(wanted.measure, day, by=wanted.by, member=wanted.member)
        told = "true" if counter.sources.has(wanted.measure.needs, day) else "false"
        how = "INSERT INTO listed" if made else "CREATE OR REPLACE TEMP TABLE listed AS"
        counter.connection.execute(f"{how} SELECT * FROM ({rows}) WHERE {told}")
        made = True
    return tuple(damaged)


def _create(counter: Counter, day: date) -> None:
    part = Part(day)
    with scratch_folder("rows") as scratch:
        create_part(counter, create_day(counter, day, [part], scratch=scratch), part)


def _look_back_from_the_first_day(counter: Counter, wanted: Wanted) -> None:
    """Who paid before the period, not before one of its days."""
    columns = {name for name, *_rest in counter.connection.execute("DESCRIBE listed").fetchall()}
    if "paid_before" in columns:
        create_earlier_payers(counter, (wanted.first, wanted.last), acts="listed")
        counter.connection.execute(
            "UPDATE listed SET paid_before = visitor IN (SELECT visitor FROM earlier_payers WHERE visitor IS NOT NULL)"
        )
