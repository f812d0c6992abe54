"""What a format is: how one platform's file gives the fields of a kind."""

import re
from dataclasses import dataclass, field

from django.utils.functional import Promise

QUOTED = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Derived:
    """A field read by SQL over the file's columns (quoted header names) instead of from one column.

    The expression gives text, which is then read as the field's type is.
    """

    sql: str


Source = str | Derived


def names_in(source: Source) -> tuple[str, ...]:
    """The header names that a field is read from."""
    return tuple(QUOTED.findall(source.sql)) if isinstance(source, Derived) else (source,)


@dataclass(frozen=True)
class SetAside:
    """Rows that are no facts of this kind: `sql` finds them, `reason` says why; they go to the reject file, counted."""

    key: str
    sql: str
    reason: str | Promise


@dataclass(frozen=True)
class Route:
    """Rows that (also) are facts of another kind: `sql` finds them, `columns` reads them.

    With `alone` they are not rows of the format's own kind. A file without one of the columns has no such rows.
    """

    kind: str
    sql: str
    columns: dict[str, Source]
    alone: bool = True

    @property
    def header_names(self) -> frozenset[str]:
        return frozenset(name for source in (*self.columns.values(), Derived(self.sql)) for name in names_in(source))


@dataclass(frozen=True)
class Format:
    """`columns` maps a field to a header name or to SQL; a file of the format has them all. `optional` ones are read
    where the file has what they are read from.

    A file without a header has the columns `names`; `headed` means that files with that header exist too. `words`
    translates the words of a field's cells to those of the kind; `epoch_seconds` are time fields given as Unix seconds.
    """

    key: str
    kind: str
    label: str
    columns: dict[str, Source]
    optional: dict[str, Source] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    headed: bool = False
    set_aside: tuple[SetAside, ...] = ()
    routes: tuple[Route, ...] = ()
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    epoch_seconds: tuple[str, ...] = ()

    @property
    def headerless(self) -> bool:
        """Never with a header, so that only its name tells the format."""
        return bool(self.names) and not self.headed

    @property
    def header_names(self) -> frozenset[str]:
        """The header names that a file of the format must have, by which it is recognised."""
        return frozenset(name for source in self.columns.values() for name in names_in(source))
