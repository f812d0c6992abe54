"""Lays the fast figures beside the naive ones, cell by cell."""

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from analytics.metrics.registry import metric
from analytics.read import figures, member_names
from analytics.rollup.kept import parts_of
from shopops.shops.models import Shop
from tests.builders import known
from tests.naive import funnel
from tests.naive.rows import History
from tests.naive.tally import Member

DIMENSIONS = (
    "", "source", "region", "device", "landing_page", "visitor_kind", "product", "tier", "hour", "source_product",
    "source_tier",
)  # fmt: skip
NAMED = ("source", "region", "device", "landing_page", "product")
CROSSED = {"source_product": ("source", "product"), "source_tier": ("source", "tier")}
KEYS = (*funnel.MEASURES, *funnel.RATIOS)
Row = dict[str, float | None]
Rows = dict[tuple[date, Member], Row]


def differences(shop: Shop, slow: funnel.Figures) -> list[str]:
    """What the fill and the naive implementation do not agree on, a line a cell."""
    days = [day for day, _, _ in slow]
    first, last = min(days) - timedelta(days=1), max(days) + timedelta(days=1)
    found = []
    for dimension in DIMENSIONS:
        fast_rows = fast(shop, first, last, by=dimension)
        slow_rows = {(day, member): row for (day, by, member), row in slow.items() if by == dimension}
        found += list(unlike(fast_rows, slow_rows, dimension=dimension))
    return found


def period_differences(shop: Shop, history: History, slow: funnel.Figures) -> list[str]:
    """The same for the whole time at once: people count once, what can be added is added."""
    days = {day: row for (day, by, _), row in slow.items() if not by}
    first, last = min(days), max(days)
    expected = over_days(days) | known_people(days, funnel.people_over(history, first, last))
    frame = figures(shop, [metric(key) for key in expected], first=first, last=last, each="none")
    found = {key: known(frame[key].iloc[0]) for key in expected}
    return [
        f"{first} to {last} {key}: read {found[key]}, naive {expected[key]}"
        for key in ADDED_AND_PEOPLE
        if found[key] != expected[key]
    ]


ADDITIVE = (
    "views", "one_view_visitors", "visits", "bounced_visits", "timed_visits", "stay_seconds", "orders",
    "ordered_amount", "paid_orders", "paid_amount", "paid_items", "refund_amount", "refunded_of_paid",
)  # fmt: skip
ADDED_AND_PEOPLE = (*ADDITIVE, *funnel.PEOPLE)


def over_days(slow: dict) -> Row:
    values = {key: [row[key] for row in slow.values() if row[key] is not None] for key in ADDITIVE}
    return {key: sum(numbers) if numbers else None for key, numbers in values.items()}


def known_people(slow: dict, people: dict[str, int]) -> Row:
    """None where no day has a value."""
    return {key: count if any(row[key] is not None for row in slow.values()) else None for key, count in people.items()}


def fast(shop: Shop, first: date, last: date, *, by: str) -> Rows:
    frame = figures(shop, [metric(key) for key in KEYS], first=first, last=last, by=by)
    name = namer(shop, by)
    rows: Rows = {}
    for row in frame.reset_index().to_dict("records"):
        member = name(int(row["member"])) if by else 0
        assert (row["day"], member) not in rows
        rows[row["day"], member] = {key: known(row[key]) for key in KEYS}
    return rows


def namer(shop: Shop, by: str) -> Callable[[int], Member]:
    """From a member's number to what the naive implementation calls it."""
    if by in CROSSED:
        above, below = (namer(shop, part) for part in CROSSED[by])
        return lambda cell: cell if cell < 0 else pair(parts_of(cell), above, below)
    names = member_names(shop, by) if by in NAMED else {}
    return lambda number: names[number] if by in NAMED and number > 0 else number


def pair(parts: tuple[int, int], above: Callable[[int], Member], below: Callable[[int], Member]) -> Member:
    return above(parts[0]), below(parts[1])


def unlike(fast_rows: Rows, slow_rows: dict, *, dimension: str) -> Iterator[str]:
    for day, member in sorted({*fast_rows, *slow_rows}, key=str):
        slow_row = slow_rows.get((day, member), {})
        fast_row = fast_rows.get((day, member), {})
        for key in KEYS:
            expected = expectation(slow_row, key)
            if not same(fast_row.get(key), expected, key=key, dimension=dimension):
                yield f"{day} {dimension or 'shop'} {member} {key}: fill {fast_row.get(key)}, naive {expected}"


def expectation(slow_row: dict, key: str) -> float | None:
    if not slow_row:
        return None
    return funnel.ratio(slow_row, key) if key in funnel.RATIOS else slow_row[key]


def same(left: float | None, right: float | None, *, key: str, dimension: str) -> bool:
    if dimension and key in funnel.MEASURES:
        # A member of whom there is nothing to tell may be absent or 0.
        return (left or 0) == (right or 0)
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-12)
