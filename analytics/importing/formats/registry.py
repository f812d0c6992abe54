"""Every known format by its key, and which of them a header belongs to."""

from analytics.importing.formats.types import Format
from analytics.importing.names import plain

FORMATS: dict[str, Format] = {}


def declare_format(declared: Format) -> Format:
    """Raises ValueError if the key is taken."""
    if declared.key in FORMATS:
        raise ValueError(f"format {declared.key} is declared twice")
    FORMATS[declared.key] = declared
    return declared


def recognised(columns: tuple[str, ...], *, kind: str) -> Format | None:
    """The format of the kind whose every needed column is in the header; the one with most columns, if several are."""
    fitting = [
        known
        for known in FORMATS.values()
        if known.kind == kind and not known.headerless and has_header_of(known, columns)
    ]
    return max(fitting, key=lambda known: len(known.columns), default=None)


def has_header_of(known: Format, columns: tuple[str, ...]) -> bool:
    return {plain(name) for name in known.header_names} <= {plain(column) for column in columns}
