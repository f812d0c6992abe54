"""What one shop-day, or one bucket of its visitors, is counted from: tables of DuckDB.

Of the whole day, read once for all its buckets: `tiers`, the members that are kept (`analytics.rollup.kept`), and
orders out of tables. Of each part:

- `tracked`: the events, `at` as `moment`.
- `people`: visitors with the attributes of their first event, `visitor_kind` (1 new, 2 returning) and what they did.
- `order_acts`, `line_acts`: orders placed (`placed`) and paid that day, whole and by line, from tables or from events.
- `acts_of_people`: favourites, carts, inquiries and orders of people; `visits`: runs of their events.
- `basis`: where orders come from, and whether new visitors can be told.
- `cash_refunds`, `cohort_refunds`: see `analytics.rollup.refunds`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

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


@dataclass(frozen=True)
class DayFacts:
    """A day whose tables of the whole day are there: its event files, and whether tables tell of orders.

    The events of a bucket, which are read many times, are picked out of the day's into `picked`.
    """

    day: date
    files: list[str]
    orders: bool
    picked: Path

    @property
    def events(self) -> str:
        """SQL for the events of the whole day."""
        return rows_of(self.files) if self.files else _no_events()

    def events_of(self, part: Part) -> str:
        """SQL for the events of one of the parts that were asked for."""
        if part.buckets == 1:
            return self.events
        files = [str(file) for file in self.picked.glob(f"bucket={part.bucket}/*.parquet")]
        return f"read_parquet({files_literal(files)}, hive_partitioning = false)" if files else _no_events()


def create_day(counter: Counter, day: date, parts: list[Part], *, scratch: Path) -> DayFacts:
    """Create the tables of the whole day. Raises DamagedFile, EventsUnreachable."""
    connection = counter.connection
    connection.execute(f"CREATE OR REPLACE TEMP MACRO hour_of(moment) AS {hour_sql(counter.days, day)}")
    assigned = TierAssignment.objects.filter(shop=counter.shop).on_day(day).values_list("product__number", "tier")
    create_known(connection, "tiers", {"product": "INTEGER", "tier": "INTEGER"}, dict(assigned).items())
    facts = DayFacts(day, event_files(counter.shop, day), _create_table_orders(counter, day), scratch / "buckets")
    paid = "(FROM table_lines WHERE NOT placed)"
    if not counter.sources.orders_from_tables:
        paid = f"(SELECT product, amount FROM {facts.events} WHERE kind IN ({Kind.PAY}, {Kind.PURCHASE}))"
    create_kept(connection, day_rows=facts.events, paid_lines=paid)
    if facts.files and parts[0].buckets > 1:
        _pick(connection, facts, parts)
    return facts


def create_part(counter: Counter, facts: DayFacts, part: Part) -> bool:
    """Create the tables of a part; gives False for a day on which nothing happened. Raises DamagedFile."""
    connection = counter.connection
    connection.execute(f"CREATE OR REPLACE TEMP VIEW tracked AS SELECT * FROM {facts.events_of(part)}")
    _create_people(counter, part, facts)
    sources = ("table_orders", "table_lines")
    if not counter.sources.orders_from_tables:
        _create_bought(connection)
        sources = ("bought", "bought")
    for name, source in zip(("order_acts", "line_acts"), sources, strict=True):
        own = f"(FROM {source} WHERE {part.holds('visitor')})"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {with_attributes(own)}")
    create_earlier_payers(counter, (part.day, part.day))
    create_inquirers(counter, part)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE visits AS {visits_sql(begins=counter.days.start(part.day))}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE acts_of_people AS {_ACTS_OF_PEOPLE}")
    refunds = create_refunds(counter, part)
    return bool(facts.files) or facts.orders or refunds


def hour_sql(days: ShopDays, day: date) -> str:
    """Local hour of a UTC time of the day; on the day of a clock change by both offsets."""
    spans = list(reversed(days.offsets(day)))
    cases = " ".join(
        f"WHEN moment >= TIMESTAMP '{span.start:%Y-%m-%d %H:%M:%S}' THEN {round(span.offset.total_seconds())}"
        for span in spans[:-1]
    )
    oldest = round(spans[-1].offset.total_seconds())
    seconds = f"(CASE {cases} ELSE {oldest} END)" if cases else str(oldest)
    # Whole numbers: to add an interval to a time is dearer.
    return f"CAST((epoch_us(moment) // 1000000 + {seconds}) // 3600 % 24 AS INTEGER)"


def _pick(connection: duckdb.DuckDBPyConnection, facts: DayFacts, parts: list[Part]) -> None:
    wanted = " OR ".join(part.holds("visitor") for part in parts)
    rows = f"SELECT * EXCLUDE (nth, event_id), visitor % {parts[0].buckets} AS bucket FROM {facts.events}"
    connection.execute(
        f"COPY ({rows} WHERE {'true' if len(parts) == parts[0].buckets else wanted}) TO '{facts.picked}'"
        " (FORMAT parquet, PARTITION_BY (bucket))"
    )


def _no_events() -> str:
    columns = ", ".join(f'NULL::{kind} AS "{"moment" if name == "at" else name}"' for name, kind in COLUMNS.items())
    return f"(SELECT {columns} WHERE false)"


def _create_table_orders(counter: Counter, day: date) -> bool:
    """The tables `table_orders` and `table_lines`; gives whether there are any."""
    if not counter.sources.orders_from_tables:
        return False
    whole, lines = acts_of_day(counter.shop, day)
    create_known(counter.connection, "table_orders", ACTS, whole)
    create_known(counter.connection, "table_lines", ACTS, lines)
    return bool(whole)


def _create_bought(connection: duckdb.DuckDBPyConnection) -> None:
    """A purchase is an order and its payment; an event without an order number is an order of its own."""
    columns = (
        "coalesce('no ' || order_no, 'row ' || rowid) AS order_key, visitor, {placed} AS placed, moment, product,"
        " amount, quantity AS items"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE sold AS SELECT kind, visitor, moment, product, amount, quantity, order_no"
        f" FROM tracked WHERE kind IN ({Kind.ORDER}, {Kind.PAY}, {Kind.PURCHASE})"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE bought AS SELECT {columns.format(placed=True)} FROM sold"
        f" WHERE kind <> {Kind.PAY} UNION ALL SELECT {columns.format(placed=False)} FROM sold"
        f" WHERE kind <> {Kind.ORDER}"
    )


def _create_people(counter: Counter, part: Part, facts: DayFacts) -> None:
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
    if facts.files and part.buckets == 1 and not VisitorDay.objects.filter(shop=counter.shop, day=part.day).exists():
        keep_visitors(counter, part.day, "seen")
    kind = "NULL::INTEGER"
    if known:
        earlier = visitor_files(counter, before) if facts.files else []
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
    " false AS ordered, acts.moment, acts.page, kind FROM (SELECT visitor, product, moment, page, kind FROM tracked"
    f" WHERE kind IN ({Kind.FAVOURITE}, {Kind.CART}, {Kind.INQUIRY})) AS acts JOIN people USING (visitor)"
    " LEFT JOIN tiers ON acts.product = tiers.product"
    " LEFT JOIN (SELECT visitor, true AS before_sale FROM inquirers) USING (visitor)"
    " UNION ALL SELECT visitor, product, tier, hour, source, region, device, landing_page, source_product, source_tier,"
    f" visitor_kind, false, false, false, false, false, true, moment, 0, {Kind.ORDER} FROM line_acts"
    " WHERE placed AND visitor IS NOT NULL"
)
