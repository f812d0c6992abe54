"""Where the acts of buyers belong: to their first event of the day."""


def with_attributes(acts: str) -> str:
    """Acts with hour, tier, and the buyer's first event of the day; -1 is a buyer without a visit."""
    personal = ("source", "region", "device", "landing_page", "source_product", "source_tier")
    columns = ", ".join(f"coalesce(people.{name}, -1) AS {name}" for name in personal)
    return (
        f"SELECT acts.*, hour_of(acts.moment) AS hour, coalesce(tiers.tier, 0) AS tier, {columns},"
        " coalesce(people.product, -1) AS landing_product,"
        " CASE WHEN (SELECT kinds_known FROM basis) THEN coalesce(visitor_kind, -1) END AS visitor_kind"
        f" FROM {acts} AS acts LEFT JOIN tiers ON acts.product = tiers.product"
        " LEFT JOIN people ON acts.visitor = people.visitor"
    )
