"""The largest causes of a change, in money. Pure."""

from dataclasses import dataclass

from analytics.explain.breakdown import Breakdown
from analytics.explain.overlap import ELSEWHERE
from analytics.metrics.types import Text

MOST = 3
# Effects under this part of the largest one are not told.
LEAST = 0.05
# A member is named where at least this part of an effect is its own.
MAINLY = 0.3
# Fewer buyers on either side say nothing about why.
ENOUGH_BUYERS = 30


@dataclass(frozen=True)
class Cause:
    """`amount` in minor units."""

    effect: str
    label: Text
    amount: int


def causes_of(breakdown: Breakdown) -> list[Cause]:
    """The effects that moved most, the largest first; none where nothing moved."""
    totals = breakdown.totals
    least = max(totals.abs().max() * LEAST, 1)
    order = totals.abs().sort_values(ascending=False, kind="stable").index
    found = [Cause(str(key), breakdown.chain.label(str(key)), int(totals[key])) for key in order]
    return [cause for cause in found if abs(cause.amount) >= least][:MOST]


def main_member(breakdown: Breakdown, cause: Cause) -> tuple[str, int] | None:
    """Name and amount of the member that an effect mainly comes from; None where it comes from many, or all is one."""
    column = breakdown.by_member[cause.effect].drop(ELSEWHERE, errors="ignore")
    if len(column) < 2:
        return None
    first = int((column if cause.amount > 0 else -column).idxmax())
    amount = int(column[first])
    if abs(amount) < MAINLY * abs(cause.amount):
        return None
    return breakdown.names.get(first) or str(first), amount


def too_few(breakdown: Breakdown) -> bool:
    """Whether the buyers are too few to say why."""
    return min(breakdown.buyers) < ENOUGH_BUYERS
