"""How a file of a kind is read: by a named format, by one its header is known for, or by generic column names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from analytics.importing.formats.registry import FORMATS, has_header_of, recognised
from analytics.importing.formats.types import QUOTED, Derived, Format, Source, names_in
from analytics.importing.headers import fields_of
from analytics.importing.kinds.types import ImportKind
from analytics.importing.names import plain
from analytics.importing.reading.raw import quoted, unique
from analytics.importing.reading.table import Table, TextTable
from analytics.importing.refused import Refused

GENERIC = "generic"


@dataclass(frozen=True)
class Choice:
    """The table with its final column names, and the format whose columns are the file's own header names."""

    table: Table
    format: Format


def choose_format(kind: ImportKind, table: Table, *, named: str | None, mapping: dict[str, str] | None) -> Choice:
    """Raises Refused where the file lacks what the kind needs, and says which columns it has."""
    if named and named != GENERIC:
        return _by_name(kind, table, named)
    columns = unique(table.columns)
    table = replace(table, columns=columns)
    known = None if mapping or named else recognised(columns, kind=kind.key)
    if known is not None:
        return Choice(table, _with_own_names(known, columns))
    return Choice(table, _generic(kind, columns, mapping or {}))


def _by_name(kind: ImportKind, table: Table, named: str) -> Choice:
    known = FORMATS.get(named)
    if known is None or known.kind != kind.key:
        fitting = ", ".join(sorted(each.key for each in FORMATS.values() if each.kind == kind.key)) or "–"
        raise Refused(
            _("There is no format “%(name)s” for this kind. Formats are: %(known)s.")
            % {"name": named, "known": fitting}
        )
    columns = unique(table.columns)
    if known.names and not (known.headed and has_header_of(known, columns)):
        if not isinstance(table, TextTable):
            raise Refused(_("The format “%(name)s” is a text file without a header.") % {"name": named})
        columns = known.names
        table = replace(table, skip=0)
    return Choice(replace(table, columns=columns), _with_own_names(known, columns))


def _with_own_names(known: Format, columns: tuple[str, ...]) -> Format:
    """The format as this file has it: with its optional columns, and names as written (blanks, BOM, width)."""
    written = {plain(column): column for column in reversed(columns)}
    missing = [name for name in known.header_names if plain(name) not in written]
    if missing:
        raise Refused(
            _("The file lacks the columns %(missing)s. It has: %(present)s.")
            % {"missing": ", ".join(sorted(missing)), "present": ", ".join(columns)}
        )
    optional = {field: source for field, source in known.optional.items() if _is_there(names_in(source), written)}
    routes = tuple(route for route in known.routes if _is_there(route.header_names, written))
    present = replace(known, columns=known.columns | optional, optional={}, routes=routes)
    return _rewritten(present, {name: written[plain(name)] for name in _names(present)})


def _is_there(names: Iterable[str], written: dict[str, str]) -> bool:
    return all(plain(name) in written for name in names)


def _names(known: Format) -> set[str]:
    asides = (name for aside in known.set_aside for name in names_in(Derived(aside.sql)))
    return set(known.header_names).union(asides, *(route.header_names for route in known.routes))


def _rewritten(known: Format, names: dict[str, str]) -> Format:
    """`names` gives each of the format's header names as the file writes it."""
    return replace(
        known,
        columns=_sources(known.columns, names),
        set_aside=tuple(replace(each, sql=_sql(each.sql, names)) for each in known.set_aside),
        routes=tuple(
            replace(each, sql=_sql(each.sql, names), columns=_sources(each.columns, names)) for each in known.routes
        ),
    )


def _sources(columns: dict[str, Source], names: dict[str, str]) -> dict[str, Source]:
    return {
        field: Derived(_sql(source.sql, names)) if isinstance(source, Derived) else names[source]
        for field, source in columns.items()
    }


def _sql(sql: str, names: dict[str, str]) -> str:
    return QUOTED.sub(lambda found: quoted(names[found.group(1)]), sql)


def _generic(kind: ImportKind, columns: tuple[str, ...], mapping: dict[str, str]) -> Format:
    unknown = [column for column in mapping.values() if column not in columns]
    if unknown:
        raise Refused(_("The file has no column %(names)s.") % {"names": ", ".join(unknown)})
    found = fields_of(columns, kind=kind.key) | mapping
    missing = [field for field in kind.required if field not in found]
    if missing:
        raise Refused(
            _("The file lacks the columns %(missing)s. It has: %(present)s.")
            % {"missing": ", ".join(missing), "present": ", ".join(columns)}
        )
    return Format(key=GENERIC, kind=kind.key, label=GENERIC, columns=dict(found))
