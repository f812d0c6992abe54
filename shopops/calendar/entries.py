"""Entries of a shop's calendar: what is built in, as the shop's own rows change it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shopops.calendar.models import Kind
from shopops.web.festivals import Festival, Festivals


class Origin(Enum):
    BUILT_IN = "built in"
    CHANGED = "changed"
    HIDDEN = "hidden"
    OWN = "own"


@dataclass(frozen=True)
class Entry:
    """`row` is the id of the shop's own row, None for what is computed; `about` names what it happened to."""

    name: str | Promise
    kind: Kind
    first: date
    last: date
    origin: Origin = Origin.BUILT_IN
    series: str = ""
    year: int = 0
    note: str = ""
    owner: str = ""
    row: int | None = None
    about: str = ""

    @property
    def words(self) -> str:
        """Its name, and what it is about."""
        if not self.about:
            return str(self.name)
        return _("%(name)s (%(about)s)") % {"name": self.name, "about": self.about}

    @property
    def is_hidden(self) -> bool:
        return self.origin is Origin.HIDDEN

    def touches(self, first: date, last: date) -> bool:
        return self.first <= last and self.last >= first


def entry_of(festival: Festival) -> Entry:
    return Entry(
        name=festival.name,
        kind=Kind.FESTIVAL,
        first=festival.first,
        last=festival.last,
        series=festival.series,
        year=festival.year,
    )


def overlaid(built_in: Iterable[Entry], rows: Iterable[Entry]) -> list[Entry]:
    """All entries in order of day; a row stands in the place of the built-in entry of its series and year."""
    known = {(entry.series, entry.year): entry for entry in built_in}
    own = []
    for row in rows:
        instead = known.pop((row.series, row.year), None) if row.series else None
        own.append(_in_place_of(instead, row) if instead else row)
    return sorted([*known.values(), *own], key=lambda entry: (entry.first, entry.last, str(entry.series)))


def festivals_among(entries: Iterable[Entry]) -> Festivals:
    """What comes back every year, by series and year."""
    found = (entry for entry in entries if entry.series and not entry.is_hidden)
    return {
        (entry.series, entry.year): Festival(entry.series, entry.year, entry.name, entry.first, entry.last)
        for entry in found
    }


def _in_place_of(built_in: Entry, row: Entry) -> Entry:
    origin = Origin.HIDDEN if row.is_hidden else Origin.CHANGED
    return Entry(**{**row.__dict__, "name": row.name or built_in.name, "origin": origin})
