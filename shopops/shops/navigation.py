"""The sidebar: groups of pages, of which each person sees those that exist and that the role may open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shopops.shops.access import Door
from shopops.shops.badges import things_to_do
from shopops.shops.models import Role, Shop


@dataclass(frozen=True)
class Page:
    key: str  # name of the address; mostly also the row in the table of `shopops.shops.access`
    label: str | Promise
    icon: str
    keys: str = ""  # typed one after the other, anywhere on the page


GROUPS: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (
        _("Figures"),
        (
            Page("daily", _("Daily board"), "calendar-stats", keys="g d"),
            Page("weekly", _("Weekly report"), "report", keys="g w"),
            Page("targets", _("Targets"), "target"),
            Page("traffic", _("Traffic and ads"), "chart-arrows"),
            Page("explain", _("Why it changed"), "zoom-question"),
        ),
    ),
    (
        _("Business"),
        (
            Page("positioning", _("Shop positioning"), "compass"),
            Page("products", _("Products"), "package"),
            Page("listing_changes", _("Listing changes"), "versions"),
            Page("tiers", _("Product tiers"), "stack-2"),
            Page("campaigns", _("Campaigns"), "confetti"),
            Page("customers", _("Customers"), "users"),
            Page("ladder", _("Member ladder"), "stairs-up"),
        ),
    ),
    (
        pgettext_lazy("customer service", "Service"),
        (
            Page("service", _("Service team"), "headset"),
            Page("audits", _("Chat audits"), "message-check"),
            Page("aftersales", _("After-sales"), "truck-return"),
        ),
    ),
    (
        _("Data"),
        (
            Page("imports", _("Imports"), "database-import"),
            Page("definitions", _("Definitions"), "vocabulary", keys="/"),
        ),
    ),
    (
        _("Settings"),
        (
            Page("calendar", _("Calendar"), "calendar-event"),
            Page("settings", _("Shop settings"), "settings"),
            Page("members", _("Members"), "user-cog"),
        ),
    ),
)


@dataclass(frozen=True)
class Entry:
    key: str
    label: str | Promise
    url: str
    icon: str
    active: bool
    keys: str = ""
    badge: int = 0  # how many things there want an action


@dataclass(frozen=True)
class Group:
    label: str | Promise
    entries: tuple[Entry, ...]


def navigation(shop: Shop, role: Role, *, active: str = "") -> list[Group]:
    """Groups with at least one page for this role; `active` is the key of the open page."""
    groups = (Group(label, tuple(_entries(pages, shop=shop, role=role, active=active))) for label, pages in GROUPS)
    return [group for group in groups if group.entries]


def page_at(address: str, *, door: str) -> str:
    """The key of the page that an address belongs to by its name (`calendar_add` to `calendar`), else by its door."""
    keys = (page.key for _label, pages in GROUPS for page in pages)
    return next((key for key in keys if address == key or address.startswith(f"{key}_")), door)


def first_page(shop: Shop, role: Role, *, wanted: str = "") -> str:
    """The address of the page the person wants to begin with, else of the first that the role may open, else empty."""
    entries = [entry for group in navigation(shop, role) for entry in group.entries]
    return next((entry.url for entry in sorted(entries, key=lambda entry: entry.key != wanted)), "")


def pages_of(shops: Iterable[Shop]) -> list[tuple[str, str | Promise]]:
    """Key and label of the pages that a person may open in any of these shops (each with the person's `role`)."""
    found = {}
    for shop in shops:
        for group in navigation(shop, Role(shop.role)):  # type: ignore[attr-defined]
            found.update({entry.key: entry.label for entry in group.entries})
    return list(found.items())


def _entries(pages: tuple[Page, ...], *, shop: Shop, role: Role, active: str) -> Iterator[Entry]:
    for page in pages:
        url = _open_url(page.key, shop=shop, role=role)
        if url:
            yield Entry(
                key=page.key,
                label=page.label,
                url=url,
                icon=page.icon,
                active=page.key == active,
                keys=page.keys,
                badge=things_to_do(shop, page.key),
            )


def _open_url(key: str, *, shop: Shop, role: Role) -> str:
    """The page's address, empty when the page is not there or its own door is closed to the role."""
    try:
        url = reverse(key, kwargs={"shop": shop.slug})
    except NoReverseMatch:
        return ""
    door: Door = resolve(url).func.door  # type: ignore[attr-defined]
    return url if door.opens_for(role) else ""
