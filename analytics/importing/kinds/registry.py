"""Every import kind by its key. Upper apps declare theirs in a module named `kinds`."""

from django.utils.translation import gettext as _

from analytics.importing.kinds.types import ImportKind
from analytics.importing.refused import Refused

KINDS: dict[str, ImportKind] = {}


def declare_kind(kind: ImportKind) -> ImportKind:
    """Raises ValueError if the key is taken."""
    if kind.key in KINDS:
        raise ValueError(f"import kind {kind.key} is declared twice")
    KINDS[kind.key] = kind
    return kind


def all_kinds() -> dict[str, ImportKind]:
    return KINDS


def kind_of(key: str) -> ImportKind:
    """Raises Refused for a kind that nobody declared."""
    try:
        return KINDS[key]
    except KeyError:
        known = ", ".join(sorted(KINDS))
        raise Refused(_("There is no kind “%(kind)s”. Kinds are: %(known)s.") % {"kind": key, "known": known}) from None
