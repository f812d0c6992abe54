"""The rule for statements: what a request or a job reads or writes belongs to a shop that it may touch.

A table is guarded if it has a column `shop_id`; in a request, the table of shops is guarded too. Every place where a
statement names a guarded table must be limited by conditions that hold for all its rows (joined by AND, or said in
every branch of an OR):

1. a foreign key or the primary key equals a *known* value: one read in this very request or job from a limited
   statement, or made in it. So `shop_id` must be the id of a shop found through the person's memberships, and a number
   out of the address is not enough: `Batch.objects.get(pk=7)` is refused, `shop.batches.get(pk=7)` passes;
2. or it is joined to a limited table: by `shop_id`, or along a foreign key.

An INSERT must give known shops. Statements of the modules in EXCEPTIONS are let through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps

from tests.security.statements import Bond, Reading, Tie, inserted, read, slots

SHOPS = "shops_shop"
SHOP = "shop_id"
# Columns that hold ids without being foreign keys: their table lies in a layer above.
PLAIN_KEYS = {"batch": "analytics_batch", SHOP: SHOPS}
# Modules whose own statements concern the whole site. Ten at most, each with its reason.
EXCEPTIONS = {
    "shopops.jobs": "the queue belongs to the site: rows are claimed by number; pages ask for a shop's own",
    "analytics.health": "one moment of the whole site, for whoever watches the server; no figure and no shop is told",
    "shopops.shops.open": "whether there is a shop at all, and which addresses are taken; a row is made, none is shown",
    "analytics.management.commands.undo_load": "who runs the server names the batch, and its shop is found by it",
}


@cache
def keys() -> dict[tuple[str, str], str]:
    """The table whose id a column holds."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        for field_ in model._meta.concrete_fields:
            if field_.primary_key and not field_.remote_field:
                found[table, field_.column] = table
            elif field_.remote_field:
                found[table, field_.column] = field_.related_model._meta.db_table
            elif field_.column in PLAIN_KEYS:
                found[table, field_.column] = PLAIN_KEYS[field_.column]
    return found


@cache
def guarded_tables() -> frozenset[str]:
    return frozenset(table for table, column in keys() if column == SHOP)


@dataclass
class Scope:
    """What one request or job has come to know, and which of its statements reached further."""

    shops_are_free: bool
    known: set[tuple[str, str]] = field(default_factory=set)
    offences: list[str] = field(default_factory=list)

    def learn(self, table: str, column: str, value: Any) -> None:
        target = keys().get((table, column))
        if target and value is not None:
            self.known.add((target, str(value)))

    def guards(self, table: str) -> bool:
        return table in guarded_tables() or (table == SHOPS and not self.shops_are_free)

    def judge(self, sql: str, params: Sequence[Any], *, dialect: str) -> str:
        """Why the statement is not limited; empty if it is."""
        if not any(table in sql for table in (*guarded_tables(), SHOPS)):
            return ""
        insert = inserted(sql, params, SHOP)
        if insert:
            return self._judge_insert(*insert)
        text, spans = slots(sql)
        reading = read(text, dialect)
        limited = self._limited(reading, [[params[at] for at in span] for span in spans])
        open_tables = {table for name, table in reading.tables.items() if self.guards(table) and name not in limited}
        return f"not limited: {', '.join(sorted(open_tables))}" if open_tables else ""

    def _judge_insert(self, table: str, shops: list[Any] | None) -> str:
        if table not in guarded_tables():
            return ""
        if shops is None:
            return f"cannot tell the shop of new rows of {table}"
        foreign = [shop for shop in shops if shop is not None and not self._all_known(SHOPS, [shop])]
        return f"new rows of {table} for shops that are not known: {foreign[:3]}" if foreign else ""

    def _limited(self, reading: Reading, values: list[list[Any]]) -> set[str]:
        limited = self._tied(reading, reading.ties, values)
        for branches in reading.eithers:
            limited |= set.intersection(*(self._tied(reading, ties, values) for ties in branches))
        return self._spread(reading, limited)

    def _tied(self, reading: Reading, ties: list[Tie], values: list[list[Any]]) -> set[str]:
        limited = set()
        for tie in ties:
            target = keys().get((reading.tables[tie.column.alias], tie.column.name))
            wanted = values[tie.slot] if tie.slot is not None else [tie.text]
            if target and self._all_known(target, wanted):
                limited.add(tie.column.alias)
        return limited

    def _all_known(self, target: str, values: Iterable[Any]) -> bool:
        if target == SHOPS and self.shops_are_free:
            return True
        return all((target, str(value)) in self.known for value in values)

    def _spread(self, reading: Reading, limited: set[str]) -> set[str]:
        bonds = [bond for bond in reading.bonds if _is_key_bond(reading, bond)]
        while True:
            reached = {bond.column.alias for bond in bonds if bond.other.alias in limited}
            reached |= {bond.other.alias for bond in bonds if bond.both_ways and bond.column.alias in limited}
            if reached <= limited:
                return limited
            limited |= reached


def _is_key_bond(reading: Reading, bond: Bond) -> bool:
    """Both columns hold ids of the same table, so both rows belong to one shop."""
    one = keys().get((reading.tables[bond.column.alias], bond.column.name))
    return one is not None and one == keys().get((reading.tables[bond.other.alias], bond.other.name))
