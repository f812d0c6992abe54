"""Which stored cells a breakdown is made of: cells that do not overlap, so that they add up to the shop. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.panels.board import CELLS
from analytics.rollup.kept import parts_of


class NoPartition(ValueError):
    """These dimensions are not stored together."""


@dataclass(frozen=True)
class Partition:
    """`stored` is the dimension whose cells are read; `named` the dimension whose names the grouped members have.

    `member` gives the member that a cell belongs to. A product is the landing product: people see many products, but
    land on one.
    """

    by: str
    stored: str
    named: str
    member: Callable[[int], int]


def _itself(cell: int) -> int:
    return cell


def _below(cell: int) -> int:
    return parts_of(cell)[1]


WHOLE = Partition("", "", "", _itself)
# Of a shop that knows orders alone: the products of their lines. A buyer of two counts for each.
ORDERED_PRODUCT = Partition("product", "product", "product", _itself)
# What the board reads along with its days.
SOURCE_AND_TIER = Partition("source,tier", CELLS, CELLS, _itself)
PARTITIONS: dict[str, Partition] = {
    each.by: each
    for each in (
        *(
            Partition(name, name, name, _itself)
            for name in ("source", "region", "device", "landing_page", "visitor_kind")
        ),
        Partition("product", "source_product", "product", _below),
        Partition("tier", "source_tier", "tier", _below),
        Partition("source,product", "source_product", "source_product", _itself),
        SOURCE_AND_TIER,
    )
}


# What a platform's reports are split by; everything else it tells of the shop as a whole, or not at all.
REPORTED = (WHOLE, PARTITIONS["source"])


def partition_of(dimensions: Sequence[str]) -> Partition:
    """Raises NoPartition. Without a dimension the shop is one cell."""
    if not dimensions:
        return WHOLE
    wanted = set(dimensions)
    found = next((each for by, each in PARTITIONS.items() if set(by.split(",")) == wanted), None)
    if found is None or len(wanted) != len(dimensions):
        raise NoPartition(",".join(dimensions))
    return found
