"""What the page of listing changes prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shopops.catalog.differences import Pieces, pieces, whole
from shopops.catalog.models import ChangeKind, ListingChange
from shopops.shops.models import Shop
from shopops.shops.money import symbol, to_decimal
from shopops.web.days import day_in_words
from shopops.web.search import words_of

A_PAGE = 50
# Of these it is told which characters are others.
WRITTEN = (ChangeKind.TITLE, ChangeKind.DETAIL)


@dataclass(frozen=True)
class Wanted:
    """Words of the product's id or title, and a kind; empty asks for all."""

    words: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        kind = query.get("kind", "")
        return cls(words_of(query, "q"), kind if kind in ChangeKind.values else "")

    def page(self, number: int) -> str:
        """The query string of a page of these."""
        pairs = {"q": self.words, "kind": self.kind, "page": number}
        return urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Line:
    """`found` says who wrote it down or which import found it; `edit` and `remove` are addresses, empty for readers."""

    change: ListingChange
    day: str
    product: str
    before: Pieces
    after: Pieces
    found: str
    edit: str = ""
    remove: str = ""


@dataclass(frozen=True)
class ChangesPage:
    """`newer` and `older` are query strings of pages, empty where there is none."""

    wanted: Wanted
    lines: tuple[Line, ...]
    newer: str
    older: str
    can_edit: bool

    @property
    def kinds(self) -> list[tuple[str, str | Promise]]:
        return list(ChangeKind.choices)

    @property
    def is_searched(self) -> bool:
        return self.wanted != Wanted()


def changes_page(shop: Shop, wanted: Wanted, *, number: str, can_edit: bool) -> ChangesPage:
    """Newest first; a page that does not exist is the nearest that does. Two queries."""
    changes = shop.listing_changes.kept().wanted(words=wanted.words, kind=wanted.kind)
    known = changes.select_related("product").annotate(user_name=F("user__username"))
    page = Paginator(known, A_PAGE).get_page(number)
    return ChangesPage(
        wanted=wanted,
        lines=tuple(_line(change, shop=shop, can_edit=can_edit) for change in page),
        newer=wanted.page(page.previous_page_number()) if page.has_previous() else "",
        older=wanted.page(page.next_page_number()) if page.has_next() else "",
        can_edit=can_edit,
    )


def _line(change: ListingChange, *, shop: Shop, can_edit: bool) -> Line:
    before, after = _said(change, currency=shop.currency)
    named = {"shop": shop.slug, "change": change.pk}
    return Line(
        change=change,
        day=day_in_words(change.day),
        product=str(change.product),
        before=before,
        after=after,
        found=_found(change),
        edit=reverse("listing_changes_entry", kwargs=named) if can_edit else "",
        remove=reverse("listing_changes_remove", kwargs=named) if can_edit else "",
    )


def _said(change: ListingChange, *, currency: str) -> tuple[Pieces, Pieces]:
    if change.kind in WRITTEN and change.before and change.after:
        return pieces(change.before, change.after)
    if change.kind == ChangeKind.PRICE:
        return whole(_price(change.before, currency)), whole(_price(change.after, currency))
    return whole(change.before), whole(change.after)


def _price(text: str, currency: str) -> str:
    """Minor units as exact money in words."""
    return f"{symbol(currency)}{to_decimal(int(text), currency):,}" if text else ""


def _found(change: ListingChange) -> str:
    name: str = change.user_name or ""  # type: ignore[attr-defined]
    if change.batch is None:
        return name
    found = _("Import %(batch)d") % {"batch": change.batch}
    return f"{found} · {name}" if name else found
