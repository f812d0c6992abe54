"""What a format is: how one platform's file gives the fields of a kind."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Derived:
    """A field read by SQL over the file's columns (quoted header names) instead of from one column.

    The expression gives text, which is then read as the field's type is.
    """

    sql: str


@dataclass(frozen=True)
class SetAside:
    """Rows that are no facts of this kind: `sql` finds them, `reason` says why; they go to the reject file, counted."""

    key: str
    sql: str
    reason: str | Promise


@dataclass(frozen=True)
class Route:
    """Rows that (also) are facts of another kind: `sql` finds them, `columns` reads them.

    With `alone` they are not rows of the format's own kind.
    """

    kind: str
    sql: str
    columns: dict[str, str | Derived]
    alone: bool = True


@dataclass(frozen=True)
class Format:
    """`columns` maps a field to a header name or to SQL. A headerless file names its columns in `names`.

    `words` translates the words of a field's cells to those of the kind; `epoch_seconds` are time fields given as Unix
    seconds.
    """

    key: str
    kind: str
    label: str
    columns: dict[str, str | Derived]
    names: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    routes: tuple[Route, ...] = ()
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    epoch_seconds: tuple[str, ...] = ()

    @property
    def headerless(self) -> bool:
        return bool(self.names)
