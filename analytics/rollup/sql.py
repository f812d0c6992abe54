"""The rows behind each relation of the funnel, as SQL over the tables of `analytics.rollup.inputs`."""

from collections.abc import Iterable

from analytics.events.schema import Kind
from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Measure, Relation

VISIT_GAP = "INTERVAL 30 MINUTE"
ENGAGED = f"{Kind.FAVOURITE}, {Kind.CART}, {Kind.INQUIRY}, {Kind.ORDER}, {Kind.PURCHASE}"
# Dimensions whose members are attributes of a person: one row a person serves them all.
PERSONAL = ("source", "visitor_kind")
ORDER_FLAGS = (
    "bool_or(placed) AS created, bool_or(NOT placed) AS paid, sum(amount) FILTER (WHERE placed) AS ordered_amount,"
    " sum(amount) FILTER (WHERE NOT placed) AS paid_amount, sum(items) FILTER (WHERE NOT placed) AS paid_items"
)
BUYER_FLAGS = "bool_or(placed) AS ordered, bool_or(NOT placed) AS paid"
ACTOR_FLAGS = (
    "bool_or(favourited) AS favourited, bool_or(carted) AS carted, bool_or(asked) AS asked,"
    " bool_or(inquired) AS inquired, bool_or(ordered) AS ordered"
)
# First tracked event of a visit in one number, ties to the smaller codes: time, source, landing product, tier, hour.
FIRST = (
    "min(CAST(epoch_us(moment) AS HUGEINT) * 72057594037927936 + CAST(source AS HUGEINT) * 1099511627776"
    " + CAST(product AS HUGEINT) * 256 + tier * 32 + hour) FILTER (WHERE tracked)"
)


def counts_sql(relation: Relation, measures: Iterable[Measure]) -> list[str]:
    """Selects of `dimension`, `member` and a column a measure; together they hold every slice of the relation."""
    columns = ", ".join(f"{measure.sql} AS {measure.key}" for measure in measures)
    return [_grouped(rows, dimensions, columns) for rows, dimensions in ROWS[relation.key]]


def _grouped(rows: str, dimensions: tuple[str, ...], columns: str) -> str:
    named = [name for name in dimensions if name]
    sets = ", ".join(f"({name})" for name in dimensions)
    which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in named)
    dimension = f"CASE {which} ELSE '' END" if named else "''"
    member = f"coalesce({', '.join(named)}, 0)" if named else "0"
    # A person whose kind nobody can tell is in the total, and in no member.
    known = " AND ".join(f"NOT (grouping({name}) = 0 AND {name} IS NULL)" for name in named) or "true"
    return (
        f"SELECT {dimension} AS dimension, {member} AS member, {columns} FROM ({rows})"
        f" GROUP BY GROUPING SETS ({sets}) HAVING {known}"
    )


def _by(unit: str, acts: str, flags: str, dimension: str) -> tuple[str, tuple[str, ...]]:
    """One row a unit and member of a dimension of acts."""
    return f"SELECT {unit}, {dimension}, {flags} FROM {acts} GROUP BY ALL", (dimension,)


def _by_person(unit: str, acts: str, flags: str) -> tuple[str, tuple[str, ...]]:
    """One row a unit, for the total and the dimensions that are attributes of a person."""
    return f"SELECT {unit}, {', '.join(PERSONAL)}, {flags} FROM {acts} GROUP BY ALL", ("", *PERSONAL)


_VIEWS = f"(SELECT * FROM tracked WHERE kind = {Kind.VIEW})"
_BUYERS = "(SELECT * FROM {acts} WHERE visitor IS NOT NULL)"
# Made once a day (`analytics.rollup.inputs`): a few events of a hundred, read for four groupings.
ACTS_OF_PEOPLE = (
    "(SELECT visitor, product, tier, hour, coalesce(people.source, -1) AS source, visitor_kind,"
    f" kind = {Kind.FAVOURITE} AS favourited, kind = {Kind.CART} AS carted,"
    f" kind = {Kind.INQUIRY} AS asked, kind = {Kind.INQUIRY} AND views > 0 AS inquired, false AS ordered FROM"
    f" (SELECT * EXCLUDE (source) FROM tracked WHERE kind IN ({Kind.FAVOURITE}, {Kind.CART}, {Kind.INQUIRY}))"
    " JOIN people USING (visitor) UNION ALL"
    " SELECT visitor, product, tier, hour, source, visitor_kind, false, false, false, false, true FROM line_acts"
    " WHERE placed AND visitor IS NOT NULL)"
)
# Order tables know moments of people that no event told of: they are part of the visit, and count as engagement.
_STREAM = (
    "(SELECT visitor, session, moment, kind, source, product, tier, hour, true AS tracked FROM tracked UNION ALL"
    f" SELECT visitor, NULL, moment, {Kind.ORDER}, 0, 0, 0, 0, false FROM order_acts"
    " WHERE placed AND visitor IN (SELECT visitor FROM people) AND (SELECT from_tables FROM basis))"
)
# The running sum takes in all events of a moment (the default frame): in whatever order they come, they are one run.
# Runs of one visitor with gaps under 30 minutes; a session that the file names is one run, whatever its gaps.
_RUNS = (
    "(SELECT *, sum(CASE WHEN before IS NULL OR session IS NULL AND moment - before >= "
    f"{VISIT_GAP} THEN 1 ELSE 0 END) OVER (PARTITION BY visitor, session ORDER BY moment)"
    " AS run"
    f" FROM (SELECT *, lag(moment) OVER (PARTITION BY visitor, session ORDER BY moment) AS before FROM {_STREAM}))"
)
_VISITS = (
    "SELECT *, CAST(first // 1099511627776 % 65536 AS INTEGER) AS source,"
    " CAST(first // 256 % 4294967296 AS BIGINT) AS product,"
    " CAST(first // 32 % 8 AS INTEGER) AS tier, CAST(first % 32 AS INTEGER) AS hour FROM"
    f" (SELECT visitor, {FIRST} AS first, count(*) FILTER (WHERE kind = {Kind.VIEW}) AS views,"
    f" bool_or(kind IN ({ENGAGED})) AS engaged, count(*) FILTER (WHERE tracked) AS events,"
    " (epoch_us(max(moment) FILTER (WHERE tracked)) - epoch_us(min(moment) FILTER (WHERE tracked))) // 1000000"
    " AS seconds"
    f" FROM {_RUNS} GROUP BY visitor, session, run HAVING views > 0)"
    " JOIN (SELECT visitor, visitor_kind FROM people) USING (visitor)"
)
_EVERY = ("", "source", "visitor_kind", "product", "tier", "hour")

ROWS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    VIEWERS.key: [
        (f"SELECT {', '.join(PERSONAL)}, views FROM people WHERE views > 0", ("", *PERSONAL)),
        *(_by("visitor", _VIEWS, "count(*) AS views", name) for name in ("product", "tier", "hour")),
    ],
    VISITS.key: [(_VISITS, _EVERY)],
    ACTORS.key: [
        _by_person("visitor", "acts_of_people", ACTOR_FLAGS),
        *(_by("visitor", "acts_of_people", ACTOR_FLAGS, name) for name in ("product", "tier", "hour")),
    ],
    ORDERS.key: [
        _by_person("order_key", "order_acts", ORDER_FLAGS),
        *(_by("order_key", "line_acts", ORDER_FLAGS, name) for name in ("product", "tier")),
        _by("order_key", "order_acts", ORDER_FLAGS, "hour"),
    ],
    BUYERS.key: [
        _by_person("visitor", _BUYERS.format(acts="order_acts"), BUYER_FLAGS),
        *(_by("visitor", _BUYERS.format(acts="line_acts"), BUYER_FLAGS, name) for name in ("product", "tier")),
        _by("visitor", _BUYERS.format(acts="order_acts"), BUYER_FLAGS, "hour"),
    ],
    REFUNDS.key: [("SELECT * FROM cash_refunds", _EVERY)],
    REFUNDS_OF_PAID.key: [("SELECT * FROM cohort_refunds", _EVERY)],
}
