"""Reads a statement: which tables it names, and which columns it ties to which values.

Values come apart from the text: `slots()` gives each placeholder, or list of placeholders, a number, so that one text
is read once, however long its lists are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

PLACEHOLDERS = re.compile(r"\(\s*%s(?:\s*,\s*%s)+\s*\)|%s|%%")
STATEMENTS = (exp.Select, exp.Update, exp.Delete)
SLOT = re.compile(r"^__slot_(\d+)__$")
INSERT = re.compile(r'^\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+"?(\w+)"?\s*\(([^)]*)\)', re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    alias: str
    name: str


@dataclass(frozen=True)
class Tie:
    """`column` equals one of the values of a slot, or a value in the text."""

    column: Column
    slot: int | None
    text: str = ""


@dataclass(frozen=True)
class Bond:
    """Two columns are equal; only the first gains by it where the second stands outside a left join."""

    column: Column
    other: Column
    both_ways: bool = True


@dataclass
class Reading:
    """Tables by alias, and everything that must be true of the rows the statement touches."""

    tables: dict[str, str] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    # Conditions joined by OR: the ties of each.
    eithers: list[list[list[Tie]]] = field(default_factory=list)


def slots(sql: str) -> tuple[str, list[range]]:
    """The text with numbered slots, and which parameters each slot stands for."""
    spans: list[range] = []
    at = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal at
        if match.group() == "%%":
            return "%"
        count = match.group().count("%s")
        spans.append(range(at, at + count))
        at += count
        slot = f"'__slot_{len(spans) - 1}__'"
        return f"({slot})" if count > 1 else slot

    return PLACEHOLDERS.sub(numbered, sql), spans


@lru_cache(maxsize=5000)
def read(text: str, dialect: str) -> Reading:
    reading = Reading()
    for tree in sqlglot.parse(text, dialect=dialect):
        if tree is not None:
            _Reader(reading).walk(tree, scope={})
    return reading


def inserted(sql: str, params: Sequence[Any], column: str) -> tuple[str, list[Any] | None] | None:
    """Table and the values of `column` of an INSERT of plain rows; None for the values if they cannot be told."""
    match = INSERT.match(sql)
    if match is None:
        return None
    columns = [name.strip().strip('"') for name in match.group(2).split(",")]
    if column not in columns or not params or len(params) % len(columns):
        return match.group(1), None
    return match.group(1), list(params[columns.index(column) :: len(columns)])


@dataclass
class _Reader:
    reading: Reading
    # The names known inside each statement that has been walked.
    scopes: dict[int, dict[str, str]] = field(default_factory=dict)

    def walk(self, tree: exp.Expression, *, scope: dict[str, str]) -> None:
        """`scope` maps the names that are known here to the names in the reading, which are unique."""
        if isinstance(tree, STATEMENTS):
            scope = self.scopes[id(tree)] = scope | self._tables(tree)
        for child in _children(tree):
            self.walk(child, scope=scope)
        if isinstance(tree, STATEMENTS):
            self._joins(tree, scope)
            where = tree.args.get("where")
            for condition in _ands(where.this if where else None):
                self._condition(condition, scope)

    def _tables(self, tree: exp.Expression) -> dict[str, str]:
        names = {}
        for table in _own_tables(tree):
            unique = names[table.alias_or_name] = f"{len(self.reading.tables)}.{table.alias_or_name}"
            self.reading.tables[unique] = table.name
        return names

    def _joins(self, tree: exp.Expression, scope: dict[str, str]) -> None:
        for join in tree.args.get("joins") or ():
            outer = scope.get(join.this.alias_or_name) if join.side else None
            for condition in _ands(join.args.get("on")):
                self._condition(condition, scope, only=outer)

    def _condition(self, condition: exp.Expression, scope: dict[str, str], *, only: str | None = None) -> None:
        """Take what `condition` says about columns; with `only`, about the columns of that table."""
        if isinstance(condition, exp.EQ):
            self._equal(condition.this, condition.expression, scope, only=only)
        elif isinstance(condition, exp.In):
            self._among(condition, scope, only=only)
        elif isinstance(condition, exp.Or):
            self.reading.eithers.append([self._ties_of(each, scope, only=only) for each in condition.flatten()])

    def _ties_of(self, condition: exp.Expression, scope: dict[str, str], *, only: str | None) -> list[Tie]:
        aside = _Reader(Reading(tables=self.reading.tables), self.scopes)
        for each in _ands(condition):
            aside._condition(each, scope, only=only)
        return aside.reading.ties

    def _equal(self, left: exp.Expression, right: exp.Expression, scope: dict[str, str], *, only: str | None) -> None:
        one, two = self._column(left, scope), self._column(right, scope)
        if one and two:
            if only in (None, one.alias):
                self.reading.bonds.append(Bond(one, two, both_ways=only is None))
            elif only == two.alias:
                self.reading.bonds.append(Bond(two, one, both_ways=False))
        elif one or two:
            self._tie(one or two, right if one else left, only=only)  # type: ignore[arg-type]

    def _among(self, condition: exp.In, scope: dict[str, str], *, only: str | None) -> None:
        column = self._column(condition.this, scope)
        if column is None:
            return
        values = condition.expressions
        if len(values) == 1:
            self._tie(column, values[0], only=only)
        query = condition.args.get("query")
        select = query.unnest() if query is not None else None
        if isinstance(select, exp.Select) and len(select.selects) == 1 and only in (None, column.alias):
            chosen = self._column(select.selects[0].unalias(), self.scopes[id(select)])
            if chosen:
                self.reading.bonds.append(Bond(column, chosen, both_ways=False))

    def _tie(self, column: Column, value: exp.Expression, *, only: str | None) -> None:
        value = value.this if isinstance(value, (exp.Cast, exp.Paren)) else value
        if only not in (None, column.alias) or not isinstance(value, exp.Literal):
            return
        slot = SLOT.match(value.name)
        self.reading.ties.append(Tie(column, int(slot.group(1)) if slot else None, value.name))

    def _column(self, node: exp.Expression, scope: dict[str, str]) -> Column | None:
        node = node.unnest()
        if not isinstance(node, exp.Column):
            return None
        alias = node.table or (next(iter(scope)) if len(scope) == 1 else "")
        return Column(scope[alias], node.name) if alias in scope else None


def _own_tables(tree: exp.Expression) -> Iterator[exp.Table]:
    sources = [tree.this] if isinstance(tree, (exp.Update, exp.Delete)) else []
    start = tree.args.get("from_") or tree.args.get("from")
    sources += [start.this] if start else []
    sources += [join.this for join in tree.args.get("joins") or ()]
    return (source for source in sources if isinstance(source, exp.Table))


def _ands(condition: exp.Expression | None) -> Iterator[exp.Expression]:
    """Everything that must be true for the condition to be true."""
    if condition is None:
        return
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _ands(condition.left)
        yield from _ands(condition.right)
    else:
        yield condition


def _children(tree: exp.Expression) -> Iterator[exp.Expression]:
    """The nearest statements inside this one."""
    for child in tree.iter_expressions():
        if isinstance(child, STATEMENTS):
            yield child
        else:
            yield from _children(child)
