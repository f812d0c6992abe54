"""Every address of the site, from the URL resolver, with values for what stands in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from analytics.metrics.registry import measures
from analytics.panels.registry import all_panels
from shopops.shops.access import Door
from shopops.shops.models import Shop

# The rows behind a figure are those of its relation.
A_MEASURE_A_RELATION = list({measure.relation.key: measure.key for measure in measures()}.values())
# What is put into an address, by its name and the name of the part; called with the shop, which is furnished.
# A new part without a row fails the walk. Of files made by one view out of what a page shows, some stand for all.
PARTS: dict[str, Callable[[Shop], list]] = {
    "account_reset_password_from_key.uidb36": lambda shop: ["1"],
    "account_reset_password_from_key.key": lambda shop: ["set-password"],
    "panel.key": lambda shop: [panel.key for panel in all_panels()],
    "panel_csv.key": lambda shop: [panel.key for panel in all_panels()],
    "panel_xlsx.key": lambda shop: [panel.key for panel in all_panels()][::4],
    "rows.key": lambda shop: ["conversion", *A_MEASURE_A_RELATION],
    "rows_csv.key": lambda shop: A_MEASURE_A_RELATION[::3],
    "rows_xlsx.key": lambda shop: A_MEASURE_A_RELATION[1::3],
    "rejects.batch": lambda shop: [shop.batches.last().pk],
    "calendar_entry.occasion": lambda shop: [shop.occasions.last().pk],
    "calendar_remove.occasion": lambda shop: [shop.occasions.last().pk],
    "calendar_restore.occasion": lambda shop: [shop.occasions.last().pk],
    "listing_changes_entry.change": lambda shop: [shop.listing_changes.last().pk],
    "listing_changes_remove.change": lambda shop: [shop.listing_changes.last().pk],
    "listing_changes_restore.change": lambda shop: [shop.listing_changes.last().pk],
    "calendar_festival.series": lambda shop: ["double-11"],
    "calendar_festival.year": lambda shop: [2026],
    "calendar_hide.series": lambda shop: ["double-11"],
    "calendar_hide.year": lambda shop: [2026],
    "by_number.number": lambda shop: [shop.products.last().pk],
}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable
    parts: tuple[str, ...]

    @property
    def door(self) -> Door | None:
        return getattr(self.view, "door", None)

    def urls(self, shop: Shop, *, slug: str = "") -> list[str]:
        """The address with each of this shop's things in it, under another shop's name if `slug` is given."""
        values = [[slug or shop.slug] if part == "shop" else PARTS[f"{self.name}.{part}"](shop) for part in self.parts]
        return [reverse(self.name, kwargs=dict(zip(self.parts, each, strict=True))) for each in product(*values)]


def addresses(urlconf: str | None = None) -> list[Address]:
    return list(_walk(get_resolver(urlconf).url_patterns, route="", parts=()))


def _walk(patterns: list, *, route: str, parts: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        known = parts + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route=here, parts=known)
        elif isinstance(pattern, URLPattern):
            yield Address(name=pattern.name or "", route=here, view=pattern.callback, parts=known)


def without_door(found: list[Address]) -> list[str]:
    """Routes whose view does not say whom it lets in, or that have no name."""
    return [address.route for address in found if address.door is None or not address.name]
