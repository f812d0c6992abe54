"""People of a shop-day: one row a visitor with an event, found in one grouping of the day's events."""

from datetime import datetime

from analytics.events.schema import Kind

# Attributes of a visitor's first event and their bits. One number holds them and the time of that event (38 bits of
# microseconds since the day began), so that one min() finds them all; of events of one moment the smaller codes.
BITS = (("source", 16), ("region", 16), ("device", 8), ("product", 24), ("page", 26))
# Columns of `seen_sql` that a visitor-day file keeps.
KEPT = ("visitor", *(name for name, _bits in BITS), "views", "acts", "first_asked", "last_ordered")


def seen_sql(rows: str, *, begins: datetime) -> str:
    """One row a visitor of `rows` (event columns, `moment` for `at`); `begins` is the start of the day in UTC.

    source, region, device, product, page: of the first event, at `first`; the last was at `last`. `acts` has a bit a
    kind. `first_asked`, `last_ordered`: moments. `plain`: all they did is one visit by every rule, being under 30
    minutes from first to last and in no more than one session.
    """
    return (
        f"SELECT visitor, {unpacked('packed')}, * EXCLUDE (visitor, packed, named, first_session, last_session),"
        ' "last" - "first" < INTERVAL 30 MINUTE AND'
        " (named = 0 OR (named = events AND first_session = last_session)) AS plain"
        f' FROM (SELECT visitor, min({packed(begins)}) AS packed, min(moment) AS "first", max(moment) AS "last",'
        f" CAST(count(*) AS INTEGER) AS events, CAST(count(*) FILTER (WHERE kind = {Kind.VIEW}) AS INTEGER) AS views,"
        " bit_or(CAST(1 AS USMALLINT) << kind) AS acts, count(session) AS named,"
        " min(session) AS first_session, max(session) AS last_session,"
        f" min(moment) FILTER (WHERE kind = {Kind.INQUIRY}) AS first_asked,"
        f" max(moment) FILTER (WHERE kind IN ({Kind.ORDER}, {Kind.PURCHASE})) AS last_ordered"
        f" FROM {rows} GROUP BY visitor)"
    )


def did(*kinds: Kind) -> str:
    """SQL over `acts`: whether the person did one of these."""
    return f"(acts & {sum(1 << kind for kind in kinds)}) > 0"


def packed(begins: datetime) -> str:
    """The time and the attributes of an event as one number: the smallest is the first event."""
    shift = sum(bits for _name, bits in BITS)
    microseconds = round(begins.timestamp()) * 1_000_000
    parts = [f"(CAST(epoch_us(moment) - {microseconds} AS UHUGEINT) << {shift})"]
    for name, bits in BITS:
        shift -= bits
        parts.append(f"(CAST({name} AS UHUGEINT) << {shift})" if shift else f"CAST({name} AS UHUGEINT)")
    return " | ".join(parts)


def unpacked(number: str) -> str:
    """The attributes out of it, as columns."""
    shift = sum(bits for _name, bits in BITS)
    columns = []
    for name, bits in BITS:
        shift -= bits
        columns.append(f"CAST(({number} >> {shift}) & {(1 << bits) - 1} AS INTEGER) AS {name}")
    return ", ".join(columns)
