"""The rows behind each relation of the funnel, as SQL over the tables of `analytics.rollup.inputs`."""

from collections.abc import Iterable, Iterator

import duckdb

from analytics.events.schema import Kind
from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Measure, Relation

# Dimensions whose members are attributes of a person: one row a person serves them all.
PERSONAL = ("source", "region", "device", "landing_page", "visitor_kind", "source_product", "source_tier")
ORDER_FLAGS = (
    "bool_or(placed) AS created, bool_or(NOT placed) AS paid, sum(amount) FILTER (WHERE placed) AS ordered_amount,"
    " sum(amount) FILTER (WHERE NOT placed) AS paid_amount, sum(items) FILTER (WHERE NOT placed) AS paid_items"
)
BUYER_FLAGS = "bool_or(placed) AS ordered, bool_or(NOT placed) AS paid, any_value(paid_before) AS paid_before"
ACTOR_FLAGS = (
    "bool_or(favourited) AS favourited, bool_or(carted) AS carted, bool_or(asked) AS asked,"
    " bool_or(inquired) AS inquired, bool_or(before_sale) AS before_sale, bool_or(ordered) AS ordered"
)


def counts_sql(connection: duckdb.DuckDBPyConnection, relation: Relation, measures: Iterable[Measure]) -> Iterator[str]:
    """Selects of `dimension`, `member` and a column a measure; together they hold every slice of the relation.

    None where nothing of the kind happened: every measure is 0 then, and on a small day a select is what takes time.
    """
    if not connection.execute(f"SELECT 1 FROM {BASE[relation.key]} LIMIT 1").fetchone():
        return
    columns = ", ".join(f"{measure.sql} AS {measure.key}" for measure in measures)
    for rows, dimensions in ROWS[relation.key]:
        yield _grouped(rows, dimensions, columns)


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


_VIEWS = f"(SELECT visitor, product, moment FROM tracked WHERE kind = {Kind.VIEW})"
_VIEWED = {
    "product": f"SELECT product, count(*) AS views FROM {_VIEWS} GROUP BY visitor, product",
    "tier": f"SELECT coalesce(tiers.tier, 0) AS tier, count(*) AS views FROM {_VIEWS} LEFT JOIN tiers USING (product)"
    " GROUP BY visitor, coalesce(tiers.tier, 0)",
    "hour": f"SELECT hour_of(moment) AS hour, count(*) AS views FROM {_VIEWS} GROUP BY visitor, hour_of(moment)",
}
_BUYERS = (
    "(SELECT *, visitor IN (SELECT visitor FROM earlier_payers WHERE visitor IS NOT NULL) AS paid_before FROM {acts}"
    " WHERE visitor IS NOT NULL)"
)
_EVERY = ("", *PERSONAL, "product", "tier", "hour")

# What all rows of a relation come from.
BASE = {
    VIEWERS.key: "people",
    VISITS.key: "visits",
    ACTORS.key: "acts_of_people",
    ORDERS.key: "order_acts",
    BUYERS.key: "order_acts",
    REFUNDS.key: "cash_refunds",
    REFUNDS_OF_PAID.key: "cohort_refunds",
}
ROWS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    VIEWERS.key: [
        (f"SELECT {', '.join(PERSONAL)}, views FROM people WHERE views > 0", ("", *PERSONAL)),
        *((rows, (name,)) for name, rows in _VIEWED.items()),
    ],
    VISITS.key: [("SELECT * FROM visits", _EVERY)],
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
