"""What happened on days: the shop's calendar and, of its own accord, every change of a listing. Charts mark these."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shopops.calendar.entries import Entry, Origin
from shopops.calendar.models import Kind
from shopops.calendar.read import Calendar
from shopops.catalog.models import ChangeKind
from shopops.shops.models import Shop

# So many changes of a day are named; the log has them all.
NAMED = 3
NEW: dict[ChangeKind, str | Promise] = {
    ChangeKind.TITLE: _("New title"),
    ChangeKind.PICTURE: _("New picture"),
    ChangeKind.PRICE: _("New price"),
    ChangeKind.DETAIL: _("New detail page"),
}
Row = tuple[date, str, int, str, str]


def happened(calendar: Calendar, first: date, last: date) -> tuple[Entry, ...]:
    """What touches these days, in order of day; one query more than the calendar's."""
    found = [*calendar.between(first, last), *listing_entries(calendar.shop, first, last)]
    return tuple(sorted(found, key=lambda entry: (entry.first, entry.last)))


def listing_entries(shop: Shop, first: date, last: date) -> Iterator[Entry]:
    """An entry for each day with changes, however many they are. One query of at most NAMED rows a day."""
    of_day = Window(Count("id"), partition_by=F("day"))
    nth = Window(RowNumber(), partition_by=F("day"), order_by="id")
    rows = shop.listing_changes.kept().filter(day__range=(first, last)).annotate(of_day=of_day, nth=nth)
    named = rows.filter(nth__lte=NAMED).order_by("day", "id")
    told = named.values_list("day", "kind", "of_day", "product__code", "product__title")
    return (_entry(day, list(changes)) for day, changes in groupby(told, key=itemgetter(0)))


def _entry(day: date, changes: list[Row]) -> Entry:
    _day, kind, count, *_names = changes[0]
    return Entry(
        name=NEW[ChangeKind(kind)] if count == 1 else gettext("%(count)s listing changes") % {"count": f"{count:,}"},
        kind=Kind.LISTING_CHANGE,
        first=day,
        last=day,
        origin=Origin.OWN,
        about=_names_of(changes, count=count),
    )


def _names_of(changes: Iterable[Row], *, count: int) -> str:
    """Each product once; dots where there may be more."""
    names = list(dict.fromkeys(title or code for _day, _kind, _count, code, title in changes))
    return ", ".join([*names, "…"] if count > NAMED else names)
