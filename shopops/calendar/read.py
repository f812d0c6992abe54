"""A shop's calendar: one query for its own rows, the rest is computed."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from django.db.models import F
from django.utils.translation import get_language

from shopops.calendar.entries import Entry, Origin, entry_of, festivals_among, overlaid
from shopops.calendar.festivals import built_in
from shopops.calendar.models import Kind, Occasion
from shopops.calendar.places import country_of, markets_of
from shopops.calendar.public import public_holidays
from shopops.shops.models import Shop
from shopops.web.festivals import Festivals


@dataclass(frozen=True, eq=False)
class Calendar:
    """`entries` are festivals and the shop's own entries, hidden ones among them, in order of day."""

    shop: Shop
    entries: tuple[Entry, ...]

    @cached_property
    def festivals(self) -> Festivals:
        return festivals_among(self.entries)

    def between(self, first: date, last: date) -> tuple[Entry, ...]:
        """What touches these days, public holidays apart: it is what charts mark."""
        return tuple(entry for entry in self.entries if not entry.is_hidden and entry.touches(first, last))

    def of_year(self, year: int) -> list[Entry]:
        """Everything that touches the year, public holidays too."""
        days = date(year, 1, 1), date(year, 12, 31)
        shown = [entry for entry in self.entries if entry.touches(*days)]
        return sorted([*shown, *_public(self.shop, year)], key=lambda entry: (entry.first, entry.last))


def calendar_of(shop: Shop) -> Calendar:
    """One query."""
    rows = [_entry(row) for row in shop.occasions.kept().annotate(owner_name=F("owner__username"))]
    return Calendar(shop, tuple(overlaid(_built_in(markets_of(shop)), rows)))


@cache
def _built_in(markets: frozenset[str]) -> tuple[Entry, ...]:
    """Names are told in the reader's language when they are printed."""
    return tuple(entry_of(festival) for festival in built_in(markets))


def _entry(row: Occasion) -> Entry:
    return Entry(
        name=row.name,
        kind=Kind(row.kind),
        first=row.first_day,
        last=row.last_day,
        origin=Origin.HIDDEN if row.is_hidden else Origin.OWN,
        series=row.series,
        year=row.year,
        note=row.note,
        owner=row.owner_name or "",  # type: ignore[attr-defined]
        row=row.pk,
    )


def _public(shop: Shop, year: int) -> list[Entry]:
    found = public_holidays(country_of(shop), year, language=get_language() or "en")
    return [Entry(name=day.name, kind=Kind.PUBLIC_HOLIDAY, first=day.first, last=day.last, year=year) for day in found]
