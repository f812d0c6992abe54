"""Business days for a whole table at once."""

from datetime import UTC, timedelta

import duckdb

from shopops.shops.days import ONE_DAY, ShopDays


def with_day(connection: duckdb.DuckDBPyConnection, *, table: str, time: str, day: str, days: ShopDays) -> str:
    """SQL for the rows of `table` with the business day of column `time` as column `day`; NULL where that is NULL.

    The day is guessed from the clock of one fixed offset, which is off by one at most, and set right by the true
    starts of that day and the next.
    """
    ends = connection.execute(f'SELECT min("{time}"), max("{time}") FROM {table}').fetchone()
    if ends is None or ends[0] is None:
        return f'SELECT *, NULL::DATE AS "{day}" FROM {table}'
    offset = days.zone.utcoffset(ends[0]) or timedelta()
    starts = f"starts_{table}_{time}".replace(" ", "_")
    first, last = (days.day_of(end.replace(tzinfo=UTC)) for end in ends)
    span = [first + ONE_DAY * step for step in range(-2, (last - first).days + 3)]
    rows = ", ".join(
        f"(DATE '{each}', TIMESTAMP '{days.start(each):%Y-%m-%d %H:%M:%S}',"
        f" TIMESTAMP '{days.start(each + ONE_DAY):%Y-%m-%d %H:%M:%S}')"
        for each in span
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {starts} AS SELECT * FROM (VALUES {rows}) AS d(guess, starts, ends)"
    )
    guess = f'CAST(rows."{time}" + to_seconds({round(offset.total_seconds())}) AS DATE)'
    right = f'CASE WHEN rows."{time}" < starts THEN -1 WHEN rows."{time}" >= ends THEN 1 ELSE 0 END'
    return f'SELECT rows.*, guess + {right} AS "{day}" FROM {table} AS rows LEFT JOIN {starts} ON guess = {guess}'
