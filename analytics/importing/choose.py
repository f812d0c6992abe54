"""How a file of a kind is read: by a named format, by one its header is known for, or by generic column names."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from analytics.importing.formats.registry import FORMATS, recognised
from analytics.importing.formats.types import Derived, Format
from analytics.importing.headers import fields_of, plain
from analytics.importing.kinds.types import ImportKind
from analytics.importing.reading.raw import unique
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
    if known.headerless:
        if not isinstance(table, TextTable):
            raise Refused(_("The format “%(name)s” is a text file without a header.") % {"name": named})
        return Choice(replace(table, columns=known.names, skip=0), known)
    columns = unique(table.columns)
    return Choice(replace(table, columns=columns), _with_own_names(known, columns))


def _with_own_names(known: Format, columns: tuple[str, ...]) -> Format:
    """The format with header names as this file writes them (blanks, BOM, width)."""
    written = {plain(column): column for column in reversed(columns)}
    missing = [name for name in known.columns.values() if isinstance(name, str) and plain(name) not in written]
    if missing:
        raise Refused(
            _("The file lacks the columns %(missing)s. It has: %(present)s.")
            % {"missing": ", ".join(missing), "present": ", ".join(columns)}
        )
    translated = {known_name: written[plain(known_name)] for known_name in _names(known)}
    return replace(
        known,
        columns=_rewritten(known.columns, translated),
        set_aside=tuple(replace(each, sql=_sql(each.sql, translated)) for each in known.set_aside),
        routes=tuple(
            replace(each, sql=_sql(each.sql, translated), columns=_rewritten(each.columns, translated))
            for each in known.routes
        ),
    )


def _names(known: Format) -> set[str]:
    return {name for name in known.columns.values() if isinstance(name, str)}


def _rewritten(columns: dict[str, str | Derived], names: dict[str, str]) -> dict[str, str | Derived]:
    return {
        field: Derived(_sql(source.sql, names)) if isinstance(source, Derived) else names.get(source, source)
        for field, source in columns.items()
    }


def _sql(sql: str, names: dict[str, str]) -> str:
    for known, written in names.items():
        sql = sql.replace(f'"{known}"', '"' + written.replace('"', '""') + '"')
    return sql


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
