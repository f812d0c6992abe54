"""Header names: how people and platforms write them, and which field of a kind they mean."""

import csv
import re
import unicodedata
from functools import cache

from analytics.importing.kinds.registry import all_kinds

NOISE = re.compile(r"[\s_\-()（）:：'\"=　\ufeff​]+")


def plain(name: str) -> str:
    """A header name as it is compared: full-width made half, lower case, without blanks, marks and BOM."""
    return NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def fields_of(columns: tuple[str, ...], *, kind: str) -> dict[str, str]:
    """Field of the kind → the file's column that gives it, as written. The first column that fits a field wins."""
    wanted = {plain(name): field.name for field in all_kinds()[kind].fields for name in (field.name, *field.synonyms)}
    found: dict[str, str] = {}
    for column in columns:
        field = wanted.get(plain(column))
        if field is not None:
            found.setdefault(field, column)
    return found


def known_header_names(line: str) -> int:
    """How many cells of a line of text are header names of any kind."""
    cells = next(csv.reader([line.replace("\t", ",").replace(";", ",")]), [])
    return sum(plain(cell) in _every_name() for cell in cells)


@cache
def _every_name() -> frozenset[str]:
    kinds = all_kinds().values()
    return frozenset(plain(name) for kind in kinds for field in kind.fields for name in (field.name, *field.synonyms))
