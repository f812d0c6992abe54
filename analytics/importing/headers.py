"""Header names: how people and platforms write them, and which field of a kind they mean."""

import csv
from functools import cache

from analytics.importing.kinds.registry import all_kinds
from analytics.importing.kinds.types import Field
from analytics.importing.names import plain


def fields_of(columns: tuple[str, ...], *, kind: str) -> dict[str, str]:
    """Field of the kind → the file's column that gives it, as written.

    Where several columns fit, the one wins that stands first among the field's names: they go from the best to the
    least fitting, while the order of a file's columns says nothing.
    """
    written = {plain(column): column for column in reversed(columns)}
    found = {
        field.name: next((written[name] for name in plain_names(field) if name in written), None)
        for field in all_kinds()[kind].fields
    }
    return {field: column for field, column in found.items() if column is not None}


def plain_names(field: Field) -> tuple[str, ...]:
    """The field's own name and its synonyms, as they are compared, best first."""
    return tuple(dict.fromkeys(plain(name) for name in (field.name, *field.synonyms)))


def known_header_names(line: str) -> int:
    """How many cells of a line of text are header names of any kind."""
    cells = next(csv.reader([line.replace("\t", ",").replace(";", ",")]), [])
    return sum(plain(cell) in _every_name() for cell in cells)


@cache
def _every_name() -> frozenset[str]:
    return frozenset(name for kind in all_kinds().values() for field in kind.fields for name in plain_names(field))
