"""Visits: runs of one visitor's events with gaps under 30 minutes; a session that the file names is one run.

Most people come once and briefly: their visit is their row in `people`. Only the others' events are put in order.
"""

from datetime import datetime

from analytics.events.schema import Kind
from analytics.rollup.kept import members_sql
from analytics.rollup.people import did, packed, unpacked

GAP = "INTERVAL 30 MINUTE"
ENGAGING = (Kind.FAVOURITE, Kind.CART, Kind.INQUIRY, Kind.ORDER, Kind.PURCHASE)
# Order tables know moments of people that no event told of: they are part of the visit, and count as engagement.
_PLACED = "(SELECT visitor, moment FROM order_acts WHERE placed AND (SELECT from_tables FROM basis))"
_OTHERS = f"(SELECT visitor FROM people WHERE NOT plain OR visitor IN (SELECT visitor FROM {_PLACED}))"


def visits_sql(*, begins: datetime) -> str:
    """One row a visit with a view: attributes of its first event, `views`, `engaged`, `events`, `seconds`."""
    # A gap is not measured for longer than half an hour, also where a named session goes on after it.
    seconds = f"coalesce(sum(least(epoch_us(gap), epoch_us({GAP}))) FILTER (WHERE gap IS NOT NULL) // 1000000, 0)"
    several = (
        f"SELECT visitor, {unpacked('packed')}, first, views, engaged, events, seconds FROM"
        f" (SELECT visitor, min({packed(begins)}) FILTER (WHERE tracked) AS packed, min(moment) FILTER (WHERE tracked)"
        f" AS first, count(*) FILTER (WHERE kind = {Kind.VIEW}) AS views,"
        f" bool_or(kind IN ({', '.join(str(int(kind)) for kind in ENGAGING)})) AS engaged,"
        f" count(*) FILTER (WHERE tracked) AS events, {seconds} AS seconds"
        f" FROM {_runs()} GROUP BY visitor, session, run HAVING views > 0)"
    )
    once = (
        "SELECT visitor, source, region, device, product, page, first, views,"
        f" {did(*ENGAGING)} AS engaged, events, epoch_us(last - first) // 1000000 AS seconds"
        f" FROM people WHERE views > 0 AND visitor NOT IN {_OTHERS}"
    )
    return (
        "SELECT first_events.*, hour_of(first) AS hour, visitor_kind,"
        f" {members_sql(page='first_events.page', source='first_events.source', product='first_events.product')}"
        f" FROM (SELECT found.*, coalesce(tiers.tier, 0) AS tier FROM ({once} UNION ALL {several}) AS found"
        " LEFT JOIN tiers USING (product)) AS first_events JOIN (SELECT visitor, visitor_kind FROM people)"
        " USING (visitor)"
    )


def _runs() -> str:
    """Events of the others with the number of their run, and the gap since the event before in it."""
    stream = (
        "(SELECT visitor, session, moment, kind, source, region, device, product, page, true AS tracked FROM tracked"
        f" WHERE visitor IN {_OTHERS} UNION ALL SELECT visitor, NULL, moment, {Kind.ORDER}, 0, 0, 0, 0, 0, false"
        f" FROM {_PLACED} WHERE visitor IN (SELECT visitor FROM people))"
    )
    before = "lag(moment) OVER (PARTITION BY visitor, session ORDER BY moment)"
    # The running sum takes in all events of a moment (the default frame): in whatever order they come, they are a run.
    run = (
        f"sum(CASE WHEN before IS NULL OR session IS NULL AND moment - before >= {GAP} THEN 1 ELSE 0 END)"
        " OVER (PARTITION BY visitor, session ORDER BY moment)"
    )
    since = "moment - lag(moment) OVER (PARTITION BY visitor, session, run, tracked ORDER BY moment)"
    gap = f"CASE WHEN tracked THEN {since} END"
    numbered = f"(SELECT *, {run} AS run FROM (SELECT *, {before} AS before FROM {stream}))"
    return f"(SELECT *, {gap} AS gap FROM {numbered})"
