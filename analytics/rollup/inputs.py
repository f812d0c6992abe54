"""What one shop-day, or one bucket of its visitors, is counted from: tables of DuckDB.

- `tracked`: the events, `at` as `moment`.
- `people`: visitors with the attributes of their first event, `visitor_kind` (1 new, 2 returning) and what they did.
- `order_acts`, `line_acts`: orders placed (`placed`) and paid that day, whole and by line, from tables or from events.
- `acts_of_people`: favourites, carts, inquiries and orders of people; `visits`: runs of their events.
- `basis`: where orders come from, and whether new visitors can be told.
- `cash_refunds`, `cohort_refunds`: see `analytics.rollup.refunds`.
"""

from datetime import date

import duckdb

from analytics.bulk import create_known
from analytics.events.duck import files_literal
from analytics.events.schema import COLUMNS, Kind
from analytics.models import VisitorDay
from analytics.rollup.acts import acts_of_day
from analytics.rollup.attributes import with_attributes
from analytics.rollup.inquirers import create_inquirers
from analytics.rollup.kept import create_kept, members_sql
from analytics.rollup.part import Counter, Part
from analytics.rollup.people import seen_sql
from analytics.rollup.refunds import create_refunds
from analytics.rollup.returning import create_earlier_payers
from analytics.rollup.visitors import days_before, event_files, keep_visitors, rows_of, visitor_files
from analytics.rollup.visits import visits_sql
from shopops.catalog.models import TierAssignment
from shopops.shops.days import ShopDays

ACTS = {
    "order_key": "VARCHAR",
    "visitor": "BIGINT",
    "placed": "BOOLEAN",
    "moment": "TIMESTAMP",
    "product": "INTEGER",
    "amount": "BIGINT",
    "items": "BIGINT",
}


def create_inputs(counter: Counter, part: Part) -> bool:
    """Create the tables; gives False for a day on which nothing happened. Raises DamagedFile, EventsUnreachable."""
    connection = counter.connection
    connection.execute(f"CREATE OR REPLACE TEMP MACRO hour_of(moment) AS {hour_sql(counter.days, part.day)}")
    _create_tiers(counter, part.day)
    files = event_files(counter.shop, part.day)
    _create_tracked(connection, files, part)
    whole = _create_stated(counter, part, files)
    _create_people(counter, part, files)
    for name, source in (("order_acts", "stated_orders"), ("line_acts", "stated_lines")):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {with_attributes(f'(FROM {source} WHERE here)')}")
    create_earlier_payers(counter, part)
    create_inquirers(counter, part)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE visits AS {visits_sql(begins=counter.days.start(part.day))}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE acts_of_people AS {_ACTS_OF_PEOPLE}")
    refunds = create_refunds(counter, part)
    return bool(files) or whole or refunds


def hour_sql(days: ShopDays, day: date) -> str:
    """Local hour of a UTC time of the day; on the day of a clock change by both offsets."""
    spans = list(reversed(days.offsets(day)))
    cases = " ".join(
        f"WHEN moment >= TIMESTAMP '{span.start:%Y-%m-%d %H:%M:%S}' THEN {round(span.offset.total_seconds())}"
        for span in spans[:-1]
    )
    oldest = round(spans[-1].offset.total_seconds())
    seconds = f"(CASE {cases} ELSE {oldest} END)" if cases else str(oldest)
    return f"CAST(hour(moment + to_seconds({seconds})) AS INTEGER)"


def _create_tiers(counter: Counter, day: date) -> None:
    assigned = TierAssignment.objects.filter(shop=counter.shop).on_day(day).values_list("product__number", "tier")
    create_known(counter.connection, "tiers", {"product": "INTEGER", "tier": "INTEGER"}, dict(assigned).items())


def _create_tracked(connection: duckdb.DuckDBPyConnection, files: list[str], part: Part) -> None:
    for name, buckets in (("tracked", part.buckets), ("tracked_all_day", 1)):
        rows = rows_of(files, bucket=part.bucket, buckets=buckets) if files else _no_events()
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {rows}")


def _no_events() -> str:
    columns = ", ".join(f'NULL::{kind} AS "{"moment" if name == "at" else name}"' for name, kind in COLUMNS.items())
    return f"(SELECT {columns} WHERE false)"


def _create_stated(counter: Counter, part: Part, files: list[str]) -> bool:
    """Orders and lines of the whole day, `here` for those of this part: what is kept is chosen by all of them."""
    connection = counter.connection
    found = False
    if counter.sources.orders_from_tables:
        whole, lines = acts_of_day(counter.shop, part.day)
        create_known(connection, "table_orders", ACTS, whole)
        create_known(connection, "table_lines", ACTS, lines)
        found = bool(whole)
        sources = ("table_orders", "table_lines")
    else:
        _create_bought(connection)
        sources = ("bought", "bought")
    for name, source in zip(("stated_orders", "stated_lines"), sources, strict=True):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT *, {part.holds('visitor')} AS here FROM {source}"
        )
    create_kept(connection, day_rows="tracked_all_day", paid_lines="(SELECT * FROM stated_lines WHERE NOT placed)")
    return found


def _create_bought(connection: duckdb.DuckDBPyConnection) -> None:
    """A purchase is an order and its payment; an event without an order number is an order of its own."""
    columns = (
        "coalesce('no ' || order_no, 'row ' || row) AS order_key, visitor, {placed} AS placed, moment, product, amount,"
        " quantity AS items"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sold AS SELECT *, row_number() OVER () AS row FROM tracked_all_day"
        f" WHERE kind IN ({Kind.ORDER}, {Kind.PAY}, {Kind.PURCHASE})"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE bought AS SELECT {columns.format(placed=True)} FROM sold"
        f" WHERE kind <> {Kind.PAY} UNION ALL SELECT {columns.format(placed=False)} FROM sold"
        f" WHERE kind <> {Kind.ORDER}"
    )


def _create_people(counter: Counter, part: Part, files: list[str]) -> None:
    """New is who had no event in the days before; in a shop's first days nobody can tell."""
    connection, sources = counter.connection, counter.sources
    before = days_before(part.day)
    known = sources.tracking is not None and before[0] >= sources.tracking[0]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE basis AS SELECT {sources.orders_from_tables} AS from_tables,"
        f" {known} AS kinds_known"
    )
    seen = seen_sql("tracked", begins=counter.days.start(part.day))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE seen AS {seen}")
    if files and part.buckets == 1 and not VisitorDay.objects.filter(shop=counter.shop, day=part.day).exists():
        keep_visitors(counter, part.day, "seen")
    kind = "NULL::INTEGER"
    if known:
        earlier = visitor_files(counter, before) if files else []
        returning = (
            f"SELECT visitor FROM read_parquet({files_literal(earlier)})"
            if earlier
            else "SELECT NULL::BIGINT AS visitor"
        )
        kind = f"CASE WHEN visitor IN (SELECT visitor FROM ({returning}) WHERE visitor IS NOT NULL) THEN 2 ELSE 1 END"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE people AS SELECT *, {kind} AS visitor_kind, {members_sql()} FROM"
        " (SELECT seen.*, coalesce(tier, 0) AS tier FROM seen LEFT JOIN tiers USING (product))"
    )


# A few events of a hundred, read for many groupings.
_ACTS_OF_PEOPLE = (
    "SELECT acts.visitor, acts.product, coalesce(tiers.tier, 0) AS tier, hour_of(acts.moment) AS hour, people.source,"
    " region, device, landing_page, source_product, source_tier, visitor_kind,"
    f" kind = {Kind.FAVOURITE} AS favourited, kind = {Kind.CART} AS carted, kind = {Kind.INQUIRY} AS asked,"
    f" kind = {Kind.INQUIRY} AND views > 0 AS inquired, kind = {Kind.INQUIRY} AND before_sale AS before_sale,"
    " false AS ordered FROM (SELECT visitor, product, moment, kind FROM tracked"
    f" WHERE kind IN ({Kind.FAVOURITE}, {Kind.CART}, {Kind.INQUIRY})) AS acts JOIN people USING (visitor)"
    " LEFT JOIN tiers ON acts.product = tiers.product"
    " LEFT JOIN (SELECT visitor, true AS before_sale FROM inquirers) USING (visitor)"
    " UNION ALL SELECT visitor, product, tier, hour, source, region, device, landing_page, source_product, source_tier,"
    " visitor_kind, false, false, false, false, false, true FROM line_acts WHERE placed AND visitor IS NOT NULL"
)
