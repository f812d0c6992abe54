"""Every known format by its key, and which of them a header belongs to."""

from analytics.importing.formats.types import Derived, Format
from analytics.importing.headers import plain

FORMATS: dict[str, Format] = {}


def declare_format(declared: Format) -> Format:
    """Raises ValueError if the key is taken."""
    if declared.key in FORMATS:
        raise ValueError(f"format {declared.key} is declared twice")
    FORMATS[declared.key] = declared
    return declared


def recognised(columns: tuple[str, ...], *, kind: str) -> Format | None:
    """The format of the kind whose every named column is in the header; the one with most columns, if several are."""
    present = {plain(column) for column in columns}
    fitting = [
        known
        for known in FORMATS.values()
        if known.kind == kind and not known.headerless and {plain(name) for name in header_names(known)} <= present
    ]
    return max(fitting, key=lambda known: len(known.columns), default=None)


def header_names(known: Format) -> tuple[str, ...]:
    """The header names a format is recognised by."""
    return tuple(source for source in known.columns.values() if not isinstance(source, Derived))
