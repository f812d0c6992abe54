"""Counting by cell: a cell is one member of one dimension on one day."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date

# A cell of a crossing has two members.
Member = int | str | tuple[int | str, int | str]
Cell = tuple[date, str, Member]
# The member of each dimension that a row belongs to; a dimension that is absent gets nothing.
Members = Mapping[str, Member]


class Tally:
    def __init__(self) -> None:
        self.sums: dict[tuple[str, Cell], int] = defaultdict(int)
        self.people: dict[tuple[str, Cell], set[Hashable]] = defaultdict(set)

    def add(self, measure: str, number: int, *, day: date, members: Members) -> None:
        for dimension, member in members.items():
            self.sums[measure, (day, dimension, member)] += number

    def see(self, measure: str, who: Hashable, *, day: date, members: Members) -> None:
        """Count `who` once in each cell."""
        for dimension, member in members.items():
            self.people[measure, (day, dimension, member)].add(who)

    def count(self, measure: str, cell: Cell) -> int:
        return self.sums.get((measure, cell), 0) + len(self.people.get((measure, cell), ()))

    def cells(self) -> set[Cell]:
        return {cell for _, cell in (*self.sums, *self.people)}
