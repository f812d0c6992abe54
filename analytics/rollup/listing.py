"""The rows that a measure is counted from, out of the very tables that the fill counts (`analytics.rollup.inputs`).

A relation has one row a *unit* (a visitor, an order …), made of several *listed* rows by the same flags as in the
fill. What is shown are the listed rows of units that pass the measure's own filter; the measure's own aggregate over
them is the figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from analytics.events.schema import Kind
from analytics.metrics.relations import ACTORS, BUYERS, ORDERS, REFUNDS, REFUNDS_OF_PAID, VIEWERS, VISITS
from analytics.metrics.types import Measure
from analytics.rollup.sql import ACTOR_FLAGS, BUYER_FLAGS, ORDER_FLAGS, PERSONAL

FILTER = re.compile(r"FILTER \(WHERE (.+)\)$")
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Listed:
    """`rows` has a column a dimension and `columns`, `by_line` stands for it in splits by product and tier.

    `flags` make a unit out of its rows; without `unit` each row is one. `concerns` says for a word of a measure's SQL
    which rows it looks at.
    """

    rows: str
    columns: str
    unit: str = ""
    flags: str = ""
    by_line: str = ""
    concerns: Mapping[str, str] = field(default_factory=dict)


_VIEWED = (
    "(SELECT tracked.visitor, moment, kind, tracked.product, tracked.page, hour_of(moment) AS hour,"
    f" coalesce(tiers.tier, 0) AS tier, {', '.join(f'people.{name}' for name in PERSONAL)} FROM tracked"
    f" JOIN people USING (visitor) LEFT JOIN tiers ON tracked.product = tiers.product WHERE kind = {Kind.VIEW})"
)
_EVENT = "moment, visitor, kind, product, page, source, device"
_ORDER = "moment, order_key, visitor, placed, product, amount, items"
_REFUND = "moment, refund, visitor, product, amount"
_ACTS = ("favourited", "carted", "asked", "inquired", "before_sale", "ordered")
_PLACED, _PAID = "placed", "NOT placed"

LISTED: dict[str, Listed] = {
    VIEWERS.key: Listed(_VIEWED, _EVENT, unit="visitor", flags="count(*) AS views"),
    VISITS.key: Listed(
        "visits", "first AS moment, visitor, product, page, source, device, views, events, seconds, engaged"
    ),
    ACTORS.key: Listed(
        "acts_of_people",
        f"{_EVENT}, {', '.join(_ACTS)}",
        unit="visitor",
        flags=ACTOR_FLAGS,
        concerns={name: name for name in _ACTS},
    ),
    ORDERS.key: Listed(
        "order_acts",
        _ORDER,
        unit="order_key",
        flags=ORDER_FLAGS,
        by_line="line_acts",
        concerns={
            "created": _PLACED,
            "ordered_amount": _PLACED,
            "paid": _PAID,
            "paid_amount": _PAID,
            "paid_items": _PAID,
        },
    ),
    BUYERS.key: Listed(
        "(SELECT *, visitor IN (SELECT visitor FROM earlier_payers WHERE visitor IS NOT NULL) AS paid_before"
        " FROM order_acts WHERE visitor IS NOT NULL)",
        f"{_ORDER}, paid_before",
        unit="visitor",
        flags=BUYER_FLAGS,
        by_line="(SELECT *, visitor IN (SELECT visitor FROM earlier_payers WHERE visitor IS NOT NULL) AS paid_before"
        " FROM line_acts WHERE visitor IS NOT NULL)",
        concerns={"ordered": _PLACED, "paid": _PAID, "paid_before": _PAID},
    ),
    REFUNDS.key: Listed("cash_refunds", _REFUND),
    REFUNDS_OF_PAID.key: Listed("cohort_refunds", _REFUND),
}


def day_sql(measure: Measure, day: date, *, by: str, member: int) -> str:
    """A select of the day's rows of the measure's relation, of one member or of the whole shop."""
    listed = LISTED[measure.relation.key]
    rows = listed.by_line if by in ("product", "tier") and listed.by_line else listed.rows
    wanted = f"{by} = {member}" if by else "true"
    return f"SELECT DATE '{day}' AS day, {listed.columns} FROM {rows} WHERE {wanted}"


def shown_sql(measure: Measure, rows: str, *, daily: bool) -> str:
    """Those of `rows` that the measure counts. `daily` units are of one day, others of the whole period."""
    listed = LISTED[measure.relation.key]
    words = WORD.findall(measure.sql)
    concerned = [condition for word, condition in listed.concerns.items() if word in words]
    concern = f"({' OR '.join(dict.fromkeys(concerned))})" if concerned else "true"
    if not listed.unit:
        return f"SELECT * FROM {rows} WHERE {_filter(measure)} AND {concern}"
    key = f"{listed.unit}, day" if daily else listed.unit
    units = f"SELECT {key} FROM ({units_sql(measure, rows, daily=daily)}) WHERE {_filter(measure)}"
    return f"SELECT {rows}.* FROM {rows} SEMI JOIN ({units}) AS units USING ({key}) WHERE {concern}"


def units_sql(measure: Measure, rows: str, *, daily: bool) -> str:
    """One row a unit of `rows`, with the columns that the measure's SQL aggregates."""
    listed = LISTED[measure.relation.key]
    if not listed.unit:
        return f"SELECT * FROM {rows}"
    key = f"{listed.unit}, day" if daily else listed.unit
    return f"SELECT {key}, {listed.flags} FROM {rows} GROUP BY {key}"


def _filter(measure: Measure) -> str:
    found = FILTER.search(measure.sql)
    return f"({found.group(1)})" if found else "true"
