"""The demo shop's listing changes: those that its stories tell of, on their days and products."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from shopops.catalog.keep import keep_all
from shopops.catalog.models import ChangeKind, ListingChange
from shopops.demo.catalogue import ITEMS, PROFIT, TIERS, Item, tiers_on
from shopops.demo.logins import login_name
from shopops.demo.stories import DRIFT, Planted, planted_on
from shopops.demo.stretch import ONE_DAY, days_between
from shopops.shops.models import Role, Shop

NEW_WORDS = "法式小众设计感"
WEEK = 7


@dataclass(frozen=True)
class Told:
    item: Item
    day: date
    kind: ChangeKind
    before: str
    after: str
    note: str = ""


def add_listing_changes(shop: Shop, *, opened: date, until: date) -> None:
    """Those that are missing; what somebody changed or removed stays as it is."""
    products = dict(shop.products.values_list("code", "pk"))
    there = set(shop.listing_changes.by_hand().values_list("product", "day", "kind"))
    operator = shop.memberships.filter(user__username=login_name(Role.OPERATOR)).first()
    keep_all(
        ListingChange(
            shop=shop,
            product_id=products[told.item.code],
            day=told.day,
            kind=told.kind,
            before=told.before,
            after=told.after,
            note=told.note,
            user_id=operator.user_id if operator else None,
        )
        for told in told_between(opened, until)
        if (products[told.item.code], told.day, told.kind) not in there
    )


def told_between(opened: date, until: date) -> Iterator[Told]:
    """In order of the stories."""
    stories = dict.fromkeys(filter(None, (planted_on(day) for day in days_between(opened, until))))
    for planted in stories:
        tell = CHANGES.get(planted.story.key)
        if tell:
            yield from (told for told in tell(planted) if opened <= told.day <= until)


def _new_title(planted: Planted) -> Iterator[Told]:
    """What people searched for is cut from the title; after the story it comes back."""
    item = ITEMS[planted.slot.lead - 1]
    first, _searched, *rest = item.title.split(" ")
    yield from _there_and_back(planted, item, ChangeKind.TITLE, item.title, " ".join([first, NEW_WORDS, *rest]))


def _new_picture(planted: Planted) -> Iterator[Told]:
    item = ITEMS[planted.slot.lead - 1]
    yield from _there_and_back(planted, item, ChangeKind.PICTURE, f"{item.code}-主图.jpg", f"{item.code}-街拍.jpg")


def _there_and_back(planted: Planted, item: Item, kind: ChangeKind, usual: str, other: str) -> Iterator[Told]:
    yield Told(item, planted.first, kind, usual, other, "试新款式")
    yield Told(item, planted.last + ONE_DAY, kind, other, usual, "改回原样")


def _lower_prices(planted: Planted) -> Iterator[Told]:
    """What is paid falls every day; the prices of the listings follow once a week."""
    tiers = tiers_on(planted.slot.begins)
    steps = [(planted.first, 1), (planted.first + WEEK * ONE_DAY, 1 + WEEK), (planted.last + ONE_DAY, 0)]
    for item in (item for item in ITEMS if tiers[item.number] == TIERS.index(PROFIT)):
        before = item.price
        for day, times in steps:
            after = round(item.price * DRIFT**times)
            yield Told(item, day, ChangeKind.PRICE, str(before), str(after))
            before = after


CHANGES: dict[str, Callable[[Planted], Iterator[Told]]] = {
    "title_change": _new_title,
    "bad_picture": _new_picture,
    "price_drift": _lower_prices,
}
