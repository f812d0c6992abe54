"""Reads a table's rows into typed tables of DuckDB, and notes the rows that do not fit, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from analytics.importing import parse
from analytics.importing.formats.types import Derived, Format, SetAside
from analytics.importing.kinds.registry import kind_of
from analytics.importing.kinds.types import Field, Holds
from analytics.importing.reading.raw import SPARE, literal, quoted
from analytics.importing.session import Stage
from shopops.shops.days import ShopDays
from shopops.shops.models import Shop

# What is wrong with a row: the problem's kind and the field, or the key of the format's own reason.
MISSING, UNFIT, SPARE_CELL, SET_ASIDE = "missing", "unfit", "spare", "set_aside"


@dataclass(frozen=True)
class Reading:
    """How one stage is read: `sources` maps each field to a header name or to SQL; `where` limits the rows."""

    kind: str
    sources: dict[str, str | Derived]
    where: str
    format: Format
    checked: bool

    @property
    def asides(self) -> tuple[SetAside, ...]:
        """The format's own reasons are about rows of its own kind."""
        return self.format.set_aside if self.kind == self.format.kind else ()

    def fields(self) -> list[Field]:
        return [field for field in kind_of(self.kind).fields if field.name in self.sources]


@dataclass(frozen=True)
class Clock:
    """The shop's days and the earliest and the latest moment that a row may claim, in UTC."""

    days: ShopDays
    now: datetime

    @property
    def earliest(self) -> str:
        return f"TIMESTAMP '{parse.EARLIEST:%Y-%m-%d %H:%M:%S}'"

    @property
    def latest(self) -> str:
        return f"TIMESTAMP '{self.now + timedelta(days=2):%Y-%m-%d %H:%M:%S}'"


def readings_of(known: Format) -> list[Reading]:
    """The format's own kind, and each kind that some of its rows are routed to."""
    elsewhere = " OR ".join(f"({route.sql})" for route in known.routes if route.alone)
    own = f"NOT coalesce({elsewhere}, false)" if elsewhere else "true"
    routed = [Reading(route.kind, route.columns, route.sql, known, route.alone) for route in known.routes]
    return [Reading(known.kind, known.columns, own, known, True), *routed]


def read_stage(
    connection: duckdb.DuckDBPyConnection, reading: Reading, *, shop: Shop, clock: Clock, only_problems: bool = False
) -> Stage:
    """Create `stage_<kind>`: `row`, a column a field, and `problem`, `cell` for rows that do not fit."""
    fields = reading.fields()
    name = f"stage_{reading.kind}"
    names = ", ".join(quoted(field.name) for field in fields)
    values = ", ".join(f"{_value(field, reading, shop, clock)} AS {quoted(field.name)}" for field in fields)
    connection.execute(
        f"CREATE TABLE {name} AS WITH cells AS (SELECT row, {_cells(fields, reading)} FROM raw WHERE {reading.where}),"
        f" clocks AS (SELECT *{_clocks(fields, reading)} FROM cells),"
        f" parsed AS (SELECT *, {values} FROM clocks)"
        f" SELECT row, {names}, {_problem(fields, reading, clock)} FROM parsed"
        f"{' WHERE problem IS NOT NULL' if only_problems else ''}"
    )
    counted = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    return Stage(reading.kind, name, tuple(field.name for field in fields), counted[0] if counted else 0)


def _cells(fields: list[Field], reading: Reading) -> str:
    cells = [f"{parse.cell_text(field, source_sql(reading.sources[field.name]))} AS {_cell(field)}" for field in fields]
    if reading.checked:
        cells.append(f"{quoted(SPARE)} AS spare")
        cells += [f"coalesce({aside.sql}, false) AS aside_{aside.key}" for aside in reading.asides]
    return ", ".join(cells)


def source_sql(source: str | Derived) -> str:
    return source.sql if isinstance(source, Derived) else quoted(source)


def _cell(field: Field) -> str:
    return quoted(f"cell of {field.name}")


def _clock(field: Field) -> str:
    return quoted(f"clock of {field.name}")


def _clocks(fields: list[Field], reading: Reading) -> str:
    timed = [field for field in fields if field.holds in (Holds.TIME, Holds.DAY)]
    return "".join(f", {parse.any_time(_cell(field))} AS {_clock(field)}" for field in timed)


def _value(field: Field, reading: Reading, shop: Shop, clock: Clock) -> str:
    if field.name in reading.format.epoch_seconds:
        return parse.epoch_time(_cell(field))
    words = reading.format.words.get(field.name, {})
    return parse.value(
        field, cell=_cell(field), clock=_clock(field), currency=shop.currency, days=clock.days, words=words
    )


def _problem(fields: list[Field], reading: Reading, clock: Clock) -> str:
    """Two columns: what is wrong first, and the cell it is wrong in."""
    found = list(_problems(fields, reading, clock))
    kinds = " ".join(f"WHEN {sql} THEN {literal(problem)}" for problem, sql, _cell_sql in found)
    cells = " ".join(f"WHEN {sql} THEN {cell}" for _problem_name, sql, cell in found)
    if not found:
        return "NULL::VARCHAR AS problem, NULL::VARCHAR AS cell"
    return f"CASE {kinds} END AS problem, CASE {cells} END AS cell"


def _problems(fields: list[Field], reading: Reading, clock: Clock) -> Iterator[tuple[str, str, str]]:
    if reading.checked:
        yield SPARE_CELL, "spare IS NOT NULL", "spare"
        for aside in reading.asides:
            yield f"{SET_ASIDE} {aside.key}", f"aside_{aside.key}", "NULL"
    for field in fields:
        if field.required:
            yield f"{MISSING} {field.name}", f"{_cell(field)} IS NULL", "NULL"
        unfit = _unfit(field, clock)
        yield f"{UNFIT} {field.name}", f"{_cell(field)} IS NOT NULL AND ({unfit})", _cell(field)


def _unfit(field: Field, clock: Clock) -> str:
    value = quoted(field.name)
    if field.holds is Holds.TEXT:
        return f"length({value}) > {field.longest}"
    if field.holds is Holds.TIME:
        return f"{value} IS NULL OR {value} < {clock.earliest} OR {value} > {clock.latest}"
    if field.least is not None:
        return f"{value} IS NULL OR {value} < {field.least}"
    return f"{value} IS NULL"
