"""What is counted at once: a shop-day, or one bucket of its visitors."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import duckdb

from analytics.metrics.sources import Sources
from shopops.shops.days import ShopDays
from shopops.shops.models import Shop

Cell = tuple[str, int]
Cells = dict[Cell, dict[str, int | None]]


@dataclass(frozen=True)
class Counted:
    """Figures by (dimension, member), and rows of `PayerDay` in order of visitor."""

    cells: Cells
    payers: list[tuple[int | None, ...]]


def summed(parts: Iterable[Counted]) -> Counted:
    """Every measure is a sum over visitors, so the parts of a day add up to it exactly."""
    cells: Cells = {}
    payers: list[tuple[int | None, ...]] = []
    for part in parts:
        for cell, measures in part.cells.items():
            whole = cells.setdefault(cell, {})
            for key, value in measures.items():
                whole[key] = (whole.get(key) or 0) + value if value is not None else whole.get(key)
        payers += part.payers
    return Counted(cells, sorted(payers, key=lambda payer: payer[0] or 0))


@dataclass(frozen=True)
class Counter:
    """What stays the same while the days of one shop are counted one after another."""

    shop: Shop
    days: ShopDays
    sources: Sources
    revision: int
    connection: duckdb.DuckDBPyConnection
    # Files that this run has found undamaged: each is looked at once, though thirty days read it.
    verified: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Part:
    """A day, or one of so many buckets of its visitors. Who has no visitor id belongs to bucket 0."""

    day: date
    bucket: int = 0
    buckets: int = 1

    def holds(self, visitor: str) -> str:
        """SQL: whether a visitor (or NULL) belongs to this part."""
        return f"coalesce({visitor}, 0) % {self.buckets} = {self.bucket}" if self.buckets > 1 else "true"
