"""One file on its way in: what it is, and its rows as typed tables of DuckDB."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import duckdb

from analytics.models import Batch
from shopops.shops.days import ShopDays
from shopops.shops.models import Shop


@dataclass(frozen=True)
class Stage:
    """Parsed rows of one kind: a table of `row` (1, 2 … in the file) and one column for each of `fields`.

    `rows` is their number, bad ones included.
    """

    kind: str
    table: str
    fields: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Session:
    """What a kind needs to store rows. `set_aside` takes rows of `stage` out again, with a reason."""

    shop: Shop
    days: ShopDays
    connection: duckdb.DuckDBPyConnection
    stage: Stage
    set_aside: Callable[[str, str, str], int]


@dataclass
class Outcome:
    """What became of the rows of a stage; `days` counts the rows of each business day that is touched."""

    accepted: int = 0
    duplicates: int = 0
    changed: int = 0
    days: dict[date, int] = field(default_factory=dict)
    # Days whose figures must be counted again though they hold no row of this batch (an order's earlier payment day).
    also_due: set[date] = field(default_factory=set)
    events_changed: bool = False
    notes: dict[str, int] = field(default_factory=dict)


class Work(Protocol):
    """Rows that are ready to be stored."""

    def commit(self, batch: Batch) -> Outcome:
        """Within one transaction: make the rows visible."""

    def discard(self) -> None:
        """The transaction did not happen: take back what was prepared outside of it."""
